"""The door to a survey: whether it takes responses at a moment, and what is said if it does not."""

from datetime import datetime

from backend.models.errors import Refusal
from backend.models.link import PublicSurvey


class NotOpenYet(Refusal):
    """The survey opens later."""

    status = 403
    title = "This survey is not open yet"
    sentence = "Please come back when it has opened."


class Closed(Refusal):
    """The survey takes no more responses."""

    status = 410
    title = "This survey is closed"
    sentence = "It takes no more responses. Thank you for your interest."


class Full(Closed):
    """The survey has as many responses as its author wanted."""

    title = "This survey is full"
    sentence = "It has received as many responses as it can take. Thank you for your interest."


def check_open(survey: PublicSurvey, at: datetime) -> None:
    """Raise `Closed`, `NotOpenYet` or `Full` where the survey takes no responses at the moment."""
    state = survey.state(at)
    if state == "closed":
        raise Closed
    if survey.opens_at and state == "scheduled":
        raise NotOpenYet(f"It opens on {survey.opens_at.day} {survey.opens_at:%B %Y, %H:%M} (UTC).")
    if survey.full:
        raise Full
