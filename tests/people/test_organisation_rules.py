"""Tax codes, and who may speak for an organisation on a day."""

from datetime import UTC, date, datetime

import pytest

from motcua.kernel.actors import Scope
from motcua.people.organisation_rules import (
    Capacity,
    EvidenceMissing,
    MandateDatesWrong,
    MandateTerms,
    Standing,
    WrongTaxCode,
    check_tax_code,
    check_terms,
    is_uncertain,
    last_day,
    standing_on,
)

FIRST, LAST = date(2026, 3, 1), date(2026, 8, 31)
A_MOMENT = datetime(2026, 5, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0100109106", "0100109106"),
        ("0101248141", "0101248141"),
        ("0100112437", "0100112437"),
        ("0100686174", "0100686174"),
        ("0301442989", "0301442989"),
        (" 0100109106 ", "0100109106"),
        ("0100 109 106", "0100109106"),
        ("0100109106-001", "0100109106-001"),
        ("0100109106001", "0100109106-001"),
    ],
)
def test_a_tax_code_is_kept_in_one_spelling(written: str, kept: str) -> None:
    assert check_tax_code(written) == kept


@pytest.mark.parametrize(
    "wrong",
    ["", "abc", "010010910", "0100109107", "0101248140", "0100109106-000", "0100109106-01",
     "037190000001", "01001091060011"],
)  # fmt: skip
def test_a_tax_code_that_nobody_has_is_refused(wrong: str) -> None:
    with pytest.raises(WrongTaxCode):
        check_tax_code(wrong)


def test_where_sources_differ_on_the_check_digit_the_code_is_taken_with_a_warning() -> None:
    assert check_tax_code("0000000000") == "0000000000"
    assert is_uncertain("0000000000")
    assert not is_uncertain("0100109106")
    with pytest.raises(WrongTaxCode):
        check_tax_code("0000000001")


@pytest.mark.parametrize(
    ("day", "until", "revoked", "standing"),
    [
        (date(2026, 2, 28), LAST, None, Standing.UPCOMING),
        (FIRST, LAST, None, Standing.IN_FORCE),
        (LAST, LAST, None, Standing.IN_FORCE),
        (date(2026, 9, 1), LAST, None, Standing.ENDED),
        (date(2036, 1, 1), None, None, Standing.IN_FORCE),
        (LAST, LAST, A_MOMENT, Standing.REVOKED),
        (date(2026, 2, 28), None, A_MOMENT, Standing.REVOKED),
    ],
)
def test_a_mandate_holds_from_its_first_day_to_its_last_unless_it_was_ended(
    day: date, until: date | None, revoked: datetime | None, standing: Standing
) -> None:
    assert standing_on(day, from_on=FIRST, until_on=until, revoked_at=revoked) is standing


def terms(
    capacity: Capacity, begun: date, until: date | None, evidence: str = "Giấy mẫu"
) -> MandateTerms:
    return MandateTerms(capacity, Scope.FULL, begun, until, evidence)


@pytest.mark.parametrize(
    ("capacity", "begun", "until", "last"),
    [
        (Capacity.AUTHORISED, FIRST, None, date(2027, 3, 1)),
        (Capacity.AUTHORISED, date(2028, 2, 29), None, date(2029, 2, 28)),
        (Capacity.AUTHORISED, FIRST, LAST, LAST),
        (Capacity.LEGAL, FIRST, None, None),
        (Capacity.LEGAL, FIRST, LAST, LAST),
    ],
)
def test_an_authorisation_without_an_end_holds_for_a_year(
    capacity: Capacity, begun: date, until: date | None, last: date | None
) -> None:
    assert last_day(terms(capacity, begun, until)) == last


def test_a_mandate_rests_on_a_paper_and_does_not_end_before_it_begins() -> None:
    check_terms(terms(Capacity.LEGAL, FIRST, FIRST))
    with pytest.raises(EvidenceMissing):
        check_terms(terms(Capacity.LEGAL, FIRST, None, "  "))
    with pytest.raises(MandateDatesWrong):
        check_terms(terms(Capacity.LEGAL, LAST, FIRST))
