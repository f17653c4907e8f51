"""What an identity provider must have said before anybody is let in.

OpenID Connect Core 1.0 §3.1.3.7, RFC 9207 (mix-up), RFC 7636 (PKCE), OpenID Connect Back-Channel
Logout 1.0 §2.6. Signatures are checked elsewhere; this is what follows from the values.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from motcua.kernel.errors import DomainError

ALGORITHMS = ("RS256", "PS256", "ES256")  # never none, never a shared secret
SKEW = 60  # seconds by which clocks may differ
OLDEST = 600  # seconds since an ID token was issued
FLOW_SECONDS = 600  # from the button to the answer
LONGEST_SUBJECT = 255
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
CODE = re.compile(r"[a-z0-9-]{1,20}")
PARTICULARS = frozenset({"personal_number", "full_name", "birth_date", "sex"})


class ProviderUnreachable(DomainError):
    """The identity provider does not answer, or answers nonsense."""

    message = (
        "Hệ thống định danh đang không trả lời. Xin thử lại sau ít phút; "
        "nếu có tài khoản của tỉnh, ông/bà vẫn đăng nhập được bằng mật khẩu."
    )


class AnswerNotTrusted(DomainError):
    """An answer that does not fit the question, or is not the provider's; never says why."""

    message = "Lần đăng nhập này không hoàn tất được. Xin bấm đăng nhập lại từ đầu."


class SignInCancelled(DomainError):
    """The person said no at the provider."""

    message = "Ông/bà đã dừng việc đăng nhập bằng tài khoản định danh."


class LevelTooLow(DomainError):
    """The identity is not assured enough."""

    message = (
        "Việc này cần tài khoản định danh điện tử mức độ {level}. "
        "Xin nâng mức tài khoản tại cơ quan Công an, hoặc đến Bộ phận Một cửa."
    )


class IdentityTaken(DomainError):
    """Subject and person do not belong together, as far as is known here."""

    message = (
        "Tài khoản định danh này không khớp với thông tin đã ghi nhận. "
        "Xin mang thẻ căn cước đến Bộ phận Một cửa để được kiểm tra."
    )


class ProviderMisconfigured(DomainError):
    """A configuration that cannot work or would not be safe."""

    message = "Cấu hình hệ thống định danh chưa đúng: {why}."


@dataclass(frozen=True, slots=True)
class Provider:
    """How to ask a provider, and what its words mean here.

    `claims` names, for each of our particulars, the claim that carries it; `levels` gives the
    level of assurance (1 to 3) for each value of `acr`; less than `least_level` is not let in.
    """

    code: str
    name: str
    issuer: str
    client_id: str
    scopes: str
    claims: Mapping[str, str]
    levels: Mapping[str, int]
    least_level: int

    def level_of(self, acr: object) -> int:
        """Return the level that a value of `acr` stands for; none for an unknown one."""
        return self.levels.get(acr, 0) if isinstance(acr, str) else 0

    def acr_for(self, level: int) -> str:
        """Return the values of `acr` of at least a level, the lowest first, as they are asked."""
        enough = [(rank, acr) for acr, rank in self.levels.items() if rank >= level]
        return " ".join(acr for _, acr in sorted(enough))


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom a provider has signed in: the subject, how sure it is, and what it says of them."""

    subject: str
    level: int
    particulars: Mapping[str, str]
    provider_session: str = ""


def is_safe_address(address: str) -> bool:
    """Say whether a provider may be called at an address: https, or this very machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.username or parts.password or parts.fragment or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)


def check_provider(provider: Provider) -> None:
    """Refuse a configuration that cannot work or would not be safe."""
    wrong = {
        "code chỉ gồm chữ thường, số và dấu gạch": not re.fullmatch(
            r"[a-z0-9-]{1,20}", provider.code
        ),
        "issuer phải là địa chỉ https, không có phần sau dấu ?": not is_safe_address(
            provider.issuer
        )
        or "?" in provider.issuer,
        "thiếu client_id": not provider.client_id,
        "scopes phải có openid": "openid" not in provider.scopes.split(),
        "claims phải nêu personal_number và full_name": not {"personal_number", "full_name"}
        <= set(provider.claims),
        "claims chỉ gồm personal_number, full_name, birth_date, sex": not set(provider.claims)
        <= PARTICULARS,
        "levels phải cho mỗi acr một mức từ 1 đến 3": not provider.levels
        or not all(rank in (1, 2, 3) for rank in provider.levels.values()),
        "least_level phải từ 1 đến 3": provider.least_level not in (1, 2, 3),
    }
    for why, is_wrong in wrong.items():
        if is_wrong:
            raise ProviderMisconfigured(why=why)


def check_metadata(metadata: Mapping[str, object], issuer: str) -> None:
    """Refuse published metadata of another issuer, without S256, or with an unsafe address.

    OpenID Connect Discovery 1.0 §4.3: the issuer must be exactly the one configured.
    """
    if metadata.get("issuer") != issuer:
        raise ProviderMisconfigured(why="issuer trong metadata khác với cấu hình")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not is_safe_address(str(metadata.get(name, ""))):
            raise ProviderMisconfigured(why=f"{name} không an toàn")
    for name in ("userinfo_endpoint", "end_session_endpoint"):
        if name in metadata and not is_safe_address(str(metadata[name])):
            raise ProviderMisconfigured(why=f"{name} không an toàn")
    methods = metadata.get("code_challenge_methods_supported", ["S256"])
    if not isinstance(methods, list) or "S256" not in methods:
        raise ProviderMisconfigured(why="hệ thống định danh không hỗ trợ PKCE S256")


def code_of_answer(answer: Mapping[str, Sequence[str]], *, issuer: str, names_issuer: bool) -> str:
    """Return the code of an authorization response whose state was found.

    Each parameter comes once; an `iss` that is there, or was promised, must be the issuer asked.
    """
    if any(len(values) != 1 for values in answer.values()):
        raise AnswerNotTrusted
    said = {name: values[0] for name, values in answer.items()}
    if ("iss" in said or names_issuer) and said.get("iss") != issuer:
        raise AnswerNotTrusted
    if said.get("error"):
        if "code" in said:
            raise AnswerNotTrusted
        raise SignInCancelled if said["error"] == "access_denied" else AnswerNotTrusted
    if not said.get("code"):
        raise AnswerNotTrusted
    return said["code"]


def check_subject(claims: Mapping[str, object]) -> str:
    """Return the subject of a token: never empty, never longer than the standard allows."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject.strip() or len(subject) > LONGEST_SUBJECT:
        raise AnswerNotTrusted
    return subject


def check_audience(claims: Mapping[str, object], client_id: str) -> None:
    """Refuse a token that is also meant for others: nobody else is trusted here."""
    if claims.get("aud") not in (client_id, [client_id]):
        raise AnswerNotTrusted


def check_age(claims: Mapping[str, object], now: int) -> None:
    """Refuse a token issued in the future or too long ago, by more than clocks may differ."""
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        raise AnswerNotTrusted
    if not now - OLDEST - SKEW <= issued <= now + SKEW:
        raise AnswerNotTrusted


def check_logout(claims: Mapping[str, object]) -> None:
    """Refuse what is not a logout token: it names the event, no nonce, and a subject or session."""
    events = claims.get("events")
    if not isinstance(events, Mapping) or not isinstance(events.get(LOGOUT_EVENT), Mapping):
        raise AnswerNotTrusted
    if "nonce" in claims or not isinstance(claims.get("jti"), str):
        raise AnswerNotTrusted
    if not any(isinstance(claims.get(name), str) and claims[name] for name in ("sub", "sid")):
        raise AnswerNotTrusted


def particulars_of(claims: Mapping[str, object], names: Mapping[str, str]) -> dict[str, str]:
    """Return what the claims say of a person, under our own names; only text counts."""
    found = {ours: claims.get(theirs) for ours, theirs in names.items()}
    return {
        ours: said.strip() for ours, said in found.items() if isinstance(said, str) and said.strip()
    }
