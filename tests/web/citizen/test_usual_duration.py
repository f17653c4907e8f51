"""How long a procedure usually takes, as its page tells citizens."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from motcua.dossiers.models import FillingTime, ProcedureTime
from motcua.dossiers.procedure_times import Duration
from motcua.web.citizen.usual import usual_sentence
from tests.builders import a_procedure, a_province
from tests.web.portals import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("duration", "vi", "en"),
    [
        (
            Duration(4, 7, 120),
            "Thường xong sau 4 ngày làm việc; 9 trong 10 hồ sơ xong trong 7 ngày làm việc."
            " Tính từ 120 hồ sơ",
            "Usually done after 4 working days; 9 of 10 applications are done within"
            " 7 working days. Counted from 120 applications",
        ),
        (Duration(3, 3, 12), "Thường xong trong 3 ngày làm việc.", "within 3 working days."),
        (Duration(1, 1, 12), "Thường xong trong 1 ngày làm việc.", "within 1 working day."),
        (
            Duration(0, 2, 12),
            "Thường xong ngay trong ngày; 9 trong 10 hồ sơ xong trong 2 ngày làm việc.",
            "Usually done on the same day; 9 of 10 applications are done within 2 working days.",
        ),
        (Duration(0, 0, 12), "Thường xong ngay trong ngày.", "Usually done on the same day."),
    ],
)
def test_it_is_said_in_one_plain_sentence(duration: Duration, vi: str, en: str) -> None:
    with override("vi"):
        assert vi in usual_sentence(duration)
    with override("en"):
        assert en in usual_sentence(duration)


def test_nothing_is_said_where_too_few_tell() -> None:
    assert usual_sentence(None) == ""


def test_the_page_of_a_procedure_tells_it_once_enough_dossiers_do() -> None:
    a_province()
    version = a_procedure()
    address = reverse("citizen:procedure", args=[version.procedure.code])
    client = Client()

    before = text_of(client.get(address).content)
    ProcedureTime.objects.create(
        procedure=version.procedure_id, dossiers=50, counted=40, median_days=4, ninetieth_days=7
    )
    after = text_of(client.get(address).content)

    assert "Thực tế" not in before
    assert "Thực tế Thường xong sau 4 ngày làm việc" in after
    assert "Tính từ 40 hồ sơ" in after


def test_the_time_to_fill_in_is_estimated_until_it_is_measured() -> None:
    version = a_procedure()
    client = Client()

    estimated = text_of(client.get(f"/thu-tuc/{version.procedure.code}").content)
    FillingTime.objects.create(
        procedure=version.procedure_id, median_minutes=7, ninetieth_minutes=15, dossiers=40
    )
    measured = text_of(client.get(f"/thu-tuc/{version.procedure.code}").content)

    assert "Khai khoảng 1 phút" in estimated
    assert "Thường khai trong 7 phút; 9 trong 10 người khai xong trong 15 phút." in measured
    assert "Đo từ 40 lượt khai" in measured
