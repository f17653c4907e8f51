"""The result is handed over at the desk, or posted."""

import pytest
from django.urls import reverse

from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.rules import Status
from motcua.kernel.actors import Role
from tests.builders import (
    a_decided_dossier,
    a_receptionist,
    an_officer,
    task_id,
)
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db


def sent(dossier: Dossier, **changed: str) -> dict[str, str]:
    return {
        "task": str(task_id(dossier)),
        "revision": str(dossier.revision),
        "channel": "counter",
        "taken_by": "Nguyễn Thị Mẫu",
        "taken_by_number": "037190000001",
        **changed,
    }


def test_who_took_the_result_is_kept_with_a_masked_number() -> None:
    dossier = a_decided_dossier()
    clerk = an_officer(dossier.receiving_agency_id, Role.RETURN_CLERK)  # type: ignore[arg-type]

    browser_of(clerk).post(reverse("onestop:deliver", args=[dossier.id]), sent(dossier))

    result = Result.objects.get(dossier=dossier)
    assert Dossier.objects.get(pk=dossier.id).status == Status.DELIVERED
    assert (result.taken_by, result.taken_by_number) == ("Nguyễn Thị Mẫu", "•••••••••001")


def test_a_posted_result_keeps_its_tracking_code() -> None:
    dossier = a_decided_dossier()

    browser_of(a_receptionist(dossier)).post(
        reverse("onestop:deliver", args=[dossier.id]),
        sent(dossier, channel="post", postal_code="EA123456789VN"),
    )

    result = Result.objects.get(dossier=dossier)
    assert (result.delivery_channel, result.postal_code) == ("post", "EA123456789VN")


def test_nobody_takes_a_result_without_a_name() -> None:
    dossier = a_decided_dossier()

    answer = browser_of(a_receptionist(dossier)).post(
        reverse("onestop:deliver", args=[dossier.id]),
        sent(dossier, taken_by=" ", postal_code="EA1"),
    )

    assert answer.status_code == 422
    assert "Xin ghi tên người nhận" in text_of(answer.content)
    assert 'value="EA1"' in answer.content.decode()


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ({"taken_by_number": ""}, "số giấy tờ của người nhận khi trả tại quầy"),
        ({"channel": "post", "postal_code": " "}, "mã vận đơn khi trả qua bưu chính"),
    ],
)
def test_each_way_of_handing_over_asks_for_its_own_evidence(
    lacking: dict[str, str], said: str
) -> None:
    dossier = a_decided_dossier()

    answer = browser_of(a_receptionist(dossier)).post(
        reverse("onestop:deliver", args=[dossier.id]), sent(dossier, **lacking)
    )

    assert answer.status_code == 422
    assert said in text_of(answer.content)
    assert Dossier.objects.get(pk=dossier.id).status == Status.DECIDED


def test_the_desk_fetches_the_result_to_print_it() -> None:
    dossier = a_decided_dossier()

    address = reverse("onestop:result", args=[dossier.id])
    answer = browser_of(a_receptionist(dossier)).get(address, follow=True)

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"%PDF-")
