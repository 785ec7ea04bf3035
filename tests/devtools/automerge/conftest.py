"""The server that stands in for GitHub."""

from collections.abc import Iterator

import pytest

from tests.devtools.automerge.hub import Hub, served


@pytest.fixture
def hub() -> Iterator[Hub]:
    """GitHub on this machine, empty."""
    with served() as hub:
        yield hub
