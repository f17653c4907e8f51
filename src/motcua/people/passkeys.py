"""Passkeys (WebAuthn Level 2) through py_webauthn: what the browser is asked, what it answered."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from motcua.people.models import Account, Passkey
from motcua.people.rules import PasskeyWrong

NAME = "Motcua"
LONGEST = 16_384


@dataclass(frozen=True, slots=True)
class Made:
    """A passkey that a device has made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def _site() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or ""


def to_make(account: Account, known: Iterable[Passkey]) -> tuple[str, bytes]:
    """Return what the browser is asked in order to make a passkey, and the challenge in it."""
    asked = generate_registration_options(
        rp_id=_site(),
        rp_name=NAME,
        user_id=account.id.bytes,
        user_name=account.login,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_named(known),
    )
    return options_to_json(asked), asked.challenge


def to_prove(known: Iterable[Passkey]) -> tuple[str, bytes]:
    """Return what the browser is asked in order to use one of these passkeys, and the challenge."""
    asked = generate_authentication_options(rp_id=_site(), allow_credentials=_named(known))
    return options_to_json(asked), asked.challenge


def _named(known: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=bytes(one.credential_id)) for one in known]


def made(answer: str, challenge: bytes) -> Made:
    """Return the passkey that an answer brings, made for this site and this question."""
    try:
        checked = verify_registration_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=_site(),
            expected_origin=settings.PUBLIC_URL,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyWrong from error
    return Made(checked.credential_id, checked.credential_public_key, checked.sign_count)


def credential_in(answer: str) -> bytes:
    """Return which passkey an answer is about; nothing of it is checked yet."""
    try:
        return base64url_to_bytes(str(_read(answer)["id"]))
    except (ValueError, KeyError, TypeError) as error:
        raise PasskeyWrong from error


def proven(answer: str, challenge: bytes, passkey: Passkey) -> int:
    """Return the new count of a passkey that has answered this question, on this site."""
    try:
        checked = verify_authentication_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=_site(),
            expected_origin=settings.PUBLIC_URL,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyWrong from error
    return checked.new_sign_count


def _read(answer: str) -> dict[str, object]:
    if len(answer) > LONGEST:
        raise ValueError("too long")
    said = json.loads(answer)
    if not isinstance(said, dict):
        raise ValueError("not an object")
    return said
