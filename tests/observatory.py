"""How many points Mozilla's HTTP Observatory would give a response: its published rules.

Source: MDN, “HTTP Observatory scoring methodology”
(https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring), and the tests of
github.com/mdn/mdn-http-observatory, of 2025. A hundred points to begin with; what is taken away
counts first, and what is given only where 90 are left. Each test here gives the points of the rule
that applies. What no header says is not here: whether a proxy redirects from http, and whether a
site is on the browsers' list of those that speak https only.
"""

import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

START, BONUS_FROM = 100, 90
HALF_A_YEAR = 15_552_000  # seconds: it takes 180 days for half a year
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
NONCE_OR_HASH = ("'sha256-", "'sha384-", "'sha512-", "'nonce-")
PASSIVE = ("img-src", "media-src")
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
LOOSE = {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """A response to a request over https, as the scanner sees it."""

    headers: list[tuple[str, str]]
    body: str = ""
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def all(self, name: str) -> list[str]:
        """The values of a header."""
        return [value.strip() for key, value in self.headers if key.lower() == name.lower()]

    def one(self, name: str) -> str:
        """The values of a header, as a reader of one line sees them."""
        return ", ".join(self.all(name))


def score(answer: Answer) -> int:
    """The points of a response."""
    given = points(answer).values()
    without_bonus = START + sum(one for one in given if one < 0)
    bonus = sum(one for one in given if one > 0) if without_bonus >= BONUS_FROM else 0
    return max(without_bonus + bonus, 0)


def points(answer: Answer) -> dict[str, int]:
    """What each test gives or takes."""
    return {
        "content-security-policy": content_security_policy(answer),
        "cookies": cookies(answer),
        "cross-origin-resource-sharing": cross_origin_resource_sharing(answer),
        "referrer-policy": referrer_policy(answer),
        "strict-transport-security": strict_transport_security(answer),
        "subresource-integrity": subresource_integrity(answer),
        "x-content-type-options": 0 if answer.one("X-Content-Type-Options") == "nosniff" else -5,
        "x-frame-options": frames(answer),
        "cross-origin-resource-policy": cross_origin_resource_policy(answer),
    }


def content_security_policy(answer: Answer) -> int:
    """+10 for `default-src 'none'` without anything unsafe, -25 for none at all."""
    policy = directives(answer)
    if not policy:
        return -25
    anywhere = policy.get("default-src", {"*"})
    scripts = _tightened(policy.get("script-src", anywhere))
    styles = _tightened(policy.get("style-src", anywhere))
    objects = policy.get("object-src", anywhere)
    if "'strict-dynamic'" in scripts and not _has_nonce_or_hash(scripts):
        return -25
    if scripts & (BROAD | INLINE) or objects & BROAD:
        return -20
    active = {
        one for name in policy if name not in (*PASSIVE, "script-src") for one in policy[name]
    }
    if _insecure(active | scripts):
        return -20
    if "'unsafe-eval'" in scripts | styles:
        return -10
    if _insecure({one for name in PASSIVE for one in policy.get(name, anywhere)}):
        return -10
    if styles & (BROAD | INLINE):
        return 0
    return 10 if anywhere == {"'none'"} else 5


def directives(answer: Answer) -> dict[str, set[str]]:
    """The sources of each directive; with several policies, what all of them name."""
    found: dict[str, set[str]] = {}
    for policy in answer.one("Content-Security-Policy").split(","):
        for directive in filter(None, map(str.strip, policy.split(";"))):
            name, *sources = directive.split()
            allowed = {source.lower() for source in sources} or {"'none'"}
            name = name.lower()
            found[name] = found.get(name, allowed) & allowed or {"'none'"}
    return found


def _tightened(sources: set[str]) -> set[str]:
    """Beside a nonce or a hash browsers take no inline code, with `strict-dynamic` no hosts."""
    if not _has_nonce_or_hash(sources):
        return sources
    left = sources - {"'unsafe-inline'"}
    if "'strict-dynamic'" in left:
        left = {one for one in left - {"'self'"} if not one.startswith(tuple(BROAD))}
    return left


def _has_nonce_or_hash(sources: set[str]) -> bool:
    return any(source.startswith(NONCE_OR_HASH) for source in sources)


def _insecure(sources: set[str]) -> bool:
    return any(source.startswith(("http:", "ftp:")) for source in sources)


def cookies(answer: Answer) -> int:
    """+5 where all are Secure and SameSite, and those of sessions HttpOnly."""
    taken = [_cookie(answer, name) for name in answer.cookies]
    if not taken:
        return 0
    same_site = all(cookie["samesite"] for cookie in answer.cookies.values())
    return min(taken) if min(taken) < 0 else 5 if same_site else 0


def _cookie(answer: Answer, name: str) -> int:
    cookie = answer.cookies[name]
    same_site = cookie["samesite"].lower()
    is_session = any(word in name.lower() for word in ("login", "sess"))
    kept_safe = strict_transport_security(answer) >= 0
    found = [0]
    if same_site not in ("", "lax", "strict", "none"):
        found.append(-20)
    if same_site == "none" and not cookie["secure"]:
        found.append(-20)
    if "csrf" in name.lower() and not same_site:
        found.append(-20)
    if not cookie["secure"]:
        safe, unsafe = (-10, -40) if is_session else (-5, -20)
        found.append(safe if kept_safe else unsafe)
    if is_session and not cookie["httponly"]:
        found.append(-30)
    return min(found)


def cross_origin_resource_sharing(answer: Answer) -> int:
    """-50 where any site may read it in the name of who is signed in."""
    origin = answer.one("Access-Control-Allow-Origin")
    with_cookies = answer.one("Access-Control-Allow-Credentials").lower() == "true"
    return -50 if origin and with_cookies else 0


def referrer_policy(answer: Answer) -> int:
    """+5 where other sites do not learn the path; the last policy known is the one that counts."""
    named = [one.strip().lower() for one in answer.one("Referrer-Policy").split(",")]
    known = [one for one in named if one in PRIVATE | LOOSE]
    if named == [""]:
        return 0
    return 5 if known and known[-1] in PRIVATE else -5


def strict_transport_security(answer: Answer) -> int:
    """0 for half a year, -10 for less, -20 for none."""
    told = answer.all("Strict-Transport-Security")
    found = re.search(r"(?:^|;)\s*max-age=(\d+)", told[0].lower()) if len(told) == 1 else None
    if not found or "," in told[0]:
        return -20
    return 0 if int(found[1]) >= HALF_A_YEAR else -10


def subresource_integrity(answer: Answer) -> int:
    """+5 where scripts carry a hash; what comes from elsewhere has to, and by https."""
    if not answer.one("Content-Type").startswith(("text/html", "application/xhtml+xml")):
        return 0
    found = [_script(tag) for tag in SCRIPT.findall(answer.body) if "src=" in tag]
    return min(found) if min(found, default=0) < 0 else max(found, default=0)


def _script(attributes: str) -> int:
    source = re.search(r"""src=["']?([^"'\s>]*)""", attributes)
    has_hash = "integrity=" in attributes
    url = urlsplit(source[1] if source else "")
    if not url.netloc:
        return 5 if has_hash else 0
    if url.scheme == "https":
        return 5 if has_hash else -5
    return -20 if has_hash else -50


def frames(answer: Answer) -> int:
    """+5 where the policy says who may frame a page, -20 where nothing does."""
    if "frame-ancestors" in directives(answer):
        return 5
    told = answer.one("X-Frame-Options").lower()
    return 0 if told in ("deny", "sameorigin") or told.startswith("allow-from") else -20


def cross_origin_resource_policy(answer: Answer) -> int:
    """+10 where other sites, or other origins, may not load it."""
    told = answer.one("Cross-Origin-Resource-Policy").lower()
    if told in ("same-origin", "same-site"):
        return 10
    return 0 if told in ("", "cross-origin") else -5
