"""Identity providers, whom they vouch for, and what they end."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app

from motcua.events.actions import record
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import new_id
from motcua.people.actions.accounts import register
from motcua.people.actions.sessions import end_sign_ins
from motcua.people.identity_rules import (
    SKEW,
    IdentityTaken,
    LevelTooLow,
    Provider,
    Vouched,
    check_provider,
)
from motcua.people.models import Account, Identity, IdentityProvider, Person, SignIn
from motcua.people.rules import Contact, NameDoesNotMatch, SignInRefused, check_personal_number
from motcua.people.sealing import digest_at, number_digest
from motcua.people.sign_in_rules import Happened

ASK = "people.ask_providers"  # the job that reads what providers publish
BETWEEN_KEYS = timedelta(minutes=1)
SEXES = {"male": "male", "nam": "male", "female": "female", "nữ": "female"}


@transaction.atomic
def configure_provider(
    provider: Provider, *, is_enabled: bool, by: Actor, at: datetime
) -> IdentityProvider:
    """Say who vouches for people, and how it is asked; another issuer is read anew.

    No person calls it: two of them do, through `motcua.configuration`.
    """
    if by != SYSTEM:
        raise NotPermitted
    check_provider(provider)
    known = IdentityProvider.objects.select_for_update().filter(pk=provider.code).first()
    known = known or IdentityProvider(code=provider.code)
    if known.issuer != provider.issuer:
        known.metadata, known.keys = None, None
    known.name, known.issuer = provider.name, provider.issuer
    known.client_id, known.scopes = provider.client_id, provider.scopes
    known.claims, known.levels = dict(provider.claims), dict(provider.levels)
    known.least_level, known.is_enabled = provider.least_level, is_enabled
    known.save()
    subject = uuid5(NAMESPACE_URL, provider.issuer)
    record("identity_provider.configured", subject, by=by, at=at, code=provider.code)
    return known


def ask_providers_soon(*, by: Actor, at: datetime) -> None:
    """Have the worker ask the providers in use what they publish; until then a new one is off."""
    app.configure_task(ASK).defer(timestamp=int(at.timestamp()))


def may_ask_for_keys(code: str, *, by: Actor, at: datetime) -> bool:
    """Take the turn to ask a provider for its keys: one a minute, of all processes together."""
    known = IdentityProvider.objects.filter(pk=code)
    waited = Q(keys_asked_at=None) | Q(keys_asked_at__lte=at - BETWEEN_KEYS)
    return bool(known.filter(waited).update(keys_asked_at=at))


def remember_keys(code: str, keys: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    """Keep the keys that a provider published."""
    IdentityProvider.objects.filter(pk=code).update(keys=dict(keys), keys_asked_at=at)


def remember_metadata(
    code: str, metadata: Mapping[str, object], *, by: Actor, at: datetime
) -> None:
    """Keep the addresses that a provider published."""
    IdentityProvider.objects.filter(pk=code).update(metadata=dict(metadata), metadata_at=at)


@transaction.atomic
def identify(provider: Provider, vouched: Vouched, *, by: Actor, at: datetime) -> Identity:
    """Return the identity that a provider vouches for, with its account.

    Known by issuer and subject alone. A new subject is bound to the person whose verified number
    it brings, if the level suffices, and never to an account that has another subject.
    """
    if vouched.level < provider.least_level:
        raise LevelTooLow(level=provider.least_level)
    digest = digest_at("identity", provider.issuer, vouched.subject)
    found = Identity.objects.select_related("account__person").filter(subject_digest=digest).first()
    if found is None:
        found = _bind(provider, vouched, digest, by, at)
    elif not _is_still(found.account.person, vouched):
        raise IdentityTaken
    if not found.account.is_active:
        raise SignInRefused
    return found


def _is_still(person: Person, vouched: Vouched) -> bool:
    """Say whether a subject brings the number it was bound with; without one nothing changed."""
    number = vouched.particulars.get("personal_number")
    if number is None:
        return True
    known = bytes(person.number_digest or b"")
    return known == number_digest(check_personal_number(number))


def _bind(provider: Provider, vouched: Vouched, digest: bytes, by: Actor, at: datetime) -> Identity:
    said = vouched.particulars
    if not said.get("personal_number") or not said.get("full_name"):
        raise IdentityTaken
    try:
        person = register(
            said["full_name"],
            Contact(said["personal_number"]),
            birth_date=_day(said.get("birth_date", "")),
            sex=SEXES.get(said.get("sex", "").lower()),
            verified=True,
            by=by,
            at=at,
        )
    except NameDoesNotMatch as error:
        raise IdentityTaken from error
    account = Account.objects.select_for_update().filter(person=person).first()
    if account is None:
        account = Account(login=f"dinh-danh-{new_id().hex}", person=person)
        account.set_unusable_password()
        account.save(force_insert=True)
    if Identity.objects.filter(provider=provider.code, account=account).exists():
        raise IdentityTaken
    bound = Identity.objects.create(
        provider_id=provider.code, subject_digest=digest, account=account, bound_at=at
    )
    record("identity.bound", person.id, by=by, at=at, provider=provider.code)
    return bound


def _day(written: str) -> date | None:
    """Read a day as providers write it; an unreadable one is none."""
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%Y%m%d"):
        try:
            return datetime.strptime(written, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


@transaction.atomic
def end_by_provider(
    issuer: str, *, subject: str, session: str, issued: int, by: Actor, at: datetime
) -> int:
    """End the sessions that a provider says have ended there; return how many.

    Only those begun before it said so: a token sent again ends nothing new.
    """
    named = SignIn.objects.filter(
        begun_at__lte=datetime.fromtimestamp(issued + SKEW, UTC), identity__provider__issuer=issuer
    )
    if subject:
        named = named.filter(identity__subject_digest=digest_at("identity", issuer, subject))
    if session:
        named = named.filter(provider_session=digest_at("provider-session", issuer, session))
    return end_sign_ins(named, Happened.ENDED, by=by, at=at)


@transaction.atomic
def release_identity(account: Account, code: str, *, by: Actor, at: datetime) -> bool:
    """Let go of what binds an account to a provider, after the person was checked in person.

    Their next sign-in there binds anew; the sessions begun with it end.
    """
    if by != SYSTEM:
        raise NotPermitted
    bound = Identity.objects.filter(account=account, provider=code)
    end_sign_ins(SignIn.objects.filter(identity__in=bound), Happened.ENDED, by=by, at=at)
    released, _ = bound.delete()
    if released:
        record("identity.released", account.person_id, by=by, at=at, provider=code)
    return bool(released)
