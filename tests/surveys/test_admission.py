"""Who may answer: each kind of survey, visited by nobody, by a member and by a guest."""

import pytest
from werkzeug.exceptions import HTTPException

from backend.auth.session import cookie_name
from backend.surveys.access import by_link
from backend.surveys.admission import NotOfTheOrganisation, SignedOut, admit
from tests.surveys.answering import publish


@pytest.fixture
def asked(app, dan):
    """A survey for the people of Dan's organisation."""
    return publish(app, access="organisation", tid=dan.user.tid)


def visit(app, asked, browser=None, method="GET"):
    """Who is let in there; the browser of nobody holds no session."""
    cookies = {"Cookie": f"{cookie_name()}={browser.token}"} if browser else {}
    with app.test_request_context(asked.path, method=method, headers=cookies):
        return admit(by_link(asked.key))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_anyone_is_let_in_where_anyone_may_answer_and_is_not_looked_up(
    app, dan, statements, method
):
    asked = publish(app)
    with app.test_request_context(asked.path):
        by_link(asked.key)
    statements.clear()
    assert visit(app, asked, method=method) is None
    assert visit(app, asked, dan, method) is None
    assert statements == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_member_is_let_in_by_name(app, asked, dan, method):
    assert visit(app, asked, dan, method).id == dan.user.id


@pytest.mark.parametrize(("query", "kept"), [("", ""), ("?vote=c1", "?vote%3Dc1")])
def test_a_stranger_is_sent_to_sign_in_and_back(app, asked, query, kept):
    with pytest.raises(HTTPException) as sent:
        visit(app, asked._replace(path=asked.path + query))
    answer = sent.value.get_response()
    assert (answer.status_code, answer.location) == (303, f"/login?next={asked.path}{kept}")


def test_a_stranger_with_a_filled_in_form_is_told_instead(app, asked):
    with pytest.raises(SignedOut) as refused:
        visit(app, asked, method="POST")
    assert (refused.value.status, refused.value.notice) == (403, "signed_out")
    assert refused.value.title == "You have been signed out"
    assert refused.value.sentence == "Sign in, then send the page again."


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_guest_of_another_organisation_is_refused(app, dan, method):
    asked = publish(app, access="organisation", tid="elsewhere")
    with pytest.raises(NotOfTheOrganisation) as refused:
        visit(app, asked, dan, method)
    assert refused.value.title == "This survey is for another organisation"
    assert refused.value.sentence == "Only people of the organisation that asks can answer it."
