"""The papers of an incident: what was written down and counted, in the order of a layout."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate, localtime
from docx import Document
from docx.shared import Pt

from motcua.documents.paper import draw
from motcua.incidents.models import Duty, Incident
from motcua.incidents.queries import duties_of, extents_of, minutes_of, notices_of
from motcua.incidents.rules import DutyState, Layout, clock_of, is_late, layouts
from motcua.kernel.errors import NotFound
from motcua.kernel.text import xml_safe
from motcua.organisations.queries import agency_name_by_code, province_code
from motcua.people.queries import names_of

PAPER = Path(__file__).parent / "paper" / "incident.typ"
FONT = "Times New Roman"
NOTHING = "(chưa ghi)"
Sections = list[tuple[str, list[str]]]


def layout_of(paper: str) -> Layout:
    """Return the layout of a paper by its id."""
    found = layouts().get(paper)
    if found is None:
        raise NotFound
    return found


def draw_paper(incident: Incident, paper: str, at: datetime) -> bytes:
    """Return a paper of an incident as PDF, with what is known at a moment."""
    layout = layout_of(paper)
    facts: dict[str, object] = {
        "agency": agency_name_by_code(province_code()),
        "number": incident.number,
        "title": layout.title,
        "form": layout.form,
        "to": layout.to,
        "date_line": f"ngày {localdate(at):%d} tháng {localdate(at):%m} năm {localdate(at):%Y}",
        "at": f"{localtime(at):%H:%M %d/%m/%Y}",
        "is_exercise": incident.is_exercise,
        "is_sample": settings.IS_SAMPLE,
        "sections": [
            {"heading": heading, "lines": lines}
            for heading, lines in sections_of(incident, layout, at)
        ],
    }
    return draw(PAPER.read_text("utf-8"), facts)


def paper_as_word(incident: Incident, paper: str, at: datetime) -> bytes:
    """Return the same as a Word document, to be put into an official form."""
    layout, document = layout_of(paper), Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    if incident.is_exercise:
        document.add_paragraph("DIỄN TẬP")
    document.add_paragraph(xml_safe(f"{agency_name_by_code(province_code())}\t{incident.number}"))
    document.add_paragraph().add_run(layout.title.upper()).bold = True
    if layout.to:
        document.add_paragraph(f"Kính gửi: {layout.to}")
    for number, (heading, lines) in enumerate(sections_of(incident, layout, at), 1):
        document.add_paragraph().add_run(f"{number}. {heading}").bold = True
        for line in lines:
            document.add_paragraph(xml_safe(line))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def sections_of(incident: Incident, layout: Layout, at: datetime) -> Sections:
    """Return what stands under each heading of a paper."""
    told = {name: str(words).split("\n") for name, words in incident.told.items() if words}
    counted = {
        "found": [f"{_moment(incident.found_at)}. {incident.found_by}"],
        "happened": _happened(incident),
        "extent": _extent(incident),
        "lateness": _lateness(incident, layout, at),
        "duties": [_duty(incident, duty, at) for duty in duties_of([incident])],
        "minutes": _minutes(incident),
        "notice": [one.body for one in notices_of(incident)[:1]],
    }
    known = {**told, **counted}
    return [(heading, known.get(field) or [NOTHING]) for heading, field in layout.sections]


def _moment(moment: datetime) -> str:
    return f"{localtime(moment):%H:%M ngày %d/%m/%Y}"


def _happened(incident: Incident) -> list[str]:
    since, until = incident.happened_from, incident.happened_until
    words = [f"từ {_moment(since)}"] if since else []
    return [" ".join([*words, *([f"đến {_moment(until)}"] if until else [])])] if since else []


def _extent(incident: Incident) -> list[str]:
    found = extents_of(incident)
    if not found:
        return []
    one = found[0]
    return [
        f"Từ {_moment(one.since)} đến {_moment(one.until)}: {one.dossiers} hồ sơ của {one.people}"
        f" người, tổ chức; {one.readers} tài khoản đã xem, {one.lines} lượt."
        f" Tính lúc {_moment(one.at)}."
    ]


def _lateness(incident: Incident, layout: Layout, at: datetime) -> list[str]:
    """Return why a paper comes late; that it does, when nobody said why."""
    day = localdate(incident.found_at)
    late = [
        duty
        for duty in duties_of([incident])
        if clock_of(duty.code, day).paper == layout.id and is_late(duty.due_at, duty.ended_at, at)
    ]
    if not late:
        return ["Trong hạn."]
    said = str(incident.told.get("late_reason", ""))
    return [f"Muộn, hạn là {_moment(late[0].due_at)}. {said or NOTHING}"]


def _duty(incident: Incident, duty: Duty, at: datetime) -> str:
    clock = clock_of(duty.code, localdate(incident.found_at))
    late = " (trễ hạn)" if is_late(duty.due_at, duty.ended_at, at) else ""
    done = {DutyState.DONE: "đã làm", DutyState.WAIVED: "không phải làm", DutyState.OPEN: "chưa"}
    when = f" lúc {_moment(duty.ended_at)}" if duty.ended_at else ""
    said = f": {duty.how}" if duty.how else ""
    state = done[DutyState(duty.state)]
    return f"{clock.name}, hạn {_moment(duty.due_at)}: {state}{when}{late}{said}"


def _minutes(incident: Incident) -> list[str]:
    lines = minutes_of(incident)
    names = names_of(one.by for one in lines)
    return [
        f"{localtime(one.at):%H:%M %d/%m/%Y}, {names.get(one.by, 'hệ thống') if one.by else ''}:"
        f" {one.what}"
        for one in lines
    ]
