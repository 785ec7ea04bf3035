"""What the editor's page shows: the questionnaire as it will be seen, with one question open."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from flask import (
    Response,
    get_template_attribute,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from backend.models.draft import Draft
from backend.models.survey import Survey
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.form import BLANK
from backend.questionnaire.question import Question
from backend.questionnaire.settings import Scale
from backend.questionnaire.tree import ROOT, PartGone, Tree, find, parts
from backend.questionnaire.types import CATALOGUE
from backend.surveys.amend import WHOLE, Outcome, was_published
from backend.surveys.fields import BLANK as BLANK_ROW
from backend.surveys.fields import ListField, Row
from backend.surveys.forms import PartForm, form_of
from backend.surveys.frame import frame

USUAL = ("single_choice", "multiple_choice", "rating", "short_text")
SAID = {
    "removed": "Deleted.",
    "undone": "Your last change is taken back.",
    "nothing": "There is nothing of yours to undo.",
    "built_on": "Your last change cannot be taken back: something else has been built on it.",
    "changed": "This was changed meanwhile, so it was not deleted. Here is how it is now.",
    "gone": "That was removed meanwhile, in another window or by somebody else.",
}
UNDOABLE = frozenset({"removed"})


@dataclass
class Desk:
    """The editor's page at one moment; `outcome` is that of a form that was refused, if any.

    `seen` is the document that the browser already shows, with `opened` open: what has not
    changed since need not be sent again.
    """

    survey: Survey
    draft: Draft
    open_id: str = ""
    said: str = ""
    outcome: Outcome | None = None
    seen: Tree | None = None
    opened: str = ""

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
            if isinstance(field, ListField):
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
        lost = self.outcome and not self._is_there(self.outcome.part_id)
        return self.outcome if lost else None

    @property
    def was(self) -> str:
        """The id of the element in which the part stands that is gone."""
        is_section = self.gone is not None and "questions" in self.gone.form.part
        return f"{'head' if is_section else 'card'}-{self.open_id}"

    def kept(self, part_id: str) -> bool:
        """Whether the browser already shows this part as it is."""
        return part_id in self._same

    @cached_property
    def flawed(self) -> frozenset[str]:
        """The ids of parts that stop publishing."""
        return frozenset(problem.target_id for problem in self.problems)

    @cached_property
    def problems(self) -> Any:
        """What stops publishing."""
        return self.questionnaire.problems()

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
        return [kind for name, kind in CATALOGUE.items() if name in USUAL and kind.offered]

    @property
    def sentence(self) -> str:
        """What is said of what was just done."""
        return SAID.get(self.said, "")

    @property
    def undoable(self) -> bool:
        """Whether to offer at once to take back what was just done."""
        return self.said in UNDOABLE

    def values(self) -> dict[str, Any]:
        """What the templates need."""
        return {**frame(self.survey), "desk": self, "as_seen": as_seen, "Scale": Scale}

    @cached_property
    def _same(self) -> frozenset[str]:
        if self.seen is None:
            return frozenset()
        before, now = _states(self.seen), _states(self.draft.document)
        moving = {self.opened, self.open_id} - {ROOT} if self.opened != self.open_id else set()
        if self.outcome:
            moving |= {self.outcome.part_id}
        return frozenset(id for id in now if before.get(id) == now[id] and id not in moving)

    def _is_there(self, part_id: str) -> bool:
        try:
            return bool(find(self.draft.document, part_id))
        except PartGone:
            return False


def page(survey: Survey, open_id: str, said: str) -> Response:
    """The whole page, or where the browser has it already, what opening a question changes."""
    draft = Draft.of(survey.id)
    if "HX-Request" in request.headers:
        return _parts(Desk(survey, draft, open_id, **_in_browser(draft)))
    return _made("surveys/edit/editor.html", Desk(survey, draft, open_id, said), 200)


def show(survey: Survey, draft: Draft, at: str = "", said: str = "") -> ResponseReturnValue:
    """Answer an act: with the parts of the page that it changed, or with the way back to it.

    `at` is the part to go to; a question is open then, otherwise the one that was.
    """
    desk = Desk(survey, draft, at, said, **_in_browser(draft))
    if desk.open is None:
        desk = replace(desk, open_id=request.values.get("opened", ""))
    if "HX-Request" in request.headers:
        return _parts(desk)
    open_id = at if desk.open_id == at else None
    address = url_for("surveys.editor", survey_id=survey.id, open=open_id, said=said or None)
    return redirect(f"{address}#card-{at}" if at else address, 303)


def refuse(survey: Survey, outcome: Outcome) -> Response:
    """Give a refused form back, with what is to be mended, or both texts where two met."""
    desk = Desk(survey, outcome.draft, outcome.part_id, outcome=outcome)
    if "X-Autosave" in request.headers:
        page = "errors" if outcome.status == 422 else "met"
        return _made(f"surveys/edit/{page}.html", desk, outcome.status)
    if "HX-Request" in request.headers:
        return _parts(replace(desk, **_in_browser(outcome.draft)), outcome.status)
    return _made("surveys/edit/editor.html", desk, outcome.status)


def saved(survey: Survey, outcome: Outcome, was: str) -> ResponseReturnValue:
    """Answer a form that was sent by itself, under the id `was`."""
    if outcome.refused:
        return refuse(survey, outcome)
    if "X-Autosave" not in request.headers:
        return show(survey, outcome.draft, at=outcome.part_id)
    desk = Desk(survey, outcome.draft, outcome.part_id, outcome=outcome)
    response = _made("surveys/edit/saved.html", desk, 200, was=was)
    if outcome.same and outcome.part_id == was:
        response.headers["X-Revision"] = str(outcome.draft.revision)
    return response


@lru_cache(maxsize=4096)
def as_seen(question: Question) -> Markup:
    """A question as respondents see it, without its number."""
    macro = get_template_attribute("macros/question.html", "question")
    return Markup(macro(question, None, BLANK))  # noqa: S704  # our own template, escaped there


def _parts(desk: Desk, status: int = 200) -> Response:
    response = _made("surveys/edit/parts.html", desk, status)
    response.headers["HX-Replace-Url"] = url_for(
        "surveys.editor", survey_id=desk.survey.id, open=desk.open_id or None
    )
    return response


def _made(template: str, desk: Desk, status: int, **more: Any) -> Response:
    return make_response(render_template(template, **desk.values(), **more), status)


def _in_browser(draft: Draft) -> dict[str, Any]:
    """What the browser says that it shows."""
    seen = request.values.get("seen", type=int)
    if seen is None or not 0 <= seen <= draft.revision:
        return {"seen": None, "opened": ""}
    return {"seen": draft.at(seen), "opened": request.values.get("opened", "")}


def _states(tree: Tree) -> dict[str, Any]:
    """What is shown of every part by itself, by its id."""
    states: dict[str, Any] = {ROOT: {**tree, "sections": len(tree["sections"])}}
    for part in parts(tree):
        questions = part.get("questions")
        states[part["id"]] = part if questions is None else {**part, "questions": len(questions)}
    for number, section in enumerate(tree["sections"]):
        states[section["id"]] |= {"number": number}
    return states
