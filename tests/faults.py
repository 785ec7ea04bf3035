"""What a careful reader of a page's source would object to."""

from collections import Counter

from tests.page import UNLABELLED, Element, Page

LINKS = {"href", "src", "action", "formaction"}
REFERENCES = ("aria-labelledby", "aria-describedby", "for")


def faults(page: Page, *, fragment: bool = False) -> list[str]:
    """What is wrong with a page (or with a fragment of one), a sentence each."""
    found = _doubled_ids(page) + _unlabelled(page) + _unnamed(page) + _inline(page)
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
    labelled = {
        label["for"]
        for label in page.find("label")
        if label["for"] and (label["aria-label"] or label.text)
    }
    found = []
    for control in page.find("input") + page.find("select") + page.find("textarea"):
        named = control["aria-label"] or control["aria-labelledby"] or control["title"]
        if named or control["type"] in UNLABELLED or control["id"] in labelled:
            continue
        label = control.inside("label")
        if not label or not (label.text or _pictured(page, label)):
            found.append(f"a {control.tag} has no label: {control['name'] or control.attributes}")
    return found


def _unnamed(page: Page) -> list[str]:
    return [
        f"a button has no name: {button.attributes}"
        for button in page.find("button")
        if not (
            button["aria-label"]
            or button["aria-labelledby"]
            or button.text
            or _pictured(page, button)
        )
    ]


def _pictured(page: Page, element: Element) -> bool:
    return any(picture["alt"] and element in picture.around for picture in page.find("img"))


def _inline(page: Page) -> list[str]:
    found = ["there is an inline style sheet" for _ in page.find("style")]
    for script in page.find("script"):
        if not script["src"] and "json" not in script["type"]:
            found.append("there is an inline script")
    for element in page.elements:
        for name, value in element.attributes.items():
            if name == "style":
                found.append(f"a {element.tag} has a style attribute")
            elif name.startswith("on"):
                found.append(f"a {element.tag} has a handler: {name}")
            elif name in LINKS and value.strip().lower().startswith("javascript:"):
                found.append(f"a {element.tag} leads to a script")
    return found


def _broken_references(page: Page) -> list[str]:
    ids = {element["id"] for element in page.elements}
    return [
        f"a {element.tag}'s {name} names {one!r}, which is not there"
        for element in page.elements
        for name in REFERENCES
        if name in element.attributes
        for one in element[name].split()
        if one not in ids
    ]
