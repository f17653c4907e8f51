"""The process as a picture and as a list, for citizens: usual times, “you are here”, no names."""

import re

import pytest
from django.test import Client

from motcua.dossiers.models import Dossier, UsualTime
from motcua.dossiers.usual_times import Usual
from motcua.web.process_picture import usual_words
from tests.builders import a_dossier_at, an_accepted_dossier, the_applicant
from tests.web.portals import browser_of, statements, text_of

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 16


def usually(dossier: Dossier, node: str, median: int, ninetieth: int) -> None:
    UsualTime.objects.create(
        procedure=dossier.procedure.procedure_id,
        node=node,
        median_minutes=median,
        ninetieth_minutes=ninetieth,
        dossiers=12,
    )


def address(dossier: Dossier) -> str:
    return f"/thu-tuc/{dossier.procedure.procedure.code}"


def tracked(dossier: Dossier) -> str:
    asked = {"number": dossier.number, "second": dossier.lookup_code}
    return str(Client().post("/tra-cuu", asked).content.decode())


@pytest.mark.parametrize(
    ("median", "ninetieth", "words"),
    [
        (5, 40, "thường xong trong 1 giờ làm việc"),
        (60, 180, "thường mất 1–3 giờ làm việc"),
        (20, 170, "thường mất 1–3 giờ làm việc"),
        (170, 178, "thường mất khoảng 3 giờ làm việc"),
        (480, 961, "thường mất 1–3 ngày làm việc"),
        (950, 960, "thường mất khoảng 16 giờ làm việc"),
        (2400, 2400, "thường mất khoảng 5 ngày làm việc"),
    ],
)
def test_usual_times_are_said_in_whole_hours_or_days(
    median: int, ninetieth: int, words: str
) -> None:
    assert usual_words(Usual(median, ninetieth, 10)) == words
    assert usual_words(None) == ""


def test_a_procedure_shows_its_steps_as_a_picture_and_as_a_list() -> None:
    dossier = an_accepted_dossier()
    usually(dossier, "appraise", 60, 180)

    page = Client().get(address(dossier)).content.decode()

    assert page.count("<svg") >= 1
    assert 'role="img"' in page
    assert "thường mất 1–3 giờ làm việc" in page
    assert "90 ngày qua" in page
    listed = re.findall(r'motcua-process__label">([^<]+)<', page)
    assert listed == ["assign", "appraise", "approve", "sign", "issue", "deliver"]
    assert "Hồ sơ đang ở đây" not in text_of(page.encode())


def test_without_enough_dossiers_no_usual_time_is_said() -> None:
    page = text_of(Client().get(address(an_accepted_dossier())).content)

    assert "thường" not in page
    assert "90 ngày" not in page


def test_ones_dossier_shows_where_it_is() -> None:
    dossier = a_dossier_at("appraise")

    page = browser_of(the_applicant(dossier)).get(f"/ho-so-cua-toi/{dossier.id}").content.decode()

    current = re.search(r'aria-current="step">\s*<span class="motcua-process__label">([^<]+)', page)
    assert current is not None
    assert current[1] == "appraise"
    assert page.count("Hồ sơ đang ở đây") >= 2
    assert "Hồ sơ đang ở bước: appraise." in page
    assert "Nếu chưa đạt, hồ sơ quay lại bước 2." in page


def test_in_english_the_page_says_you_are_here() -> None:
    dossier = a_dossier_at("appraise")
    client = browser_of(the_applicant(dossier))

    client.post("/ngon-ngu", {"language": "en", "next": "/thu-tuc"})

    page = text_of(client.get(f"/ho-so-cua-toi/{dossier.id}").content)

    assert "You are here" in page
    assert "If something is not right, it goes back to step 2." in page


def test_tracking_shows_steps_and_dates_but_nobodys_name() -> None:
    dossier = a_dossier_at("appraise")

    page = tracked(dossier)

    assert "Hồ sơ đang ở đây" in page
    assert "<svg" in page
    assert dossier.applicant_name not in page
    assert "Ủy ban nhân dân xã Mẫu" not in page
    assert "Phạm Văn Mẫu" not in page


def test_pages_with_pictures_ask_few_questions() -> None:
    dossier = a_dossier_at("appraise")
    own = the_applicant(dossier)

    for page in (address(dossier), f"/ho-so-cua-toi/{dossier.id}"):
        asked = statements(own, page)
        assert len(asked) <= MOST_STATEMENTS
        assert len([sql for sql in asked if "dossiers_usualtime" in sql]) == 1
        assert not [sql for sql in asked if "workflow_processversion" in sql]


def test_the_picture_breaks_no_rule_of_the_content_security_policy() -> None:
    dossier = a_dossier_at("appraise")

    response = browser_of(the_applicant(dossier)).get(f"/ho-so-cua-toi/{dossier.id}")

    picture = response.content.decode().split("<svg", 1)[1].split("</svg>")[0]
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
    assert not re.search(r"\sstyle=|<script|\son\w+=|href=", picture)


def test_a_dossier_that_ended_stands_nowhere() -> None:
    dossier = a_dossier_at("appraise")
    client = browser_of(the_applicant(dossier))
    client.post(f"/ho-so-cua-toi/{dossier.id}/rut", {"reason": "Tôi đổi ý"})

    page = text_of(client.get(f"/ho-so-cua-toi/{dossier.id}").content)

    assert "Hồ sơ đang ở đây" not in page
    assert "Không cần làm" in page
