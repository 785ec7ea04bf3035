"""Text as people type it, made fit to keep: what is mended silently and what is refused."""

import re
from unicodedata import bidirectional

# Controls have no meaning in an answer, and NUL cannot be stored; tab and line feed may stay.
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
LINE_ENDS = re.compile(r"\r\n?")


def tidy(text: str) -> str:
    """The text with line feeds for line ends and no blank space around it."""
    return (LINE_ENDS.sub("\n", text) if "\r" in text else text).strip()


def is_storable(text: str) -> bool:
    """Whether every character can be stored, sent as JSON and shown."""
    return UNSTORABLE.search(text) is None


def one_line(text: str) -> str:
    """The text with every run of white space folded into one space."""
    return " ".join(text.split())


def quoted(text: str) -> str:
    """The text in quotation marks, to stand in a sentence: isolated, as it may run leftwards."""
    return f"“\u2068{text}\u2069”"


def is_leftward(text: str) -> bool:
    """Whether the text runs from right to left: its first letter of a strong direction does."""
    strong = (bidirectional(sign) for sign in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"
