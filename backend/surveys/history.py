"""The history of a draft: what was undone is made again."""

from datetime import UTC, datetime
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models import draft as drafts
from backend.models.draft import Draft, StaleEdit
from backend.models.errors import Conflict
from backend.surveys import reply, surveys
from backend.surveys.access import as_owner, person


@surveys.post("/surveys/<uuid:survey_id>/redo")
@login_required
def redo(survey_id: UUID) -> ResponseReturnValue:
    """Make again what one has taken back last."""
    survey, at = as_owner(survey_id), request.form.get("opened", "")
    try:
        at = drafts.redo(survey.id, person().id, datetime.now(UTC)).now_called(at)
        said = "redone"
    except StaleEdit:
        said = "built_over"
    except Conflict:
        said = "nothing_undone"
    return reply.show(survey, Draft.of(survey.id), at=at, said=said)
