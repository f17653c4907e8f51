"""Checking signed tokens of an identity provider: signature, then what it says."""

import json
from collections.abc import Mapping
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from motcua.people.identity_rules import (
    ALGORITHMS,
    SKEW,
    AnswerNotTrusted,
    check_age,
    check_audience,
    check_logout,
    check_subject,
)

LEAST_BITS = 2048
LONGEST_TOKEN = 32_768
ID_TOKEN_TYPES = frozenset({"", "jwt"})
LOGOUT_TYPES = frozenset({"", "jwt", "logout+jwt"})


class UnknownKey(AnswerNotTrusted):
    """Signed with a key that is not among those known; the provider may have a new one."""


def claims_of_id_token(
    token: object,
    keys: Mapping[str, Any],
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    access_token: str,
    now: int,
) -> dict[str, object]:
    """Return the claims of an ID token that answers our own question (OpenID Connect §3.1.3.7)."""
    header, claims = _opened(token, keys, ID_TOKEN_TYPES)
    if "events" in claims:
        raise AnswerNotTrusted
    options = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": client_id},
    }
    params = {"nonce": nonce, "client_id": client_id, "access_token": access_token}
    _valid(CodeIDToken(claims, header, options, params), now)
    check_subject(claims)
    check_audience(claims, client_id)
    check_age(claims, now)
    return claims


def claims_of_logout_token(
    token: object, keys: Mapping[str, Any], *, issuer: str, client_id: str, now: int
) -> dict[str, object]:
    """Return the claims of a logout token (OpenID Connect Back-Channel Logout 1.0 §2.6)."""
    _, claims = _opened(token, keys, LOGOUT_TYPES)
    registry = jwt.JWTClaimsRegistry(
        now,
        SKEW,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        iat={"essential": True},
        jti={"essential": True},
    )
    try:
        registry.validate(claims)
    except JoseError as error:
        raise AnswerNotTrusted from error
    check_audience(claims, client_id)
    check_age(claims, now)
    check_logout(claims)
    return claims


def _valid(claims: CodeIDToken, now: int) -> None:
    try:
        claims.validate(now, SKEW)
    except JoseError as error:
        raise AnswerNotTrusted from error


def _opened(
    token: object, keys: Mapping[str, Any], types: frozenset[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and claims of a token signed with a known key by an allowed algorithm.

    Keys come from the issuer's set alone: what a header says of keys (`jwk`, `jku`, `x5u`) is not
    even read.
    """
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise AnswerNotTrusted
    try:
        opened = jwt.decode(token, _usable(keys), algorithms=ALGORITHMS)
    except InvalidKeyIdError as error:
        raise UnknownKey from error
    except (JoseError, ValueError, TypeError) as error:
        raise AnswerNotTrusted from error
    kind = opened.header.get("typ", "")
    if not isinstance(kind, str) or kind.lower() not in types:
        raise AnswerNotTrusted
    return dict(opened.header), json.loads(json.dumps(opened.claims))


def _usable(keys: Mapping[str, Any]) -> KeySet:
    """Keep the public signing keys that are strong enough; never a shared secret."""
    listed = keys.get("keys")
    kept = [key for key in listed if _is_usable(key)] if isinstance(listed, list) else []
    if not kept:
        raise UnknownKey
    return KeySet.import_key_set({"keys": kept})


def _is_usable(key: object) -> bool:
    if not isinstance(key, dict) or key.get("use", "sig") != "sig":
        return False
    if key.get("kty") == "RSA":
        return len(str(key.get("n", ""))) * 6 >= LEAST_BITS
    return key.get("kty") == "EC" and key.get("crv") == "P-256"
