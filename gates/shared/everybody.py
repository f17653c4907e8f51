"""Everybody who opens pages of a system that is attacked, and where they begin."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from motcua.dossiers.models import Dossier
from motcua.people.models import Account

HOST = "127.0.0.1"
LOGINS = (
    "cong-dan", "uy-quyen", "tiep-nhan", "thu-ly", "lanh-dao-phong", "lanh-dao", "van-thu",
    "tra-ket-qua", "giam-sat", "kiem-soat", "thanh-tra", "quan-tri-nghiep-vu", "quan-tri-ky-thuat",
)  # fmt: skip
STRANGER = "người lạ"
DOSSIERS = 12  # that everybody tries to open


def people() -> dict[str, Sequence[Any]]:
    """Return everybody who looks, each with the cookie of a session; a stranger has none."""
    found: dict[str, Sequence[Any]] = {STRANGER: ()}
    name = settings.SESSION_COOKIE_NAME
    for login in LOGINS:
        browser = Client()
        browser.force_login(Account.objects.get(login=login))
        value = browser.cookies[name].value
        found[login] = [{"name": name, "value": value, "domain": HOST, "path": "/"}]
    return found


def beginnings() -> list[str]:
    """Return every address that has no part which varies, and pages of some dossiers."""
    found = [f"/{one}" for one in addresses(get_resolver().url_patterns, "") if "<" not in one]
    for dossier in Dossier.objects.order_by("?")[:DOSSIERS]:
        for portal in ("can-bo/ho-so", "mot-cua/ho-so", "theo-doi/ho-so", "ho-so-cua-toi"):
            found.append(f"/{portal}/{dossier.id}")
    return found


def addresses(patterns: Any, before: str) -> list[str]:
    """Return the addresses of pages below a part of the program."""
    found: list[str] = []
    for one in patterns:
        address = before + str(one.pattern)
        inner = getattr(one, "url_patterns", None)
        found += addresses(inner, address) if inner is not None else [address]
    return [one for one in found if not one.startswith("api/")]
