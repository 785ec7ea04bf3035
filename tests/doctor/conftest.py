"""What the doctor says of the application as it is, with some settings or a database changed."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from backend import doctor
from backend.doctor import Finding


@pytest.fixture
def examined(app: Flask) -> Callable[..., dict[str, Finding]]:
    """`examined(PROXY_HOPS=9)` gives each finding by its name."""

    def examine(on: Flask = app, **settings: Any) -> dict[str, Finding]:
        with on.app_context():
            return dict(doctor.examine({**on.config, **settings}))

    return examine
