"""Whether an answer agrees with others: a number with its birth date, a signature with its name."""

from collections.abc import Mapping

from motcua.forms.fields.dates import day_of
from motcua.forms.fields.kinds import Field
from motcua.kernel.text import alike
from motcua.people.rules import NumberDoesNotMatch, check_number_fits

SEXES = frozenset({"male", "female"})


def mismatch(field: Field, answer: object, values: Mapping[str, object]) -> tuple[str, str] | None:
    """Return the part (empty for the whole) and the sentence when an answer contradicts others.

    `values` are what conditions read, so that a field not asked or not answered contradicts
    nothing. The answer itself was checked before.
    """
    if field["kind"] == "personal_number" and field.get("fits"):
        return _number(str(answer), field["fits"], values)  # type: ignore[arg-type]
    if field["kind"] == "signature" and field.get("signer"):
        return _signature(answer, values.get(str(field["signer"])))  # type: ignore[arg-type]
    if field["kind"] == "land_parcel":
        return _point(answer)  # type: ignore[arg-type]
    return None


def _number(
    number: str, fits: Mapping[str, str], values: Mapping[str, object]
) -> tuple[str, str] | None:
    sex = values.get(fits.get("sex", ""))
    born = day_of(values.get(fits.get("birth_date", "")))
    told = sex if isinstance(sex, str) and sex in SEXES else None
    try:
        check_number_fits(number, born, told)
    except NumberDoesNotMatch as refusal:
        return "", str(refusal)
    return None


def _signature(answer: Mapping[str, object], signer: object) -> tuple[str, str] | None:
    name = signer.get("name") if isinstance(signer, Mapping) else signer
    if not name or alike(str(name), str(answer.get("name", ""))):
        return None
    return "name", "Họ tên ký không giống họ tên đã khai. Xin gõ đúng họ tên của người ký."


def _point(answer: Mapping[str, object]) -> tuple[str, str] | None:
    if ("lat" in answer) == ("lon" in answer):
        return None
    missing = "lon" if "lat" in answer else "lat"
    return missing, "Xin ghi đủ cả vĩ độ và kinh độ, hoặc để trống cả hai."
