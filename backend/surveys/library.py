"""The library: where strangers are welcomed and authors find their surveys."""

from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.auth.session import current_user, login_required
from backend.models.library import any_deleted, mine
from backend.questionnaire.text import UNSTORABLE, one_line
from backend.surveys import surveys
from backend.surveys.access import person

LONGEST = 200


@surveys.get("/")
def welcome() -> ResponseReturnValue:
    """Say to a stranger what this is; take the signed-in to their surveys."""
    if current_user():
        return redirect(url_for("surveys.library"), 303)
    return render_template("surveys/welcome.html")


@surveys.get("/surveys")
@login_required
def library() -> ResponseReturnValue:
    """The person's surveys, or those whose title has the words looked for."""
    words = one_line(UNSTORABLE.sub("", request.args.get("q", "")))[:LONGEST]
    now = datetime.now(UTC)
    listing = mine(person().id, words, request.args.get("page", 1, int), now)
    values = {"words": words, "any_deleted": any_deleted(person().id, now)}
    return render_template("surveys/library/library.html", listing=listing, **values)
