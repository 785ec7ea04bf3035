"""A managed identity for tests: this process becomes one to which it is assigned."""

from collections.abc import Iterator

import pytest

from devtools.identity import Identity


@pytest.fixture
def identity(monkeypatch: pytest.MonkeyPatch) -> Iterator[Identity]:
    """The identity's endpoint, honest and quick unless it is told otherwise."""
    with Identity() as identity:
        for name, value in identity.environment().items():
            monkeypatch.setenv(name, value)
        yield identity
