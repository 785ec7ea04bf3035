"""Requests that nobody friendly sends, made by chance from a seed: the same seed, the same ones.

A family of routes is taken from the table of routes, so a new route is attacked without a word.
"""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote, quote_from_bytes, urlencode

from werkzeug.routing import Rule

from backend.questionnaire.types import CATALOGUE
from tests.test_bad_input import BODIES, FIELDS, NO_IDS, NO_NUMBERS, SURROGATES, UNSTORABLE
from tests.visits import A_KEY, BEGUN, DOORS, METHODS, SUBMISSION

FORM = "application/x-www-form-urlencoded"
FAMILIES = ("public", "author", "auth")
SCRIPTS = ["<script>alert(1)</script>", "{{7*7}}", "${7*7}", "%s%n", "' OR '1'='1", "=1+1", "../.."]
WORDS = [
    "vote",
    "more",
    "news",
    "c1",
    "c2",
    "s1",
    "s2",
    "tv",
    "sent",
    "yes",
    "on",
    "back",
    "anyone",
]
WORDS += ["0", "1", "2", "-1", "Europe/Berlin", "2030-01-02T10:00", "organisation", "résumé", "🙂"]
LONG = ["x" * 5_000, "<" * 20_000, "[" * 20_000, "é" * 6_000, "*_`" * 7_000, "9" * 5_000]
HEADERS: dict[str, list[str]] = {
    "Accept": ["application/json", "text/html;q=0", "*/*;q=x", ",,,;;;", "a/b" * 900],
    "Accept-Encoding": ["gzip;q=nan", "br, gzip", "", "*"],
    "Accept-Language": ["de", "xx-" * 500],
    "Content-Encoding": ["gzip", "identity"],
    "Cookie": ["session=; visit=x", "session=\xff\xfe", "a=b;" * 500, "session=" + "x" * 4_000],
    "Forwarded": ["for=evil"],
    "Host": ["evil.example", "localhost:99999", "[::1", "a b", "\xff"],
    "HX-Request": ["true"],
    "If-Modified-Since": ["yesterday", "Thu, 01 Jan 1970 00:00:00 GMT"],
    "If-None-Match": ['"x"', "*", '"' * 50, "W/"],
    "Origin": ["null", "https://evil.example"],
    "Range": ["bytes=0-0", "bytes=9-1,-", "bytes=" + "0-1," * 500],
    "Referer": ["https://evil.example/", "\xff"],
    "Sec-Fetch-Site": ["cross-site", "same-origin", "none"],
    "User-Agent": ["", "\x80" * 50, "x" * 4_000],
    "X-Autosave": ["true"],
    "X-Places": ["1"],
    "X-Forwarded-For": ["127.0.0.1"],
    "X-HTTP-Method-Override": ["DELETE"],
    "X-Request-ID": ["x\x01y", "y" * 500],
}


@dataclass(frozen=True)
class Request:
    """A request as it goes over the wire: the path and the query are quoted already."""

    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    content_type: str = ""


@dataclass
class Attacker:
    """Makes requests to the routes of a family; `ids` and `links` are those that there are."""

    family: str
    rules: list[Rule]
    ids: list[str]
    links: list[str]
    chance: Random
    parts: list[str] = field(default_factory=lambda: ["vote", "more", "news", "s1", "s2"])
    sent: deque[Request] = field(default_factory=lambda: deque(maxlen=50))

    def request(self) -> Request:
        """The next one; some were sent before."""
        if self.sent and self.chance.random() < 0.05:
            return self.chance.choice(self.sent)
        made = self._made()
        self.sent.append(made)
        return made

    def _made(self) -> Request:
        rule = self.chance.choice(self.rules)
        usual = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        method = self.chance.choice(usual if self.chance.random() < 0.9 else METHODS)
        content_type, body = ("", b"")
        if method not in ("GET", "HEAD") or self.chance.random() < 0.02:
            content_type, body = self._body(rule)
        return Request(method, self._path(rule), self._query(), self._headers(), body, content_type)

    def _path(self, rule: Rule) -> str:
        path = ""
        for is_argument, part in rule._trace:
            path += quote(self._argument(part), safe="%") if is_argument else part.lstrip("|")
        return path or "/"

    def _argument(self, name: str) -> str:
        known: dict[str, list[str]] = {
            "survey_id": self.ids,
            "key": self.links,
            "submission": [SUBMISSION, BEGUN, A_KEY],
            "number": ["1", "2", "3", "0", "9" * 30],
            "filename": ["css/author.css", "../config.py", "_x/js/app.js", "."],
            "kind": ["svg", "png", "exe"],
        }
        if self.chance.random() < 0.85:
            return self.chance.choice(known.get(name, self.parts))
        return self.chance.choice([*NO_IDS, *SURROGATES, "%2e%2e%2f", "a" * 3_000, "\0"])

    def _query(self) -> str:
        if self.chance.random() < 0.6:
            return ""
        if self.chance.random() < 0.1:
            return self.chance.choice(["%", "&&==", "q=%ff%fe", "page=%00", "a=b&" * 2_000, "\xff"])
        names = ["q", "page", "after", "seen", "open", "opened", "said", "next", "state", "code"]
        names += [
            "error",
            "error_description",
            "version",
            "vote",
            "news",
            "more",
            "from",
            "session_state",
            *self.parts,
        ]
        return urlencode([(self.chance.choice(names), self._value()) for _ in range(3)])

    def _headers(self) -> tuple[tuple[str, str], ...]:
        if self.chance.random() < 0.6:
            return ()
        names = self.chance.sample(sorted(HEADERS), self.chance.randint(1, 4))
        return tuple((name, self.chance.choice(HEADERS[name])) for name in names)

    def _body(self, rule: Rule) -> tuple[str, bytes]:
        ways: list[Callable[[Rule], tuple[str, bytes]]] = [self._form] * 12
        ways += [self._multipart, self._json, self._huge, lambda _: self.chance.choice(BODIES)]
        return self.chance.choice(ways)(rule)

    def _form(self, rule: Rule) -> tuple[str, bytes]:
        pairs = self._pairs(rule)
        if self.chance.random() < 0.05:
            pairs = pairs * 300
        body = urlencode(pairs, errors="replace").encode()
        if self.chance.random() < 0.05:
            body += b"&" + quote_from_bytes(self.chance.randbytes(20)).encode()
        return FORM, body

    def _pairs(self, rule: Rule) -> list[tuple[str, str]]:
        """What belongs there, mostly, with fields that are changed, doubled or left out."""
        own = next(
            (door.body for door in DOORS if door.endpoint == rule.endpoint and door.body), {}
        )
        pairs = list(own.items())
        if rule.endpoint == "surveys.submit":
            version = self.chance.choice(["1", "1", "2"])
            pairs += [("key", self._key()), ("version", version), ("section", "2")]
            pairs += [("more", self._value()), ("news", "tv")]
        if pairs and self.chance.random() < 0.5:
            pairs.pop(self.chance.randrange(len(pairs)))
        names = [*FIELDS.split(), *self.parts]
        extra = self.chance.randint(0, 6)
        return pairs + [(self.chance.choice(names), self._value()) for _ in range(extra)]

    def _key(self) -> str:
        letters = "abcdefghijkmnpqrstuvwxyz23456789"
        fresh = "".join(self.chance.choices(letters, k=22))
        return self.chance.choice([fresh, fresh, BEGUN, SUBMISSION])

    def _value(self) -> str:
        pools: list[list[str]] = [WORDS] * 6
        pools += [UNSTORABLE, NO_NUMBERS, SCRIPTS, list(CATALOGUE), self.parts, self.ids]
        if self.chance.random() < 0.03:
            pools = [LONG]
        return self.chance.choice(self.chance.choice(pools))

    def _multipart(self, rule: Rule) -> tuple[str, bytes]:
        lines = []
        for name, value in self._pairs(rule):
            file = self.chance.choice(["", "", '; filename="a.txt"', '; filename="../../x"'])
            head = f'--x\r\nContent-Disposition: form-data; name="{name}"{file}\r\n'
            odd = self.chance.choice(["", "", "Content-Type: text/plain; charset=utf-7\r\n"])
            lines.append(f"{head}{odd}\r\n{value}\r\n".encode(errors="replace"))
        whole = b"".join(lines) + b"--x--\r\n"
        cut = self.chance.choice([len(whole), self.chance.randint(0, len(whole))])
        return "multipart/form-data; boundary=x", whole[:cut]

    def _json(self, rule: Rule) -> tuple[str, bytes]:
        deep: Any = self._value()
        for _ in range(self.chance.choice([0, 1, 3, 200])):
            deep = self.chance.choice([[deep], {"a": deep}])
        told = {name: self.chance.choice([value, deep]) for name, value in self._pairs(rule)}
        return "application/json", json.dumps(told).encode()

    def _huge(self, rule: Rule) -> tuple[str, bytes]:
        """Many fields, or a long one; seldom more than may be sent at all."""
        many = self.chance.choice([600, 4_000, 12_000])
        name = self.chance.choice(FIELDS.split())
        if self.chance.random() < 0.5:
            return FORM, "&".join(f"{name}=x{n}" for n in range(many)).encode()
        return FORM, f"revision=0&{name}={'x' * many * self.chance.choice([1, 10, 200])}".encode()


OPEN_TO_ALL = ("static", "surveys.welcome", "surveys.schema")


def rules_of(family: str, rules: list[Rule]) -> list[Rule]:
    """The routes of a family: what respondents, authors and those who sign in see."""

    def of(rule: Rule) -> str:
        if rule.endpoint.startswith("auth."):
            return "auth"
        open_to_all = rule.rule.startswith("/s/") or rule.endpoint in OPEN_TO_ALL
        return "public" if open_to_all else "author"

    return [rule for rule in rules if of(rule) == family]
