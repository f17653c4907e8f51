"""How long stored papers are kept: by their kind, by the law of a day, and then erased for good."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from motcua.documents import storage
from motcua.documents.models import Document, Original, PaperUse, StoredFile, StoredPaper
from motcua.documents.personal import actions
from motcua.documents.personal.queries import papers_of_owner, uses_of
from motcua.documents.personal.retention import (
    FACTS,
    erase_due,
    keepings,
    read_keepings,
    set_keepings,
)
from motcua.documents.queries import content_of
from motcua.documents.retention_rules import (
    Keeping,
    KeepingUnclear,
    What,
    first_of,
    keeping_of,
    kept_until,
)
from motcua.documents.store_rules import PaperFacts, Source, Worth
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted
from tests.builders import a_citizen
from tests.calendars import MONDAY_MORNING
from tests.papers import a_pdf
from tests.stores import KIND, a_stored_paper, met_by

DAY = MONDAY_MORNING.date()
LATER = MONDAY_MORNING + timedelta(days=400)


def a_rule(**given: object) -> Keeping:
    usual: dict[str, object] = {
        "what": What.ENDED, "kind": "", "months": 6, "valid_from": date(2024, 1, 1),
        "basis": "QĐ 1/QĐ-UBND",
    }  # fmt: skip
    return Keeping(**{**usual, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stopped", "months", "until"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 5, 1), 24, date(2028, 5, 1)),
        (date(2026, 5, 1), None, None),
    ],
)
def test_months_are_counted_from_the_day_a_paper_stopped_counting(
    stopped: date, months: int | None, until: date | None
) -> None:
    assert kept_until(stopped, a_rule(months=months)) == until


def test_without_a_rule_everything_is_kept() -> None:
    assert kept_until(DAY, None) is None


def test_the_rule_of_a_kind_goes_before_that_of_all_and_the_latest_before_earlier_ones() -> None:
    general, own = a_rule(), a_rule(kind="K", months=12)
    newer = a_rule(kind="K", months=24, valid_from=date(2025, 1, 1))
    known = [newer, own, general]

    assert keeping_of(known, What.ENDED, "X", DAY) == general
    assert keeping_of(known, What.ENDED, "K", DAY) == newer
    assert keeping_of(known, What.ENDED, "K", date(2024, 6, 1)) == own
    assert keeping_of(known, What.ENDED, "K", date(2023, 1, 1)) is None
    assert keeping_of(known, What.REMOVED, "K", DAY) is None


def test_what_is_set_here_goes_before_what_ships_from_the_same_day() -> None:
    assert keeping_of([a_rule(), a_rule(months=9)], What.ENDED, "", DAY) == a_rule(months=9)


def test_a_paper_stopped_counting_on_the_first_of_its_days() -> None:
    assert first_of(None, datetime(2026, 5, 1, tzinfo=MONDAY_MORNING.tzinfo), DAY) == date(
        2026, 5, 1
    )
    assert first_of(None) is None


def test_what_ships_cites_its_basis() -> None:
    assert {one.what for one in read_keepings(FACTS)} == set(What)
    assert all("Điều" in one.basis for one in read_keepings(FACTS))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("gone,,1,2026-01-01,QĐ 1", "gone"),
        ("ended,,x,2026-01-01,QĐ 1", "x"),
        ("ended,,1,mai,QĐ 1", "mai"),
        ("ended,,0,2026-01-01,QĐ 1", "dưới 1"),
        ("ended,,1,2026-01-01,", "căn cứ"),
        ("ended,,1", "thiếu cột valid_from, basis"),
    ],
)
def test_a_rule_that_is_unclear_is_refused_with_its_line(
    row: str, why: str, tmp_path: Path
) -> None:
    file = tmp_path / "luat.csv"
    file.write_text(f"what,kind,keep_months,valid_from,basis\n{row}\n")

    with pytest.raises(KeepingUnclear, match=r"luat\.csv, dòng 2") as refusal:
        read_keepings(file)

    assert why in str(refusal.value)


def an_upload(by: Actor, content: bytes | None = None) -> StoredPaper:
    facts = PaperFacts(kind_name="Bằng tốt nghiệp", number="7/B")
    return actions.upload_own(
        facts, name="bang.pdf", content=content or a_pdf(), by=by, at=MONDAY_MORNING
    )


def digest_of(paper: StoredPaper) -> str:
    """Return under which hash the bytes of a paper lie in the store."""
    assert paper.document is not None
    assert paper.document.file.stored_as is not None
    return paper.document.file.stored_as


def is_there(digest: str) -> bool:
    try:
        return bool(storage.read(digest))
    except FileNotFoundError:
        return False


@pytest.mark.django_db
def test_a_removed_upload_is_erased_with_its_bytes_when_its_time_is_over() -> None:
    owner = a_citizen()
    paper = an_upload(owner, a_pdf(pages=7))
    digest = digest_of(paper)
    actions.remove_own(paper.id, by=owner, at=MONDAY_MORNING)

    too_early = erase_due(by=SYSTEM, at=MONDAY_MORNING + timedelta(days=20))
    erased = erase_due(by=SYSTEM, at=LATER)

    assert (too_early, erased) == (0, 1)
    paper.refresh_from_db()
    assert (paper.document, paper.sealed, paper.number) == (None, None, "")
    assert "Bằng tốt nghiệp" not in paper.kind_name
    assert not StoredFile.objects.filter(stored_as=digest).exists()
    assert not is_there(digest)
    assert Event.objects.filter(subject=paper.id, verb="paper.erased").count() == 1
    assert erase_due(by=SYSTEM, at=LATER) == 0


@pytest.mark.django_db
def test_a_picture_as_it_was_sent_goes_with_its_document() -> None:
    owner = a_citizen()
    paper = an_upload(owner)
    assert paper.document is not None
    sealed = sha256(b"sealed").hexdigest()
    storage.write(sealed, [b"sealed"])
    Original.objects.create(
        document=paper.document, digest=sealed, wrapped_key=b"k", sha256="0" * 64, size=6,
        kept_at=MONDAY_MORNING,
    )  # fmt: skip
    actions.remove_own(paper.id, by=owner, at=MONDAY_MORNING)

    erase_due(by=SYSTEM, at=LATER)

    assert not Original.objects.exists()
    assert not is_there(sealed)


@pytest.mark.django_db
def test_bytes_that_others_have_too_stay() -> None:
    owner, content = a_citizen(), a_pdf(pages=6)
    paper = an_upload(owner, content)
    other = an_upload(a_citizen("Lê Văn Khác"), content)
    actions.remove_own(paper.id, by=owner, at=MONDAY_MORNING)

    erase_due(by=SYSTEM, at=LATER)

    assert other.document is not None
    assert content_of(other.document)


@pytest.mark.django_db
def test_what_was_filed_stays_in_its_dossier_and_so_does_the_trace() -> None:
    paper = a_stored_paper(a_citizen().who, valid_to=DAY + timedelta(days=30))
    filed = actions.use_in_dossier(
        paper.id, owner=paper.whose, dossier=paper.id, purpose="Giải quyết hồ sơ",
        consented=True, by=Actor(paper.owner_id), at=MONDAY_MORNING,
    )  # fmt: skip
    set_keepings([a_rule()], by=SYSTEM, at=MONDAY_MORNING)

    assert erase_due(by=SYSTEM, at=LATER) == 1

    assert content_of(filed)
    assert [use.use for use in uses_of(paper.id)] == ["filed"]
    assert PaperUse.objects.filter(paper=paper).exists()


@pytest.mark.django_db
def test_of_an_issued_paper_only_the_copy_in_the_store_ends() -> None:
    met_by("9.1", "GT")
    paper = a_stored_paper(
        a_citizen().who, source=Source.RESULT, valid_to=DAY, data={"applicant.phone": "0900"}
    )
    document = paper.document
    assert document is not None
    set_keepings([a_rule(kind=KIND, months=6)], by=SYSTEM, at=MONDAY_MORNING)

    assert erase_due(by=SYSTEM, at=LATER) == 1

    (shown,) = papers_of_owner(paper.whose)
    assert (shown.document, shown.sealed) == (None, None)
    assert shown.kind_name == "Giấy khai sinh"
    assert shown.worth(LATER.date()) is Worth.EXPIRED
    assert content_of(Document.objects.get(pk=document.id))


@pytest.mark.django_db
def test_what_ships_keeps_issued_papers_for_good() -> None:
    a_stored_paper(a_citizen().who, valid_to=DAY)

    assert erase_due(by=SYSTEM, at=LATER + timedelta(days=20_000)) == 0


@pytest.mark.django_db
def test_papers_that_count_are_never_erased() -> None:
    a_stored_paper(a_citizen().who)
    an_upload(a_citizen("Lê Văn Khác"))
    set_keepings([a_rule(), a_rule(what=What.REMOVED)], by=SYSTEM, at=MONDAY_MORNING)

    assert erase_due(by=SYSTEM, at=LATER) == 0


@pytest.mark.django_db
def test_rules_are_set_once_and_only_by_the_installation() -> None:
    assert set_keepings([a_rule()], by=SYSTEM, at=MONDAY_MORNING) == 1
    assert set_keepings([a_rule()], by=SYSTEM, at=MONDAY_MORNING) == 0
    assert a_rule() in keepings()
    with pytest.raises(NotPermitted):
        set_keepings([a_rule()], by=a_citizen(), at=MONDAY_MORNING)
    with pytest.raises(NotPermitted):
        erase_due(by=a_citizen("Lê Văn Khác"), at=MONDAY_MORNING)
