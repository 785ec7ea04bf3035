"""What one process measures: requests, submissions, folds, the queue, and authors' statements.

Nothing of it says who did something, what was typed, or which survey it was about.
"""

from collections.abc import Iterable
from threading import Thread
from typing import Any

from flask import Flask, request_started
from opentelemetry.metrics import CallbackOptions, Observation
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from sqlalchemy.exc import SQLAlchemyError

from backend.layer import put_around
from backend.models import fold, tally, watching
from backend.telemetry import collectors
from backend.telemetry.statements import Statements
from backend.telemetry.watch import Watch, note_route

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10)
"""The bounds between which durations are counted: those of OpenTelemetry's conventions."""
PATIENCE = 2.0
"""Seconds that a process waits at its end for what it measured to be taken."""


class Collecting:
    """The measuring of one process: its instruments, and the threads that send what they say."""

    def __init__(self, app: Flask) -> None:
        """Begin to measure what this application does."""
        self._app = app
        resource = Resource.create({"service.name": "surveys"})
        resource = resource.merge(OTELResourceDetector().detect())
        self._traces = TracerProvider(resource=resource, shutdown_on_exit=False)
        for processor in collectors.processors(app.config):
            self._traces.add_span_processor(processor)
        readers = collectors.readers(app.config)
        self._metrics = MeterProvider(readers, resource=resource, shutdown_on_exit=False)
        self._measure()

    def end(self) -> None:
        """Send what has not been sent, if it is taken soon."""
        fold.folded.disconnect(self._folded)
        request_started.disconnect(note_route, self._app)
        last = Thread(target=self._shut_down, daemon=True)
        last.start()
        last.join(PATIENCE)

    def _measure(self) -> None:
        meter, tracer = self._metrics.get_meter("surveys"), self._traces.get_tracer("surveys")
        self._folding = meter.create_histogram(
            "surveys.fold.duration", "s", explicit_bucket_boundaries_advisory=SECONDS
        )
        self._counted = meter.create_counter("surveys.fold.responses")
        meter.create_observable_gauge("surveys.queue.length", [self._queue])
        fold.folded.connect(self._folded)
        request_started.connect(note_route, self._app)
        watching.watch(self._app, Statements(tracer))
        requests = meter.create_histogram(
            "http.server.request.duration", "s", explicit_bucket_boundaries_advisory=SECONDS
        )
        submissions = meter.create_counter("surveys.submissions")
        put_around(self._app, Watch(self._app.wsgi_app, tracer, requests, submissions))

    def _folded(self, _: Any, responses: int, seconds: float) -> None:
        self._folding.record(seconds)
        self._counted.add(responses)

    def _queue(self, _: CallbackOptions) -> Iterable[Observation]:
        """How many responses wait to be counted; nothing, while the database is away."""
        try:
            with self._app.app_context():
                return [Observation(tally.waiting())]
        except SQLAlchemyError:
            return []

    def _shut_down(self) -> None:
        self._traces.shutdown()
        self._metrics.shutdown(PATIENCE * 1000)
