"""The only ways to reach a survey: by a right that one has in it, or by its public link.

What one has no part in is not found. A collaborator whose role lacks the right is told so (403).
"""

from uuid import UUID

from flask import g, request

from backend.access_log import SURVEY
from backend.auth.session import current_user
from backend.limits.limits import spend
from backend.models import link
from backend.models.collaborator import Reached, reached
from backend.models.errors import NotAllowed, NotFound
from backend.models.link import PublicSurvey
from backend.models.role import Right, Role
from backend.models.survey import Survey
from backend.models.user import User
from backend.surveys import surveys


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


def reach(survey_id: UUID, right: Right) -> Survey:
    """The survey, for whoever has this right in it.

    Raises `NotFound` for strangers, and if it was deleted; `NotAllowed` where the role lacks it.
    """
    survey, role = _found(survey_id)
    if survey.deleted_at is not None:
        raise NotFound
    if not role.may(right):
        raise NotAllowed
    return survey


def reach_deleted(survey_id: UUID) -> Survey:
    """The deleted survey, for whoever may delete it. Raises `NotFound` if not, or if it was not."""
    survey, role = _found(survey_id)
    if survey.deleted_at is None or not role.may(Right.DELETE):
        raise NotFound
    return survey


def is_in(survey_id: UUID) -> bool:
    """Whether the person owns the survey, or works on it."""
    found = reached(survey_id, person().id)
    return found is not None and found.survey.deleted_at is None


@surveys.app_template_global()
def may(survey: Survey, right: Right) -> bool:
    """Whether the person of this request, who has reached the survey, has a right in it."""
    role: Role = g.roles[survey.id]
    return role.may(right)


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


def _found(survey_id: UUID) -> Reached:
    """The survey and the person's role in it, kept for the pages. Raises `NotFound`."""
    found = reached(survey_id, person().id)
    if found is None:
        raise NotFound
    g.setdefault("roles", {})[survey_id] = found.role
    return found
