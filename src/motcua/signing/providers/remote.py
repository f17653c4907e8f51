"""Keys at a remote signing service, asked over HTTP with a correlation id.

The service is told the id of our request, the name of the key and a digest:
`POST <service>/signatures {"request_id", "key", "digest_algorithm", "digest"}`, and asked with
`GET <service>/signatures/<request_id>` what became of it. Both answer
`{"status": "signed", "signature"}`, `{"status": "pending"}` or `{"status": "refused", "reason"}`.
Under one id the service signs once: asked again it gives the same signature, so an answer that
was lost is fetched and nothing is signed twice.
"""

import json
import time
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from motcua.signing.models import Certificate
from motcua.signing.providers.answers import checked
from motcua.signing.rules import KeeperRefused, KeeperUnavailable

NOT_SET_UP = "chưa cấu hình dịch vụ ký số từ xa (MOTCUA_SIGNING_SERVICE)"
NO_REASON = "dịch vụ ký số từ xa từ chối ký"
TIMEOUT = 10  # seconds for one answer
PATIENCE, PAUSE = 20.0, 0.5  # seconds to wait for a signature in one go, and between two looks
MOST_BYTES = 65_536
NOT_FOUND = 404


def signature(certificate: Certificate, content: bytes, request: UUID, *, again: bool) -> bytes:
    """Return what the service signed under this id; ask it to sign only what it does not know."""
    if not settings.SIGNING_SERVICE:
        raise KeeperRefused(NOT_SET_UP)
    asked = {
        "request_id": str(request),
        "key": certificate.key_name,
        "digest_algorithm": "sha256",
        "digest": b64encode(sha256(content).digest()).decode(),
    }
    answer = _ask("GET", f"/signatures/{request}") if again else None
    answer = answer or _ask("POST", "/signatures", asked)
    return checked(certificate, content, _awaited(answer, request))


def _awaited(answer: Mapping[str, object] | None, request: UUID) -> bytes:
    until = time.monotonic() + PATIENCE
    while answer is not None and answer.get("status") == "pending":
        if time.monotonic() > until:
            raise KeeperUnavailable("pending")
        time.sleep(PAUSE)
        answer = _ask("GET", f"/signatures/{request}")
    if answer is None:
        raise KeeperUnavailable("unknown")
    if answer.get("status") != "signed":
        raise KeeperRefused(str(answer.get("reason") or NO_REASON)[:200])
    try:
        return b64decode(str(answer.get("signature")), validate=True)
    except NotBase64:
        raise KeeperUnavailable("unreadable") from None


def _ask(
    method: str, path: str, body: Mapping[str, object] | None = None
) -> Mapping[str, object] | None:
    """Return the answer of the service, None when it does not know the request."""
    place = urlsplit(settings.SIGNING_SERVICE)
    kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
    line = kind(place.hostname or "", place.port, timeout=TIMEOUT)
    headers = {"Authorization": f"Bearer {settings.SIGNING_SERVICE_TOKEN}"}
    sent = json.dumps(body) if body is not None else None
    if sent is not None:
        headers["Content-Type"] = "application/json"
    try:
        line.request(method, f"{place.path.rstrip('/')}{path}", sent, headers)
        response = line.getresponse()
        content = response.read(MOST_BYTES)
    except (OSError, HTTPException) as error:
        raise KeeperUnavailable(type(error).__name__) from error
    finally:
        line.close()
    if response.status == NOT_FOUND and method == "GET":
        return None
    return _read(response.status, content)


def _read(status: int, content: bytes) -> Mapping[str, object]:
    try:
        answer = json.loads(content)
    except ValueError:
        raise KeeperUnavailable(f"status {status}") from None
    if not isinstance(answer, dict) or "status" not in answer:
        raise KeeperUnavailable(f"status {status}")
    return answer
