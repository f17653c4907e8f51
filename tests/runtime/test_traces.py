"""Traces reach a collector that speaks OTLP, and hold nothing that somebody typed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.db import connection
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

ONE_REQUEST = """
import django
django.setup()
from django.test import Client
from motcua.runtime import traces
assert traces.begin("web")
Client().get("/thu-tuc?q=CHIM-HOANG-YEN", headers={"Host": "localhost"})
"""


@contextmanager
def a_collector() -> Iterator[tuple[str, list[bytes]]]:
    """Listen on loopback as a collector does."""
    came: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", came
        server.shutdown()


@pytest.mark.django_db
def test_a_request_and_its_statements_arrive_as_spans_without_what_was_asked() -> None:
    name = connection.settings_dict["NAME"]
    database = f"{os.environ['MOTCUA_DATABASE_URL'].replace('/motcua?', f'/{name}?')}"
    with a_collector() as (address, came):
        given = {
            "OTEL_EXPORTER_OTLP_ENDPOINT": address,
            "OTEL_EXPORTER_OTLP_COMPRESSION": "none",
            "MOTCUA_DATABASE_URL": database,
        }
        done = subprocess.run(
            [sys.executable, "-P", "-c", ONE_REQUEST],
            env={**os.environ, **given},
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 0, done.stderr
    spans = [
        span
        for body in came
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    names = [span.name for span in spans]
    assert "GET /thu-tuc" in names
    assert "SELECT" in names
    (request,) = [span for span in spans if span.name == "GET /thu-tuc"]
    assert {span.trace_id for span in spans} == {request.trace_id}
    assert b"CHIM-HOANG-YEN" not in b"".join(came)
