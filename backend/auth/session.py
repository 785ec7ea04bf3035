"""Who is here: the author's session, from its cookie to the person."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec
from urllib.parse import urlsplit

from flask import Response, after_this_request, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.urls import iri_to_uri

from backend.access_log import USER
from backend.models.session import ABSOLUTE, Session
from backend.models.user import User

P = ParamSpec("P")
AGENTS = {"Edg": "Edge", "OPR": "Opera"}
AGENTS |= {name: name for name in ("Firefox", "Chrome", "Safari")}
SYSTEMS = {name: name for name in ("Android", "iPhone", "iPad", "Windows")}
SYSTEMS |= {"Mac OS": "macOS", "Linux": "Linux"}
"""What to look for in the browser's own description, in this order, and how people call it."""
FORMS = "csrf_token"
"""Under which name the visit holds the secret that the tokens of forms are made with."""
OUR_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,499}")


def current_user() -> User | None:
    """The signed-in person: one query a request at most, never the network."""
    if "user" not in g:
        token = cookie()
        idle = current_app.config["SESSION_IDLE"]
        g.user = Session.user(token, datetime.now(UTC), idle) if token else None
        if g.user:
            request.environ[USER] = g.user.id
            named = (g.user.tid, g.user.oid) in current_app.config["OPERATORS"]
            g.user.operator = g.user.operator or named
    user: User | None = g.user
    return user


def login_required(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Send strangers to sign in, and afterwards back to where they were going."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        return view(*args, **kwargs) if current_user() else _to_sign_in()

    guarded.__dict__["login_required"] = True
    return guarded


def begin(user: User, operator: bool) -> None:
    """Sign a person in: a new row, a new cookie, and nothing left of the visit before.

    `operator` says whether the provider has just given them that role.

    Only those who were here themselves keep the forms' token, so that what waits in their other
    windows can still be saved.
    """
    kept = {FORMS: session[FORMS]} if FORMS in session and _was_here(user) else {}
    session.clear()
    session.update(kept)
    token = Session.begin(user.id, datetime.now(UTC), _agent(), operator)
    g.user = user
    _send(token, int(ABSOLUTE.total_seconds()))


def end() -> None:
    """Sign this browser out: the row goes, and with it whatever the cookie may still say."""
    session.clear()
    if token := cookie():
        Session.end(token)
    g.user = None
    _send("", 0)


def cookie_name(secure: bool = False) -> str:
    """`__Host-session`, which over https locks the cookie to this host, or plain `session`."""
    return "__Host-session" if secure else "session"


def cookie() -> str | None:
    """What this browser shows of its session, if anything."""
    return request.cookies.get(cookie_name(request.is_secure))


def our_path(written: str | None) -> str:
    """A path of this application, or `/` for anything else."""
    return written if written and OUR_PATH.fullmatch(written) else "/"


def _was_here(user: User) -> bool:
    token = cookie()
    return token is not None and Session.was(token, user.id)


def _send(token: str, seconds: int) -> None:
    @after_this_request
    def send(response: Response) -> Response:
        response.set_cookie(
            cookie_name(request.is_secure),
            token,
            max_age=seconds,
            httponly=True,
            secure=request.is_secure,
            samesite="Lax",
        )
        return response


def _to_sign_in() -> ResponseReturnValue:
    address = url_for("auth.login", next=_going())
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": address}
    return redirect(address, 303)


def _going() -> str | None:
    if page := request.headers.get("HX-Current-URL"):
        here = urlsplit(page)
        return our_path(f"{here.path}?{here.query}" if here.query else here.path)
    if request.method not in ("GET", "HEAD"):
        return None
    return our_path(iri_to_uri(request.full_path.rstrip("?")))


def _agent() -> str:
    """A browser's short name, such as “Firefox, Linux”: enough to tell one's own devices apart."""
    written = request.user_agent.string
    found = (
        next((name for sign, name in names.items() if sign in written), "")
        for names in (AGENTS, SYSTEMS)
    )
    return ", ".join(name for name in found if name)
