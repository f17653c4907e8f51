"""Everybody who opens pages of a system that is attacked, and where they begin."""

from collections.abc import Sequence
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.test import Client
from django.urls import get_resolver
from django.utils.timezone import now

from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Actor
from motcua.people.actions import begin_sign_in
from motcua.people.models import Account
from motcua.people.sign_in_rules import Method, Origin

HOST = "127.0.0.1"
LOGINS = (
    "cong-dan", "uy-quyen", "tiep-nhan", "thu-ly", "lanh-dao-phong", "lanh-dao", "van-thu",
    "tra-ket-qua", "thu-ly-moi-truong", "giam-sat", "kiem-soat", "thanh-tra",
    "quan-tri-nghiep-vu", "quan-tri-ky-thuat",
)  # fmt: skip
# Who opens the page of each dossier of the sample's citizen, and in which portal.
PORTALS = {
    LOGINS[0]: "ho-so-cua-toi",
    "tiep-nhan": "mot-cua/ho-so",
    "thu-ly": "can-bo/ho-so",
    "thu-ly-moi-truong": "can-bo/ho-so",
}
STRANGER = "người lạ"
DOSSIERS = 6  # that everybody tries to open, beside those of the sample's citizen
ELSEWHERE = 2  # other devices on which each is signed in
DEVICE = "Chromium của phép thử"
# Pages that show something only once it was asked for.
ASKED = (
    "mot-cua/to-chuc?q=9999000118", "mot-cua/to-chuc?q=9999000372",
    "mot-cua/to-chuc/moi?mst=9999000245",
)  # fmt: skip


def people() -> dict[str, Sequence[Any]]:
    """Return everybody who looks, each with the cookie of a session; a stranger has none."""
    found: dict[str, Sequence[Any]] = {STRANGER: ()}
    name = settings.SESSION_COOKIE_NAME
    for login in LOGINS:
        browser = Client()
        account = Account.objects.get(login=login)
        browser.force_login(account)
        value = browser.cookies[name].value
        for session in (value, *(token_hex(16) for _ in range(ELSEWHERE))):
            at, by = Origin(HOST, device=DEVICE), Actor(account.person_id)
            begin_sign_in(
                account, session, method=Method.PASSWORD, level=1, origin=at, by=by, at=now()
            )
        found[login] = [{"name": name, "value": value, "domain": HOST, "path": "/"}]
    return found


def beginnings() -> list[str]:
    """Return every address that has no part which varies, pages that are asked for something, and
    the pages of some dossiers."""
    found = [f"/{one}" for one in addresses(get_resolver().url_patterns, "") if "<" not in one]
    for dossier in Dossier.objects.exclude(pk__in=_of_citizen()).order_by("?")[:DOSSIERS]:
        found += [f"/{one}/{dossier.id}" for one in sorted({*PORTALS.values(), "theo-doi/ho-so"})]
    return [f"/{one}" for one in ASKED] + found


def needed() -> dict[str, list[str]]:
    """Return who opens the pages of every dossier of the sample's citizen, and which: what happened
    to those is seldom."""
    known = [str(one) for one in _of_citizen().values_list("id", flat=True)]
    return {who: [f"/{portal}/{one}" for one in known] for who, portal in PORTALS.items()}


def _of_citizen() -> QuerySet[Dossier]:
    return Dossier.objects.filter(applicant__account__login=LOGINS[0]).order_by("id")


def addresses(patterns: Any, before: str) -> list[str]:
    """Return the addresses of pages below a part of the program."""
    found: list[str] = []
    for one in patterns:
        address = before + str(one.pattern)
        inner = getattr(one, "url_patterns", None)
        found += addresses(inner, address) if inner is not None else [address]
    return [one for one in found if not one.startswith("api/")]
