"""From counts to points: worked by hand, numerator and denominator in sight."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from motcua.indicators.rule_sets import in_force, rule_set, rule_sets
from motcua.indicators.rules import (
    Counts,
    Index,
    Of,
    PeriodTurnedAround,
    RuleSet,
    Scored,
    UnknownRuleSet,
    class_of,
    missing_for,
    period_of,
    rounded,
    scored_index,
)

DOCUMENT = rule_set("766@2022")
PORTAL = rule_set("766@dvcqg-2026")


def counted(rules: RuleSet, **fractions: tuple[int, int]) -> Counts:
    """Return counts in which the indicators have these fractions and all others none."""
    counts = dict.fromkeys(rules.parts(), 0)
    for one in rules.indicators:
        above, below = fractions.get(f"i{one.id.replace('.', '_')}", (0, 0))
        if one.of is not Of.NOTHING and below:
            counts[one.of, one.denominator] = below
            counts[one.counted_above] = above
    return counts


def of(index: Index, name: str) -> Scored:
    return next(one for one in index.scored if one.indicator.id == name)


def scored(
    rules: RuleSet, name: str, above: int, below: int, *, is_commune: bool = False
) -> Scored:
    """Score one indicator alone, as if it had a denominator of its own."""
    one = next(one for one in rules.indicators if one.id == name)
    alone = replace(rules, indicators=(replace(one, times=""),))
    counts = {(one.of, one.denominator): below, one.counted_above: above}
    for less in one.less:
        counts[one.of, (*one.denominator, less)] = 0
    return scored_index(alone, counts, is_commune=is_commune).scored[0]


@pytest.mark.parametrize(
    ("name", "above", "below", "points"),
    [
        ("1.3", 9, 10, "1.80"),  # 2 × 0.9
        ("1.4", 1, 3, "2.00"),  # 6 × 1/3
        ("2.1", 146, 149, "19.60"),  # 20 × 146/149 = 19.597
        ("3.1", 79, 100, "1.98"),  # 2 × 0.79 ÷ 0.80 = 1.975
        ("3.1", 80, 100, "2.00"),
        ("3.1", 100, 100, "2.00"),
        ("3.2", 37, 816, "0.18"),  # 4 × 37/816 = 0.181
        ("3.3", 1, 4, "3.00"),  # 6 × 0.25 ÷ 0.50
        ("3.3", 3, 4, "6.00"),
        ("3.5", 2, 5, "1.00"),  # 2 × 0.4 ÷ 0.8
        ("3.5b", 1, 8, "0.31"),  # 2 × 0.125 ÷ 0.8 = 0.3125
        ("3.6", 1, 7, "0.86"),  # 6 ÷ 7 = 0.857
        ("4.1", 5, 8, "3.75"),
        ("4.2", 2, 5, "2.00"),  # 4 × 0.4 ÷ 0.8
        ("4.3", 1, 5, "0.50"),  # 2 × 0.2 ÷ 0.8
        ("4.4", 1, 8, "0.50"),
        ("4.5a", 667, 667, "2.00"),
        ("4.5b", 69, 149, "0.93"),  # 2 × 69/149 = 0.926
    ],
)
def test_points_are_the_share_of_the_maximum(
    name: str, above: int, below: int, points: str
) -> None:
    assert scored(DOCUMENT, name, above, below).points == Decimal(points)


@pytest.mark.parametrize(("above", "points"), [(40, "2.00"), (80, "4.00")])
def test_digitising_eighty_in_a_hundred_is_enough_by_the_document(above: int, points: str) -> None:
    assert scored(DOCUMENT, "4.2", above, 100).points == Decimal(points)


@pytest.mark.parametrize(("above", "points"), [(40, "1.60"), (80, "3.20"), (100, "4.00")])
def test_the_portal_itself_gives_points_by_the_plain_share(above: int, points: str) -> None:
    assert scored(PORTAL, "4.2", above, 100).points == Decimal(points)


def test_online_filing_counts_only_as_far_as_dossiers_are_synchronised() -> None:
    # 60 of 100 online, 50 of 100 synchronised: ratio 0.6 × 0.5 = 0.3; 6 × 0.3 ÷ 0.5 = 3.6.
    index = scored_index(
        DOCUMENT, counted(DOCUMENT, i1_4=(50, 100), i3_3=(60, 100)), is_commune=False
    )

    assert of(index, "3.3").ratio == Decimal("0.300000")
    assert of(index, "3.3").points == Decimal("3.60")


def test_late_and_disliked_dossiers_are_both_taken_off() -> None:
    # 100 received, 10 late, 5 disliked: 85 of 100; 6 × 0.85 ÷ 0.9 = 5.667.
    counts = {
        **counted(DOCUMENT, i1_4=(0, 100)),
        (Of.DOSSIERS, ("late",)): 10,
        (Of.DOSSIERS, ("disliked",)): 5,
    }

    found = of(scored_index(DOCUMENT, counts, is_commune=False), "5.4")

    assert (found.numerator, found.denominator, found.points) == (85, 100, Decimal("5.67"))


def test_more_taken_off_than_there_is_leaves_nothing() -> None:
    counts = {
        **counted(DOCUMENT, i1_4=(0, 4)),
        (Of.DOSSIERS, ("late",)): 4,
        (Of.DOSSIERS, ("disliked",)): 4,
    }

    assert of(scored_index(DOCUMENT, counts, is_commune=False), "5.4").points == 0


def test_without_anything_to_count_only_petitions_have_all_their_points() -> None:
    index = scored_index(DOCUMENT, counted(DOCUMENT), is_commune=False)

    assert {s.indicator.id: s.points for s in index.scored if s.points} == {
        "5.2": Decimal(6),
        "5.3": Decimal(6),
    }
    assert all(one.ratio is None for one in index.scored)
    assert (index.total, index.rank) == (Decimal(12), "Yếu")


def test_a_commune_gets_all_points_for_what_does_not_apply_to_it() -> None:
    commune = scored_index(DOCUMENT, counted(DOCUMENT), is_commune=True)
    waived = {one.indicator.id: one.points for one in commune.scored if not one.applies}

    assert waived == {
        "1.1": 6, "1.2": 4, "3.1": 2, "3.5": 2, "4.5a": 2, "4.5b": 2,
    }  # fmt: skip
    assert commune.total == Decimal(12 + 18)


@pytest.mark.parametrize("rules", rule_sets(), ids=lambda rules: rules.id)
def test_the_maxima_make_a_hundred_and_the_groups_theirs(rules: RuleSet) -> None:
    for group in rules.groups:
        assert group.most == sum(one.most for one in rules.indicators if one.group == group.code)
    assert sum(group.most for group in rules.groups) == 100


@pytest.mark.parametrize("rules", rule_sets(), ids=lambda rules: rules.id)
def test_groups_and_total_are_the_sums_of_what_is_shown(rules: RuleSet) -> None:
    index = scored_index(rules, counted(rules, i1_4=(1, 3), i3_6=(1, 7)), is_commune=False)

    for code, points in index.groups.items():
        assert points == sum(s.points for s in index.scored if s.indicator.group == code)
    assert index.total == sum(index.groups.values())


@pytest.mark.parametrize(
    ("total", "name"),
    [
        ("100", "Xuất sắc"),
        ("90.44", "Xuất sắc"),  # as published
        ("90", "Xuất sắc"),
        ("89.99", "Tốt"),
        ("83.61", "Tốt"),  # as published
        ("80.1", "Tốt"),  # as published
        ("79.99", "Khá"),
        ("69.99", "Trung bình"),
        ("50", "Trung bình"),
        ("49.99", "Yếu"),
        ("0", "Yếu"),
    ],
)
def test_the_class_follows_from_the_total(total: str, name: str) -> None:
    assert class_of(Decimal(total), DOCUMENT.classes) == name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2021, 12, 31), "766@2022"),
        (date(2022, 6, 23), "766@2022"),
        (date(2025, 12, 31), "766@2022"),
        (date(2026, 1, 1), "766@dvcqg-2026"),
    ],
)
def test_the_rules_of_the_day_are_used(day: date, name: str) -> None:
    assert in_force(day).id == name


def test_an_unknown_rule_set_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownRuleSet, match="766@2022"):
        rule_set("766@1999")


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(PeriodTurnedAround):
        period_of(date(2022, 2, 1), date(2022, 1, 31))


@pytest.mark.parametrize(
    ("value", "text"), [(Fraction(1, 8), "0.13"), (Fraction(1, 3), "0.33"), (Fraction(2), "2.00")]
)
def test_points_round_half_up(value: Fraction, text: str) -> None:
    assert str(rounded(value, 2)) == text


@pytest.mark.parametrize(
    ("above", "below", "more"),
    [
        (40, 100, 17),  # 4.1 gives 6 × 0.40 = 2.40; 3.40 needs 56.67 dossiers: 57
        (90, 100, 10),  # 5.40: all of them give the rest
        (100, 100, None),  # nothing left to gain
        (0, 0, None),
    ],
)
def test_what_is_needed_for_the_next_point(above: int, below: int, more: int | None) -> None:
    results = next(one for one in DOCUMENT.indicators if one.id == "4.1")

    assert missing_for(Fraction(1), results, above, below) == more
