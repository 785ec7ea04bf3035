"""Between a questionnaire and the question library: keep a question there, add some from there."""

from datetime import UTC, datetime
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models import draft as drafts
from backend.models.draft import Draft, StaleEdit
from backend.models.errors import NotFound, Refusal
from backend.models.ids import short_ids
from backend.models.question_library import (
    HasImages,
    LibraryIsFull,
    LibraryQuestion,
    NotKept,
    TooLarge,
)
from backend.models.role import Right
from backend.questionnaire.bringing import brought
from backend.questionnaire.standards import with_scale
from backend.questionnaire.tree import PartGone, Tree, find
from backend.surveys import amend, reply, shelves, surveys
from backend.surveys.access import person, reach
from backend.surveys.desk import as_seen
from backend.surveys.frame import frame

REFUSED: dict[type[NotKept], str] = {
    LibraryIsFull: "library_full",
    TooLarge: "too_large_to_keep",
    HasImages: "images_not_kept",
}
"""What the editor says where a question is not kept."""


@surveys.get("/surveys/<uuid:survey_id>/library")
@login_required
def offered(survey_id: UUID) -> ResponseReturnValue:
    """What can be added to the questionnaire: a page, or in the editor what its dialog shows."""
    survey = reach(survey_id, Right.EDIT)
    asked = Draft.of(survey.id).questionnaire
    into = asked.section(request.args.get("into", "")) or next(reversed(asked.sections), None)
    swift = "HX-Request" in request.headers
    values = {"into": into, "as_seen": as_seen, "swift": swift, **frame(survey)}
    shown = shelves.view(person(), "standard").values()
    page = "surveys/questions/dialog.html" if swift else "surveys/questions/add.html"
    return render_template(page, **shown, **values)


@surveys.post("/surveys/<uuid:survey_id>/library")
@login_required
def bring(survey_id: UUID) -> ResponseReturnValue:
    """Add copies of library questions to a section, as one revision."""
    survey, ids = reach(survey_id, Right.EDIT), short_ids()
    try:
        tree = Draft.of(survey.id).document
        edits = brought(tree, _wanted(), request.form.get("into", ""), ids)
        draft = drafts.change(survey.id, [*edits], person().id, datetime.now(UTC))
    except (PartGone, StaleEdit):
        return reply.show(survey, Draft.of(survey.id), said="gone")
    first = next(iter(edits[0].item.get("questions", ())), edits[0].item)
    return reply.show(survey, draft, at=first["id"], said="brought")


@surveys.post("/surveys/<uuid:survey_id>/questions/<part_id>/keep")
@login_required
def keep(survey_id: UUID, part_id: str) -> ResponseReturnValue:
    """Keep a copy of a question in one's own library; it is saved first."""
    survey, now = reach(survey_id, Right.EDIT), datetime.now(UTC)
    if Draft.of(survey.id).questionnaire.section(part_id):
        raise NotFound
    kept = amend.save(survey, part_id, request.form, person().id, now)
    if kept.refused:
        return reply.refuse(survey, kept)
    said = _kept(find(kept.draft.document, kept.part_id), now)
    return reply.show(survey, kept.draft, at=kept.part_id, said=said)


def _kept(question: Tree, at: datetime) -> str:
    """Keep it; give what is to be said of that."""
    try:
        LibraryQuestion.keep(person().id, question, at)
    except NotKept as refused:
        return REFUSED[type(refused)]
    return "kept"


def _wanted() -> list[Tree]:
    """The questions asked for. Raises `NotFound` where there are none, or not for this person."""
    scale = request.form.get("scale", "")
    if not scale:
        return shelves.questions_of(request.form.get("from", ""), person())
    made = with_scale(request.form.get("kind", ""), scale, short_ids())
    if made is None:
        raise Refusal("There is no such scale.")
    return [made]
