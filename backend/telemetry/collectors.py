"""Who collects: Azure Monitor, a collector that takes OTLP over HTTP, or both.

What cannot be sent waits in a queue of fixed length, in threads of its own; what is over is lost.
Azure's exporter would also measure itself, ask its maker for settings, and keep what it could not
send in files: all that is switched off.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from opentelemetry.sdk.metrics.export import MetricExporter, MetricReader
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader as Periodic
from opentelemetry.sdk.trace import SpanProcessor
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter

from backend.config import silence

WAITING = 2048
"""How many spans wait at most."""
OFF = (
    "APPLICATIONINSIGHTS_STATSBEAT_DISABLED_ALL",
    "APPLICATIONINSIGHTS_SDKSTATS_DISABLED",
    "APPLICATIONINSIGHTS_CONTROLPLANE_DISABLED",
    "APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED",
)


def processors(settings: Mapping[str, Any]) -> list[SpanProcessor]:
    """What takes spans: one for each collector."""
    return [BatchSpanProcessor(one, max_queue_size=WAITING) for one in _of_spans(settings)]


def readers(settings: Mapping[str, Any]) -> list[MetricReader]:
    """What reads the metrics once a minute: one for each collector."""
    return [Periodic(one) for one in _of_metrics(settings)]


def _of_spans(settings: Mapping[str, Any]) -> Iterator[SpanExporter]:
    if azure := settings["APPLICATIONINSIGHTS_CONNECTION_STRING"]:
        silence(OFF)
        from azure.monitor.opentelemetry.exporter import AzureMonitorTraceExporter

        yield AzureMonitorTraceExporter(connection_string=azure, disable_offline_storage=True)
    if otlp := settings["OTEL_EXPORTER_OTLP_ENDPOINT"]:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        yield OTLPSpanExporter(f"{otlp}/v1/traces")


def _of_metrics(settings: Mapping[str, Any]) -> Iterator[MetricExporter]:
    if azure := settings["APPLICATIONINSIGHTS_CONNECTION_STRING"]:
        silence(OFF)
        from azure.monitor.opentelemetry.exporter import AzureMonitorMetricExporter

        yield AzureMonitorMetricExporter(connection_string=azure, disable_offline_storage=True)
    if otlp := settings["OTEL_EXPORTER_OTLP_ENDPOINT"]:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter

        yield OTLPMetricExporter(f"{otlp}/v1/metrics")
