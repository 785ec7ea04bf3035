"""The map of a question's answers, drawn once a week or when they change."""

from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from flask import Response, current_app, request, url_for

from backend.auth.session import login_required
from backend.models import tally, version
from backend.models.drawn_map import DrawnMap
from backend.models.errors import NotFound
from backend.models.role import Right
from backend.models.survey import Survey
from backend.questionnaire.points import Map
from backend.questionnaire.tally import Tally
from backend.surveys import surveys
from backend.surveys.access import reach

KEPT = "private, max-age=604800"  # seven days; other points have another address


@surveys.get("/surveys/<uuid:survey_id>/results/<question_id>/map.png")
@login_required
def map_image(survey_id: UUID, question_id: str) -> Response:
    """The map as a picture."""
    survey, at = reach(survey_id, Right.RESULTS), datetime.now(UTC)
    chart = _chart(survey, question_id)
    tiles = current_app.config["MAP_TILES"], current_app.config["MAP_ATTRIBUTION"]
    digest = sha256("\n".join((chart.digest, *tiles)).encode()).hexdigest()
    found = DrawnMap.find(survey_id, question_id, digest, at)
    body, whole = (found, True) if found else _drawn(chart, tiles)
    if not found and whole:
        DrawnMap.keep(survey_id, question_id, digest, body, at)
    return _sent(body, KEPT if whole else "no-store", digest)


@surveys.app_template_global()
def map_url(question_id: str, digest: str) -> str:
    """The address of a question's map, on a page about its survey."""
    survey_id = (request.view_args or {})["survey_id"]
    named = {"survey_id": survey_id, "question_id": question_id, "of": digest}
    return url_for("surveys.map_image", **named)


def _chart(survey: Survey, question_id: str) -> Map:
    """The points to be shown. Raises `NotFound` where there are none."""
    question = version.question(survey, question_id)
    if survey.version is None or question is None:
        raise NotFound
    now = tally.current(survey.id, survey.version)
    counts = now.tallies.get(question_id, Tally())
    chart = question.result(counts, now.sketches.get(question_id)).chart
    if not isinstance(chart, Map) or not chart.points:
        raise NotFound
    return chart


def _drawn(chart: Map, tiles: tuple[str, str]) -> tuple[bytes, bool]:
    # Only who sees such a map needs what draws it: 20 MB, and a second of a start.
    from backend.maps.drawing import draw
    from backend.maps.tiles import Tiles

    return draw(chart.points, chart.closest, Tiles(*tiles) if tiles[0] else None)


def _sent(body: bytes, kept: str, digest: str) -> Response:
    response = Response(body, mimetype="image/png")
    response.headers["Cache-Control"] = kept
    response.set_etag(digest)
    response.make_conditional(request)
    return response
