"""What happens at an office beside its dossiers: absences, scans, the register, mandates, plans."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from motcua.configuration import actions as configuration
from motcua.configuration.kinds.terms import code_of
from motcua.deadlines.rules import Key
from motcua.demo.accounts import acting, sample_commune
from motcua.demo.businesses import COMPANY, EVIDENCE
from motcua.demo.occasions.walking import PAPER
from motcua.digitisation import actions as digitisation
from motcua.digitisation.models import Batch, BatchEntry
from motcua.digitisation.sheets import pictures_in
from motcua.documents.paper import draw
from motcua.forms.actions import draft_list
from motcua.kernel.actors import SYSTEM, Actor, Role, Scope
from motcua.kernel.ids import PersonId
from motcua.organisations import actions as organisations
from motcua.people import actions as people
from motcua.people.models import Mandate, OrganisationRecord
from motcua.people.organisation_rules import Capacity, Kind, MandateTerms, OrganisationFacts
from motcua.results import actions as register
from motcua.results.models import Entry
from motcua.results.rules import Holder, Line

CLERK, OFFICER, HEAD, AUTHOR = "van-thu", "thu-ly", "lanh-dao-phong", "quan-tri-nghiep-vu"
COOPERATIVE = "9999000372"
REPRESENTATIVE, DESK = "uy-quyen", "tiep-nhan"
BOTH = 2
TRUE_TO_PAPER = {
    "owner_name": "Nguyễn Thị Mẫu",
    "birth_year": "1980",
    "name": "Kết quả mẫu",
    "number": "12/2022",
    "issued_on": "04/05/2022",
    "issuer": "Ủy ban nhân dân phường mẫu",
    "summary": "Giấy mẫu được số hóa để thử",
}


def absent(at: datetime) -> None:
    """Let an officer be away next week, and a head lend their role meanwhile."""
    first = localdate(at) + timedelta(days=7)
    days = {"from_on": first, "to_on": first + timedelta(days=4)}
    officer = acting(OFFICER)
    organisations.note_absence(
        PersonId(officer.who), reason="Dự lớp bồi dưỡng nghiệp vụ", by=officer, at=at, **days
    )
    organisations.delegate(
        PersonId(officer.who), Role.SECTION_HEAD, basis="Giấy ủy quyền mẫu số 02",
        by=acting(HEAD), at=at, **days,
    )  # fmt: skip


def scanned(at: datetime) -> None:
    """Plan what is to be digitised: one paper was scanned crookedly and sent back, and of one that
    is stored a second pair of eyes has found a slip."""
    clerk, waiting = acting(CLERK), Entry.objects.filter(agency=sample_commune(), document=None)
    if waiting.count() < BOTH:
        return
    batch = digitisation.open_batch(
        "Kết quả cũ, đợt mẫu", most=30, sample_percent=100, by=clerk, at=at
    )
    crooked, stored = (
        _scan(entry, batch, clerk, at)
        for entry in BatchEntry.objects.filter(batch=batch).order_by("entry")[:BOTH]
    )
    digitisation.return_copy(
        crooked, why="Trang bị lệch, mất một dòng cuối.", by=acting(OFFICER), at=at
    )
    digitisation.store_copy(stored, TRUE_TO_PAPER, by=clerk, at=at)
    digitisation.check_sample(
        stored, is_right=False, found="Thiếu dấu trong tên chủ giấy tờ.", by=acting(OFFICER), at=at
    )


def _scan(waiting: BatchEntry, batch: Batch, clerk: Actor, at: datetime) -> UUID:
    copy = digitisation.open_for_entry(waiting.entry, paper_pages=1, batch=batch, by=clerk, at=at)
    page = pictures_in("ban-quet.pdf", draw(PAPER, {"name": "Bản quét mẫu"}))
    digitisation.add_pages(copy.id, page, by=clerk, at=at)
    digitisation.sign_scan(copy.id, by=clerk, at=at)
    digitisation.note_unreadable(copy.id, "Chữ quá mờ.", by=SYSTEM, at=at)
    return copy.id


def changed_in_the_register(at: datetime) -> None:
    """Replace one result, revoke one, and give a certified copy of a third."""
    clerk, today = acting(CLERK), localdate(at)
    old, wrong, kept = (
        register.enter(_line(number, today), by=clerk, at=at)
        for number in ("01/GP-MAU", "02/GP-MAU", "03/GP-MAU")
    )
    anew = replace(_line("01a/GP-MAU", today), summary="Cấp lại do rách nát.")
    register.replace(old.id, anew, reason="Giấy cũ bị rách, không đọc được.", by=clerk, at=at)
    register.revoke(
        wrong.id, reason="Giấy tờ kèm theo hồ sơ không đúng sự thật.",
        basis="Quyết định mẫu số 15/QĐ-UBND", by=clerk, at=at,
    )  # fmt: skip
    register.issue_copy(kept.id, asked_by="Công ty TNHH Mẫu Hoa Lư", by=clerk, at=at)


def _line(number: str, day: date) -> Line:
    return Line(
        name="Giấy phép sử dụng tạm thời vỉa hè",
        number=number,
        agency=sample_commune().id,
        holder=Holder("Hộ kinh doanh Mẫu Tràng An", birth_year=1980),
        issued_on=day - timedelta(days=90),
        sector="Quản lý đô thị",
        valid_to=day + timedelta(days=275),
        scope="Vỉa hè trước nhà số 5, phố Mẫu",
        summary="Đặt biển hiệu, không lấn lối đi bộ.",
    )


def claimed(at: datetime) -> None:
    """Let two claim to act for the company: one waits for the desk, one was turned down; and one
    who was asked to act no longer does."""
    citizen = acting(REPRESENTATIVE)
    shown = "Giấy ủy quyền mẫu số 03 của giám đốc"
    turned_down = people.claim_mandate(COOPERATIVE, evidence=shown, by=citizen, at=at)
    people.refuse_claim(
        turned_down.id, reason="Giấy ủy quyền không có dấu của hợp tác xã.", by=acting(DESK), at=at
    )
    people.claim_mandate(COOPERATIVE, evidence="Giấy ủy quyền đã đóng dấu", by=citizen, at=at)
    line = OrganisationRecord.objects.get(tax_code=COOPERATIVE)
    facts = OrganisationFacts(line.tax_code, line.name, Kind(line.kind), line.address)
    people.register_organisation(facts, evidence=EVIDENCE, by=acting(DESK), at=at)
    company = Mandate.objects.filter(organisation__tax_code=COMPANY)[0].organisation_id
    day = localdate(at) - timedelta(days=20)
    terms = MandateTerms(Capacity.AUTHORISED, Scope.FILING, day, None, "Giấy ủy quyền mẫu số 04")
    given = people.record_mandate(company, acting("ho-tro").who, terms, by=SYSTEM, at=at)
    people.revoke_mandate(
        given.id, reason="Hết thời gian làm việc tại công ty.", by=acting(DESK), at=at
    )


def proposed(at: datetime) -> None:
    """Propose a term and a list of codes; another has to put them in force."""
    day = localdate(at) + timedelta(days=30)
    typed = {
        "value": "8h",
        "from_on": f"{day:%d/%m/%Y}",
        "basis": "Quyết định mẫu số 20/QĐ-UBND của tỉnh mẫu",
    }
    configuration.draft(code_of(Key.ANSWER_WITHIN), typed, by=acting(AUTHOR), at=at)
    draft_list(
        "loai_bien_hieu", title="Loại biển hiệu", basis="Danh mục mẫu để thử", valid_from=day,
        options=[
            {"value": "ngang", "label": {"vi": "Biển hiệu ngang", "en": "Horizontal sign"}},
            {"value": "dung", "label": {"vi": "Biển hiệu đứng", "en": "Vertical sign"}},
        ],
        by=acting(AUTHOR), at=at,
    )  # fmt: skip


STORIES = (absent, changed_in_the_register, scanned, claimed, proposed)
