"""A page as a test reads it: its elements in order, what they say, what its forms would send."""

from collections import defaultdict
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}


@dataclass(eq=False, slots=True)
class Element:
    """One element of a page: its tag, its attributes, the element it stands in."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None"
    said: list[str]
    """All that the page says, of which this element's part goes from `first` to `last`."""
    first: int
    last: int | None = None

    @property
    def words(self) -> list[str]:
        """What stands in it, piece by piece."""
        return self.said[self.first : self.last]

    @property
    def text(self) -> str:
        """What it says, with single spaces."""
        return " ".join("".join(self.words).split())

    @property
    def around(self) -> "list[Element]":
        """The elements it stands in, the nearest first."""
        found, other = [], self.parent
        while other:
            found.append(other)
            other = other.parent
        return found

    def inside(self, tag: str) -> "Element | None":
        """The nearest element of that tag around this one."""
        other = self.parent
        while other and other.tag != tag:
            other = other.parent
        return other

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


class Page(HTMLParser):
    """A parsed page: `elements` in order, `find` and `texts` by tag and attributes."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source
        self.elements: list[Element] = []
        self._by_tag: dict[str, list[Element]] = defaultdict(list)
        self._said: list[str] = []
        self._open: list[Element] = []
        self.feed(source)
        self.close()

    def find(self, tag: str = "", **attributes: str) -> list[Element]:
        """The elements of a tag with these attributes (`class_` and `for_` stand for reserved)."""
        found = self._by_tag.get(tag, []) if tag else self.elements
        if not attributes:
            return list(found)
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in found
            if all(element.attributes.get(name) == value for name, value in wanted.items())
        ]

    def texts(self, tag: str, **attributes: str) -> list[str]:
        """What the elements of a tag say."""
        return [element.text for element in self.find(tag, **attributes)]

    @property
    def heading(self) -> str:
        """What the page's first heading says."""
        return next(iter(self.texts("h1")), "")

    @property
    def text(self) -> str:
        """All that the page says, with single spaces."""
        return next(iter(self.texts("body")), "")

    def values(self, form: Element) -> dict[str, Any]:
        """What a browser would send if the form were sent as it stands."""
        sent: dict[str, Any] = {}
        for control in self.elements:
            if control["name"] and control.inside("form") is form:
                for value in self._value(control):
                    sent.setdefault(control["name"], []).append(value)
        return sent

    def _value(self, control: Element) -> list[str]:
        if control.tag == "textarea":
            return ["".join(control.words).removeprefix("\n")]
        if control.tag == "select":
            options = [option for option in self.find("option") if control in option.around]
            chosen = [option for option in options if "selected" in option.attributes]
            chosen = chosen or ([] if "multiple" in control.attributes else options[:1])
            return [option.attributes.get("value", option.text) for option in chosen]
        if control.tag != "input" or control["type"] in UNLABELLED - {"hidden"}:
            return []
        if control["type"] in {"checkbox", "radio"}:
            checked = "checked" in control.attributes
            return [control.attributes.get("value", "on")] if checked else []
        return [control["value"]]

    def updatepos(self, i: int, j: int) -> int:
        """Do not count lines: nobody asks where an element stands, and the counting takes long."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        parent = self._open[-1] if self._open else None
        element = Element(tag, attributes, parent, self._said, len(self._said))
        self.elements.append(element)
        self._by_tag[tag].append(element)
        if tag in VOID:
            element.last = element.first
        else:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in reversed(self._open)):
            while self._close().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._said.append(data)

    def _close(self) -> Element:
        element = self._open.pop()
        element.last = len(self._said)
        return element
