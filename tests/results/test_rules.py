"""Whether a result is in force, and what its line must say."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from motcua.kernel.errors import DomainError
from motcua.results.rules import (
    Holder,
    IssuedInFuture,
    Line,
    NameMissing,
    NoLongerStands,
    NothingToRenew,
    NumberMissing,
    Origin,
    RenewalShorter,
    Standing,
    ValidityWrong,
    WrongBirthYear,
    WrongTypeCode,
    check_line,
    check_renewal,
    check_stands,
    in_words,
    share,
    standing_on,
    valid_until,
)

DAY = date(2026, 6, 1)
MOMENT = datetime(2026, 5, 1, tzinfo=UTC)
GOOD = Line("Giấy phép", "1/GP", uuid4(), Holder("Bà Mẫu", "", 1990), date(2026, 1, 1))


def standing(
    valid_from: date = date(2026, 1, 1),
    valid_to: date | None = None,
    replaced_at: datetime | None = None,
    revoked_at: datetime | None = None,
) -> Standing:
    return standing_on(
        DAY,
        valid_from=valid_from,
        valid_to=valid_to,
        replaced_at=replaced_at,
        revoked_at=revoked_at,
    )


def test_a_result_without_an_end_stays_in_force() -> None:
    assert standing() is Standing.IN_FORCE


def test_a_result_is_in_force_to_the_end_of_its_last_day() -> None:
    assert standing(valid_to=DAY) is Standing.IN_FORCE
    assert standing(valid_to=date(2026, 5, 31)) is Standing.EXPIRED


def test_a_result_may_begin_later_than_it_was_issued() -> None:
    assert standing(valid_from=date(2026, 6, 2)) is Standing.UPCOMING


def test_what_an_agency_did_goes_before_what_a_date_says() -> None:
    past = date(2026, 5, 1)

    assert standing(valid_to=past, replaced_at=MOMENT) is Standing.REPLACED
    assert standing(valid_to=past, revoked_at=MOMENT) is Standing.REVOKED


def test_every_standing_and_origin_has_its_words() -> None:
    assert all(one.label for one in (*Standing, *Origin))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": " "}, NameMissing),
        ({"holder": Holder("")}, NameMissing),
        ({"number": ""}, NumberMissing),
        ({"type_code": "kq 1"}, WrongTypeCode),
        ({"issued_on": date(2026, 6, 2)}, IssuedInFuture),
        ({"valid_to": date(2025, 12, 31)}, ValidityWrong),
        ({"holder": Holder("Bà Mẫu", "", 1800)}, WrongBirthYear),
        ({"holder": Holder("Bà Mẫu", "", 2027)}, WrongBirthYear),
    ],
)
def test_a_line_that_cannot_be_true_is_refused(
    changes: dict[str, object], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        check_line(replace(GOOD, **changes), DAY)  # type: ignore[arg-type]


def test_a_line_that_says_what_is_needed_is_taken() -> None:
    check_line(GOOD, DAY)
    check_line(replace(GOOD, type_code="KQ.G07.000122", valid_to=DAY), DAY)


def test_only_a_later_end_is_a_renewal() -> None:
    check_renewal(DAY, date(2026, 6, 2))
    with pytest.raises(RenewalShorter):
        check_renewal(DAY, DAY)
    with pytest.raises(NothingToRenew):
        check_renewal(None, DAY)


def test_nothing_is_done_to_what_was_revoked_or_replaced() -> None:
    check_stands(None, None)
    with pytest.raises(NoLongerStands):
        check_stands(MOMENT, None)
    with pytest.raises(NoLongerStands):
        check_stands(None, MOMENT)


@pytest.mark.parametrize(
    ("begins", "months", "ends"),
    [
        (date(2026, 1, 15), None, None),
        (date(2026, 1, 15), 6, date(2026, 7, 14)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2026, 12, 5), 1, date(2027, 1, 4)),
    ],
)
def test_months_of_validity_end_the_day_before(
    begins: date, months: int | None, ends: date | None
) -> None:
    assert valid_until(begins, months) == ends


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(0, 0) == 0
    assert share(1, 2) == 0.5


def test_the_facts_of_an_act_are_said_in_words() -> None:
    assert in_words({"until": "2027-01-01", "basis": "QĐ 1"}) == "đến ngày 2027-01-01; căn cứ QĐ 1"
    assert in_words({"number": "1"}) == ""
