"""A span for each statement of an author's request: its text, which holds no values."""

from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer, get_current_span

LONGEST = 1_000


class Statements:
    """What `models/watching.py` tells of statements."""

    def __init__(self, tracer: Tracer) -> None:
        """Make spans by this tracer."""
        self._tracer = tracer

    def began(self, statement: str) -> Span | None:
        """A statement begins; it counts only within a request that is traced."""
        if not get_current_span().is_recording():
            return None
        words = statement.split()
        told = {"db.system.name": "postgresql", "db.query.text": " ".join(words)[:LONGEST]}
        name = words[0].upper() if words else "?"
        return self._tracer.start_span(name, kind=SpanKind.CLIENT, attributes=told)

    def ended(self, span: Span | None, failed: bool) -> None:
        """It has ended."""
        if span is not None:
            if failed:
                span.set_status(Status(StatusCode.ERROR))
            span.end()
