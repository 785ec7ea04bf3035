"""The doors of signing in and out."""

from contextlib import suppress

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from flask import url_for as address_of
from flask.typing import ResponseReturnValue

from backend.access_log import PUBLIC
from backend.auth import microsoft, session
from backend.auth.claims import SignInFailed, has_role
from backend.limits import limits
from backend.models.errors import TooMany
from backend.models.user import User

AWAY_STATUS = 424
"""The provider's fault, not the person's."""

auth = Blueprint("auth", __name__)


@auth.get("/login")
def login() -> ResponseReturnValue:
    """The page with the one button; whoever is signed in goes straight on."""
    going = session.our_path(request.args.get("next"))
    if session.current_user():
        return redirect(going, 303)
    limits.spend("sign_ins")
    return render_template("auth/login.html", auth_uri=microsoft.begin(going))


@auth.get("/getAToken")
def complete() -> ResponseReturnValue:
    """Where the provider sends people back to."""
    limits.check("failed_sign_ins")
    claims, going = microsoft.complete(request.args)
    going = session.our_path(going)
    user = User.from_claims(claims, author=not going.startswith(PUBLIC))
    session.begin(user, has_role(claims, current_app.config["OPERATOR_ROLE"]))
    return redirect(going, 303)


@auth.get("/logout")
def signed_out() -> Response:
    """Says goodbye and goes on to the provider, whose own session would sign back in unasked.

    A header, not a redirect of the form: `form-action` would have to name the provider.
    """
    if session.current_user():
        return make_response(render_template("auth/logout.html"))
    farewell = microsoft.farewell(request.url_root)
    page = make_response(render_template("auth/signed_out.html", farewell=farewell))
    page.headers["Refresh"] = f"1; url={farewell}"
    return page


@auth.post("/logout")
def logout() -> ResponseReturnValue:
    """End the session of this browser, then the provider's."""
    session.end()
    return redirect(address_of("auth.signed_out"), 303)


@auth.errorhandler(SignInFailed)
def failed(error: SignInFailed) -> ResponseReturnValue:
    """Nobody was signed in: a page that says what to do."""
    if request.endpoint == "auth.complete" and error.status != AWAY_STATUS:
        with suppress(TooMany):  # whoever comes next hears it
            limits.spend("failed_sign_ins")
    current_app.logger.warning("sign-in failed: %s", error.why)
    return render_template("auth/auth_error.html", error=error), error.status
