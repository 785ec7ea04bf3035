"""The keys of the editor, on a page of their own."""

from flask import render_template
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.surveys import surveys


@surveys.get("/keyboard")
@login_required
def keyboard() -> ResponseReturnValue:
    """What every key does."""
    return render_template("surveys/keyboard/keyboard.html")
