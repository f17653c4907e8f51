"""Watching: late dossiers by agency and person, every dossier to read, nothing to change."""

from datetime import timedelta

import pytest
from django.urls import URLPattern, reverse

from motcua.dossiers.models import Apology
from motcua.dossiers.queries import papers_of
from motcua.kernel.actors import Actor, Role
from motcua.web.oversight.urls import urlpatterns
from tests.builders import a_case_officer, a_province, an_accepted_dossier, an_officer
from tests.lateness import a_signed_apology
from tests.web.portals import FEW, MANY, NOW, assert_flat, browser_of, copies, text_of

pytestmark = pytest.mark.django_db
LATE = NOW - timedelta(days=2)


def a_watcher(role: Role = Role.MONITOR) -> Actor:
    return an_officer(a_province().committee, role)


@pytest.mark.parametrize("role", [Role.MONITOR, Role.INSPECTOR, Role.CONTROLLER])
def test_agencies_are_listed_by_how_much_is_late(role: Role) -> None:
    dossier = an_accepted_dossier()
    copies(dossier, 3, due_at=LATE)

    page = text_of(browser_of(a_watcher(role)).get("/theo-doi/").content)

    assert "Ủy ban nhân dân xã Mẫu 3 3 0 0" in page


def test_who_watches_sees_where_apologies_are_missing_and_where_promises_were_broken() -> None:
    dossier = an_accepted_dossier()
    silent, told, broken = copies(dossier, 3, due_at=LATE)
    for one in (told, broken):
        a_signed_apology(one, at=NOW)
    Apology.objects.filter(dossier=broken).update(new_due_at=NOW - timedelta(hours=1))
    client = browser_of(a_watcher())

    agencies = text_of(client.get("/theo-doi/").content)
    listed = text_of(
        client.get(reverse("oversight:agency", args=[dossier.settling_agency_id])).content
    )

    assert "Ủy ban nhân dân xã Mẫu 3 1 1 0" in agencies
    assert str(silent) in listed
    assert "Chưa xin lỗi" in listed
    assert "hẹn lại 12/06/2026" in listed
    assert "Quá hẹn lại 01/06/2026" in listed


def test_nothing_late_is_said() -> None:
    a_province()

    page = text_of(browser_of(a_watcher()).get("/theo-doi/").content)

    assert "Không cơ quan nào có hồ sơ quá hạn" in page


def test_late_dossiers_name_who_answers_for_them() -> None:
    dossier = an_accepted_dossier()
    officer = a_case_officer(dossier)
    copies(dossier, 60, due_at=LATE, responsible=officer.person)
    client = browser_of(a_watcher())
    address = reverse("oversight:agency", args=[dossier.settling_agency_id])

    first = client.get(address)
    link = first.content.decode().split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = client.get(link)

    assert text_of(first.content).count("Lê Thị Mẫu") == 50
    assert text_of(second.content).count("Lê Thị Mẫu") == 10


def test_any_dossier_of_the_province_is_found_and_read() -> None:
    dossier = an_accepted_dossier()
    client = browser_of(a_watcher())

    listed = text_of(client.get(reverse("oversight:search"), {"q": str(dossier)}).content)
    page = text_of(client.get(reverse("oversight:dossier", args=[dossier.id])).content)
    address = reverse("oversight:paper", args=[dossier.id, papers_of(dossier)[0].id])
    paper = client.get(address, follow=True)
    slip = client.get(reverse("oversight:slip", args=[dossier.id, "receipt"]))

    assert dossier.applicant_name in listed
    assert "Xin cấp giấy" in page
    assert paper.content.startswith(b"%PDF-")
    assert slip.content.startswith(b"%PDF-")


# What was found of reading, and what people ask about their data, is answered here.
ABOUT_READING = frozenset({"finding", "data_request"})


def test_nothing_can_be_done_to_a_dossier_here() -> None:
    dossier = an_accepted_dossier()
    client = browser_of(a_watcher())
    given = {
        "dossier_id": dossier.id,
        "agency_id": dossier.settling_agency_id,
        "attachment": dossier.id,
        "form": "receipt",
        "slip_id": dossier.id,
        "document_id": dossier.id,
        "code": dossier.procedure.procedure.code,
    }

    for page in urlpatterns:
        assert isinstance(page, URLPattern)
        if page.name in ABOUT_READING:
            continue
        needed = {name: given[name] for name in page.pattern.converters}
        assert client.post(reverse(f"oversight:{page.name}", kwargs=needed)).status_code == 405


def test_officers_who_settle_do_not_watch() -> None:
    dossier = an_accepted_dossier()

    assert browser_of(a_case_officer(dossier)).get("/theo-doi/").status_code == 403


def test_an_agency_that_never_was_is_not_found() -> None:
    dossier = an_accepted_dossier()

    answer = browser_of(a_watcher()).get(reverse("oversight:agency", args=[dossier.id]))

    assert answer.status_code == 404


def test_what_has_no_result_yet_has_none_to_fetch() -> None:
    dossier = an_accepted_dossier()

    answer = browser_of(a_watcher()).get(reverse("oversight:result", args=[dossier.id]))

    assert answer.status_code == 404


def test_the_pages_ask_the_same_few_questions_at_any_size() -> None:
    dossier = an_accepted_dossier()
    copies(dossier, FEW, due_at=LATE)
    watcher = a_watcher()

    for address in (
        reverse("oversight:agency", args=[dossier.settling_agency_id]),
        "/theo-doi/tim?q=mau",
    ):
        assert_flat(watcher, address, lambda: copies(dossier, MANY, due_at=LATE))
