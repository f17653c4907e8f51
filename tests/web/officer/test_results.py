"""The register of results on the page: found, read, entered, replaced, renewed, revoked."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from motcua.documents.actions import keep
from motcua.documents.models import PaperUse
from motcua.documents.personal.actions import put_in_store
from motcua.documents.queries import readings_of
from motcua.documents.store_rules import Owner, Source
from motcua.dossiers.storing import facts_of
from motcua.kernel.actors import SYSTEM, Role
from motcua.results.actions import attach_copy
from motcua.results.models import Entry
from motcua.results.rules import Standing
from tests.builders import a_certificate, a_person, a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.papers import a_pdf
from tests.registers import a_holder, a_keeper, an_entry, revoke
from tests.web.portals import FEW, MANY, assert_flat, browser_of, text_of

pytestmark = pytest.mark.django_db
LIST = "/can-bo/so-ket-qua"
PAPER: dict[str, Any] = {
    "number": "15/GP",
    "name": "Giấy phép xây dựng",
    "issued_on.day": "5",
    "issued_on.month": "1",
    "issued_on.year": "2026",
    "holder_name": "Hoàng Thị Mẫu",
    "holder_number": "037190000044",
    "birth_year": "1990",
    "type_code": "kq.g17.000311",
}


def page_of(entry: Entry, name: str = "result_entry") -> str:
    return reverse(f"officer:{name}", args=[entry.id])


def test_the_register_shows_what_the_agency_keeps_and_how_much_is_digitised() -> None:
    clerk = a_keeper()
    mine, theirs = an_entry(by=clerk), an_entry(a_province().justice)

    page = text_of(browser_of(clerk).get(LIST).content)

    assert mine.number in page
    assert theirs.number not in page
    assert "kết quả còn hiệu lực 1" in page
    assert "chỉ có bản giấy" in page


def test_those_who_oversee_choose_among_the_agencies() -> None:
    justice = a_province().justice
    entry, other = an_entry(justice), an_entry()
    client = browser_of(an_officer(justice, Role.MONITOR))

    every = text_of(client.get(LIST).content)
    one = text_of(client.get(f"{LIST}?co-quan={justice.id}").content)

    assert entry.number in every
    assert other.number in every
    assert entry.number in one
    assert other.number not in one
    assert client.get(f"{LIST}?co-quan=x").status_code == 404
    assert "Nhập một kết quả" not in every


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("q=7/GP", ["7/GP"]),
        ("q=hoang+thi", ["7/GP", "8/GP"]),
        ("nam=2025", ["8/GP"]),
        ("nam=1800", ["7/GP", "8/GP"]),
        ("trang-thai=revoked", ["8/GP"]),
        ("trang-thai=x", ["7/GP", "8/GP"]),
        ("ban=chua", ["7/GP", "8/GP"]),
        ("linh-vuc=linh-vuc-mau&ban=co", []),
        ("sau=x", ["7/GP", "8/GP"]),
    ],
)
def test_filters_narrow_the_register(asked: str, shown: list[str]) -> None:
    clerk = a_keeper()
    an_entry(by=clerk, number="7/GP")
    revoke(an_entry(by=clerk, number="8/GP", issued_on=date(2025, 1, 5)), clerk)

    page = text_of(browser_of(clerk).get(f"{LIST}?{asked}").content)

    assert [number for number in ("7/GP", "8/GP") if number in page] == shown


def test_the_register_goes_on_by_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.results.queries.PAGE", 1)
    clerk = a_keeper()
    an_entry(by=clerk, number="7/GP", issued_on=date(2026, 1, 6))
    an_entry(by=clerk, number="8/GP")
    client = browser_of(clerk)

    first = client.get(f"{LIST}?nam=2026").content.decode()
    link = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = text_of(client.get(link.replace("&amp;", "&")).content)

    assert "7/GP" in text_of(first.encode())
    assert "nam=2026" in link
    assert "8/GP" in second
    assert "7/GP" not in second


def grow(entry: Entry, many: int) -> None:
    facts = {
        field.attname: getattr(entry, field.attname)
        for field in Entry._meta.concrete_fields
        if not field.generated and field.name != "id"
    }
    rows = (Entry(**{**facts, "number": f"{n}/{many}"}) for n in range(many))
    Entry.objects.bulk_create(rows)


def test_the_register_asks_the_same_few_questions_however_long_it_is() -> None:
    clerk = a_keeper()
    entry = an_entry(by=clerk)
    grow(entry, FEW)

    assert_flat(clerk, f"{LIST}?trang-thai=in_force", lambda: grow(entry, MANY))


def test_a_line_is_shown_with_its_holder_masked_and_its_history() -> None:
    clerk = a_keeper()
    entry = an_entry(by=clerk, holder=a_holder(number="037190000044"))

    page = text_of(browser_of(clerk).get(page_of(entry)).content)

    for words in (entry.name, "•••••••••044", "còn hiệu lực", "Nhập vào sổ từ bản giấy"):
        assert words in page
    assert "037190000044" not in page
    assert "Bùi Thị Mẫu" in page


def test_a_reader_who_does_not_keep_the_register_sees_no_acts() -> None:
    entry = an_entry()
    client = browser_of(an_officer(a_province().commune, Role.CASE_OFFICER))

    page = text_of(client.get(page_of(entry)).content)

    assert "Thu hồi kết quả" not in page
    assert client.post(page_of(entry, "revoke_result")).status_code == 422
    assert client.get(page_of(an_entry(a_province().justice))).status_code == 404


def test_a_paper_is_entered_from_the_form() -> None:
    clerk = a_keeper()
    client = browser_of(clerk)

    sent = client.post(f"{LIST}/nhap", PAPER)

    entry = Entry.objects.get(number="15/GP")
    assert sent.headers["Location"] == page_of(entry)
    assert (entry.issued_on, entry.type_code) == (date(2026, 1, 5), "KQ.G17.000311")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"number": ""}, "Xin ghi số, ký hiệu"),
        ({"name": ""}, "Xin ghi tên kết quả"),
        ({"issued_on.day": ""}, "Ngày này chưa đúng"),
        ({"birth_year": "90"}, "Năm sinh gồm bốn chữ số"),
        ({"holder_number": "12"}, "Số định danh gồm 12 chữ số"),
        ({"type_code": "k q"}, "Mã loại kết quả"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(changed: dict[str, str], words: str) -> None:
    answer = browser_of(a_keeper()).post(f"{LIST}/nhap", {**PAPER, **changed})

    assert answer.status_code == 422
    assert words in text_of(answer.content)
    assert 'value="Hoàng Thị Mẫu"' in answer.content.decode()


def test_a_replacement_begins_with_what_the_old_paper_says() -> None:
    clerk = a_keeper()
    old = an_entry(by=clerk, name="Giấy phép cũ")
    client = browser_of(clerk)

    form = client.get(page_of(old, "replace_result")).content.decode()
    sent = client.post(page_of(old, "replace_result"), {**PAPER, "reason": "Cấp đổi"})

    assert 'value="Giấy phép cũ"' in form
    new = Entry.objects.get(number="15/GP")
    assert new.replaces_id == old.id
    assert sent.headers["Location"] == page_of(new)
    after = text_of(client.get(page_of(old)).content)
    assert "Đã được thay thế bằng 15/GP" in after
    assert "Thay thế cho" in text_of(client.get(page_of(new)).content)


def test_a_result_is_revoked_with_its_reason_or_the_page_says_what_is_missing() -> None:
    clerk = a_keeper()
    entry = an_entry(by=clerk)
    client = browser_of(clerk)

    empty = client.post(page_of(entry, "revoke_result"), {"form": "revoke"})
    done = client.post(
        page_of(entry, "revoke_result"), {"revoke.reason": "Sai", "revoke.basis": "QĐ 9"}
    )

    assert empty.status_code == 422
    assert "Xin ghi lý do và căn cứ" in text_of(empty.content)
    assert done.status_code == 302
    after = text_of(client.get(page_of(entry)).content)
    assert "Đã bị thu hồi" in after
    assert "Căn cứ: QĐ 9" in after


def test_a_result_is_renewed() -> None:
    clerk = a_keeper()
    entry = an_entry(by=clerk, valid_to=date(2026, 12, 31))
    client = browser_of(clerk)
    until = {"renew.until.day": "31", "renew.until.month": "12", "renew.until.year": "2028"}

    wrong = client.post(page_of(entry, "renew_result"), {"form": "renew"})
    client.post(page_of(entry, "renew_result"), {**until, "renew.basis": "QĐ 3"})

    assert wrong.status_code == 422
    kept = Entry.objects.get(pk=entry.id)
    assert kept.valid_to == date(2028, 12, 31)
    assert kept.standing(date(2028, 12, 31)) is Standing.IN_FORCE
    assert "đến ngày 2028-12-31; căn cứ QĐ 3" in text_of(client.get(page_of(entry)).content)


def test_reading_a_copy_leaves_a_trace_in_the_store_of_its_holder() -> None:
    clerk, person = a_keeper(), a_person("Ngô Thị Mẫu")
    entry = an_entry(by=clerk, holder=a_holder(person=person.id))
    client = browser_of(clerk)
    assert client.get(page_of(entry, "result_copy")).status_code == 404
    paper = keep(
        "a.pdf", a_pdf(), "application/pdf", purpose="scan", subject=entry.id, by=clerk,
        at=MONDAY_MORNING,
    )  # fmt: skip
    entry = attach_copy(entry.id, document=paper.id, code="M.1", by=clerk, at=MONDAY_MORNING)

    before = client.get(page_of(entry, "result_copy"), follow=True)
    put_in_store(
        Owner(person.id), facts_of(entry), document=paper.id, source=Source.DIGITISED,
        entry=entry.id, by=SYSTEM, at=MONDAY_MORNING,
    )  # fmt: skip
    client.get(page_of(entry, "result_copy"))

    assert before.content.startswith(b"%PDF-")
    use = PaperUse.objects.get(use="read")
    assert (use.by, use.purpose) == (clerk.person, "Tra cứu sổ kết quả")
    assert [one.person for one in readings_of(entry.id)] == [clerk.person, clerk.person]


def test_a_certified_copy_is_given_and_fetched() -> None:
    commune = a_province().commune
    a_certificate(commune.id, "seal", commune.name)
    entry, client = an_entry(), browser_of(a_keeper())

    empty = client.post(page_of(entry, "issue_copy"), {"form": "copy"})
    client.post(page_of(entry, "issue_copy"), {"copy.asked_by": "Ngô Thị Mẫu"})
    page = client.get(page_of(entry))

    assert 'href="#copy.asked_by"' in empty.content.decode()
    assert "cấp cho Ngô Thị Mẫu" in text_of(page.content)
    link = page.content.decode().split("Bản sao số 1</a>")[0].rsplit('href="', 1)[1].split('"')[0]
    assert client.get(link, follow=True).content.startswith(b"%PDF-")
    other = reverse("officer:certified_copy", args=[entry.id, entry.id])
    assert client.get(other).status_code == 404
