"""Addresses: province and commune by code since July 2025; older ones as they are written."""

from collections.abc import Mapping
from datetime import date

from motcua.forms.fields.kinds import LINE_LENGTH, Field, FieldError, Places
from motcua.forms.fields.writing import written

PARTS = frozenset({"province", "commune", "line"})
OLD_PARTS = PARTS | {"district"}
NAME_LENGTH = 60


def check_address(answer: object, field: Field, today: date, places: Places) -> object:
    """Return an address; one with a district is of before July 2025, where the field takes it.

    Districts ended on 30 June 2025 (Luật số 72/2025/QH15); papers issued before still name them.
    """
    if not isinstance(answer, dict) or not answer.keys() <= OLD_PARTS:
        raise FieldError("Xin chọn tỉnh, xã và ghi địa chỉ cụ thể.")
    if any(not isinstance(part, str) for part in answer.values()):
        raise FieldError("Xin chọn tỉnh, xã và ghi địa chỉ cụ thể.")
    if answer.get("district"):
        return _before_july_2025(answer, field)
    province, commune = answer.get("province", ""), answer.get("commune", "")
    if province not in places.provinces:
        raise FieldError("Xin chọn tỉnh, thành phố.")
    if province == places.province_of_communes and commune not in places.communes:
        raise FieldError("Xin chọn xã, phường.")
    if commune and province != places.province_of_communes:
        raise FieldError("Xã, phường này không thuộc tỉnh đã chọn.")
    return {"province": province, "commune": commune, "line": _line(answer)}


def _before_july_2025(answer: Mapping[str, str], field: Field) -> object:
    if not field.get("old"):
        raise FieldError("Xin ghi địa chỉ theo tỉnh và xã hiện nay.")
    names = {
        part: written(answer.get(part, ""), NAME_LENGTH)
        for part in ("province", "district", "commune")
    }
    if not all(names.values()):
        raise FieldError("Xin ghi đủ tỉnh, huyện và xã như trên giấy tờ cũ.")
    return {**names, "line": _line(answer)}


def _line(answer: Mapping[str, str]) -> str:
    line = written(answer.get("line", ""), LINE_LENGTH)
    if not line:
        raise FieldError("Xin ghi địa chỉ cụ thể: số nhà, đường hoặc thôn, xóm.")
    return line
