"""Traces by OpenTelemetry: a span for each request, statement and job, where they are asked for.

They are sent when `OTEL_EXPORTER_OTLP_ENDPOINT` (or the one for traces) is set, with the other
variables of OpenTelemetry as they are; the libraries come with `motcua[traces]`. Spans carry
routes, ids of requests and statements without their values; nothing that a person typed.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Protocol

from motcua.runtime.refusals import CannotStart

ASKED_FOR = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_tracers: list[Any] = []


class Served(Protocol):
    """What a span is told at the end of a request."""

    def answered(self, route: str, status: int) -> None:
        """Name the span by its route, and note the status."""


class _Silent:
    def answered(self, route: str, status: int) -> None:
        """Nobody wants to know."""


class _Span:
    def __init__(self, span: Any) -> None:
        self._span = span

    def answered(self, route: str, status: int) -> None:
        """Name the span by its route; a fault of ours marks it as failed."""
        method = self._span.attributes["http.request.method"]
        self._span.update_name(f"{method} {route}")
        self._span.set_attribute("http.route", route)
        self._span.set_attribute("http.response.status_code", status)
        if status >= 500:
            self._span.set_status(_status_failed())


_SILENT = _Silent()


def begin(name: str) -> bool:
    """Send traces from this process on, as service `motcua-{name}`, when they are asked for; say
    whether they are.

    Raises:
        CannotStart: they are asked for and the libraries are not there.
    """
    if not any(os.environ.get(one) for one in ASKED_FOR):
        return False
    try:
        sdk = import_module("opentelemetry.sdk.trace")
        batch = import_module("opentelemetry.sdk.trace.export").BatchSpanProcessor
        exporter = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
        resource = import_module("opentelemetry.sdk.resources").Resource
    except ImportError as error:
        raise CannotStart(
            "Đã đặt OTEL_EXPORTER_OTLP_ENDPOINT nhưng thiếu thư viện gửi vết;"
            " hãy cài motcua[traces], hoặc bỏ biến đó."
        ) from error
    provider = sdk.TracerProvider(resource=resource.create({"service.name": f"motcua-{name}"}))
    provider.add_span_processor(batch(exporter.OTLPSpanExporter()))
    _tracers[:] = [provider.get_tracer("motcua")]
    return True


def are_on() -> bool:
    """Say whether this process sends traces."""
    return bool(_tracers)


@contextmanager
def serving(method: str, request_id: str) -> Iterator[Served]:
    """Have a span for a request."""
    if not _tracers:
        yield _SILENT
        return
    kind = import_module("opentelemetry.trace").SpanKind.SERVER
    facts = {"http.request.method": method, "motcua.request_id": request_id}
    with _span(method, facts, kind) as span:
        yield _Span(span)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Have a span for a job or a piece of news."""
    if not _tracers:
        yield
        return
    with _span(what, {}):
        yield


@contextmanager
def statements(database: Any) -> Iterator[None]:
    """Have a span for each statement that a connection of Django's executes meanwhile."""
    if not _tracers:
        yield
        return
    with database.execute_wrapper(_statement):
        yield


def _statement(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Have a span for a statement (a wrapper of Django's): its text, never its values."""
    words = str(sql)
    with _span(words.split(None, 1)[0], {"db.system.name": "postgresql", "db.query.text": words}):
        return execute(sql, params, many, context)


@contextmanager
def _span(name: str, facts: dict[str, str], kind: Any = None) -> Iterator[Any]:
    """Have a span; of an exception its kind is noted, not what it says."""
    asked = {} if kind is None else {"kind": kind}
    with _tracers[0].start_as_current_span(
        name, attributes=facts, record_exception=False, set_status_on_exception=False, **asked
    ) as span:
        try:
            yield span
        except Exception as error:
            span.set_attribute("error.type", type(error).__qualname__)
            span.set_status(_status_failed())
            raise


def _status_failed() -> Any:
    trace = import_module("opentelemetry.trace")
    return trace.Status(trace.StatusCode.ERROR)
