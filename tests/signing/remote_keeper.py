"""A remote signing service on this machine, that can be told to misbehave."""

import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed


class SigningService:
    """Keeps one key; signs once under an id, and remembers what it signed.

    `faults` are taken one a request: `lose` signs and closes the line without an answer, `hold`
    signs and keeps the line open until who asked is gone, `late` says pending once, `error`
    answers 503, `garbage` no JSON, `refuse` refuses for good.
    """

    def __init__(self, key_pem: bytes) -> None:
        key = serialization.load_pem_private_key(key_pem, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        self.key = key
        self.signed: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []
        self.tokens: set[str] = set()
        self.faults: list[str] = []
        self.wrong = False
        self.url = ""

    def sign(self, request: str, digest: bytes) -> None:
        """Sign under an id, unless that was done."""
        if request in self.signed:
            return
        content = digest if not self.wrong else bytes(32)
        made = self.key.sign(content, ec.ECDSA(Prehashed(hashes.SHA256())))
        self.signed[request] = b64encode(made).decode()

    def answer(self, request: str) -> dict[str, str] | None:
        """Say what became of a request."""
        if request not in self.signed:
            return None
        return {"status": "signed", "signature": self.signed[request]}


class _Handler(BaseHTTPRequestHandler):
    service: SigningService

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Sign what is asked, once under its id."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        request = body["request_id"]
        self._note("POST", request)
        fault = self._fault()
        if fault in {"error", "garbage", "refuse"}:
            self._misbehave(fault)
            return
        self.service.sign(request, b64decode(body["digest"]))
        if fault == "lose":
            self.close_connection = True
            return
        if fault == "late":
            self._send(202, {"status": "pending"})
            return
        if fault == "hold":
            self._hold()
            return
        self._send(200, self.service.answer(request))

    def do_GET(self) -> None:
        """Say what became of a request."""
        request = self.path.rsplit("/", 1)[-1]
        self._note("GET", request)
        fault = self._fault()
        if fault == "late":
            self._send(202, {"status": "pending"})
        elif fault == "hold":
            self._hold()
        elif fault:
            self._misbehave(fault)
        else:
            known = self.service.answer(request)
            self._send(200 if known else 404, known or {"status": "unknown"})

    def _hold(self) -> None:
        self.connection.settimeout(30)
        self.connection.recv(1)  # until the other end is gone
        self.close_connection = True

    def _note(self, method: str, request: str) -> None:
        self.service.asked.append((method, request))
        self.service.tokens.add(self.headers.get("Authorization", ""))

    def _fault(self) -> str:
        return self.service.faults.pop(0) if self.service.faults else ""

    def _misbehave(self, fault: str) -> None:
        if fault == "refuse":
            self._send(403, {"status": "refused", "reason": "người ký đã từ chối trên điện thoại"})
        elif fault == "garbage":
            self._raw(200, b"<html>")
        else:
            self._raw(503, b"busy")

    def _send(self, status: int, body: object) -> None:
        self._raw(status, json.dumps(body).encode())

    def _raw(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def a_signing_service(key_pem: bytes) -> Iterator[SigningService]:
    """Run a service on a free port of the loopback."""
    service = SigningService(key_pem)
    handler = type("Handler", (_Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = False
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
