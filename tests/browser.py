"""A test client that inspects every page it is given, as a careful reader of its source would."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}


@dataclass
class Element:
    """One element of a page: its tag, attributes, text within, and the elements around it."""

    tag: str
    attributes: dict[str, str]
    around: "list[Element]"
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it says, with single spaces."""
        return " ".join("".join(self.words).split())

    def inside(self, tag: str) -> "Element | None":
        """The nearest element of that tag around this one."""
        return next((other for other in reversed(self.around) if other.tag == tag), None)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


class Page(HTMLParser):
    """A parsed page: `elements` in order, `find` and `texts` by tag and attributes."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(source)
        self.close()

    def find(self, tag: str = "", **attributes: str) -> list[Element]:
        """The elements of a tag with these attributes (`class_` and `for_` stand for reserved)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if (not tag or element.tag == tag)
            and all(element.attributes.get(name) == value for name, value in wanted.items())
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
        for control in self.find():
            if control.inside("form") is form and control["name"]:
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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, list(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.words.append(data)


class Browser(FlaskClient):
    """The test client of every route test.

    `get` and its kin take `status=`; without it any answer below 400 is right. The answer's page is
    inspected and stands in `response.page`. `user` is the person signed in, if any, and `token`
    what their session's cookie says.
    """

    user: Any = None
    token: str = ""

    def open(self, *args: Any, status: int | None = None, **kwargs: Any) -> TestResponse:
        """Send a request; fails unless it is answered with the status, by a page without faults."""
        response = super().open(*args, **kwargs)
        where = f"{response.request.method} {response.request.path}"
        good = response.status_code == status if status else response.status_code < 400
        assert good, f"{where}: {response.status}, not {status or 'a success'}"
        whole = (
            response.request.method not in ("HEAD", "OPTIONS") and response.status_code // 100 != 3
        )
        if response.mimetype == "text/html" and whole:
            page = response.page = Page(response.get_data(as_text=True))
            fragment = "HX-Request" in response.request.headers
            found = faults(page, fragment=fragment) + self._stray_forms(page)
            assert not found, f"{where}: " + "; ".join(found)
        return response

    def send(self, page: Page, action: str = "", **values: Any) -> TestResponse:
        """Send the page's form (the one of that action, or its last) with these values filled in.

        `status` among the values is the one expected.
        """
        status = values.pop("status", None)
        forms = [form for form in page.find("form") if not action or form["action"] == action]
        assert forms, f"there is no form with the action {action!r}"
        form = forms[-1]
        assert form["action"], "this form goes to its own page: give its address to `post`"
        return self.open(
            form["action"],
            method=form["method"].upper() or "GET",
            data=page.values(form) | values,
            status=status,
        )

    def _stray_forms(self, page: Page) -> list[str]:
        return [
            f"a form goes nowhere: {form['method'] or 'get'} {form['action']}"
            for form in page.find("form")
            if form["action"] and not self._leads_somewhere(form["action"], form["method"])
        ]

    def _leads_somewhere(self, action: str, method: str) -> bool:
        url = urlsplit(action)
        if url.scheme or url.netloc:
            return False
        try:
            self.application.url_map.bind("localhost").match(url.path, method.upper() or "GET")
        except RequestRedirect:
            return True
        except HTTPException:
            return False
        return True


def faults(page: Page, *, fragment: bool = False) -> list[str]:
    """What is wrong with a page (or with a fragment of one), a sentence each."""
    found = _doubled_ids(page) + _unlabelled(page) + _inline(page)
    return found if fragment else found + _faults_of_a_whole_page(page) + _broken_references(page)


def _faults_of_a_whole_page(page: Page) -> list[str]:
    found = []
    if not page.source.lstrip().lower().startswith("<!doctype html>"):
        found.append("it does not begin with a doctype")
    if not any(element["lang"] for element in page.find("html")):
        found.append("it does not say its language")
    if not any(page.texts("title")):
        found.append("it has no title")
    if len(page.find("h1")) != 1:
        found.append(f"it has {len(page.find('h1'))} first headings")
    if len(page.find("main")) != 1:
        found.append(f"it has {len(page.find('main'))} main parts")
    return found


def _doubled_ids(page: Page) -> list[str]:
    ids = Counter(element["id"] for element in page.elements if "id" in element.attributes)
    return [f"the id {name!r} stands {n} times" for name, n in ids.items() if n > 1 or not name]


def _unlabelled(page: Page) -> list[str]:
    labelled = {label["for"] for label in page.find("label") if label.text or label["aria-label"]}
    found = []
    for control in page.elements:
        if control.tag not in {"input", "select", "textarea"} or control["type"] in UNLABELLED:
            continue
        wrapping = control.inside("label")
        if wrapping and any(
            picture["alt"] for picture in page.find("img") if wrapping in picture.around
        ):
            continue
        named = control["aria-label"] or control["aria-labelledby"] or control["title"]
        if not (named or control["id"] in labelled or (wrapping and wrapping.text)):
            found.append(f"a {control.tag} has no label: {control['name'] or control.attributes}")
    for button in page.find("button"):
        pictures = [picture for picture in page.find("img") if button in picture.around]
        named = button.text or button["aria-label"] or button["aria-labelledby"]
        if not (named or any(picture["alt"] for picture in pictures)):
            found.append(f"a button has no name: {button.attributes}")
    return found


def _inline(page: Page) -> list[str]:
    found = []
    for element in page.elements:
        if "style" in element.attributes:
            found.append(f"a {element.tag} has a style attribute")
        if handlers := [name for name in element.attributes if name.startswith("on")]:
            found.append(f"a {element.tag} has a handler: {handlers[0]}")
        if element.tag == "style":
            found.append("there is an inline style sheet")
        if element.tag == "script" and not element["src"] and "json" not in element["type"]:
            found.append("there is an inline script")
        link = element["href"] or element["src"] or element["action"]
        if link.strip().lower().startswith("javascript:"):
            found.append(f"a {element.tag} leads to a script")
    return found


def _broken_references(page: Page) -> list[str]:
    ids = {element["id"] for element in page.elements}
    return [
        f"a {element.tag}'s {name} names {one!r}, which is not there"
        for element in page.elements
        for name in ("aria-labelledby", "aria-describedby", "for")
        for one in element[name].split()
        if one not in ids
    ]
