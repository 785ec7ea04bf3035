"""Sharing a survey: its public address, as a link and as a QR code."""

from io import BytesIO
from uuid import UUID

import segno
from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models.errors import NotFound
from backend.models.library import responses
from backend.models.role import Right
from backend.models.survey import Survey
from backend.models.version import questionnaire
from backend.surveys import surveys
from backend.surveys.access import reach
from backend.surveys.brought import Tracked, tracked
from backend.surveys.frame import frame

PIXELS = 16
"""Of a PNG, a module's width: sharp on a poster."""


@surveys.get("/surveys/<uuid:survey_id>/share")
@login_required
def share(survey_id: UUID) -> ResponseReturnValue:
    """The address to send, and in words whether anybody can answer there now."""
    survey = reach(survey_id, Right.SHARE)
    shown = frame(survey)
    return render_template(
        "surveys/share/share.html",
        address=_address(survey.link_key) if survey.link_key else "",
        responses=responses(survey.id) if survey.cap else 0,
        problems=shown["draft"].questionnaire.problems(),
        tracked=_tracked(survey),
        **shown,
    )


@surveys.get("/surveys/<uuid:survey_id>/share/code.<any(svg, png):kind>")
@login_required
def code(survey_id: UUID, kind: str) -> ResponseReturnValue:
    """The address as a QR code, black on white, with the quiet margin that cameras need."""
    survey = reach(survey_id, Right.SHARE)
    if survey.link_key is None:
        raise NotFound
    drawn = BytesIO()
    drawing = segno.make(_address(survey.link_key), error="m", micro=False)
    drawing.save(drawn, kind=kind, scale=PIXELS, border=4, light="white")
    return Response(drawn.getvalue(), mimetype={"svg": "image/svg+xml", "png": "image/png"}[kind])


def _tracked(survey: Survey) -> Tracked | None:
    """The links that bring answers along, where there is an address already."""
    if survey.link_key is None or survey.version is None:
        return None
    asked = questionnaire(survey.id, survey.version)
    return tracked(asked, _address(survey.link_key), dict(request.args.lists()))


def _address(key: str) -> str:
    return url_for("surveys.answer", key=key, _external=True)
