"""The provinces and communes that addresses name, and who is competent where."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from motcua.events.rows import read
from motcua.forms.fields import Places
from motcua.kernel.errors import DomainError
from motcua.organisations.models import Agency
from motcua.organisations.queries import agency_by_code, communes_in_force, in_force_today
from motcua.procedures.models import ProcedureVersion

# General statistics office codes of the 34 provinces since 1 July 2025 (NQ 202/2025/QH15).
PROVINCES = {
    "01": "Thành phố Hà Nội",
    "04": "Tỉnh Cao Bằng",
    "08": "Tỉnh Tuyên Quang",
    "11": "Tỉnh Điện Biên",
    "12": "Tỉnh Lai Châu",
    "14": "Tỉnh Sơn La",
    "15": "Tỉnh Lào Cai",
    "19": "Tỉnh Thái Nguyên",
    "20": "Tỉnh Lạng Sơn",
    "22": "Tỉnh Quảng Ninh",
    "24": "Tỉnh Bắc Ninh",
    "25": "Tỉnh Phú Thọ",
    "31": "Thành phố Hải Phòng",
    "33": "Tỉnh Hưng Yên",
    "37": "Tỉnh Ninh Bình",
    "38": "Tỉnh Thanh Hóa",
    "40": "Tỉnh Nghệ An",
    "42": "Tỉnh Hà Tĩnh",
    "44": "Tỉnh Quảng Trị",
    "46": "Thành phố Huế",
    "48": "Thành phố Đà Nẵng",
    "51": "Tỉnh Quảng Ngãi",
    "52": "Tỉnh Gia Lai",
    "56": "Tỉnh Khánh Hòa",
    "66": "Tỉnh Đắk Lắk",
    "68": "Tỉnh Lâm Đồng",
    "75": "Tỉnh Đồng Nai",
    "79": "Thành phố Hồ Chí Minh",
    "80": "Tỉnh Tây Ninh",
    "82": "Tỉnh Đồng Tháp",
    "86": "Tỉnh Vĩnh Long",
    "91": "Tỉnh An Giang",
    "92": "Thành phố Cần Thơ",
    "96": "Tỉnh Cà Mau",
}
OUR_PROVINCE = "37"


_IN_FORCE = "valid_from <= %s AND (valid_to IS NULL OR valid_to >= %s)"


class CommuneNeeded(DomainError):
    """A procedure of the communes needs to know which commune settles it."""

    message = "Xin chọn xã, phường giải quyết hồ sơ."


def places_on(day: date) -> Places:
    """Return what an address may name on a day; one statement a day and process."""
    return _places(day)


@lru_cache(maxsize=4)
def _places(day: date) -> Places:
    communes = {agency.gso_code: agency.place for agency in communes_in_force(day)}
    return Places(PROVINCES, communes, OUR_PROVINCE)


def competent_agency(version: ProcedureVersion, commune: UUID | None, day: date) -> Agency:
    """Return who settles a dossier: the agency the catalogue names, or the chosen commune.

    Competence follows from the procedure and the subject's place, never from the counter
    (NĐ 118/2025/NĐ-CP art. 14).
    """
    if version.settled_by:
        return in_force_today(agency_by_code(version.settled_by), day)
    if commune is None:
        raise CommuneNeeded
    chosen = read(
        Agency, f"WHERE id = %s AND kind = 'commune' AND {_IN_FORCE}", [commune, day, day]
    )
    if not chosen:
        raise CommuneNeeded
    return chosen[0]


def receiving_desk(settling: Agency, day: date) -> Agency:
    """Return the one-stop shop of an online filing: the commune's own, else the province's."""
    if settling.kind == "commune":
        return settling
    return read(Agency, f"WHERE kind = 'service_centre' AND {_IN_FORCE} LIMIT 1", [day, day])[0]
