"""Who may answer a survey: anyone, or whoever is signed in from its author's organisation."""

from flask import abort, redirect, request, url_for

from backend.auth.session import current_user
from backend.models.errors import NotAllowed
from backend.models.link import PublicSurvey
from backend.models.user import User


class NotOfTheOrganisation(NotAllowed):
    """The survey is for the people of its author's organisation."""

    title = "This survey is for another organisation"
    sentence = "Only people of the organisation that asks can answer it."


class SignedOut(NotAllowed):
    """The survey is for people who are signed in."""

    notice = "signed_out"
    title = "You have been signed out"
    sentence = "Sign in, then send the page again."


def admit(survey: PublicSurvey) -> User | None:
    """The signed-in person, where the survey asks for one; no session is read where it does not.

    Sends strangers to sign in, but never with a filled-in form in hand: raises `SignedOut` then.
    Raises `NotOfTheOrganisation`.
    """
    if survey.access == "anyone":
        return None
    user = current_user()
    if user is None and request.method == "POST":
        raise SignedOut
    if user is None:
        asked = request.full_path if request.args else request.path
        abort(redirect(url_for("auth.login", next=asked), 303))
    if user.tid != survey.tenant_id:
        raise NotOfTheOrganisation
    return user
