"""Configuring who vouches for those who sign in, from the command line.

Imported only once Django is ready.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate, now
from rich.console import Console

from motcua.configuration.queries import require_alone
from motcua.kernel.actors import SYSTEM, Role
from motcua.kernel.errors import DomainError, NotFound
from motcua.people.actions import adopt_policy, configure_provider, release_identity
from motcua.people.identity_provider import SECRETS, secret_of
from motcua.people.identity_rules import Provider
from motcua.people.models import IdentityProvider
from motcua.people.queries import account_by_login
from motcua.people.vouching import refresh
from motcua.runtime.refusals import CannotStart

WRONG_INPUT = 2
KNOWN = frozenset(
    {"code", "name", "issuer", "client_id", "scopes", "claims", "levels", "least_level"}
)
BACK = "/dang-nhap/dinh-danh/{code}/tro-ve"
SETTINGS = "/quan-tri/thiet-lap"
ENDED = "/dang-nhap/dinh-danh/{code}/phien"


def configure(file: Path, *, off: bool) -> None:
    """Take a configuration into use: check it, ask the provider what it publishes, say the rest.

    A provider that does not answer, or publishes what is not safe, stays off. An installation that
    has two to set it takes nothing from here but turning one off, which only holds back.
    """
    console = Console(highlight=False, soft_wrap=True)
    provider = _read(file)
    try:
        if off:
            console.print(f"Đã tắt đăng nhập bằng {_turn_off(provider.code)}.")
            return
        _require_alone()
        secret = secret_of(provider.code)
        known = configure_provider(provider, is_enabled=True, by=SYSTEM, at=now())
        refresh(known, at=now())
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal
    console.print(f"Đã bật đăng nhập bằng {provider.name} ({provider.issuer}).")
    for words, path in (("Địa chỉ trở về", BACK), ("Địa chỉ nhận báo đăng xuất", ENDED)):
        console.print(f"{words} để đăng ký: {settings.PUBLIC_URL}{path.format(code=provider.code)}")
    if not secret:
        place = Path(settings.KEYS) / SECRETS / f"{provider.code}.secret"
        console.print(f"Chưa có mã bí mật; nếu được cấp, hãy ghi vào {place}, quyền 600.")


def _require_alone() -> None:
    require_alone([Role.TECHNICAL_ADMIN], SETTINGS, localdate())


def _turn_off(code: str) -> str:
    """Turn a provider off as it is configured, whatever the file says besides; return its name."""
    known = IdentityProvider.objects.filter(pk=code).first()
    if known is None:
        raise NotFound
    configure_provider(known.as_configured, is_enabled=False, by=SYSTEM, at=now())
    return known.name


def _read(file: Path) -> Provider:
    try:
        said: Mapping[str, Any] = tomllib.loads(file.read_text("utf-8"))
        unknown = sorted(set(said) - KNOWN)
        if unknown:
            raise ValueError(f"không hiểu: {', '.join(unknown)}")
        return Provider(
            code=str(said["code"]),
            name=str(said["name"]),
            issuer=str(said["issuer"]),
            client_id=str(said["client_id"]),
            scopes=str(said.get("scopes", "openid profile")),
            claims={str(ours): str(theirs) for ours, theirs in said["claims"].items()},
            levels={str(acr): int(level) for acr, level in said["levels"].items()},
            least_level=int(said.get("least_level", 2)),
        )
    except KeyError as missing:
        raise CannotStart(f"{file} thiếu mục {missing}.", WRONG_INPUT) from missing
    except (ValueError, AttributeError, UnicodeDecodeError) as error:
        raise CannotStart(f"{file} chưa đúng: {error}", WRONG_INPUT) from error


def release(login: str, code: str) -> None:
    """Let go of what binds an account to a provider."""
    account = account_by_login(login)
    if account is None or not release_identity(account, code, by=SYSTEM, at=now()):
        raise CannotStart(f"Tài khoản “{login}” không gắn với “{code}”.", WRONG_INPUT)
    Console(highlight=False).print(f"“{login}” sẽ được gắn lại khi đăng nhập lần sau.")


def policy(file: Path) -> None:
    """Adopt what is demanded of those who sign in, from the day that the file names."""
    try:
        said = dict(tomllib.loads(file.read_text("utf-8")))
        from_on, basis = said.pop("from_on"), str(said.pop("basis"))
        if not isinstance(from_on, date):
            raise ValueError("from_on phải là một ngày, ví dụ 2026-12-01")
        _require_alone()
        adopt_policy(said, from_on=from_on, basis=basis, by=SYSTEM, at=now())
    except KeyError as missing:
        raise CannotStart(f"{file} thiếu mục {missing}.", WRONG_INPUT) from missing
    except ValueError as error:
        raise CannotStart(f"{file} chưa đúng: {error}", WRONG_INPUT) from error
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal
    Console(highlight=False).print(f"Quy định đăng nhập có hiệu lực từ {from_on:%d/%m/%Y}.")
