"""The application's log: one line of JSON an event, and never what somebody typed.

A line tells the moment, the level, who says it and what, and of a request its id (as the access log
does), its route, its survey and who is signed in. Of public pages it tells the day alone, and
nobody. An exception is told by its kind and where it came from: its message may quote an answer.
Addresses, keys, tokens and e-mails are taken out of messages whatever wrote them.
"""

import logging
import re
import sys
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from traceback import extract_tb

import orjson
from flask import has_request_context, request
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from backend import request_id
from backend.access_log import DISCREET, SURVEY, USER, moment

LONGEST = 500
"""Characters of a message."""
CHAIN, FRAMES, LAST = 3, 12, 4
"""Exceptions of a chain, calls of each, and how many of these may be a library's: a line stays
short enough not to be cut by a pipe."""
LIBRARIES = "site-packages/"
TELLING = frozenset(("08", "23", "25", "28", "3D", "40", "42", "53", "55", "57", "58", "XX"))
"""Classes of SQLSTATE whose messages quote no value."""
UNQUOTED = ("Invalid request", "Error handling request")
"""How gunicorn begins what goes on to quote a client."""
GONE = "…"
ROOT = f"{Path(__file__).parents[1]}/"

RECEIPT = re.compile(r"(/s/)[^\s'\"]+")
QUERY = re.compile(r"\?[^\s'\"]+")
E_MAIL = re.compile(r"[^\s@'\"<>(),;:=]+@[^\s@'\"<>(),;]+")
ADDRESS = re.compile(
    r"(?<![\w.:])(?:\d+\.){3}\d+(?![\w.])|(?<![\w.:])[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*[0-9A-Fa-f:]"
)
LONG = re.compile(r"[A-Za-z0-9_\-]{20,}")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WORD = re.compile(r"[a-z_\-]+|[A-Z_\-]+")


def begin() -> None:
    """Write everything that this process has to say to standard output, as lines of JSON."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Line())
    logging.basicConfig(handlers=[handler], force=True)
    for other in logging.getLogger("gunicorn.error").handlers:
        other.setFormatter(Line())


class Line(logging.Formatter):
    """Turns a record into a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told: dict[str, object] = {
            "time": moment(_is_discreet()),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record)[:LONGEST],
            **_of_request(),
        }
        if record.exc_info and record.exc_info[1]:
            told["exception"] = [_told(one) for one in _chain(record.exc_info[1])]
        return orjson.dumps(told).decode()


def discreet(text: str) -> str:
    """A message without addresses, e-mails, keys, tokens and queries."""
    text = text.encode(errors="replace").decode()
    text = RECEIPT.sub(rf"\1{GONE}", text)
    text = QUERY.sub(f"?{GONE}", text)
    text = E_MAIL.sub(GONE, text)
    text = ADDRESS.sub(lambda found: GONE if _is_address(found[0]) else found[0], text)
    return LONG.sub(lambda found: found[0] if _is_known(found[0]) else GONE, text)


def _message(record: logging.LogRecord) -> str:
    for beginning in UNQUOTED:
        if str(record.msg).startswith(beginning):
            return beginning
    record = logging.makeLogRecord(record.__dict__)
    if isinstance(record.args, tuple):
        record.args = tuple(_plain(arg) for arg in record.args)
    return discreet(record.getMessage())


def _plain(arg: object) -> object:
    return _brief(arg) if isinstance(arg, BaseException) else arg


def _of_request() -> dict[str, str]:
    if not has_request_context():
        return {}
    environ, rule = request.environ, request.url_rule
    told = {
        "request_id": environ.get(request_id.KEY),
        "method": request.method[:20],
        "route": rule.rule if rule else None,
        "survey_id": environ.get(SURVEY) or (request.view_args or {}).get("survey_id"),
        "user_id": None if _is_discreet() else environ.get(USER),
    }
    return {name: str(value) for name, value in told.items() if value}


def _is_discreet() -> bool:
    return has_request_context() and request.path.startswith(DISCREET)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and those that led to it, the last first."""
    following: BaseException | None = error
    for _ in range(CHAIN):
        if following is None:
            return
        yield following
        hidden = following.__suppress_context__
        following = following.__cause__ or (None if hidden else following.__context__)


def _told(error: BaseException) -> dict[str, object]:
    calls = extract_tb(error.__traceback__)
    last = calls[-LAST:]
    frames = [frame for frame in calls if frame in last or LIBRARIES not in frame.filename][
        -FRAMES:
    ]
    return {
        "kind": _brief(error),
        "calls": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _brief(error: BaseException) -> str:
    """The kind of an exception, and why, where that quotes nobody."""
    kind, why = type(error).__name__, ""
    if isinstance(error, DBAPIError):
        why = _of_database(error)
    elif isinstance(error, OSError):
        why = str(error.strerror or "")
    return f"{kind}: {discreet(why)[:LONGEST]}" if why else kind


def _of_database(error: DBAPIError) -> str:
    """SQLSTATE and the first line; never its details, which quote rows."""
    code = str(getattr(error.orig, "pgcode", None) or "")
    first = str(error.orig).partition("\n")[0]
    if code:
        return f"{code} {first}" if code[:2] in TELLING else code
    return first if isinstance(error, OperationalError | InterfaceError) else ""


def _short(file: str) -> str:
    return file.removeprefix(ROOT).rpartition(LIBRARIES)[2]


def _is_address(found: str) -> bool:
    try:
        return bool(ip_address(found))
    except ValueError:
        return False


def _is_known(found: str) -> bool:
    """Whether a long run of letters is an id of ours or plain words, and not a secret."""
    return bool(ID.fullmatch(found) or WORD.fullmatch(found))
