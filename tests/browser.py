"""A test client that inspects every page it is given, as a careful reader of its source would."""

from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests.faults import faults
from tests.page import Page
from tests.untraced import untraced


class Browser(FlaskClient):
    """The test client of every route test.

    `get` and its kin take `status=`; without it any answer below 400 is right. The answer's page is
    inspected and stands in `response.page`. `user` is the person signed in, if any, and `token`
    what their session's cookie says.
    """

    user: Any = None
    token: str = ""

    def open(self, *args: Any, status: int | None = None, **kwargs: Any) -> TestResponse:
        """Send a request; fails unless it is answered with the status, by a page without faults."""
        response = super().open(*args, **kwargs)
        where = f"{response.request.method} {response.request.path}"
        good = response.status_code == status if status else response.status_code < 400
        assert good, f"{where}: {response.status}, not {status or 'a success'}"
        whole = (
            response.request.method not in ("HEAD", "OPTIONS") and response.status_code // 100 != 3
        )
        if response.mimetype == "text/html" and whole:
            page = response.page = untraced(Page, response.get_data(as_text=True))
            fragment = "HX-Request" in response.request.headers
            found = untraced(faults, page, fragment=fragment) + untraced(self._stray_forms, page)
            assert not found, f"{where}: " + "; ".join(found)
        return response

    def send(self, page: Page, action: str = "", **values: Any) -> TestResponse:
        """Send the page's form (the one of that action, or its last) with these values filled in.

        `status` among the values is the one expected.
        """
        status = values.pop("status", None)
        forms = [form for form in page.find("form") if not action or form["action"] == action]
        assert forms, f"there is no form with the action {action!r}"
        form = forms[-1]
        assert form["action"], "this form goes to its own page: give its address to `post`"
        return self.open(
            form["action"],
            method=form["method"].upper() or "GET",
            data=page.values(form) | values,
            status=status,
        )

    def _stray_forms(self, page: Page) -> list[str]:
        return [
            f"a form goes nowhere: {form['method'] or 'get'} {form['action']}"
            for form in page.find("form")
            if form["action"] and not self._leads_somewhere(form["action"], form["method"])
        ]

    def _leads_somewhere(self, action: str, method: str) -> bool:
        url = urlsplit(action)
        if url.scheme or url.netloc:
            return False
        try:
            self.application.url_map.bind("localhost").match(url.path, method.upper() or "GET")
        except RequestRedirect:
            return True
        except HTTPException:
            return False
        return True
