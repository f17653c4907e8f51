"""A twin of an OpenID provider that answers as it is told to: honestly, or as an attacker would.

Its token endpoint checks code, PKCE, secret and redirect URI as a real one does, unless `lax`.
"""

import base64
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey

CLIENT_ID, SECRET = "motcua", "bi-mat-cua-kiem-thu"
NUMBER, NAME = "001190012345", "Nguyễn Thị Mẫu"
BASIC = "Basic " + base64.b64encode(f"{CLIENT_ID}:{SECRET}".encode()).decode()
Change = Callable[[dict[str, Any]], object]


def nothing(said: dict[str, Any]) -> None:
    """Change nothing."""


@dataclass
class Behaviour:
    """What the twin does otherwise than an honest provider; as made here, nothing."""

    claims: Change = nothing
    header: Change = nothing
    info: Change = nothing
    answer: Change = nothing  # of the token endpoint
    sign: Callable[[dict[str, Any], dict[str, Any]], str] | None = None
    redirects: str = ""  # path that answers with a redirect
    breaks: str = ""  # path that answers 500
    huge: str = ""
    waits: float = 0.0
    lax: bool = False  # neither PKCE nor reuse of a code is checked


@dataclass
class Person:
    """Whom the twin signs in."""

    subject: str = "subject-1"
    number: str = NUMBER
    name: str = NAME
    acr: str = "LoA2"
    more: dict[str, Any] = field(default_factory=dict)


class Twin:
    """The twin and its server."""

    def __init__(self) -> None:
        self.key, self.other = RSAKey.generate_key(2048), RSAKey.generate_key(2048)
        self.kid = "first"
        self.behaviour, self.person = Behaviour(), Person()
        self.codes: dict[str, dict[str, Any]] = {}
        self.keys_asked = 0
        self.server = _Server(self)
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """End the server."""
        self.server.shutdown()
        self.server.server_close()

    def metadata(self) -> dict[str, Any]:
        """Return what is published."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/me",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/end",
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }

    def public_keys(self) -> dict[str, Any]:
        """Return the keys that are published."""
        return {"keys": [{**self.key.as_dict(private=False), "kid": self.kid, "use": "sig"}]}

    def consent(self, address: str) -> dict[str, str]:
        """Sign the person in who was sent to this address; return what the browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["code_challenge_method"] == "S256"
        code = sha256(asked["state"].encode()).hexdigest()
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def token(self, claims: dict[str, Any], header: dict[str, Any], key: Key | None = None) -> str:
        """Sign claims."""
        return jwt.encode(header, claims, key or self.key, algorithms=[header["alg"]])

    def logout_token(self, **changed: Any) -> str:
        """Return a logout token; a claim set to None is left out."""
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": int(time.time()),
            "exp": int(time.time()) + 120,
            "jti": "only-once",
            "sub": self.person.subject,
            "sid": "session-1",
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        } | changed
        kept = {name: value for name, value in claims.items() if value is not None}
        return self.token(kept, {"alg": "RS256", "kid": self.kid, "typ": "logout+jwt"})

    def exchange(self, sent: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Give tokens for a code, once, to whoever proves to have asked for it."""
        lax = self.behaviour.lax
        code = sent.get("code", "")
        asked = self.codes.get(code) if lax else self.codes.pop(code, None)
        digest = sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or (challenge != asked["code_challenge"] and not lax):
            return 400, {"error": "invalid_grant"}
        if authorization != BASIC or sent.get("redirect_uri") != asked["redirect_uri"]:
            return 401, {"error": "invalid_client"}
        answer = {
            "access_token": "access-1",
            "token_type": "Bearer",
            "id_token": self._id_token(asked["nonce"]),
        }
        self.behaviour.answer(answer)
        return 200, answer

    def _id_token(self, nonce: str) -> str:
        half = sha256(b"access-1").digest()[:16]
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": self.person.subject,
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
            "nonce": nonce,
            "acr": self.person.acr,
            "sid": "session-1",
            "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
        }
        header = {"alg": "RS256", "kid": self.kid}
        self.behaviour.claims(claims)
        self.behaviour.header(header)
        return (self.behaviour.sign or self.token)(claims, header)

    def info(self) -> dict[str, Any]:
        """Say who the person is."""
        said = {
            "sub": self.person.subject,
            "personal_number": self.person.number,
            "name": self.person.name,
            "birthdate": "1990-05-12",
        } | self.person.more
        self.behaviour.info(said)
        return {name: value for name, value in said.items() if value is not None}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, twin: Twin) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.twin = twin


class _Answering(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer({name: values[0] for name, values in parse_qs(body).items()})

    def _answer(self, sent: dict[str, str]) -> None:
        twin, path = self.server.twin, urlsplit(self.path).path
        does = twin.behaviour
        time.sleep(does.waits)
        if path == does.redirects:
            self._write(302, b"", Location=f"{twin.issuer}/elsewhere")
        elif path == does.breaks:
            self._write(500, b"broken")
        elif path == does.huge:
            self._write(200, b'{"sub": "' + b"x" * 400_000 + b'"}')
        else:
            status, said = self._said(path, sent)
            self._write(status, json.dumps(said).encode())

    def _said(self, path: str, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        twin = self.server.twin
        if path == "/token":
            return twin.exchange(sent, self.headers.get("Authorization", ""))
        if path == "/keys":
            twin.keys_asked += 1
            return 200, twin.public_keys()
        if path == "/me":
            return 200, twin.info()
        if path == "/.well-known/openid-configuration":
            return 200, twin.metadata()
        return 404, {}

    def _write(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def unsigned(claims: dict[str, Any], header: dict[str, Any]) -> str:
    """Return a token that says `none`."""
    parts = ({**header, "alg": "none"}, claims)
    return ".".join([*(_part(json.dumps(part).encode()) for part in parts), ""])


def hmac_with(secret: bytes) -> Callable[[dict[str, Any], dict[str, Any]], str]:
    """Return who signs with a shared secret, for instance the letters of a public key."""
    import hmac

    def sign(claims: dict[str, Any], header: dict[str, Any]) -> str:
        parts = ({**header, "alg": "HS256"}, claims)
        signed = ".".join(_part(json.dumps(part).encode()) for part in parts)
        return f"{signed}.{_part(hmac.digest(secret, signed.encode(), 'sha256'))}"

    return sign


def _part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def an_ec_key() -> ECKey:
    """Return a key of another kind."""
    return ECKey.generate_key("P-256")
