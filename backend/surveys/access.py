"""The only ways to reach a survey: as its owner, or by its public link. Not yours is not found."""

from uuid import UUID

from flask import request

from backend.access_log import SURVEY
from backend.auth.session import current_user
from backend.limits.limits import spend
from backend.models import link
from backend.models.errors import NotFound
from backend.models.link import PublicSurvey
from backend.models.survey import Survey
from backend.models.user import User


class UnknownLink(NotFound):
    """No survey has this link, or no longer."""

    title = "There is no survey here"
    sentence = "Check that the whole address was copied, or ask whoever sent it to you."


def person() -> User:
    """Who is signed in. Raises `NotFound` where nobody is."""
    user = current_user()
    if user is None:
        raise NotFound
    return user


def as_owner(survey_id: UUID) -> Survey:
    """The survey, for whoever owns it. Raises `NotFound` for others, and if it was deleted."""
    survey = Survey.owned(survey_id, person().id)
    if survey is None or survey.deleted_at is not None:
        raise NotFound
    return survey


def as_owner_of_deleted(survey_id: UUID) -> Survey:
    """The deleted survey, for whoever owns it. Raises `NotFound` for others, and if it was not."""
    survey = Survey.owned(survey_id, person().id)
    if survey is None or survey.deleted_at is None:
        raise NotFound
    return survey


def by_link(key: str) -> PublicSurvey:
    """The published survey behind a public link. Raises `UnknownLink`, or `TooMany` of these."""
    survey = link.find(key)
    if survey is None:
        spend("wrong_links")
        raise UnknownLink
    request.environ[SURVEY] = survey.survey_id
    return survey


def as_operator() -> User:
    """Whoever runs this installation. Raises `NotFound` for everybody else."""
    user = person()
    if not user.operator:
        raise NotFound
    return user
