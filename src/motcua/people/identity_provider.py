"""Calling an identity provider: OpenID Connect through Authlib, within a few seconds in all.

No redirect is followed, no proxy of the environment is asked, and an answer has its length. Calls
run beside the request, so that a provider that answers byte by byte cannot hold it up.
"""

import json
import stat
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc8414 import get_well_known_url
from django.conf import settings
from requests import RequestException, Response

from motcua.people.identity_rules import (
    AnswerNotTrusted,
    Provider,
    ProviderMisconfigured,
    ProviderUnreachable,
    is_safe_address,
)

Answer = TypeVar("Answer")
PATIENCE = 4.5  # seconds for all calls of one request
ONE_READ = 2.0
MOST_BYTES = 262_144
SECRETS = "providers"
PKCE_LENGTH = 64
_LINES = ThreadPoolExecutor(8, thread_name_prefix="identity")


@dataclass(frozen=True, slots=True)
class Question:
    """What is sent to a provider with a person, and kept until they come back."""

    address: str
    state: str
    nonce: str
    verifier: str


class Patience:
    """The time that is left for the calls of one request."""

    def __init__(self, seconds: float = PATIENCE) -> None:
        self._until = time.monotonic() + seconds

    def ask(self, call: Callable[[], Answer]) -> Answer:
        """Return what a call answers within the time left; refuse when it does not."""
        running = _LINES.submit(call)
        try:
            return running.result(timeout=max(0.0, self._until - time.monotonic()))
        except TimeoutError as error:
            running.cancel()
            raise ProviderUnreachable from error
        except OAuthError as error:
            raise AnswerNotTrusted from error
        except (RequestException, ValueError, OSError) as error:
            raise ProviderUnreachable from error


class _Line(OAuth2Session):  # type: ignore[misc]  # Authlib has no types
    def __init__(self, provider: Provider, **options: object) -> None:
        super().__init__(
            client_id=provider.client_id,
            scope=provider.scopes,
            code_challenge_method="S256",
            **options,
        )
        self.trust_env = False

    def request(self, method: str, url: str, *args: object, **options: Any) -> Response:
        if not is_safe_address(url):
            raise ProviderUnreachable
        options |= {"timeout": ONE_READ, "allow_redirects": False, "stream": True}
        response: Response = super().request(method, url, *args, **options)
        with response:
            content = response.raw.read(MOST_BYTES + 1, decode_content=True)
        if len(content) > MOST_BYTES or response.is_redirect:
            raise ProviderUnreachable
        response._content = content
        return response


def question(
    provider: Provider,
    metadata: Mapping[str, Any],
    redirect_uri: str,
    *,
    level: int,
) -> Question:
    """Return where to send a person who signs in, with a new state, nonce and PKCE challenge."""
    verifier, nonce = generate_token(PKCE_LENGTH), generate_token(PKCE_LENGTH)
    asked = {"acr_values": acr} if (acr := provider.acr_for(level)) else {}
    address, state = _Line(provider, redirect_uri=redirect_uri).create_authorization_url(
        metadata["authorization_endpoint"],
        state=generate_token(PKCE_LENGTH),
        code_verifier=verifier,
        nonce=nonce,
        **asked,
    )
    return Question(address, state, nonce, verifier)


def tokens(
    provider: Provider,
    metadata: Mapping[str, Any],
    *,
    code: str,
    verifier: str,
    redirect_uri: str,
    patience: Patience,
) -> dict[str, object]:
    """Exchange a code for tokens, over a line that only provider and we can see."""
    secret = secret_of(provider.code)
    methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    method = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
    line = _Line(
        provider,
        redirect_uri=redirect_uri,
        client_secret=secret or None,
        token_endpoint_auth_method=method if secret else "none",
    )
    answer = patience.ask(
        lambda: line.fetch_token(
            metadata["token_endpoint"],
            grant_type="authorization_code",
            code=code,
            code_verifier=verifier,
        )
    )
    return dict(answer)


def userinfo(
    provider: Provider, metadata: Mapping[str, Any], access_token: str, patience: Patience
) -> dict[str, object]:
    """Return what the provider says of whom it signed in, beside the ID token."""
    line = _Line(provider, token={"access_token": access_token, "token_type": "Bearer"})
    return patience.ask(lambda: _json(line.get(metadata["userinfo_endpoint"])))


def published(provider: Provider, patience: Patience) -> dict[str, object]:
    """Return the metadata that an issuer publishes (OpenID Connect Discovery 1.0 §4)."""
    address = get_well_known_url(provider.issuer, external=True, suffix="openid-configuration")
    return patience.ask(lambda: _json(_Line(provider).get(address, withhold_token=True)))


def published_keys(
    provider: Provider, metadata: Mapping[str, Any], patience: Patience
) -> dict[str, object]:
    """Return the keys that an issuer signs with; never from an address named by a token."""
    address = metadata["jwks_uri"]
    return patience.ask(lambda: _json(_Line(provider).get(address, withhold_token=True)))


def _json(response: Response) -> dict[str, object]:
    response.raise_for_status()
    said = json.loads(response.content)
    if not isinstance(said, dict):
        raise ValueError("not an object")
    return said


def secret_of(code: str) -> str:
    """Return our secret at a provider, from a file that nobody else may read; empty without one.

    Refuses a file that others may read.
    """
    file = Path(settings.KEYS) / SECRETS / f"{code}.secret"
    if not file.exists():
        return ""
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ProviderMisconfigured(
            why=f"tệp {file.name} để người khác đọc được; hãy đặt quyền 600"
        )
    return file.read_text("utf-8").strip()
