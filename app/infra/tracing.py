"""Spans for OpenTelemetry. Where nobody wants them, nothing of it is imported or done.

A trace goes from a request through the job that it orders to what the job asks of providers. Spans
carry ids, names and codes; neither what people write nor addresses with what follows their `?`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import unquote

from loguru import logger

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span as OpenSpan

TRACEPARENT: Final = "traceparent"
"""Where a trace is kept with a job, in the form of the W3C header of the same name."""

Kind = Literal["SERVER", "CONSUMER"]


class Span:
    """One piece of work, for whoever looks at traces later."""

    def __init__(self, inner: OpenSpan | None = None) -> None:
        self._inner = inner

    def tell(self, *, name: str | None = None, **attributes: str | int | None) -> None:
        """Say what it turned out to be. Attributes begin with `studio.`; None is left out."""
        if self._inner is None:
            return
        if name is not None:
            self._inner.update_name(name)
        for key, value in attributes.items():
            if value is not None:
                self._inner.set_attribute(f"studio.{key}", value)

    def failed(self) -> None:
        """Mark it as gone wrong by our mistake."""
        if self._inner is not None:
            from opentelemetry.trace import StatusCode

            self._inner.set_status(StatusCode.ERROR)


_NOTHING: Final = nullcontext(Span())


class Tracing:
    """The spans of one process. Until `start` none is made."""

    def __init__(self) -> None:
        self._provider: TracerProvider | None = None

    @property
    def on(self) -> bool:
        """Whether spans are made."""
        return self._provider is not None

    def start(self, *, service: str, version: str, process: str, exporter: SpanExporter) -> None:
        """Make spans from now on, and send them in batches, in a thread."""
        from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
        from opentelemetry.propagate import set_global_textmap
        from opentelemetry.propagators.composite import CompositePropagator
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        told = {"service.name": service, "service.version": version, "studio.process": process}
        self._provider = TracerProvider(resource=Resource.create(told))
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        # Providers are strangers: no header tells them of our traces.
        set_global_textmap(CompositePropagator([]))
        HTTPXClientInstrumentor().instrument(
            tracer_provider=self._provider, async_request_hook=_without_query
        )

    def stop(self) -> None:
        """Send what there is, and make no more."""
        from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor

        if self._provider is not None:
            HTTPXClientInstrumentor().uninstrument()
            self._provider.shutdown()
            self._provider = None

    def span(
        self,
        name: str,
        kind: Kind,
        parent: str | None = None,
        **attributes: str | int | None,
    ) -> AbstractContextManager[Span]:
        """A span around what is done inside; `parent` is a `traceparent`, of anybody's making."""
        if self._provider is None:
            return _NOTHING
        return self._span(self._provider, name, kind, parent, attributes)

    @contextmanager
    def _span(
        self,
        provider: TracerProvider,
        name: str,
        kind: Kind,
        parent: str | None,
        attributes: Mapping[str, str | int | None],
    ) -> Iterator[Span]:
        from opentelemetry.trace import SpanKind, format_trace_id
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        context = None
        if parent is not None:
            context = TraceContextTextMapPropagator().extract({TRACEPARENT: parent})
        with provider.get_tracer(__name__).start_as_current_span(
            name,
            context,
            kind=SpanKind[kind],
            # The words of errors may tell what spans must not.
            record_exception=False,
            set_status_on_exception=False,
        ) as inner:
            span = Span(inner)
            span.tell(name=None, **attributes)
            with logger.contextualize(trace_id=format_trace_id(inner.get_span_context().trace_id)):
                yield span

    def carried(self) -> dict[str, str]:
        """What a job keeps so that its spans belong to the trace of this moment; {} without one."""
        if self._provider is None:
            return {}
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        carrier: dict[str, str] = {}
        TraceContextTextMapPropagator().inject(carrier)
        return {TRACEPARENT: carrier[TRACEPARENT]} if TRACEPARENT in carrier else {}


async def _without_query(span: Any, request: Any) -> None:
    """Addresses of files open them: what follows the `?` is nobody's business."""
    bare = str(request.url.copy_with(query=None, fragment=None, userinfo=b""))
    for name in ("http.url", "url.full"):
        if name in (span.attributes or {}):
            span.set_attribute(name, bare)


def otlp_exporter(endpoint: str, headers: str) -> SpanExporter:
    """Sends spans to a collector over HTTP; `headers` are `name=value`, separated by commas.

    Raises ImportError without the extra `tracing`.
    """
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    pairs = (each.partition("=") for each in headers.split(",") if each.strip())
    return OTLPSpanExporter(
        endpoint=f"{endpoint.rstrip('/')}/v1/traces",
        headers={name.strip(): unquote(value.strip()) for name, _, value in pairs},
    )


tracing = Tracing()
"""Of this process."""
