"""Refusals, HTTP errors and failures become pages, or problem+json: the only place that does so."""

from http import HTTPStatus

from flask import Flask, Response, current_app, json, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from backend.models.errors import NotFound, Refusal
from backend.models.outage import AGAIN, is_away, is_in_doubt
from backend.origin import is_elsewhere

UNTYPED = ("csrf_token", "saved")
"""Fields that hold words that nobody typed."""
SAID = {
    400: ("That request was not understood", "Go back, reload the page and try again."),
    403: ("Not allowed", "You do not have the permission for this."),
    404: (NotFound.title, NotFound.sentence),
    405: ("That cannot be done here", "Go back and use the page’s own buttons."),
    413: ("That is too much at once", "Please shorten what you are sending and try again."),
    429: ("Too many requests", "Please wait a moment and try again."),
    500: ("Something went wrong on our side", "It has been noted. Please try again in a minute."),
    503: ("We will be back in a moment", "The service is busy. Please try again in a few seconds."),
}


def plug_in(app: Flask) -> None:
    """Answer every refusal and every failure with a friendly page."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(SQLAlchemyError, database_error)


def refused(error: Refusal) -> Response:
    """A refusal of the domain, in its own words."""
    response = answer(error.status, error.title, error.sentence)
    response.headers.extend(error.headers)
    return response


def http_error(error: HTTPException) -> Response:
    """An HTTP error: routing's, a limit's, or (as 500) anything that was not foreseen."""
    code = error.code or 500
    title, sentence = SAID.get(code, (HTTPStatus(code).phrase, SAID[400][1]))
    response = answer(code, title, sentence)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def database_error(error: SQLAlchemyError) -> Response:
    """The database is away: come back in a few seconds. Or a statement is wrong."""
    if not is_away(error):
        current_app.logger.error("The database refused a statement.", exc_info=error)
        return answer(500, *SAID[500])
    current_app.logger.error("The database is away.", exc_info=error)
    response = _given_back(error) if _is_form() else answer(503, *SAID[503])
    response.headers.extend(AGAIN)
    return response


def answer(status: int, title: str, sentence: str) -> Response:
    """One error as the reader asked for it: a page, or problem+json (RFC 9457)."""
    if _wants_json():
        problem = {"title": title, "status": status, "detail": sentence}
        return Response(json.dumps(problem), status, mimetype="application/problem+json")
    page = render_template("errors/error.html", status=status, title=title, sentence=sentence)
    return Response(page, status)


def _is_form() -> bool:
    """Whether a page of ours sent what somebody has typed."""
    return not is_elsewhere(request) and not _wants_json() and bool(_sent())


def _sent() -> list[tuple[str, str]]:
    """The form; there is none where it is too much, which nobody has looked at until now."""
    try:
        return list(request.form.items(multi=True))
    except HTTPException:
        return []


def _given_back(error: SQLAlchemyError) -> Response:
    """All that was sent, to be sent again: nothing is tried a second time without being asked."""
    sent = _sent()
    words = [value for name, value in sent if name not in UNTYPED and " " in value.strip()]
    action = f"{request.script_root}{request.full_path.removesuffix('?')}"
    values = {"sent": sent, "words": words, "action": action, "doubt": is_in_doubt(error)}
    return Response(render_template("errors/given_back.html", **values), 503)


def _wants_json() -> bool:
    accepted = request.accept_mimetypes
    best = accepted.best_match(["text/html", "application/json", "application/problem+json"])
    return best is not None and best != "text/html" and accepted[best] > accepted["text/html"]
