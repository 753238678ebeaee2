"""OpenTelemetry traces of what LlamaIndex's classes do, told by its own instrumentation. The extra `otel`.

Traces hold questions and paragraphs: send them only to where the reports may go.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from assistant.errors import ExtraMissingError, UsageError

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["trace"]


class _Begun:
    """Instrumentation is the process's, and begins once."""

    yet = False


def trace(settings: Settings) -> None:
    """Begin to send traces to where the setting `otel` says: the address of a collector (gRPC), or `console`.

    Raises:
        ExtraMissingError: the extra `otel` is not installed.
        UsageError: the setting is no address.
    """
    if not settings.otel or _Begun.yet:
        return
    if settings.otel != "console" and not settings.otel.startswith(("http://", "https://")):
        raise UsageError(f"setting otel: '{settings.otel}' is neither `console` nor http://HOST:PORT of a collector")
    try:
        from openinference.instrumentation.llama_index import LlamaIndexInstrumentor
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SpanExporter
    except ImportError as error:
        raise ExtraMissingError("traces need the extra otel: run `pip install -e '.[otel]'`, or unset otel") from error
    exporter: SpanExporter = ConsoleSpanExporter(out=sys.stderr)
    if settings.otel != "console":
        exporter = OTLPSpanExporter(settings.otel, insecure=settings.otel.startswith("http://"))
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: "assistant"}))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    LlamaIndexInstrumentor().instrument(tracer_provider=provider)
    _Begun.yet = True
