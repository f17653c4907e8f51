"""Identity numbers and phones."""

from datetime import date

import pytest

from motcua.people.rules import (
    NumberDoesNotMatch,
    WrongPersonalNumber,
    WrongPhone,
    check_number_fits,
    check_personal_number,
    masked_number,
    normal_phone,
)

NUMBER = "037190000001"  # a woman born in 1990


@pytest.mark.parametrize("typed", [NUMBER, "037 190 000 001", "037.190.000001", f" {NUMBER}\n"])
def test_a_number_is_twelve_digits_however_typed(typed: str) -> None:
    assert check_personal_number(typed) == NUMBER


@pytest.mark.parametrize(
    "typed",
    ["", "03719000000", "0371900000012", "03719000000a", "037490000001", "٠٣٧١٩٠٠٠٠٠٠١", "１" * 12],
)
def test_a_number_that_cannot_exist_is_refused(typed: str) -> None:
    with pytest.raises(WrongPersonalNumber):
        check_personal_number(typed)


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        ("037090000001", date(1990, 5, 1), "male"),
        ("037190000001", date(1990, 5, 1), "female"),
        ("037205000001", date(2005, 5, 1), "male"),
        ("037305000001", date(2005, 5, 1), "female"),
        ("037190000001", None, None),
    ],
)
def test_a_number_tells_sex_and_year_of_birth(
    number: str, born: date | None, sex: str | None
) -> None:
    check_number_fits(number, born, sex)


@pytest.mark.parametrize(
    ("born", "sex"),
    [(date(1991, 1, 1), "female"), (date(1990, 1, 1), "male"), (date(2090, 1, 1), None)],
)
def test_a_number_of_somebody_else_does_not_fit(born: date, sex: str | None) -> None:
    with pytest.raises(NumberDoesNotMatch):
        check_number_fits(NUMBER, born, sex)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912345678", "0912345678"),
        ("091 234 5678", "0912345678"),
        ("(091) 234-5678", "0912345678"),
        ("+84912345678", "0912345678"),
        ("+84 0912345678", "0912345678"),
        ("0084912345678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0229 3812 345", "02293812345"),
    ],
)
def test_a_phone_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normal_phone(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "912345678", "09123456789", "0012345678", "091234567", "+1 202 555 0100", "09x2345678"],
)
def test_a_phone_that_cannot_be_called_is_refused(typed: str) -> None:
    with pytest.raises(WrongPhone):
        normal_phone(typed)


@pytest.mark.parametrize(("number", "shown"), [(NUMBER, "•••••••••001"), ("12", "12"), ("", "")])
def test_a_masked_number_shows_its_last_three_digits(number: str, shown: str) -> None:
    assert masked_number(number) == shown
