"""How respondents arrive: what their link says, and the first page where it says something."""

import secrets

from flask import request

from backend.models.link import PublicSurvey
from backend.models.version import questionnaire
from backend.questionnaire.prefill import Link, carried
from backend.surveys import page


def link(survey: PublicSurvey, version: int) -> Link:
    """What the address of this request says of questions that may be filled in from it."""
    if not request.args:
        return {}
    return carried(questionnaire(survey.survey_id, version), dict(request.args.lists()))


def begun(survey: PublicSurvey, link: Link) -> str:
    """The first section with what the link says of it, and a submission key of its own."""
    place = page.Place(survey, survey.version, 1, secrets.token_urlsafe(16), link)
    return page.filled(place, {})
