"""The page on which the settlement is stopped."""

import pytest
from django.urls import reverse

from motcua.dossiers.models import Dossier, Stop
from motcua.dossiers.rules import Status
from motcua.dossiers.slips import newest
from tests.builders import (
    a_case_officer,
    a_decided_dossier,
    a_section_head,
    a_signatory,
    an_accepted_dossier,
    the_applicant,
)
from tests.dossiers.expectations import stored
from tests.web.portals import browser_of, hidden, text_of

pytestmark = pytest.mark.django_db
WHY = {"reason": "Người nộp đề nghị dừng", "basis": "Đơn ngày 01/6/2026", "fees": "Hoàn lại"}


def page_of(dossier: Dossier) -> str:
    return reverse("officer:stop", args=[dossier.id])


def test_who_leads_stops_a_dossier_and_the_applicant_gets_the_notice() -> None:
    dossier = an_accepted_dossier()
    client = browser_of(a_signatory(dossier))
    before = client.get(reverse("officer:dossier", args=[dossier.id])).content.decode()
    form = client.get(page_of(dossier)).content

    sent = client.post(page_of(dossier), {**WHY, "revision": hidden(form, "revision")})

    assert page_of(dossier) in before
    assert sent.headers["Location"] == reverse("officer:dossier", args=[dossier.id])
    assert stored(dossier).status == Status.STOPPED
    assert Stop.objects.get(dossier=dossier).fees == "Hoàn lại"
    after = client.get(sent.headers["Location"])
    assert "Thông báo dừng giải quyết hồ sơ" in text_of(after.content)
    assert page_of(dossier) not in after.content.decode()
    newest(stored(dossier), "stop")
    own = browser_of(the_applicant(dossier))
    told = text_of(own.get(reverse("citizen:dossier", args=[dossier.id])).content)
    assert "Thông báo dừng giải quyết hồ sơ (PDF)" in told
    for words in WHY.values():  # on both pages, and not in the notice alone
        assert words in text_of(after.content)
        assert words in told
    notice = own.get(reverse("citizen:slip", args=[dossier.id, "stop"]))
    assert notice.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("missing", "words"),
    [("reason", "Xin ghi rõ lý do."), ("basis", "Xin ghi căn cứ của việc dừng giải quyết.")],
)
def test_what_is_missing_is_told_and_what_was_typed_stays(missing: str, words: str) -> None:
    dossier = an_accepted_dossier()
    client = browser_of(a_section_head(dossier))

    again = client.post(page_of(dossier), {**WHY, missing: ""})

    assert again.status_code == 422
    assert words in text_of(again.content)
    assert f'href="#{missing}"' in again.content.decode()
    assert "Hoàn lại" in again.content.decode()
    assert stored(dossier).status == dossier.status


def test_a_page_that_is_out_of_date_stops_nothing() -> None:
    dossier = an_accepted_dossier()

    again = browser_of(a_section_head(dossier)).post(page_of(dossier), {**WHY, "revision": "0"})

    assert again.status_code == 422
    assert not Stop.objects.exists()


def test_others_neither_see_nor_open_it() -> None:
    dossier, decided = an_accepted_dossier(), a_decided_dossier()
    officer = browser_of(a_case_officer(dossier))

    seen = officer.get(reverse("officer:dossier", args=[dossier.id])).content.decode()

    assert page_of(dossier) not in seen
    assert officer.get(page_of(dossier)).status_code == 403
    assert officer.post(page_of(dossier), WHY).status_code in {302, 403}
    assert not Stop.objects.exists()
    assert browser_of(a_section_head(decided)).get(page_of(decided)).status_code == 403
