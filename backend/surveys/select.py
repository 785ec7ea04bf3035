"""Several questions at once: an author selects some, and moves, copies or deletes them."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from backend.auth.session import login_required
from backend.models import draft as drafts
from backend.models.draft import Draft, StaleEdit
from backend.models.ids import short_ids
from backend.models.role import Right
from backend.questionnaire.edit import Edit
from backend.questionnaire.selection import copied, moved, position, removed, stepped
from backend.questionnaire.tree import PartGone
from backend.surveys import reply, surveys
from backend.surveys.access import person, reach


class Act(NamedTuple):
    """What a button does with the questions of these ids, and what is said of it."""

    edits: Callable[[Draft, list[str]], list[Edit]]
    said: str
    met: str = "gone"
    """What is said where somebody else was quicker."""


@surveys.post("/surveys/<uuid:survey_id>/selection")
@login_required
def change_selected(survey_id: UUID) -> ResponseReturnValue:
    """Move, copy or delete the questions that were selected, all or none, as one revision."""
    survey, parts = reach(survey_id, Right.EDIT), request.form.getlist("parts")
    act = _act()
    if not parts:
        return reply.show(survey, Draft.of(survey.id), said="none_selected", select=True)
    try:
        edits = act.edits(Draft.of(survey.id), parts)
        draft = drafts.change(survey.id, edits, person().id, datetime.now(UTC))
    except (PartGone, StaleEdit):
        return reply.show(survey, Draft.of(survey.id), said=act.met)
    return reply.show(
        survey, draft, at=request.form.get("opened", ""), said=act.said, about=parts[0]
    )


def _act() -> Act:
    """The button that was pressed. Raises `BadRequest` where there is no such button."""
    act = ACTS.get(request.form.get("act", ""))
    if act is None:
        raise BadRequest
    return act


def _move(draft: Draft, parts: list[str]) -> list[Edit]:
    into, number = request.form.get("into", ""), request.form.get("position", type=int)
    return moved(draft.document, parts, into, position(draft.document, parts, into, number))


def _copy(draft: Draft, parts: list[str]) -> list[Edit]:
    return copied(draft.document, parts, short_ids())


def _remove(draft: Draft, parts: list[str]) -> list[Edit]:
    """Only as they were seen: what has changed since is not deleted."""
    seen = request.form.get("seen", draft.revision, int)
    return removed(draft.at(max(0, min(seen, draft.revision))), parts)


def _up(draft: Draft, parts: list[str]) -> list[Edit]:
    return stepped(draft.document, parts, -1)


def _down(draft: Draft, parts: list[str]) -> list[Edit]:
    return stepped(draft.document, parts, 1)


ACTS: Mapping[str, Act] = {
    "move": Act(_move, "several_moved"),
    "copy": Act(_copy, "several_copied"),
    "delete": Act(_remove, "several_removed", "several_changed"),
    "up": Act(_up, "moved"),
    "down": Act(_down, "moved"),
}
