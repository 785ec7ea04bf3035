"""Web address."""

import re
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from backend.questionnaire.form import Value
from backend.questionnaire.personal import PersonalText
from backend.questionnaire.question import Question

SCHEME = re.compile(r"https?://", re.IGNORECASE)
BARE = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}(?:[:/?#].*)?")
HOST = re.compile(r"(?:(?!-)[\w-]{1,63}(?<!-)\.)+(?!-)[\w-]{1,63}(?<!-)\.?")
NEVER = re.compile(r"[\s<>\"{}|\\^`]")
LONGEST = 2000


class Url(PersonalText):
    """Stored with its scheme, `http` or `https`; another (`javascript:` say) is never taken.

    The characters are those of RFC 3986, and letters of any script; no user name stands before
    the host, where it would hide which host that is.
    """

    label: ClassVar[str] = "Web address"
    purpose: ClassVar[str] = "A page or a profile, by its address."
    missing: ClassVar[str] = "Write a web address, such as https://example.org"
    longest: ClassVar[int] = LONGEST

    kind: Literal["url"] = "url"

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """Short and long ones."""
        page = cls(id="q1", title="Your page?")
        deep = "http://müller.example:8080/a/b%20c?d=e&f=[1]#g"
        return [(page, ["https://example.org", deep, "https://192.0.2.1/"])]

    def mended(self, typed: str) -> str:
        """The address with `https://` where nothing stands before the host."""
        scheme = SCHEME.match(typed)
        if scheme:
            return scheme[0].lower() + typed[scheme.end() :]
        return f"https://{typed}" if BARE.fullmatch(typed) else typed

    def problem(self, text: str) -> str | None:
        """An address with a host, and a port if any, that there can be."""
        if not SCHEME.match(text):
            return "Write an address that begins with https:// or http://"
        if NEVER.search(text):
            return "Write a web address without spaces, quotation marks, brackets < > or { }"
        try:
            parts = urlsplit(text)
            good = HOST.fullmatch(parts.hostname or "") and parts.port != 0
        except ValueError:
            good = None
        return None if good and "@" not in parts.netloc else self.missing
