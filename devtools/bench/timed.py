"""The application with a clock around it: how long the server took stands in a header."""

from collections.abc import Callable, Iterable
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any

from backend import create_app

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SECONDS, PROCESSOR = "X-Server-Seconds", "X-Processor-Seconds"


class Timed:
    """Makes the whole response before it sends any of it, and tells the seconds."""

    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request."""
        told: list[Any] = []

        def start(*started: Any) -> Callable[[bytes], object]:
            told[:] = started
            return _nothing

        began, used = perf_counter(), thread_time()
        response = self.application(environ, start)
        content = b"".join(response)
        seconds, processor = perf_counter() - began, thread_time() - used
        status, headers, *error = told
        headers += [(SECONDS, f"{seconds:.6f}"), (PROCESSOR, f"{processor:.6f}")]
        start_response(status, headers, *error)
        return _Closing(content, getattr(response, "close", None))


class _Closing:
    """What is done after a response stays after it, and out of its time."""

    def __init__(self, content: bytes, close: Callable[[], None] | None) -> None:
        self.content, self._close = content, close

    def __iter__(self) -> Any:
        yield self.content

    def close(self) -> None:
        if self._close:
            self._close()


def _nothing(_: bytes) -> None:
    raise NotImplementedError("no view of ours writes that way")


def application() -> Timed:
    """The application, timed."""
    return Timed(create_app())
