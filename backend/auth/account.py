"""The door to one's own sessions: where somebody is signed in, and how that ends."""

from datetime import UTC, datetime
from typing import cast

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.auth.routes import auth
from backend.auth.session import cookie, current_user, login_required
from backend.models.errors import NotFound
from backend.models.session import Session
from backend.models.user import User


@auth.get("/account/sessions")
@login_required
def sessions() -> ResponseReturnValue:
    """Where the person is signed in at this moment."""
    idle, now = current_app.config["SESSION_IDLE"], datetime.now(UTC)
    found = Session.all_of(_me().id, cookie(), now, idle)
    return render_template("auth/sessions.html", sessions=found, now=now, idle=idle)


@auth.post("/account/sessions/others/end")
@login_required
def revoke_others() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    Session.revoke_others(_me().id, cookie())
    flash("You are signed out everywhere but here.")
    return redirect(url_for("auth.sessions"), 303)


@auth.post("/account/sessions/<id>/end")
@login_required
def revoke(id: str) -> ResponseReturnValue:
    """Sign out somewhere else. Raises `NotFound` for what is no session of this person's."""
    if not Session.revoke(_key(id), _me().id):
        raise NotFound
    flash("You are signed out there.")
    return redirect(url_for("auth.sessions"), 303)


@auth.app_template_filter("ago")
def ago(moment: datetime, now: datetime) -> str:
    """How long ago something was, in words: “just now”, “5 minutes ago”, “2 hours ago”."""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    count, unit = (minutes, "minute") if minutes < 60 else (minutes // 60, "hour")
    return f"{count} {unit} ago" if count == 1 else f"{count} {unit}s ago"


def _me() -> User:
    return cast(User, current_user())


def _key(written: str) -> bytes:
    try:
        return bytes.fromhex(written)
    except ValueError:
        raise NotFound from None
