"""The catalogue: frozen versions, their terms by case, channel and day, and finding them."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from motcua.forms.models import FormVersion
from motcua.kernel.errors import NotFound
from motcua.kernel.limits import Limit, Unit
from motcua.procedures.models import Component, Fee, ProcedureVersion, TimeLimit
from motcua.procedures.queries import by_code, found, in_force, sectors_with_counts, terms
from motcua.workflow.models import ProcessVersion
from tests.builders import PUBLISHED_AT, a_procedure

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def refused(change: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            change()
    except IntegrityError as error:
        return "frozen" in str(error)
    return False


def test_a_published_version_and_its_parts_never_change() -> None:
    version = a_procedure(fee=8000)
    published = ProcedureVersion.objects.filter(pk=version.id)

    assert refused(lambda: published.update(name="khác"))
    assert refused(lambda: published.delete())
    assert refused(lambda: Component.objects.filter(version=version).update(required=False))
    assert refused(lambda: Fee.objects.filter(version=version).delete())
    assert refused(
        lambda: TimeLimit.objects.create(version=version, case="x", value=1, unit="hour")
    )
    assert refused(lambda: FormVersion.objects.update(definition={}))
    assert refused(lambda: ProcessVersion.objects.update(bpmn=""))


def test_only_the_day_a_version_ends_may_be_set() -> None:
    version = a_procedure()

    assert ProcedureVersion.objects.filter(pk=version.id).update(valid_to=TODAY) == 1
    assert FormVersion.objects.update(retired_at=PUBLISHED_AT) == 1
    assert by_code(version.procedure.code, TODAY) == version
    assert by_code(version.procedure.code, date(2026, 6, 2)) is None


def test_a_procedure_has_one_version_in_force() -> None:
    version = a_procedure()

    with pytest.raises(IntegrityError):
        a_procedure(procedure=version.procedure, version=2)


def test_an_unpublished_or_unknown_version_has_no_terms() -> None:
    for version in (a_procedure_being_written().id, uuid4()):
        with pytest.raises(NotFound):
            terms(version)


def a_procedure_being_written() -> ProcedureVersion:
    known = a_procedure()
    return ProcedureVersion.objects.create(
        procedure=known.procedure, version=2, name="Bản thảo", sector=known.sector,
        valid_from=TODAY,
    )  # fmt: skip


def test_a_version_is_not_in_force_before_its_day_nor_unpublished() -> None:
    coming = a_procedure(valid_from=date(2026, 6, 2))
    draft = a_procedure_being_written()

    ids = set(in_force(TODAY).values_list("id", flat=True))

    assert not ids & {coming.id, draft.id}


@pytest.mark.parametrize(
    ("case", "limit"), [("a", Limit(3, Unit.HOUR)), ("b", Limit(5, Unit.WORKING_DAY))]
)
def test_a_case_has_its_own_limit_or_the_one_for_all(case: str, limit: Limit) -> None:
    version = a_procedure(cases=["a", "b"], limit=None)
    ProcedureVersion.objects.filter(pk=version.id)
    kept = terms(version.id)
    parts = [
        TimeLimit(case="a", value=3, unit="hour"),
        TimeLimit(case="", value=5, unit="working_day"),
    ]

    assert type(kept)(kept.version, kept.code, [], [], parts, [], [], []).limit(case) == limit
    assert kept.limit(case) is None


FEES = [
    Fee(amount=50, channel="any", kind="fee", name={"vi": "Phí"}),
    Fee(amount=30, channel="online", kind="fee", name={"vi": "Phí"}),
    Fee(amount=20, channel="online", case="a", kind="fee", name={"vi": "Phí"}),
    Fee(amount=7, channel="any", kind="levy", name={"vi": "Lệ phí"}, valid_to=date(2026, 5, 31)),
    Fee(amount=9, channel="any", kind="levy", name={"vi": "Lệ phí"}, valid_from=TODAY),
]


@pytest.mark.parametrize(
    ("case", "channel", "day", "total"),
    [
        ("", "counter", TODAY, 59),
        ("", "online", TODAY, 39),
        ("a", "online", TODAY, 29),
        ("a", "counter", TODAY, 59),
        ("", "counter", date(2026, 5, 31), 57),
    ],
)
def test_the_most_particular_fee_of_a_name_is_charged(
    case: str, channel: str, day: date, total: int
) -> None:
    kept = terms(a_procedure().id)
    priced = type(kept)(kept.version, kept.code, [], [], [], FEES, [], [])

    assert sum(fee.amount for fee in priced.fees_on(case, channel, day)) == total


def test_a_procedure_is_found_without_accents_unfinished_or_by_code() -> None:
    birth = a_procedure(name="Thủ tục đăng ký khai sinh")
    death = a_procedure(name="Thủ tục đăng ký khai tử")
    house = a_procedure(name="Cấp giấy phép xây dựng nhà ở", settled_here=False)

    def names(words: str) -> list[object]:
        return [version.id for version in found(words, TODAY)]

    assert names("khai sinh") == names("KHAI  SÍNH") == names("sinh kha") == [birth.id]
    assert set(names("dang ky")) == {birth.id, death.id}
    assert names("giay phep xay du") == [house.id]
    assert names(f" {death.procedure.code} ") == [death.id]
    assert names("") == names("'; --") == names("không có") == []


def test_what_is_settled_here_comes_first() -> None:
    elsewhere = a_procedure(name="Cấp phép mẫu", settled_here=False)
    here = a_procedure(name="Cấp phép mẫu trong tỉnh")

    assert [version.id for version in found("cap phep mau", TODAY)] == [here.id, elsewhere.id]


def test_a_sector_counts_what_is_settled_here() -> None:
    a_procedure()
    a_procedure(settled_here=False)

    (sector,) = sectors_with_counts(TODAY)

    assert vars(sector)["many"] == 1


@pytest.mark.parametrize(
    ("given", "online", "counter"),
    [
        ({}, True, True),
        ({"service_level": "partial"}, True, True),
        ({"service_level": "counter"}, False, True),
        ({"form": None}, False, True),
        ({"settled_here": False}, False, False),
    ],
)
def test_how_a_procedure_may_be_filed(
    given: dict[str, object], online: bool, counter: bool
) -> None:
    version = a_procedure(**given)  # type: ignore[arg-type]

    assert (version.can_be_filed_online, version.can_be_filed_at_the_counter) == (online, counter)
