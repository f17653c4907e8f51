"""Pages of filling in for somebody else."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from motcua.dossiers.helping import confirmation_code
from motcua.dossiers.models import Dossier
from motcua.people.models import PopulationRecord
from motcua.people.sealing import number_digest
from motcua.procedures.models import ProcedureVersion
from tests.builders import (
    a_citizen,
    a_personal_number,
    a_procedure,
    a_province,
    a_receptionist,
    the_applicant,
)
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db
NUMBER = a_personal_number(78)
NAMED = {
    "full_name": "Nguyễn Thị Mẫu",
    "personal_number": NUMBER,
    "birth_date.day": "1",
    "birth_date.month": "1",
    "birth_date.year": "1990",
}
TYPED = {"full_name": "Nguyễn Thị Mẫu", "wish": "Xin giấy", "for_other": "no", "copies": "2"}


def _offered() -> ProcedureVersion:
    a_province()
    PopulationRecord.objects.create(
        number_digest=number_digest(NUMBER),
        full_name="Nguyễn Thị Mẫu",
        birth_date=date(1990, 1, 1),
        sex="female",
    )
    return a_procedure(components=())


def _filled(client: Client) -> Dossier:
    version = _offered()
    client.post(f"/thu-tuc/{version.procedure.code}/khai-ho", NAMED)
    draft = Dossier.objects.get()
    mine = f"/ho-so-cua-toi/{draft.id}"
    commune = a_province().commune.id
    client.post(f"{mine}/noi-nop", {"commune": str(commune), "result_channel": "online"})
    client.post(f"{mine}/ke-khai/request", TYPED)
    return draft


def test_a_helper_names_the_person_and_fills_in() -> None:
    client = browser_of(a_citizen("Trần Văn Cháu"))
    draft = _filled(client)

    review = text_of(client.get(f"/ho-so-cua-toi/{draft.id}/kiem-tra").content)
    listed = text_of(client.get("/ho-so-cua-toi").content)

    assert draft.applicant_name == "Nguyễn Thị Mẫu"
    assert "Gửi người nộp xác nhận" in review
    assert "Hồ sơ bạn khai hộ" in listed


def test_somebody_nobody_knows_is_refused_at_the_form() -> None:
    version = _offered()
    client = browser_of(a_citizen("Trần Văn Cháu"))
    address = f"/thu-tuc/{version.procedure.code}/khai-ho"

    unknown = client.post(address, {**NAMED, "full_name": "Lê Thị Khác"})
    empty = client.post(address, {})

    assert (unknown.status_code, empty.status_code) == (422, 422)
    assert "Không tìm thấy số định danh này" in text_of(unknown.content)
    assert not Dossier.objects.exists()


def test_the_code_told_by_the_applicant_hands_it_in() -> None:
    client = browser_of(a_citizen("Trần Văn Cháu"))
    draft = _filled(client)
    mine = f"/ho-so-cua-toi/{draft.id}"
    client.post(f"{mine}/kiem-tra", {})
    code = confirmation_code(Dossier.objects.get())

    wrong = client.post(f"{mine}/xac-nhan", {"code": "x", "key": str(uuid4())}, follow=True)
    right = client.post(f"{mine}/xac-nhan", {"code": code, "key": str(uuid4())}, follow=True)

    assert "Mã xác nhận chưa đúng" in text_of(wrong.content)
    assert f"Đã nộp hồ sơ {draft.submission_code} cho Nguyễn Thị Mẫu" in text_of(right.content)
    assert client.get(mine).status_code == 404


def test_the_applicant_reads_who_filled_in_and_hands_it_in_themselves() -> None:
    helper = browser_of(a_citizen("Trần Văn Cháu"))
    draft = _filled(helper)
    helper.post(f"/ho-so-cua-toi/{draft.id}/kiem-tra", {})
    client = browser_of(the_applicant(draft))

    listed = text_of(client.get("/ho-so-cua-toi").content)
    review = text_of(client.get(f"/ho-so-cua-toi/{draft.id}/kiem-tra").content)
    client.post(f"/ho-so-cua-toi/{draft.id}/kiem-tra", {"key": str(uuid4())})
    filed = Dossier.objects.get()
    desk = browser_of(a_receptionist(filed)).get(f"/mot-cua/ho-so/{filed.id}").content

    assert "Có người khai hộ" in listed
    assert "Trần Văn Cháu đã khai hộ bạn" in review
    assert filed.status == "submitted"
    assert "Trần Văn Cháu, người nộp tự đăng nhập xác nhận" in text_of(desk)


def test_what_is_wrong_is_named_before_the_applicant_is_asked() -> None:
    client = browser_of(a_citizen("Trần Văn Cháu"))
    draft = _filled(client)
    client.post(f"/ho-so-cua-toi/{draft.id}/ke-khai/request", {**TYPED, "wish": ""})

    review = client.post(f"/ho-so-cua-toi/{draft.id}/kiem-tra", {})

    assert review.status_code == 422
    assert 'href="#wish"' in review.content.decode()
    assert 'id="wish"' in review.content.decode()
