"""The nine indexes: points of a dossier, worked examples of fairness, and what stands behind."""

from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from django.utils.timezone import now

from motcua.indicators.actions import rebuild
from motcua.indicators.engines import OnPostgres
from motcua.indicators.nine import evaluated, tallies
from motcua.indicators.nine_cells import Whose
from motcua.indicators.nine_rules import Tally, class_of, means_of, nine_rules, points_of, standings
from motcua.indicators.queries import asked_of
from motcua.kernel.actors import SYSTEM
from tests.builders import a_case_officer, a_decided_dossier
from tests.indicators.facts import COMMUNE, DAY, DEPARTMENT, DUE, a_fact, a_procedure, stored

YEAR = date(2022, 1, 1), date(2022, 12, 31)
RULES = nine_rules()


def a_tally(many: int, **points: int) -> Tally:
    """Return dossiers with the points of one index each: `i1=30` are 30 points of index 1."""
    given = {int(name[1:]): value for name, value in points.items()}
    return Tally(many, given, dict.fromkeys(given, many))


def points_behind(agency: str = DEPARTMENT) -> list[dict[int, int]]:
    rows = OnPostgres().nine_behind(asked_of(*YEAR, None, now()), Whose.AGENCY, agency)
    return [
        {index: int(row[f"index_{index}"]) for index in (1, 2, 3, 4, 5, 6, 7, 9)
         if row[f"index_{index}"] is not None}
        for row in rows
    ]  # fmt: skip


def test_points_of_eighteen_come_from_the_indexes_that_are_known() -> None:
    means = means_of([a_tally(10, i1=20, i3=15), a_tally(10, i1=10)])

    # index 1: 30 points of 20 dossiers, index 3: 15 points of 10
    assert means == {1: Fraction(3, 2), 3: Fraction(3, 2)}
    assert points_of(means, RULES.most) == Fraction(27, 2)
    assert points_of({}, RULES.most) is None


def test_who_settles_a_hard_procedure_is_not_behind_who_settles_an_easy_one() -> None:
    easy, hard = a_tally(100, i1=200), a_tally(100, i1=100)

    found = standings({"dễ": {"A": easy}, "khó": {"B": hard}}, RULES, {"A": easy, "B": hard})

    assert [one.points for one in found] == [18, 9]
    assert {one.compared for one in found} == {Fraction(27, 2)}  # both are as expected
    assert [one.rank for one in found] == [1, 1]


def test_few_dossiers_are_drawn_to_what_is_expected() -> None:
    # Everybody together: 110 dossiers with 120 points of index 1; the mean is 12/11.
    many, few = a_tally(100, i1=100), a_tally(10, i1=20)
    together = Tally(110, {1: 120}, {1: 110})

    found = {one.who: one for one in standings(
        {"nhiều": {"A": many}, "ít": {"A": few}}, RULES, {"A": together}
    )}  # fmt: skip

    # nhiều: 12/11 + 100/120 × (1 − 12/11); ít: 12/11 + 10/30 × (2 − 12/11); times nine
    assert found["nhiều"].compared == 9 * (Fraction(12, 11) - Fraction(5, 6) / 11)
    assert found["ít"].compared == 9 * (Fraction(12, 11) + Fraction(10, 33))
    assert found["ít"].rank == 1


def test_too_few_dossiers_are_shown_and_not_ranked() -> None:
    own = a_tally(RULES.least - 1, i1=18)

    (found,) = standings({"ít": {"A": own}}, RULES, {"A": own})

    assert found.points == Fraction(18)
    assert (found.compared, found.rank, found.class_name) == (None, None, "")


def test_classes_begin_at_their_thresholds() -> None:
    assert [class_of(Fraction(points), RULES) for points in (15, 12, 9, 6, 5)] == [
        "Xuất sắc", "Tốt", "Khá", "Trung bình", "Yếu",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "points"),
    [
        ({"finished_at": DUE - DAY}, 2),
        ({"finished_at": DUE}, 1),
        ({"finished_at": DUE + timedelta(seconds=1)}, 0),
        ({"finished_at": DUE + DAY, "supplement_requested_at": DUE - 4 * DAY,
          "supplement_done_at": DUE - DAY, "supplement_count": 1}, 2),
        ({"due_at": None}, None),
    ],
)  # fmt: skip
def test_index_1_compares_the_end_with_the_due_day(
    given: dict[str, object], points: int | None
) -> None:
    stored(a_fact(**given))

    assert points_behind()[0].get(1) == points


@pytest.mark.django_db
@pytest.mark.parametrize(("many", "points"), [(0, 2), (1, 1), (2, 0)])
def test_index_3_counts_how_often_more_was_asked_for(many: int, points: int) -> None:
    stored(a_fact(supplement_count=many))

    assert points_behind()[0][3] == points


@pytest.mark.django_db
def test_indexes_5_6_7_and_9_of_another_system() -> None:
    a_procedure("1.000001", content_complete=False)
    stored(
        a_fact(id=UUID(int=1), number="1", status=10, rating="like", result_electronic=True),
        a_fact(id=UUID(int=2), number="2", status=9, rating="dislike", channel=1),
        a_fact(id=UUID(int=3), number="3", procedure="1.9"),
    )

    first, second, unknown = points_behind()

    assert {index: first[index] for index in (5, 6, 7, 9)} == {5: 2, 6: 2, 7: 0, 9: 2}
    assert {index: second[index] for index in (5, 6, 7, 9)} == {5: 1, 6: 0, 7: 0, 9: 1}
    assert not {2, 4, 6, 7, 9} & set(unknown)  # nothing is recorded of these


@pytest.mark.django_db
def test_only_what_was_settled_with_a_result_is_evaluated() -> None:
    stored(a_fact(status=4, finished_at=None), a_fact(status=7), a_fact(settling_agency=COMMUNE))

    found = evaluated(asked_of(*YEAR, None, now()), Whose.AGENCY, RULES, OnPostgres())

    assert [(one.who, one.dossiers) for one in found] == [(COMMUNE, 1)]


@pytest.mark.django_db
def test_a_dossier_of_ours_is_told_by_its_steps_its_requests_and_its_officer() -> None:
    dossier = a_decided_dossier()
    officer = a_case_officer(dossier).who
    type(dossier).objects.filter(pk=dossier.pk).update(case_officer=officer)
    rebuild(by=SYSTEM, at=now())
    asked = asked_of(date(2020, 1, 1), date(2030, 1, 1), None, now())

    found = tallies(asked, Whose.OFFICER, OnPostgres())
    (row,) = OnPostgres().nine_behind(asked, Whose.OFFICER, str(officer))

    assert list(found) == [str(officer)]
    assert row["id"] == dossier.id
    assert (row["index_3"], row["index_4"]) == (2, 2)
    assert OnPostgres().nine_behind(asked, Whose.OFFICER, str(uuid4())) == []


@pytest.mark.django_db
def test_parts_add_up_and_the_list_is_as_long_as_the_number() -> None:
    stored(*(a_fact(settling_agency=one) for one in (DEPARTMENT, COMMUNE, COMMUNE)))

    found = evaluated(asked_of(*YEAR, None, now()), Whose.AGENCY, RULES, OnPostgres())

    assert {one.who: one.dossiers for one in found} == {DEPARTMENT: 1, COMMUNE: 2}
    assert [len(points_behind(one)) for one in (DEPARTMENT, COMMUNE)] == [1, 2]
