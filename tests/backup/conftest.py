"""Where the tests use a server that we did not bring, those of our pg_dump still use one of ours.

A pg_dump that is newer than the server is not used, as what it writes may not be put back.
"""

import pytest
from flask import Flask

from tests.backup.places import wants_tools


@pytest.fixture
def app(request: pytest.FixtureRequest, app: Flask) -> Flask:
    """The application on the server of this test."""
    return request.getfixturevalue("brought_app") if wants_tools(request) else app
