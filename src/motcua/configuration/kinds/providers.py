"""Identity providers (hệ thống định danh): who vouches for those who sign in."""

from datetime import date, datetime

from motcua.configuration.kinds.kind import SEPARATOR, Kind
from motcua.configuration.rules import SHORT, Content, Field, in_lines, number_in, pairs_in
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import InvalidInput
from motcua.people.actions import ask_providers_soon, configure_provider
from motcua.people.identity_rules import Provider, check_provider
from motcua.people.models import IdentityProvider
from motcua.people.queries import provider_at

CODE = "dinh-danh"
ON, OFF = "on", "off"
LONGEST = {"name": 120, "issuer": 300, "client_id": 200, "scopes": 200}
FIELDS = (
    Field("name", "Tên trên nút đăng nhập", "Sau chữ “Đăng nhập bằng”."),
    Field("issuer", "Địa chỉ của hệ thống (issuer)", "Bắt đầu bằng https://."),
    Field("client_id", "Mã của hệ thống này ở đó (client_id)"),
    Field("scopes", "Phạm vi xin đọc (scopes)", "Ví dụ: openid profile."),
    Field(
        "claims",
        "Thông tin lấy về",
        "Mỗi dòng một thông tin: personal_number và full_name bắt buộc, birth_date và sex nếu có. "
        "Ví dụ: full_name = name.",
        lines=4,
    ),
    Field("levels", "Mức định danh", "Mỗi dòng một mức từ 1 đến 3, ví dụ: LoA2 = 2.", lines=3),
    Field("least_level", "Mức thấp nhất được vào", "Từ 1 đến 3.", longest=SHORT),
    Field("use", "Đăng nhập bằng hệ thống này", choices=((ON, "Bật"), (OFF, "Tắt"))),
)


def _provider(part: str, content: Content) -> Provider:
    for key, longest in LONGEST.items():
        if not 1 <= len(content[key]) <= longest:
            raise InvalidInput({key: f"Xin nhập mục này, không quá {longest} ký tự."})
    levels = pairs_in(content, "levels", "LoA2 = 2")
    if not all(level in {"1", "2", "3"} for level in levels.values()):
        raise InvalidInput({"levels": "Mỗi mức là 1, 2 hoặc 3, ví dụ: LoA2 = 2."})
    return Provider(
        code=part,
        name=content["name"],
        issuer=content["issuer"],
        client_id=content["client_id"],
        scopes=content["scopes"],
        claims=pairs_in(content, "claims", "full_name = name"),
        levels={acr: int(level) for acr, level in levels.items()},
        least_level=number_in(content, "least_level"),
    )


def _check(part: str, content: Content, today: date) -> None:
    provider = _provider(part, content)
    check_provider(provider)
    other = provider_at(provider.issuer)
    if other is not None and other.code != part:
        raise InvalidInput({"issuer": f"Địa chỉ này đã khai báo dưới mã {other.code}."})


def _adopt(part: str, content: Content, by: Actor, at: datetime) -> None:
    """Configure the provider; the worker then asks it what it publishes."""
    is_on = content["use"] == ON
    configure_provider(_provider(part, content), is_enabled=is_on, by=SYSTEM, at=at)
    if is_on:
        ask_providers_soon(by=SYSTEM, at=at)


def _known() -> dict[str, str]:
    named = IdentityProvider.objects.order_by("code").values_list("code", "name")
    return {f"{CODE}{SEPARATOR}{code}": name for code, name in named}


def _now(part: str, today: date) -> Content:
    known = IdentityProvider.objects.filter(pk=part).first()
    if known is None:
        return {"scopes": "openid profile", "least_level": "2", "use": ON}
    said = known.as_configured
    return {
        "name": said.name,
        "issuer": said.issuer,
        "client_id": said.client_id,
        "scopes": said.scopes,
        "claims": in_lines(f"{ours} = {theirs}" for ours, theirs in said.claims.items()),
        "levels": in_lines(f"{acr} = {level}" for acr, level in said.levels.items()),
        "least_level": str(said.least_level),
        "use": ON if known.is_enabled else OFF,
    }


KIND = Kind(
    code=CODE,
    name="Hệ thống định danh",
    about="Ai được xác nhận danh tính của người đăng nhập.",
    after="Nút đăng nhập hiện ra khi hệ thống định danh trả lời.",
    keepers=(Role.TECHNICAL_ADMIN,),
    fields=FIELDS,
    check=_check,
    adopt=_adopt,
    known=_known,
    now=_now,
    several=True,
    adding="Thêm hệ thống định danh",
)
