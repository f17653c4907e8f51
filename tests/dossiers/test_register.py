"""The register of a desk: its own dossiers, by day, procedure and field; on A4 and in Excel."""

import io
from datetime import date, datetime, timedelta

import openpyxl
import pypdfium2
import pytest

from motcua.dossiers import actions, register_files
from motcua.dossiers.models import Dossier
from motcua.dossiers.register import HEADINGS, SLICE, Chosen, entries, page_of, sectors
from motcua.dossiers.register_files import TooMuchToPrint, register_pdf, write_register
from motcua.events.models import Event
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.procedures.models import Sector
from tests.builders import (
    a_citizen,
    a_decided_dossier,
    a_dossier_at,
    a_person,
    a_procedure,
    a_province,
    a_receptionist,
    a_section_head,
    a_submitted_dossier,
    an_accepted_dossier,
    step_on,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, stored
from tests.dossiers.test_papers import words
from tests.web.portals import copies

JUNE = (date(2026, 6, 1), date(2026, 6, 30))
pytestmark = pytest.mark.django_db


def chosen(**given: object) -> Chosen:
    usual: dict[str, object] = {
        "agency": a_province().commune.id,
        "first": JUNE[0],
        "last": JUNE[1],
    }
    return Chosen(**{**usual, **given})  # type: ignore[arg-type]


def numbers(which: Chosen) -> list[str]:
    return [entry.number for entry in entries(which)]


def excel(which: Chosen) -> list[tuple[object, ...]]:
    file = io.BytesIO()
    write_register(which, file)
    file.seek(0)
    return list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))


def test_a_line_says_all_that_the_form_asks() -> None:
    dossier = stored(step_on(a_dossier_at("deliver"), at=MONDAY_MORNING + timedelta(hours=1)))

    [line] = entries(chosen())

    assert line.number == dossier.number
    assert (line.sets, line.applicant, line.taken_by) == (1,) + (dossier.applicant_name,) * 2
    assert line.contact == "Thôn Một, xã Mẫu, 0912345678"
    assert line.settling == "Ủy ban nhân dân xã Mẫu"
    assert (line.accepted_at, line.due_at) == (dossier.accepted_at, dossier.due_at)
    assert line.returned_at == dossier.delivered_at
    assert (line.channel, line.note) == ("Trực tuyến", "")


def test_only_what_one_s_own_desk_has_accepted_is_in_the_book() -> None:
    own = an_accepted_dossier()
    a_submitted_dossier()

    assert numbers(chosen()) == [own.number]
    assert numbers(chosen(agency=a_province().centre.id)) == []


def test_days_are_days_of_the_office() -> None:
    """Midnight in Vietnam divides the days, not midnight somewhere else."""
    dossier = an_accepted_dossier()
    Dossier.objects.filter(pk=dossier.id).update(
        submitted_at=datetime.fromisoformat("2026-06-01T00:00:00+07:00"),
        accepted_at=datetime.fromisoformat("2026-06-02T00:00:00+07:00"),
    )

    assert numbers(chosen(last=date(2026, 6, 1))) == []
    assert numbers(chosen(first=date(2026, 6, 2), last=date(2026, 6, 2))) == [dossier.number]


def test_a_procedure_or_a_field_is_chosen() -> None:
    land = Sector.objects.create(name="Đất đai", slug="dat-dai")
    of_land = an_accepted_dossier(a_procedure(sector=land))
    other = an_accepted_dossier(version := a_procedure())

    assert numbers(chosen(sector="dat-dai")) == [of_land.number]
    assert numbers(chosen(procedure=version.procedure.code)) == [other.number]
    assert numbers(chosen(procedure="khong-co")) == []
    assert ("dat-dai", "Đất đai") in sectors()


def test_pages_follow_one_another_without_a_gap() -> None:
    dossier = an_accepted_dossier()
    copies(dossier, 60)
    copies(dossier, 60, accepted_at=MONDAY_MORNING + timedelta(hours=1))

    first, after = page_of(chosen())
    second, later = page_of(chosen(), after)
    third, end = page_of(chosen(), later)

    together = [entry.id for entry in [*first, *second, *third]]
    assert (len(first), len(second), len(third), end) == (50, 50, 21, None)
    assert len(set(together)) == 121
    assert together == [entry.id for entry in entries(chosen())]


def test_a_long_book_is_read_in_slices() -> None:
    dossier = an_accepted_dossier()
    copies(dossier, SLICE + 5)

    assert sum(1 for _ in entries(chosen())) == SLICE + 6


@pytest.mark.parametrize("ended", ["stopped", "withdrawn"])
def test_how_it_ended_otherwise_is_a_note(ended: str) -> None:
    dossier = an_accepted_dossier()
    if ended == "stopped":
        head = a_section_head(dossier)
        actions.stop(ident(dossier), reason="x", basis="y", by=head, at=MONDAY_MORNING)
    else:
        Dossier.objects.filter(pk=dossier.id).update(status=ended)

    [line] = entries(chosen())

    assert line.note == {"stopped": "Dừng xử lý", "withdrawn": "Công dân rút hồ sơ"}[ended]


def test_a_late_result_is_noted() -> None:
    dossier = a_decided_dossier()
    Dossier.objects.filter(pk=dossier.id).update(due_at=MONDAY_MORNING - timedelta(days=1))

    assert next(entries(chosen())).note == "Quá hạn"


def test_the_printed_book_is_a4_and_says_its_period() -> None:
    dossier = an_accepted_dossier()
    pdf = register_pdf(chosen(), "Lĩnh vực Đất đai", MONDAY_MORNING)
    text = words(pdf)

    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as paper:
        assert [round(side) for side in paper[0].get_size()] == [842, 595]
    for expected in (
        "SỔ THEO DÕI HỒ SƠ",
        "Từ ngày 01/06/2026 đến ngày 30/06/2026. Lĩnh vực Đất đai",
        "Quyển số: 2026",
        dossier.number,
        "Mẫu số 07, Thông tư 03/2025/TT-VPCP, Phụ lục I",
        "Ngày trả kết quả",
    ):
        assert str(expected) in text


def test_the_book_of_an_earlier_day_has_the_earlier_form() -> None:
    a_province()
    day = datetime.fromisoformat("2025-06-30T09:00:00+07:00")

    assert "Mẫu số 06, Thông tư 01/2018/TT-VPCP" in words(register_pdf(chosen(), "", day))
    with pytest.raises(NotFound):
        register_pdf(chosen(), "", day.replace(year=2017))


def test_an_empty_book_says_so() -> None:
    assert "Không có hồ sơ nào" in words(register_pdf(chosen(), "", MONDAY_MORNING))


def test_too_long_a_book_is_not_printed_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_files, "MOST_PRINTED", 3)
    copies(an_accepted_dossier(), 3)

    with pytest.raises(TooMuchToPrint, match="hơn 3 hồ sơ"):
        register_pdf(chosen(), "", MONDAY_MORNING)


def test_excel_holds_every_line_with_moments_as_moments() -> None:
    dossier = an_accepted_dossier()
    copies(dossier, 2)

    heading, first, *others = excel(chosen())

    assert heading == HEADINGS
    assert first[:2] == (1, dossier.number)
    assert first[7] == datetime(2026, 6, 1, 9)  # noqa: DTZ001 -- a cell knows no zone
    assert len(others) == 2


def test_what_a_citizen_typed_is_never_a_formula() -> None:
    name = '=HYPERLINK("https://evil.example","Bấm vào đây")'
    person = a_citizen(address="+cmd|' /C calc'!A0")
    dossier = an_accepted_dossier(by=person)
    Dossier.objects.filter(pk=dossier.id).update(applicant_name=name)
    file = io.BytesIO()
    write_register(chosen(), file)
    file.seek(0)

    row = next(openpyxl.load_workbook(file).active.iter_rows(min_row=2))

    assert [(row[4].value, row[4].data_type), row[5].data_type] == [(name, "s"), "s"]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in row)


def test_an_empty_address_leaves_no_comma() -> None:
    assert a_person(address="").id
    an_accepted_dossier(by=a_citizen(address="", phone="0900000000"))

    assert next(entries(chosen())).contact == "0900000000"


def test_whoever_takes_the_book_away_is_in_the_event_log_with_what_was_chosen() -> None:
    dossier = an_accepted_dossier()
    clerk, which = a_receptionist(dossier), chosen(procedure=dossier.procedure.procedure.code)

    lines = actions.export_register(which, io.BytesIO(), by=clerk, at=MONDAY_MORNING)

    event = Event.objects.get(verb="register.exported")
    assert (event.subject, event.by, event.at) == (which.agency, clerk.person, MONDAY_MORNING)
    assert event.facts == {
        "first": "2026-06-01",
        "last": "2026-06-30",
        "procedure": which.procedure,
        "sector": "",
        "lines": lines,
    }
    assert lines == 1


def test_nobody_takes_another_desk_s_book_away() -> None:
    dossier = an_accepted_dossier()
    elsewhere, file = chosen(agency=a_province().centre.id), io.BytesIO()

    with pytest.raises(NotPermitted):
        actions.export_register(elsewhere, file, by=a_receptionist(dossier), at=MONDAY_MORNING)

    assert (file.getvalue(), Event.objects.filter(verb="register.exported").count()) == (b"", 0)
