"""A draft on Alice's desk, and the acts of whoever edits it, for the tests of the editor."""

from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

from flask import Flask

from backend.models.draft import Draft, begin, change
from backend.models.survey import Survey
from backend.models.version import publish
from backend.questionnaire.edit import Edit
from backend.questionnaire.tree import Tree, find
from backend.questionnaire.types import CATALOGUE
from tests.browser import Browser
from tests.page import Page

SWIFT = {"HX-Request": "true", "X-Places": "1"}
ALONE = SWIFT | {"X-Autosave": "1"}


def sample(kind: str, id: str = "q1") -> Tree:
    """A question of this kind, with ids that are like no other's."""
    question = CATALOGUE[kind].samples()[-1][0].model_dump(mode="json") | {"id": id}
    numbers = count(1)
    for name in ("choices", "rows"):
        for line in question.get(name, ()):
            line["id"] = f"{id}-{next(numbers)}"
    return question


class Desk:
    """One survey's draft; `author` is the browser in which it is edited."""

    def __init__(self, app: Flask, author: Browser, *questions: Tree, **texts: Any) -> None:
        self.app, self.author = app, author
        sections = [{"id": "s1", "title": "First", "questions": list(questions)}]
        document = {"title": "Colours", "sections": sections} | texts
        with app.app_context():
            self.id: UUID = begin(author.user.id, document, datetime.now(UTC)).id
        self.url = f"/surveys/{self.id}/questions"

    @property
    def tree(self) -> Tree:
        """The document as it now is."""
        with self.app.app_context():
            return Draft.of(self.id).document

    @property
    def revision(self) -> int:
        """The draft's revision."""
        with self.app.app_context():
            return Draft.of(self.id).revision

    @property
    def order(self) -> list[list[str]]:
        """The ids of the questions, by section."""
        return [[q["id"] for q in section["questions"]] for section in self.tree["sections"]]

    def part(self, id: str) -> Tree:
        """A part as it now is."""
        return find(self.tree, id)

    def open(self, part_id: str = "", **more: Any) -> Page:
        """The page with a question open."""
        return self.author.get(self.url, query_string={"open": part_id}, **more).page

    def form(self, part_id: str, by: Browser | None = None) -> dict[str, Any]:
        """What the form of a part would send if it were sent as it stands."""
        page = (by or self.author).get(self.url, query_string={"open": part_id}).page
        (form,) = page.find("form", id=f"form-{part_id or 'whole'}")
        return page.values(form)

    def send(self, part_id: str, values: dict[str, Any], act: str = "", **more: Any) -> Any:
        """Send a part's form, to be saved or to the address of an act."""
        url = f"{self.url}/{part_id}" if part_id else f"/surveys/{self.id}/questionnaire"
        return self.author.post(f"{url}/{act}" if act else url, data=values, **more)

    def save(self, part_id: str, status: int = 303, **values: Any) -> Any:
        """Open a part, change these fields, and send its form."""
        return self.send(part_id, self.form(part_id) | values, status=status)

    def act(self, part_id: str, act: str, status: int = 303, **values: Any) -> Any:
        """Open a part, and press the button of an act."""
        return self.send(part_id, self.form(part_id) | values, act, status=status)

    def meanwhile(self, *edits: Edit) -> None:
        """Somebody else edits the draft."""
        with self.app.app_context():
            change(self.id, list(edits), self.author.user.id, datetime.now(UTC))

    def publish(self) -> None:
        """Publish what is there."""
        with self.app.app_context():
            survey = Survey.owned(self.id, self.author.user.id)
            publish(survey, self.author.user.id, datetime.now(UTC))
