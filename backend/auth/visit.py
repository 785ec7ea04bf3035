"""Flask's own signed cookie: the CSRF token, flashes and, while signing in, the flow. No person."""

from flask import Flask, Request, request
from flask.sessions import NullSession, SecureCookieSession, SecureCookieSessionInterface

PUBLIC = ("/s/", "/static/")


class Visit(SecureCookieSessionInterface):
    """Keeps the cookie away from public pages; over https its name locks it to this host."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The visit, or on a public page one that is empty and refuses to be written."""
        if request.path.startswith(PUBLIC):
            return NullSession()
        return super().open_session(app, request)

    def get_cookie_name(self, app: Flask) -> str:
        """`__Host-visit`, or `visit` over plain http, where browsers refuse the prefix."""
        return "__Host-visit" if request.is_secure else "visit"

    def get_cookie_secure(self, app: Flask) -> bool:
        """Over https the cookie never travels in the clear."""
        return request.is_secure
