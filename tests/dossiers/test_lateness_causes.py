"""Why a dossier was late: a table of pasts and what is found in them."""

from uuid import UUID

import pytest

from motcua.dossiers.lateness_causes import (
    LABELS,
    SOON_ENOUGH,
    Cause,
    Found,
    OpinionAsked,
    Past,
    StepTaken,
    cause_of,
    explained,
    overran_most,
)

HOME, ELSEWHERE, ASKED = UUID(int=1), UUID(int=2), UUID(int=3)
HOUR, DAY = 60, 480


def step(name: str = "Thẩm định", **given: object) -> StepTaken:
    return StepTaken(**{"name": name, "agency": HOME, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("past", "found"),
    [
        (Past(HOME), Found(Cause.UNKNOWN)),
        (Past(HOME, [step(worked=5 * DAY, over=0)]), Found(Cause.UNKNOWN)),
        (Past(HOME, [step(waited=2 * DAY, over=0)]), Found(Cause.UNKNOWN)),
        (
            Past(HOME, [step(worked=3 * DAY, over=DAY)]),
            Found(Cause.STEP_OVERRAN, DAY, "Thẩm định", HOME),
        ),
        (
            Past(HOME, [step(worked=3 * DAY, over=DAY, agency=ELSEWHERE)]),
            Found(Cause.OTHER_AGENCY, DAY, "Thẩm định", ELSEWHERE),
        ),
        (
            Past(HOME, [step(over=HOUR), step("Ký", over=DAY)]),
            Found(Cause.STEP_OVERRAN, DAY, "Ký", HOME),
        ),
        (
            Past(HOME, [step(waited=2 * DAY, worked=DAY, over=2 * DAY)]),
            Found(Cause.UNCLAIMED, 2 * DAY - SOON_ENOUGH, "Thẩm định", HOME),
        ),
        (
            Past(HOME, [step(waited=SOON_ENOUGH, worked=3 * DAY, over=2 * DAY)]),
            Found(Cause.STEP_OVERRAN, 2 * DAY, "Thẩm định", HOME),
        ),
        (
            Past(HOME, [step(waited=3 * DAY, over=None)]),
            Found(Cause.UNCLAIMED, 3 * DAY - SOON_ENOUGH, "Thẩm định", HOME),
        ),
        (
            Past(HOME, [step(waited=5 * DAY, worked=0, over=DAY)]),
            Found(Cause.UNCLAIMED, DAY, "Thẩm định", HOME),
        ),
        (
            Past(HOME, [step(hand_overs=3, passing=2 * DAY, waited=DAY, over=3 * DAY)]),
            Found(Cause.HANDED_AROUND, 2 * DAY, "Thẩm định", HOME),
        ),
        (
            Past(HOME, [step(hand_overs=1, passing=2 * DAY, waited=HOUR, over=2 * DAY)]),
            Found(Cause.STEP_OVERRAN, 2 * DAY, "Thẩm định", HOME),
        ),
        (
            Past(HOME, [step(over=HOUR), step(again=True, waited=HOUR, worked=DAY, over=DAY)]),
            Found(Cause.SENT_BACK, DAY + HOUR, "Thẩm định", HOME),
        ),
        (
            Past(
                HOME,
                [
                    step(again=True, worked=HOUR),
                    step("Duyệt", again=True, worked=2 * HOUR, agency=ELSEWHERE),
                ],
            ),
            Found(Cause.SENT_BACK, 3 * HOUR, "Duyệt", ELSEWHERE),
        ),
        (
            Past(HOME, [step(worked=4 * DAY, over=2 * DAY)], [OpinionAsked(ASKED, 2 * DAY)]),
            Found(Cause.OPINION_LATE, 2 * DAY, agency=ASKED),
        ),
        (
            Past(HOME, [step(worked=4 * DAY, over=3 * DAY)], [OpinionAsked(ASKED, HOUR)]),
            Found(Cause.STEP_OVERRAN, 3 * DAY - HOUR, "Thẩm định", HOME),
        ),
        (
            Past(HOME, [step(over=DAY, agency=ELSEWHERE)], [OpinionAsked(ASKED, DAY - 1)]),
            Found(Cause.OTHER_AGENCY, DAY, "Thẩm định", ELSEWHERE),
        ),
        (
            Past(HOME, [], [OpinionAsked(ASKED, HOUR), OpinionAsked(ELSEWHERE, DAY)]),
            Found(Cause.OPINION_LATE, DAY, agency=ELSEWHERE),
        ),
        (
            Past(HOME, [step(over=HOUR)], asked_after_half=DAY),
            Found(Cause.SUPPLEMENT_LATE, DAY, agency=HOME),
        ),
        (
            Past(HOME, [step(over=DAY)], [OpinionAsked(ASKED, DAY)], asked_after_half=DAY),
            Found(Cause.OPINION_LATE, DAY, agency=ASKED),
        ),
    ],
)
def test_the_cause_is_what_took_most_of_the_time(past: Past, found: Found) -> None:
    assert cause_of(past) == found


def test_the_step_that_overran_most_is_told_apart_from_the_cause() -> None:
    over = [step(over=None), step("Ký", over=HOUR), step("Duyệt", over=DAY)]

    most = overran_most(over)

    assert most is not None
    assert most.name == "Duyệt"
    assert overran_most([step(over=0), step(over=None)]) is None


def test_every_cause_has_a_name_and_a_sentence() -> None:
    for cause in Cause:
        said = explained(cause, 2 * DAY + 3 * HOUR, "Thẩm định", "Sở Xây dựng")

        assert LABELS[cause]
        assert said[0].isupper()
        assert said.endswith(".")
        assert "{" not in said


@pytest.mark.parametrize(
    ("cause", "sentence"),
    [
        (Cause.OPINION_LATE, "Sở Xây dựng được lấy ý kiến đã trả lời muộn 1 ngày làm việc."),
        (Cause.OTHER_AGENCY, "Bước “Ký” ở Sở Xây dựng làm quá hạn 1 ngày làm việc."),
        (Cause.UNCLAIMED, "Bước “Ký” ở Sở Xây dựng mất thêm 1 ngày làm việc chờ người nhận."),
    ],
)
def test_a_cause_is_explained_with_its_step_agency_and_time(cause: Cause, sentence: str) -> None:
    assert explained(cause, DAY, "Ký", "Sở Xây dựng") == sentence


def test_an_agency_without_a_name_is_the_one_that_settles() -> None:
    assert "ở cơ quan giải quyết" in explained(Cause.STEP_OVERRAN, DAY, "Ký", "")
