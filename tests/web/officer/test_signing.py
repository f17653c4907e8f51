"""Signing on the page: one by one, and those of a list with one confirmation."""

import re
from collections.abc import Sequence
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from motcua.dossiers.bulk_signing import carry_out
from motcua.dossiers.models import BulkSigning, Dossier, ShownDraft
from motcua.people.models import SecondFactor
from tests.builders import a_case_officer, a_dossier_at, a_signatory, the_task
from tests.signing_hands import dossiers_to_sign, read, the_code, with_app
from tests.web.portals import NOW, browser_of, statements, text_of

pytestmark = pytest.mark.django_db
LIST = reverse("officer:to_sign")


def opened(client: Client, dossier: Dossier) -> bytes:
    answer = client.get(reverse("officer:draft", args=[dossier.id]))
    assert answer.status_code == 200
    return bytes(answer.content)


def drafts() -> list[str]:
    return [str(one) for one in ShownDraft.objects.values_list("id", flat=True)]


def test_what_waits_is_listed_and_can_be_chosen_once_it_was_read() -> None:
    dossiers, signatory = dossiers_to_sign(2)
    client = browser_of(signatory)

    before = client.get(LIST).content.decode()
    opened(client, dossiers[0])
    after = client.get(LIST).content.decode()

    assert before.count('name="draft"') == 0
    assert after.count('name="draft"') == 1
    assert text_of(after.encode()).count("Đã đọc") == 1


def test_the_chosen_ones_are_confirmed_with_one_code_and_signed() -> None:
    dossiers, signatory = dossiers_to_sign(2)
    client = browser_of(signatory)
    for dossier in dossiers:
        opened(client, dossier)

    sent = client.post(LIST, {"draft": drafts(), "code": the_code(signatory, NOW)})
    bulk = BulkSigning.objects.get()
    waiting = text_of(client.get(sent.headers["Location"]).content)
    carry_out(bulk.id, lambda: NOW)
    done = text_of(client.get(sent.headers["Location"]).content)

    assert sent.headers["Location"] == reverse("officer:bulk_signing", args=[bulk.id])
    assert "Đã qua 0 trên 2 hồ sơ" in waiting
    assert "Đã xong" in done
    assert [the_task(dossier).node for dossier in dossiers] == ["issue", "issue"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"code": ""}, "Xin nhập mã 6 số"),
        ({"code": "12"}, "Mã chưa đúng"),
        ({"draft": []}, "Xin chọn ít nhất một hồ sơ"),
        ({"draft": ["x", "1"]}, "Xin chọn ít nhất một hồ sơ"),
        ({"draft": [str(UUID(int=1))]}, "chưa mở đọc"),
    ],
)
def test_a_refusal_keeps_the_choice(given: dict[str, object], words: str) -> None:
    dossiers, signatory = dossiers_to_sign(1)
    client = browser_of(signatory)
    opened(client, dossiers[0])
    usual = {"draft": drafts(), "seen": drafts(), "code": the_code(signatory, NOW)}

    answer = client.post(LIST, {**usual, **given})

    assert answer.status_code == 422
    assert words in text_of(answer.content)
    boxes = re.findall(r'<input[^>]*name="draft"[^>]*>', answer.content.decode())
    assert [" checked" in box for box in boxes] == ["draft" not in given]
    assert not BulkSigning.objects.exists()


def test_looking_again_after_reading_keeps_what_was_left_out() -> None:
    dossiers, signatory = dossiers_to_sign(2)
    client = browser_of(signatory)
    opened(client, dossiers[0])
    (left_out,) = drafts()
    opened(client, dossiers[1])

    again = client.post(LIST, {"seen": [left_out], "refresh": "1"})

    boxes = re.findall(r'<input[^>]*name="draft"[^>]*>', again.content.decode())
    assert again.status_code == 200
    assert {left_out in box: " checked" in box for box in boxes} == {True: False, False: True}
    assert not BulkSigning.objects.exists()


def test_without_an_app_the_page_leads_to_adding_one() -> None:
    dossier = a_dossier_at("sign")

    page = browser_of(a_signatory(dossier)).get(LIST).content.decode()

    assert reverse("second_factor") in page
    assert 'name="code"' not in page


def test_it_can_be_stopped() -> None:
    dossiers, signatory = dossiers_to_sign(1)
    client = browser_of(signatory)
    opened(client, dossiers[0])
    client.post(LIST, {"draft": drafts(), "code": the_code(signatory, NOW)})
    bulk = BulkSigning.objects.get()

    said = client.post(reverse("officer:stop_bulk_signing", args=[bulk.id]), follow=True)

    assert "Đã dừng. 1 hồ sơ còn lại chưa ký" in text_of(said.content)
    assert "Người ký đã dừng" in text_of(said.content)


def test_the_list_is_the_signatories_and_the_progress_who_confirmed() -> None:
    dossiers, signatory = dossiers_to_sign(1)
    client = browser_of(signatory)
    opened(client, dossiers[0])
    client.post(LIST, {"draft": drafts(), "code": the_code(signatory, NOW)})
    place = reverse("officer:bulk_signing", args=[BulkSigning.objects.get().id])

    assert browser_of(a_case_officer(dossiers[0])).get(LIST).status_code == 403
    assert browser_of(a_signatory(dossiers[0])).get(place).status_code == 404


def test_signing_without_having_read_is_refused_on_the_page() -> None:
    dossier = a_dossier_at("sign")
    client = browser_of(a_signatory(dossier))
    place = reverse("officer:sign", args=[dossier.id, the_task(dossier).id])

    answer = client.post(place)

    assert answer.status_code == 422
    assert "chưa mở đọc" in text_of(answer.content)


def test_who_has_an_app_types_a_code_to_sign() -> None:
    dossier = a_dossier_at("sign")
    signatory = with_app(a_signatory(dossier))
    client = browser_of(signatory)
    opened(client, dossier)
    place = reverse("officer:sign", args=[dossier.id, the_task(dossier).id])
    page = client.get(reverse("officer:dossier", args=[dossier.id])).content.decode()

    refused = client.post(place, {"code": "1"})
    signed = client.post(place, {"code": the_code(signatory, NOW)})

    assert 'name="code"' in page
    assert refused.status_code == 422
    assert signed.status_code == 302
    assert the_task(dossier).node == "issue"


def test_the_same_bytes_are_shown_each_time() -> None:
    dossier = a_dossier_at("sign")
    client = browser_of(a_signatory(dossier))

    assert opened(client, dossier) == opened(client, dossier)


def test_adding_an_app_shows_its_secret_until_the_first_code() -> None:
    signatory = a_signatory(a_dossier_at("sign"))
    client = browser_of(signatory)
    place = reverse("second_factor")

    assert "Bắt đầu đăng ký" in text_of(client.get(place).content)
    client.post(place, {"act": "begin"})
    begun = client.get(place)
    wrong = client.post(place, {"act": "confirm", "code": "1"})
    client.post(place, {"act": "confirm", "code": the_code(signatory, NOW)})
    added = text_of(client.get(place).content)

    assert '<div role="img"' in begun.content.decode()
    assert '<svg width="' in begun.content.decode()
    assert begun.headers["Cache-Control"]
    assert wrong.status_code == 422
    assert "Đã bật từ" in added
    SecondFactor.objects.update(last_step=0)
    client.post(place, {"act": "remove", "code": the_code(signatory, NOW)})
    assert not SecondFactor.objects.exists()


def test_the_list_asks_the_same_few_questions_however_long_it_is() -> None:
    dossiers, signatory = dossiers_to_sign(1)
    read(dossiers[0], signatory, NOW)
    few = statements(signatory, LIST)
    more: Sequence[Dossier] = [a_dossier_at("sign") for _ in range(4)]
    for dossier in more:
        read(dossier, signatory, NOW)

    assert len(statements(signatory, LIST)) == len(few)
