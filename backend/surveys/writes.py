"""How much an author may write in a while: generously, as forms save themselves."""

from flask import request

from backend.auth.session import current_user
from backend.limits.limits import spend
from backend.surveys import surveys

RESPONDENTS = "/s/"


@surveys.before_request
def count_write() -> None:
    """Count what a signed-in person sends. Raises `TooMany`."""
    if request.method != "POST" or request.path.startswith(RESPONDENTS):
        return
    if user := current_user():
        spend("writes", str(user.id))
