"""Traces and metrics, for whoever collects them: OpenTelemetry, imported where it is asked for.

gunicorn begins in each process, after it has been forked. Nothing is asked for without
`APPLICATIONINSIGHTS_CONNECTION_STRING` or `OTEL_EXPORTER_OTLP_ENDPOINT`, and then nothing is
loaded, measured or slowed down.
"""

from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from backend.telemetry.collecting import Collecting

ASKED_FOR = ("APPLICATIONINSIGHTS_CONNECTION_STRING", "OTEL_EXPORTER_OTLP_ENDPOINT")

_begun: list["Collecting"] = []


def begin(app: object) -> None:
    """Measure what this process does from now on, if that is asked for."""
    if isinstance(app, Flask) and any(app.config.get(name) for name in ASKED_FOR):
        from backend.telemetry.collecting import Collecting  # 20 to 60 MB of memory

        _begun.append(Collecting(app))


def end() -> None:
    """Send what has not been sent; whoever does not take it within two seconds goes without."""
    while _begun:
        _begun.pop().end()
