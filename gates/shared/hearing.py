"""A listener on this machine that notes all it is sent: traces, and messages to another system."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"


@dataclass
class Heard:
    """Where it listens, and each request as it came: path, head and body."""

    port: int = 0
    requests: list[tuple[str, bytes]] = field(default_factory=list)

    def of(self, beginning: str) -> list[bytes]:
        """Return what came to a path."""
        return [whole for path, whole in self.requests if path.startswith(beginning)]


@contextmanager
def listening(port: int) -> Iterator[Heard]:
    """Take whatever is sent to a port, and say that it is well."""
    heard = Heard(port)

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Note a request."""
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            head = f"{self.path}\n{self.headers}".encode()
            heard.requests.append((self.path, head + body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((HOST, port), Ear)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
