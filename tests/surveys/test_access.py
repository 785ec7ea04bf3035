import pytest

from backend.models.errors import NotFound
from backend.surveys.access import UnknownLink, by_link, person


def test_nobody_is_nobody(app):
    with app.test_request_context("/surveys"), pytest.raises(NotFound):
        person()


def test_an_unknown_link_leads_nowhere(context):
    with pytest.raises(UnknownLink):
        by_link("nothing")
