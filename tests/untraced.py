"""Work of the tests themselves, at full speed while the coverage of the application is measured."""

import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def untraced(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What the function gives; it is not traced, which would take longer than itself."""
    tracing = sys.gettrace()
    sys.settrace(None)
    try:
        return function(*args, **kwargs)
    finally:
        sys.settrace(tracing)
