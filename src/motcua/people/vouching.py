"""Signing in with an account of elsewhere: the question, the answer, and a logout from there.

Calls to the provider happen here, before the action that lets the person in and outside of its
transaction (docs/adr/0040-sign-in-with-the-national-identity.md).
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.kernel.actors import SYSTEM
from motcua.people.actions.providers import (
    end_by_provider,
    may_ask_for_keys,
    remember_keys,
    remember_metadata,
)
from motcua.people.identity_provider import (
    Patience,
    Question,
    published,
    published_keys,
    question,
    tokens,
    userinfo,
)
from motcua.people.identity_rules import (
    AnswerNotTrusted,
    Provider,
    ProviderUnreachable,
    Vouched,
    check_metadata,
    check_subject,
    code_of_answer,
    particulars_of,
)
from motcua.people.identity_tokens import UnknownKey, claims_of_id_token, claims_of_logout_token
from motcua.people.models import IdentityProvider

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was kept of a question until the answer came: single use, in one session."""

    nonce: str
    verifier: str
    redirect_uri: str


def ask(known: IdentityProvider, redirect_uri: str, *, level: int) -> Question:
    """Return where to send somebody who signs in; refuse while the provider is not set up."""
    return question(known.as_configured, _metadata(known), redirect_uri, level=level)


def answered(
    known: IdentityProvider, answer: Mapping[str, Sequence[str]], asked: Asked, *, at: datetime
) -> Vouched:
    """Return whom the provider has signed in, or refuse whatever does not fit the question.

    Takes five seconds at most. What was wrong is logged without a word of the answer.
    """
    try:
        return _answered(known, answer, asked, at)
    except AnswerNotTrusted as refusal:
        why = type(refusal.__cause__ or refusal).__name__
        log.warning("an answer of %s was not trusted: %s", known.code, why)
        raise


def _answered(
    known: IdentityProvider, answer: Mapping[str, Sequence[str]], asked: Asked, at: datetime
) -> Vouched:
    provider, metadata, patience = known.as_configured, _metadata(known), Patience()
    promised = metadata.get("authorization_response_iss_parameter_supported") is True
    code = code_of_answer(answer, issuer=provider.issuer, names_issuer=promised)
    given = tokens(
        provider,
        metadata,
        code=code,
        verifier=asked.verifier,
        redirect_uri=asked.redirect_uri,
        patience=patience,
    )
    access_token = str(given.get("access_token") or "")

    def read(keys: Mapping[str, Any]) -> dict[str, object]:
        return claims_of_id_token(
            given.get("id_token"),
            keys,
            issuer=provider.issuer,
            client_id=provider.client_id,
            nonce=asked.nonce,
            access_token=access_token,
            now=int(at.timestamp()),
        )

    try:
        claims = read(known.keys or {})
    except UnknownKey:
        claims = read(_newer_keys(known, patience, at))
    return _vouched(provider, metadata, claims, access_token, patience)


def _vouched(
    provider: Provider,
    metadata: Mapping[str, Any],
    claims: Mapping[str, object],
    access_token: str,
    patience: Patience,
) -> Vouched:
    """Return subject, level and particulars; ask for those that the ID token lacks.

    What belongs to another subject is not taken (OpenID Connect Core §5.3.2).
    """
    subject, said = check_subject(claims), particulars_of(claims, provider.claims)
    if set(provider.claims) - set(said) and "userinfo_endpoint" in metadata and access_token:
        more = userinfo(provider, metadata, access_token, patience)
        if more.get("sub") != subject:
            raise AnswerNotTrusted
        said = particulars_of(more, provider.claims) | said
    session = claims.get("sid")
    level = provider.level_of(claims.get("acr"))
    return Vouched(subject, level, said, session if isinstance(session, str) else "")


def _newer_keys(known: IdentityProvider, patience: Patience, at: datetime) -> Mapping[str, Any]:
    """Ask for the provider's keys, once a minute at most whoever asks for it."""
    if not may_ask_for_keys(known.code, by=SYSTEM, at=at):
        raise AnswerNotTrusted
    keys = published_keys(known.as_configured, _metadata(known), patience)
    remember_keys(known.code, keys, by=SYSTEM, at=at)
    return keys


def logged_out_there(known: IdentityProvider, token: object, *, at: datetime) -> int:
    """End the sessions that a logout token of the provider names; return how many."""
    provider = known.as_configured

    def read(keys: Mapping[str, Any]) -> dict[str, object]:
        return claims_of_logout_token(
            token,
            keys,
            issuer=provider.issuer,
            client_id=provider.client_id,
            now=int(at.timestamp()),
        )

    try:
        claims = read(known.keys or {})
    except UnknownKey:
        claims = read(_newer_keys(known, Patience(), at))
    issued = int(float(str(claims["iat"])))
    subject, session = (str(claims.get(name) or "") for name in ("sub", "sid"))
    return end_by_provider(
        provider.issuer, subject=subject, session=session, issued=issued, by=SYSTEM, at=at
    )


def refresh(known: IdentityProvider, *, at: datetime) -> None:
    """Read what the provider publishes: its addresses and its keys.

    Refuses what is not safe, and keeps what was known before.
    """
    provider, patience = known.as_configured, Patience()
    metadata = published(provider, patience)
    check_metadata(metadata, provider.issuer)
    keys = published_keys(provider, metadata, patience)
    remember_metadata(known.code, metadata, by=SYSTEM, at=at)
    remember_keys(known.code, keys, by=SYSTEM, at=at)


def _metadata(known: IdentityProvider) -> Mapping[str, Any]:
    if not known.is_enabled or not known.metadata:
        raise ProviderUnreachable
    return dict(known.metadata)
