"""The limits of public pages: counted in memory, and told to the other processes once a minute.

Telling happens after a reply, in no transaction of anybody's; without the database each process
goes on by what it knows.
"""

from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wsgi import ClosingIterator

from backend.layer import put_around
from backend.limits.limits import Limits
from backend.limits.whom import address
from backend.models import link
from backend.models.errors import TooMany
from backend.models.limit import Limit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

WAIT = "surveys.wait"
"""Where the WSGI environment says for how many seconds a request came too early."""
PREFIX = "/s/"
IMAGES = "images/"
IMAGES_A_PAGE = 20
"""So many images count as one page: they come with it, and stay in the browser."""
EVERY = 60.0  # seconds
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class PublicLimits:
    """Counts who asks for public pages: by address, and by survey; a layer around the application.

    What leads to no survey that was read just now has one bucket for all such links.
    """

    def __init__(self, app: Flask, limits: Limits) -> None:
        """Wrap what the application is so far."""
        self.flask, self.app, self.limits = app, app.wsgi_app, limits
        self._due = limits.clock() + EVERY
        self._merging = Lock()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """What the application says; it is told in `WAIT` who came too early."""
        path: str = environ["PATH_INFO"]
        if not path.startswith(PREFIX):
            return self.app(environ, start_response)
        at = self.limits.clock()
        if wait := self._wait(environ, path, at):
            environ[WAIT] = wait
        reply = self.app(environ, start_response)
        return reply if at < self._due else ClosingIterator(reply, self.merge)

    def merge(self) -> None:
        """Tell the other processes what was let pass here, and hear what was let pass there."""
        with self._merging:
            if self.limits.clock() < self._due:
                return
            self._due = self.limits.clock() + EVERY
        if spent := self.limits.memory.take():
            with self.flask.app_context():
                self._share(spent)

    def _wait(self, environ: "WSGIEnvironment", path: str, at: float) -> float:
        name = "submissions" if environ["REQUEST_METHOD"] == "POST" else "pages"
        cost = self.limits.costs.get(name)
        if cost is None:
            return 0.0
        key, _, rest = path[len(PREFIX) :].partition("/")
        survey = key if link.known(key) else ""
        if rest.startswith(IMAGES):
            cost /= IMAGES_A_PAGE
        id = self.limits.whom.id(at, name, address(environ), survey)
        return self.limits.memory.spend(id, cost, at)

    def _share(self, spent: dict[bytes, float]) -> None:
        try:
            merged = Limit.merge(spent, self.limits.moment())
        except SQLAlchemyError as error:
            self.flask.logger.warning("limit: public pages are not merged: %s", error)
            return
        self.limits.memory.learn({id: empty_at.timestamp() for id, empty_at in merged.items()})


def hold() -> None:
    """Raise `TooMany` where this request came too early."""
    if wait := request.environ.get(WAIT):
        raise TooMany(wait)


def hold_unless_filled_in() -> None:
    """Turn those away who bring no form; a form comes back from its own door, as it was sent."""
    if request.method != "POST" or request.mimetype not in FORMS:
        hold()


def plug_in(app: Flask) -> None:
    """Count what comes to this application."""
    limits = app.extensions["limits"] = Limits(app.config)
    app.extensions["public_limits"] = layer = PublicLimits(app, limits)
    put_around(app, layer)
    app.before_request(hold_unless_filled_in)
