"""Editing: an author's acts on the draft. A form is always saved first: nothing typed is lost."""

from datetime import UTC, datetime
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models import draft as drafts
from backend.models.draft import Draft, InvalidEdit, StaleEdit
from backend.models.errors import NotFound
from backend.models.ids import short_ids
from backend.models.role import Right
from backend.models.survey import Survey
from backend.questionnaire import compose, selection
from backend.questionnaire.edit import Edit, removal
from backend.questionnaire.tree import ROOT, PartGone, find
from backend.questionnaire.types import CATALOGUE
from backend.surveys import amend, reply, surveys
from backend.surveys.access import person, reach

STEPS = {"-1": -1, "1": 1}


@surveys.get("/surveys/<uuid:survey_id>/questions")
@login_required
def editor(survey_id: UUID) -> ResponseReturnValue:
    """The questionnaire, to be edited in place."""
    survey, select = reach(survey_id, Right.EDIT), "select" in request.args
    return reply.page(survey, request.args.get("open", ""), request.args.get("said", ""), select)


@surveys.post("/surveys/<uuid:survey_id>/questionnaire")
@login_required
def save_texts(survey_id: UUID) -> ResponseReturnValue:
    """Change the title, the introduction or the closing text."""
    survey = reach(survey_id, Right.EDIT)
    return reply.saved(survey, _save(survey, ROOT), ROOT)


@surveys.post("/surveys/<uuid:survey_id>/questions/<part_id>")
@login_required
def save(survey_id: UUID, part_id: str) -> ResponseReturnValue:
    """Change the settings of a question or a section."""
    survey = reach(survey_id, Right.EDIT)
    return reply.saved(survey, _save(survey, part_id), part_id)


@surveys.post("/surveys/<uuid:survey_id>/questions")
@login_required
def add(survey_id: UUID) -> ResponseReturnValue:
    """Add a question of a kind at the end of a section, or a section at the end."""
    survey = reach(survey_id, Right.EDIT)
    tree = Draft.of(survey.id).document
    if request.form.get("kind") == "section":
        edit = compose.new_section(tree, short_ids())
    else:
        edit = compose.new_question(tree, _kind(), request.form.get("into", ""), short_ids())
    return reply.show(survey, _change(survey, [edit]), at=compose.newest(edit))


@surveys.post("/surveys/<uuid:survey_id>/questions/<part_id>/copy")
@login_required
def duplicate_part(survey_id: UUID, part_id: str) -> ResponseReturnValue:
    """Put a copy of a question or a section behind it."""
    survey = reach(survey_id, Right.EDIT)
    kept = _save(survey, part_id)
    if kept.refused:
        return reply.refuse(survey, kept)
    edit = compose.duplicate(kept.draft.document, kept.part_id, short_ids())
    return reply.show(survey, _change(survey, [edit]), at=edit.item["id"])


@surveys.post("/surveys/<uuid:survey_id>/questions/<part_id>/step")
@login_required
def step(survey_id: UUID, part_id: str) -> ResponseReturnValue:
    """Move a question or a section one up or down."""
    survey = reach(survey_id, Right.EDIT)
    kept = _save(survey, part_id)
    if kept.refused:
        return reply.refuse(survey, kept)
    by = STEPS.get(request.form.get("by", ""), 0)
    edits = compose.step(kept.draft.document, kept.part_id, by)
    draft = _change(survey, edits)
    return reply.show(survey, draft, at=kept.part_id, said="moved" if edits else "stays")


@surveys.post("/surveys/<uuid:survey_id>/moves")
@login_required
def move(survey_id: UUID) -> ResponseReturnValue:
    """Move what was dropped: questions into a section, or a section among the others."""
    survey, opened = reach(survey_id, Right.EDIT), request.form.get("opened", "")
    items, into, after = (request.form.get(name, "") for name in ("item", "into", "after"))
    try:
        edits = selection.moved(Draft.of(survey.id).document, items.split(), into, after or None)
        draft = _change(survey, edits)
    except (PartGone, StaleEdit):
        return reply.show(survey, Draft.of(survey.id), said="gone")
    return reply.show(survey, draft, at=opened, said="moved", about=items.partition(" ")[0])


@surveys.post("/surveys/<uuid:survey_id>/questions/<part_id>/kind")
@login_required
def turn(survey_id: UUID, part_id: str) -> ResponseReturnValue:
    """Make a question one of another kind, with all that both kinds have in common."""
    survey = reach(survey_id, Right.EDIT)
    if Draft.of(survey.id).questionnaire.section(part_id):
        raise NotFound
    kept = _save(survey, part_id)
    if kept.refused:
        return reply.refuse(survey, kept)
    edits = compose.turned(kept.draft.document, kept.part_id, _kind(), short_ids())
    return reply.show(survey, _change(survey, edits), at=compose.newest(edits[-1]))


@surveys.post("/surveys/<uuid:survey_id>/questions/<part_id>/removal")
@login_required
def remove(survey_id: UUID, part_id: str) -> ResponseReturnValue:
    """Delete a question, or a section with its questions, if it still is as it was seen."""
    survey = reach(survey_id, Right.EDIT)
    kept = _save(survey, part_id)
    if kept.refused:
        return reply.refuse(survey, kept)
    count = len(find(kept.draft.document, kept.part_id).get("questions", ()))
    if not kept.same or count != request.form.get("questions", 0, int):
        return reply.show(survey, kept.draft, at=kept.part_id, said="changed")
    draft = _change(survey, [removal(kept.draft.document, kept.part_id)])
    return reply.show(survey, draft, said="removed")


@surveys.errorhandler(PartGone)
def gone(_: PartGone) -> ResponseReturnValue:
    """Say so where an act needs a part that somebody has just deleted."""
    survey = reach(UUID(str((request.view_args or {})["survey_id"])), Right.EDIT)
    return reply.show(survey, Draft.of(survey.id), said="gone")


def _save(survey: Survey, part_id: str) -> amend.Outcome:
    return amend.save(survey, part_id, request.form, person().id, datetime.now(UTC))


def _change(survey: Survey, edits: list[Edit]) -> Draft:
    return drafts.change(survey.id, edits, person().id, datetime.now(UTC))


def _kind() -> str:
    """The kind asked for. Raises `InvalidEdit` where it is not offered."""
    kind = request.form.get("kind", "")
    if kind not in CATALOGUE or not CATALOGUE[kind].offered:
        raise InvalidEdit("There is no such kind of question.")
    return kind
