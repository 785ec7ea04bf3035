"""One more try of a request that only reads, where a connection to the database broke under it.

Of what writes, only a submission is tried again, by itself (`models/storing.py`): its key makes
that safe.
"""

from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from backend.extensions import db
from backend.models.outage import was_lost

READING = ("GET", "HEAD")
ONCE = ("auth.complete",)
"""Views that read but use something up: the provider's code is good for one sign-in."""


class OnceMore(Flask):
    """Flask, with a second try."""

    def dispatch_request(self) -> ResponseReturnValue:
        """What the view answers, at the first try or the second."""
        try:
            return super().dispatch_request()
        except DBAPIError as error:
            if request.method not in READING or request.endpoint in ONCE or not was_lost(error):
                raise
        db.session.remove()
        return super().dispatch_request()
