"""What the editor's page shows: the questionnaire as it will be seen, with one question open."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from flask import get_template_attribute, request
from markupsafe import Markup

from backend.models.comment_reading import waiting
from backend.models.draft import Draft
from backend.models.survey import Survey
from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.question import Question
from backend.questionnaire.tree import ROOT, Tree, find, is_there, parts
from backend.questionnaire.types import CATALOGUE
from backend.surveys.amend import WHOLE, Outcome, was_published
from backend.surveys.fields import ListField
from backend.surveys.forms import PartForm, form_of
from backend.surveys.frame import frame
from backend.surveys.rows import BLANK as BLANK_ROW
from backend.surveys.rows import Row
from backend.surveys.said import HEARD, SAID, UNDOABLE, where


@dataclass
class Desk:
    """The editor's page at one moment; `outcome` is that of a form that was refused, if any.

    `seen` is the document that the browser already shows, with `opened` open: what has not
    changed since need not be sent again, but for `saved`, the parts that it has changed itself.
    What is `said` is said of the part `about`.
    """

    survey: Survey
    draft: Draft
    open_id: str = ""
    said: str = ""
    outcome: Outcome | None = None
    seen: Tree | None = None
    opened: str = ""
    saved: frozenset[str] = frozenset()
    selecting: bool = False
    about: str = ""

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """The draft's questionnaire."""
        return self.draft.questionnaire

    @cached_property
    def open(self) -> Question | None:
        """The question that is open."""
        return self.questionnaire.question(self.open_id)

    def form(self, part_id: str) -> PartForm:
        """The form of a part: as it is, or as it was sent and refused."""
        if self.outcome and self.outcome.refused and self.outcome.part_id == part_id:
            form = self.outcome.form
        else:
            part = find(self.draft.document, part_id)
            form = form_of(part)(None, part, part_id or WHOLE, self.draft.revision)
        for field in form.settings:
            if isinstance(field, ListField) and not field.is_long:
                field.rows.append(Row(BLANK_ROW, ""))
        return form

    def clashes(self, part_id: str) -> list[Any]:
        """What somebody else has changed too, to be shown in this part's form."""
        refused = self.outcome
        return refused.clashes if refused and refused.part_id == part_id else []

    @property
    def opening(self) -> bool:
        """Whether the open question is opened just now, and takes the focus."""
        return self.open_id != self.opened and not self.sentence

    @cached_property
    def gone(self) -> Outcome | None:
        """A refused form whose part is not there any more."""
        lost = self.outcome and not is_there(self.draft.document, self.outcome.part_id)
        return self.outcome if lost else None

    @property
    def was(self) -> str:
        """The id of the element in which the part stands that is gone."""
        is_section = self.gone is not None and "questions" in self.gone.form.part
        return f"{'head' if is_section else 'card'}-{self.open_id}"

    def kept(self, part_id: str) -> bool:
        """Whether the browser already shows this part as it is."""
        return part_id in self._same

    def kept_whole(self, section: Section) -> bool:
        """Whether the browser already shows a section with all its questions, in this order."""
        ids = [question.id for question in section.questions]
        was = self._order.get(section.id)
        return was == ids and all(self.kept(id) for id in (section.id, *ids))

    def stands(self, part_id: str) -> bool:
        """Whether the browser shows this part at all, as it is or as it was."""
        return self.seen is not None and part_id in self._before

    @cached_property
    def flawed(self) -> frozenset[str]:
        """The ids of parts that stop publishing."""
        return frozenset(problem.target_id for problem in self.problems)

    @cached_property
    def problems(self) -> Any:
        """What stops publishing."""
        return self.questionnaire.problems()

    @cached_property
    def waiting(self) -> dict[str, int]:
        """How many threads of comments are open, by the question's id."""
        return waiting(self.survey.id)

    @property
    def published(self) -> bool:
        """Whether the open question may have been answered."""
        return was_published(self.survey, self.open_id)

    @property
    def kinds(self) -> list[type[Question]]:
        """The kinds that are offered."""
        return [kind for kind in CATALOGUE.values() if kind.offered]

    @property
    def usual(self) -> list[type[Question]]:
        """The kinds that are offered at hand."""
        return [kind for kind in self.kinds if kind.usual]

    @property
    def sentence(self) -> str:
        """What is said of what was just done."""
        return SAID.get(self.said, "")

    @property
    def heard(self) -> str:
        """What is read out of what was just done, where it is seen anyway."""
        if self.said not in HEARD:
            return ""
        return f"{HEARD[self.said]} {where(self.questionnaire, self.about)}".strip()

    @property
    def undoable(self) -> bool:
        """Whether to offer at once to take back what was just done."""
        return self.said in UNDOABLE

    def values(self) -> dict[str, Any]:
        """What the templates need."""
        return {**frame(self.survey), "desk": self, "as_seen": as_seen}

    @cached_property
    def _order(self) -> dict[str, list[str]]:
        """The ids of the questions that the browser shows, by section."""
        sections = self.seen["sections"] if self.seen else ()
        return {part["id"]: [question["id"] for question in part["questions"]] for part in sections}

    @cached_property
    def _before(self) -> dict[str, Any]:
        return _states(self.seen) if self.seen else {}

    @cached_property
    def _same(self) -> frozenset[str]:
        if self.seen is None:
            return frozenset()
        before, now = self._before, _states(self.draft.document)
        moving = {self.opened, self.open_id} - {ROOT} if self.opened != self.open_id else set()
        if self.outcome:
            moving |= {self.outcome.part_id}
        moving |= self.saved
        return frozenset(id for id in now if before.get(id) == now[id] and id not in moving)


def as_seen(question: Question) -> Markup:
    """A question of the request's survey as respondents see it, without its number."""
    return drawn(question, (request.view_args or {}).get("survey_id"))


@lru_cache(maxsize=4096)
def drawn(question: Question, survey_id: object) -> Markup:
    """Kept for each survey by itself: an image's address names the survey."""
    macro = get_template_attribute("macros/question.html", "question")
    return Markup(macro(question, None, question.preset))  # noqa: S704  # our own template, escaped there


def _states(tree: Tree) -> dict[str, Any]:
    """What is shown of every part by itself, by its id."""
    states: dict[str, Any] = {ROOT: {**tree, "sections": len(tree["sections"])}}
    for part in parts(tree):
        questions = part.get("questions")
        states[part["id"]] = part if questions is None else {**part, "questions": len(questions)}
    for number, section in enumerate(tree["sections"]):
        states[section["id"]] |= {"number": number}
    return states
