"""Showing images: to respondents through the survey's link, to authors in their own pages."""

from uuid import UUID

from flask import Response, request, url_for

from backend.auth.session import login_required
from backend.models.image import Image
from backend.models.role import Right
from backend.surveys import surveys
from backend.surveys.access import by_link, reach
from backend.surveys.admission import admit

KEPT = "max-age=31536000, immutable"  # a year: other bytes would have another name


@surveys.get("/s/<key>/images/<image_id>")
def public_image(key: str, image_id: str) -> Response:
    """An image of a survey, for those who may answer it."""
    survey = by_link(key)
    admit(survey)
    return _sent(survey.survey_id, image_id, "public" if survey.access == "anyone" else "private")


@surveys.get("/surveys/<uuid:survey_id>/images/<image_id>")
@login_required
def image(survey_id: UUID, image_id: str) -> Response:
    """An image of a survey, for those who work on it."""
    return _sent(reach(survey_id, Right.READ).id, image_id, "private")


@surveys.app_template_global()
def image_url(image_id: str) -> str:
    """The address of an image, as the page that is made reaches its survey; or an empty one."""
    here = request.view_args or {}
    if "key" in here:
        return url_for("surveys.public_image", key=here["key"], image_id=image_id)
    if "survey_id" in here:
        return url_for("surveys.image", survey_id=here["survey_id"], image_id=image_id)
    return ""


def _sent(survey_id: UUID, image_id: str, whose: str) -> Response:
    found = Image.of(survey_id, image_id)
    response = Response(found.body, mimetype=found.media_type)
    response.headers["Cache-Control"] = f"{whose}, {KEPT}"
    response.set_etag(found.id)
    response.make_conditional(request)
    return response
