"""A collector that takes OTLP over HTTP and Azure Monitor's own way, or hangs, or fails."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

KEY = "11111111-2222-4333-8444-555555555555"


class Collector:
    """What has arrived: `bodies` by path, in the order in which they came."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.bodies: list[tuple[str, bytes]] = []
        self.status = 200
        self.free = threading.Event()
        self.free.set()

    @property
    def azure(self) -> str:
        """The connection string of Azure Monitor that leads here."""
        at = self.address
        return f"InstrumentationKey={KEY};IngestionEndpoint={at}/;LiveEndpoint={at}/"

    def of(self, path: str) -> list[bytes]:
        """What was sent to a path."""
        return [body for to, body in self.bodies if to == path]

    def spans(self) -> list[Any]:
        """The spans that came by OTLP."""
        found = []
        for body in self.of("/v1/traces"):
            sent = ExportTraceServiceRequest.FromString(body)
            found += [
                span for one in sent.resource_spans for scope in one.scope_spans
                for span in scope.spans
            ]  # fmt: skip
        return found

    def metrics(self) -> dict[str, Any]:
        """The metrics that came by OTLP last, by name."""
        found = {}
        for body in self.of("/v1/metrics"):
            sent = ExportMetricsServiceRequest.FromString(body)
            for one in sent.resource_metrics:
                for scope in one.scope_metrics:
                    found |= {metric.name: metric for metric in scope.metrics}
        return found


@contextmanager
def collecting() -> Iterator[Collector]:
    """A collector on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            collector.bodies.append((self.path, body))
            collector.free.wait(20)
            answer = b'{"itemsReceived":1,"itemsAccepted":1,"errors":[]}'
            if self.path.startswith("/v1/"):
                answer = b""
            self.send_response(collector.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    collector = Collector(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield collector
    finally:
        collector.free.set()
        server.shutdown()
        server.server_close()
