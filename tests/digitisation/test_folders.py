"""A folder of scans is worked off paper by paper, and what cannot be done says why."""

from datetime import date
from pathlib import Path

import pytest

from motcua.digitisation import actions
from motcua.digitisation.contents import opened
from motcua.digitisation.folders import Outcome, Told, work_off
from motcua.digitisation.manifest import ManifestWrong, rows_of
from motcua.digitisation.models import Batch, DigitalCopy, ScannedPage
from motcua.digitisation.rules import State
from motcua.kernel.actors import Actor
from motcua.results.models import Entry
from tests.builders import a_province
from tests.calendars import MONDAY_MORNING
from tests.digitisation.folders_of_scans import HEADINGS, a_folder
from tests.papers_on_the_way import a_scanning_clerk
from tests.registers import a_holder, an_entry

pytestmark = pytest.mark.django_db
THE_DAY = date(2021, 5, 14)


def a_decision(**given: object) -> Entry:
    """Return the line of the register that the drawn decision belongs to."""
    usual = {
        "number": "145/QĐ-UBND",
        "name": "Quyết định công nhận quyền sử dụng đất ở",
        "issued_on": THE_DAY,
        "holder": a_holder(name="Nguyễn Văn Mẫu", number="037068001234", birth_year=1968),
    }
    return an_entry(a_province().commune, **{**usual, **given})  # type: ignore[arg-type]


def a_batch(by: Actor) -> Batch:
    return actions.open_batch("Đợt một", by=by, at=MONDAY_MORNING)


def worked(folder: Path, batch: Batch, by: Actor) -> list[Told]:
    return [work_off(row, batch, by=by, clock=lambda: MONDAY_MORNING) for row in rows_of(folder)]


def test_a_paper_goes_through_all_steps(tmp_path: Path) -> None:
    clerk, entry = a_scanning_clerk(), a_decision()
    batch = a_batch(clerk)
    folder = a_folder(tmp_path, ["mot.jpg;hai.jpg,145/QĐ-UBND,14/05/2021,,2"])

    (told,) = worked(folder, batch, clerk)

    assert told.outcome is Outcome.DONE
    copy = DigitalCopy.objects.get(entry=entry.id)
    assert copy.state == State.STORED
    assert opened(copy).values["owner_name"] == "Nguyễn Văn Mẫu"
    assert opened(copy).values["summary"] == "Về việc công nhận quyền sử dụng đất ở"
    assert batch.entries.get().done_at == MONDAY_MORNING


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    clerk = a_scanning_clerk()
    a_decision()
    batch = a_batch(clerk)
    folder = a_folder(tmp_path, ["mot.jpg;hai.jpg,145/QĐ-UBND,2021-05-14,,"])
    worked(folder, batch, clerk)
    before = list(DigitalCopy.objects.values_list("id", "code", "document", "revision"))

    (told,) = worked(folder, batch, clerk)

    assert told.outcome is Outcome.ALREADY
    assert list(DigitalCopy.objects.values_list("id", "code", "document", "revision")) == before
    assert ScannedPage.objects.count() == 2


def test_each_refusal_names_line_and_reason_and_holds_up_nothing_else(tmp_path: Path) -> None:
    clerk = a_scanning_clerk()
    a_decision()
    batch = a_batch(clerk)
    rows = [
        "mot.jpg,999/QĐ-UBND,14/05/2021,,1",
        "hong.jpg,145/QĐ-UBND,14/05/2021,,1",
        "mot.jpg,145/QĐ-UBND,14/05/2021,,3",
        "mot.jpg;hai.jpg,145/QĐ-UBND,14/05/2021,,2",
    ]
    folder = a_folder(tmp_path, rows, {"hong.jpg": b"\xff\xd8\xff not a picture"})

    told = worked(folder, batch, clerk)

    assert [one.line for one in told] == [2, 3, 4, 5]
    assert "không có đúng một kết quả số 999/QĐ-UBND" in told[0].why
    assert "Không mở được tệp “hong.jpg”" in told[1].why
    assert "Giấy có 3 trang nhưng bản chụp có 1" in told[2].why
    assert [one.outcome for one in told][:3] == [Outcome.FAILED] * 3


def test_what_the_register_says_otherwise_is_left_to_an_officer(tmp_path: Path) -> None:
    clerk = a_scanning_clerk()
    other = a_holder(name="Nguyễn Văn Mẫu", number="037068009999", birth_year=1968)
    a_decision(holder=other)
    batch = a_batch(clerk)
    folder = a_folder(tmp_path, ["mot.jpg;hai.jpg,145/QĐ-UBND,14/05/2021,,2"])

    (told,) = worked(folder, batch, clerk)

    assert told.outcome is Outcome.TO_CHECK
    assert told.why == "sổ ghi 037068009999, trên giấy máy đọc 037068001234"
    assert DigitalCopy.objects.get().state == State.READ


def test_a_paper_on_the_scanner_is_left_to_who_scans_it(tmp_path: Path) -> None:
    clerk, entry = a_scanning_clerk(), a_decision()
    batch = a_batch(clerk)
    actions.open_for_entry(entry.id, paper_pages=2, by=clerk, at=MONDAY_MORNING)
    folder = a_folder(tmp_path, ["mot.jpg;hai.jpg,145/QĐ-UBND,14/05/2021,,2"])

    (told,) = worked(folder, batch, clerk)

    assert told.why == "Kết quả số 145/QĐ-UBND đang được chụp ở trạm số hóa."


def test_two_results_of_one_number_and_day_are_told_apart_by_their_type(tmp_path: Path) -> None:
    clerk, wanted = a_scanning_clerk(), a_decision()
    a_decision(type_code="KQ.G07.000999")
    batch = a_batch(clerk)
    folder = a_folder(tmp_path, ["mot.jpg;hai.jpg,145/QĐ-UBND,14/05/2021,KQ.G07.000122,2"])

    (told,) = worked(folder, batch, clerk)

    assert told.outcome is Outcome.DONE
    assert DigitalCopy.objects.get().entry == wanted.id


def test_a_wrong_list_is_refused_whole_with_line_and_column(tmp_path: Path) -> None:
    rows = [
        "khong-co.jpg,1,14/05/2021,,",
        "../mot.jpg,1,14/05/2021,,",
        "mot.jpg,,14/05/2021,,",
        "mot.jpg,1,31/02/2021,,",
        "mot.jpg,1,14/05/2021,,nhiều",
        ";,1,14/05/2021,,",
    ]
    folder = a_folder(tmp_path, rows)

    with pytest.raises(ManifestWrong) as refusal:
        rows_of(folder)

    said = str(refusal.value)
    assert "dòng 2, cột files: không có tệp “khong-co.jpg”" in said
    assert "dòng 3, cột files: không có tệp “../mot.jpg”" in said
    assert "dòng 4, cột number: để trống" in said
    assert "dòng 5, cột issued_on" in said
    assert "dòng 6, cột pages" in said
    assert "dòng 7, cột files" in said


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "không có tệp này"),
        (b"\xff\xfe\x00", "không phải UTF-8"),
        (b"files,number\n", "thiếu cột issued_on"),
    ],
)
def test_a_folder_without_a_usable_list_is_refused(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    if content is not None:
        (tmp_path / "manifest.csv").write_bytes(content)

    with pytest.raises(ManifestWrong, match=why):
        rows_of(tmp_path)


def test_at_most_twenty_mistakes_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("\n".join([HEADINGS, *["a,1,x,,"] * 50]) + "\n")

    with pytest.raises(ManifestWrong) as refusal:
        rows_of(tmp_path)

    assert str(refusal.value).count("dòng") == 20
