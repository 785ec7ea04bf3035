"""What the access log says of a request: one line of JSON, never an address, never a query.

gunicorn.conf.py writes it. Whoever answers is anonymous here too: of public pages, and of the
files that they load, a line tells the day alone, nobody's id, and no submission key.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from backend import request_id

USER = "surveys.user_id"
"""Where the WSGI environment holds the id of whoever is signed in."""
SURVEY = "surveys.survey_id"
"""Where it holds the id of the survey that the request is about."""
UNTOLD = "/health/"
PUBLIC = "/s/"
DISCREET = (PUBLIC, "/static/")
LONGEST = 200


def line(environ: Mapping[str, Any], status: int | None, seconds: float) -> str:
    """The line of a request that has just been answered; empty where there is nothing to say."""
    path = str(environ.get("PATH_INFO", ""))
    if path.startswith(UNTOLD):
        return ""
    discreet = path.startswith(DISCREET)
    told = {
        "time": moment(discreet),
        "request_id": environ.get(request_id.KEY),
        "method": str(environ.get("REQUEST_METHOD", ""))[:LONGEST],
        "path": _shown(path)[:LONGEST],
        "status": status,
        "ms": round(seconds * 1000, 1),
    }
    if survey := environ.get(SURVEY):
        told["survey_id"] = str(survey)
    if not discreet and (user := environ.get(USER)):
        told["user_id"] = str(user)
    return orjson.dumps(told).decode()


def moment(discreet: bool) -> str:
    """Now, in UTC; for what is discreet the day alone."""
    now = datetime.now(UTC)
    return now.date().isoformat() if discreet else now.isoformat(timespec="milliseconds")


def _shown(path: str) -> str:
    """The path; of a public page no more than the survey's key, as the next part is a receipt."""
    if not path.startswith(PUBLIC):
        return path
    key, _, rest = path.removeprefix(PUBLIC).partition("/")
    return f"{PUBLIC}{key}/…" if rest else f"{PUBLIC}{key}"
