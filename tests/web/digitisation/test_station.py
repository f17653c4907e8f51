"""The pages of the scan station, through the whole middleware stack."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from motcua.digitisation import actions
from motcua.digitisation.models import DigitalCopy, ScannedPage
from motcua.digitisation.rules import State
from motcua.documents.models import Reading
from motcua.kernel.actors import Role
from motcua.organisations.models import Position
from motcua.procedures.models import Digitise
from motcua.web.digitisation.tokens import token_for
from tests.builders import (
    FIRST_DAY,
    a_citizen,
    a_component,
    a_procedure,
    a_province,
    a_submitted_dossier,
    an_officer,
)
from tests.calendars import MONDAY_MORNING
from tests.papers_on_the_way import (
    VALUES,
    a_begun_copy,
    a_read_copy,
    a_scanned_copy,
    a_scanning_clerk,
    a_seal,
    a_stored_copy,
)
from tests.registers import an_entry
from tests.scans import a_blank, a_scan
from tests.web.portals import browser_of, statements, text_of

pytestmark = pytest.mark.django_db


def files(*contents: bytes) -> dict[str, list[SimpleUploadedFile]]:
    return {"files": [SimpleUploadedFile("trang.jpg", one, "image/jpeg") for one in contents]}


def test_pages_are_put_in_turned_and_taken_out() -> None:
    clerk = a_scanning_clerk()
    copy, browser = a_begun_copy(clerk), browser_of(clerk)
    here = reverse("digitisation:copy", args=[copy.id])

    browser.post(reverse("digitisation:add", args=[copy.id]), files(a_scan(), a_blank()))
    first = ScannedPage.objects.get(order=1)
    page = reverse("digitisation:arrange", args=[copy.id, first.id])
    for act in ("right", "down", "with", "without", "none", "split", "remove"):
        assert browser.post(page, {"act": act, "order": "1"}).status_code == 302
    browser.post(reverse("digitisation:remove_blank", args=[copy.id]))
    browser.post(reverse("digitisation:count", args=[copy.id]), {"pages": "1"})

    assert "Các trang đã chụp: 1 trên 1 trang giấy" in text_of(browser.get(here).content)


def test_a_wrong_file_is_told_on_the_page_and_the_others_stay() -> None:
    clerk = a_scanning_clerk()
    copy, browser = a_scanned_copy(clerk), browser_of(clerk)
    address = reverse("digitisation:add", args=[copy.id])

    nothing = browser.post(address)
    wrong = browser.post(address, files(b"GIF89a" + bytes(50)))

    assert "Xin chọn ảnh hoặc tệp PDF" in text_of(nothing.content)
    assert wrong.status_code == 422
    assert ScannedPage.objects.filter(copy=copy).count() == 2


def test_what_the_scanner_wrote_is_taken_once(settings: Settings) -> None:
    commune = a_province().commune
    folder = Path(settings.SCANNERS) / commune.code
    folder.mkdir(parents=True)
    (folder / "scan-1.jpg").write_bytes(a_scan())
    (folder / "ghi-chu.txt").write_text("không phải ảnh")
    clerk = a_scanning_clerk(commune)
    copy, browser = a_begun_copy(clerk), browser_of(clerk)
    shown = text_of(browser.get(reverse("digitisation:copy", args=[copy.id])).content)

    address = reverse("digitisation:take", args=[copy.id])
    browser.post(address, {"file": "scan-1.jpg"})
    again = browser.post(address, {"file": "../../etc/passwd"})

    assert "scan-1.jpg" in shown
    assert "ghi-chu.txt" not in shown
    assert ScannedPage.objects.filter(copy=copy).count() == 1
    assert (folder / "da-lay" / "scan-1.jpg").exists()
    assert again.status_code == 422


def test_a_telephone_brings_pages_without_signing_in() -> None:
    clerk = a_scanning_clerk()
    copy = a_begun_copy(clerk)
    page = browser_of(clerk).get(reverse("digitisation:copy", args=[copy.id]))
    token = re.search(r"/so-hoa/dien-thoai/([^\"]+)", page.content.decode())
    assert token
    address = reverse("digitisation:phone", args=[token[1]])
    telephone = Client()

    empty = telephone.post(address)
    telephone.post(address, files(a_scan()))

    assert "Xin chụp hoặc chọn ít nhất một ảnh" in text_of(empty.content)
    assert ScannedPage.objects.filter(copy=copy).count() == 1
    assert "Đã có 1 trên 2 trang" in text_of(telephone.get(address).content)


def test_an_address_for_telephones_ends_and_cannot_be_made_up() -> None:
    clerk = a_scanning_clerk()
    copy = a_begun_copy(clerk)
    token = token_for(clerk, copy)
    address = reverse("digitisation:phone", args=[token])
    Position.objects.filter(officer=clerk.who).update(valid_to=FIRST_DAY)

    ended_with_the_post = Client().get(address)
    made_up = Client().get(reverse("digitisation:phone", args=[token[:-1] + "x"]))

    for answer in (ended_with_the_post, made_up):
        assert answer.status_code == 409
        assert "hết hạn" in text_of(answer.content)


def test_data_are_compared_and_stored_and_mistakes_stay_on_the_page() -> None:
    clerk = a_scanning_clerk()
    copy, browser = a_read_copy(clerk), browser_of(clerk)
    address = reverse("digitisation:store", args=[copy.id])

    wrong = browser.post(address, {**VALUES, "issued_on": "hôm qua"})
    right = browser.post(address, VALUES)

    assert wrong.status_code == 422
    assert "Ngày chưa đúng" in text_of(wrong.content)
    assert 'value="hôm qua"' in wrong.content.decode()
    assert right.status_code == 302
    assert DigitalCopy.objects.get(pk=copy.id).state == State.STORED


def test_the_seal_is_put_by_the_records_clerk_from_the_same_page() -> None:
    commune = a_province().commune
    a_seal(commune)
    clerk = a_scanning_clerk()
    copy, browser = a_stored_copy(clerk), browser_of(clerk)

    page = text_of(browser.get(reverse("digitisation:copy", args=[copy.id])).content)
    browser.post(reverse("digitisation:confirm", args=[copy.id]))

    assert "Ký xác nhận" in page
    assert DigitalCopy.objects.get(pk=copy.id).state == State.CONFIRMED
    assert "037068001234.KQ.G07.000122.0001" in text_of(
        browser.get(reverse("digitisation:copy", args=[copy.id])).content
    )


def test_sending_back_asks_why() -> None:
    clerk = a_scanning_clerk()
    copy, browser = a_read_copy(clerk), browser_of(clerk)
    address = reverse("digitisation:send_back", args=[copy.id])

    silent = browser.post(address, {"why": ""})
    browser.post(address, {"why": "Ảnh nhòe"})

    assert silent.status_code == 422
    assert DigitalCopy.objects.get(pk=copy.id).state == State.RETURNED


def test_pictures_and_files_are_for_those_who_may_see_the_paper() -> None:
    clerk = a_scanning_clerk()
    copy = a_read_copy(clerk)
    page = ScannedPage.objects.filter(copy=copy)[0]
    own, stranger = browser_of(clerk), browser_of(a_scanning_clerk(a_province().justice))
    citizen = browser_of(a_citizen())
    addresses = [
        reverse("digitisation:page", args=[copy.id, page.id]),
        reverse("digitisation:page", args=[copy.id, page.id]) + "?nho=1",
        reverse("digitisation:scan", args=[copy.id]),
        reverse("digitisation:searchable", args=[copy.id]),
        reverse("digitisation:copy", args=[copy.id]),
    ]

    for address in addresses:
        assert own.get(address, follow=True).status_code == 200
        assert stranger.get(address).status_code == 404
        assert citizen.get(address).status_code == 403


def test_who_fetches_a_scan_is_noted_and_given_it_as_an_attachment() -> None:
    clerk = a_scanning_clerk()
    copy = a_read_copy(clerk)

    given = browser_of(clerk).get(reverse("digitisation:scan", args=[copy.id]), follow=True)

    assert given["Content-Disposition"].startswith("attachment")
    assert copy.document is not None
    (reading,) = Reading.objects.filter(document=copy.document)
    assert (reading.person, reading.why) == (clerk.person, "duty")


def test_the_papers_of_a_dossier_begin_at_its_page() -> None:
    must = a_component("GT", "paper", digitise=Digitise.RESULT)
    version = a_procedure(components=[must, a_component("XT", "paper", digitise=Digitise.NEVER)])
    dossier = a_submitted_dossier(version, papers=())
    assert dossier.receiving_agency is not None
    clerk = a_scanning_clerk(dossier.receiving_agency, Role.RECEPTIONIST)
    browser = browser_of(clerk)
    address = reverse("digitisation:dossier", args=[dossier.id])

    page = text_of(browser.get(address).content)
    begun = browser.post(
        reverse("digitisation:begin_component", args=[dossier.id]),
        {"component": "GT", "pages": "2"},
    )

    assert "Giấy tờ GT Phải số hóa" in page
    assert "Giấy tờ XT" not in page
    assert begun.status_code == 302
    assert "Đang chụp" in text_of(browser.get(address).content)


def test_a_batch_is_planned_worked_on_given_away_and_ended() -> None:
    commune, clerk = a_province().commune, a_scanning_clerk()
    entry = an_entry(commune)
    browser = browser_of(clerk)
    plan = {"name": "Đợt một", "year": "", "most": "10", "sample_percent": "5"}

    wrong = browser.post(reverse("digitisation:batches"), {**plan, "name": ""})
    made = browser.post(reverse("digitisation:batches"), plan)
    page = text_of(browser.get(made["Location"]).content)
    batch = made["Location"].rsplit("/", 1)[1]
    browser.post(reverse("digitisation:assign", args=[batch]), {"assigned_to": str(clerk.who)})
    browser.post(reverse("digitisation:begin_entry", args=[entry.id]), {"pages": "2"})
    browser.post(reverse("digitisation:close", args=[batch]))

    assert "Xin đặt tên cho đợt số hóa" in text_of(wrong.content)
    assert entry.number in page
    assert DigitalCopy.objects.get().batch is not None
    assert "đã kết thúc" in text_of(browser.get(reverse("digitisation:batches")).content)


def test_a_second_look_is_noted_from_the_page_of_the_paper() -> None:
    commune, clerk = a_province().commune, a_scanning_clerk()
    entry = an_entry(commune)
    actions.open_batch("Đợt một", sample_percent=100, by=clerk, at=MONDAY_MORNING)
    copy = a_stored_copy(clerk, entry)
    other = browser_of(a_scanning_clerk(name="Hồ Thị Mẫu"))
    address = reverse("digitisation:sample", args=[copy.id])

    silent = other.post(address, {"right": "no", "found": ""})
    right = other.post(address, {"right": "yes"})

    assert silent["Location"] == reverse("digitisation:copy", args=[copy.id])
    assert str(copy.batch_id) in right["Location"]


def test_others_than_who_scans_have_no_station() -> None:
    watcher = browser_of(an_officer(a_province().commune, Role.MONITOR))

    assert watcher.get(reverse("digitisation:home")).status_code == 403
    assert Client().get(reverse("digitisation:home")).status_code == 302


def test_the_list_asks_as_much_for_many_papers_as_for_few() -> None:
    commune, clerk = a_province().commune, a_scanning_clerk()
    a_begun_copy(clerk, an_entry(commune))
    few = len(statements(clerk, reverse("digitisation:home")))
    for _ in range(8):
        a_begun_copy(clerk, an_entry(commune))

    assert len(statements(clerk, reverse("digitisation:home"))) == few
