"""The pages on which one person proposes a setting and another puts it in force."""

import pytest
from django.urls import reverse

from motcua.configuration.models import SettingVersion
from motcua.kernel.actors import Role
from motcua.people.models import IdentityProvider
from tests.builders import a_province, an_officer
from tests.settings import A_POLICY, A_PROVIDER, POLICY, a_proposed_policy, a_technician
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db
LIST = "/quan-tri/thiet-lap"


def test_one_adds_a_provider_and_another_puts_it_in_force() -> None:
    first, second = browser_of(a_technician()), browser_of(a_technician("Lê Thị Duyệt"))
    begin = reverse("catalogue:setting_begin", args=["dinh-danh"])
    assert "Thêm hệ thống định danh" in text_of(first.get(LIST).content)

    page = first.post(begin, {**A_PROVIDER, "code": "quoc-gia"}).headers["Location"]
    own = text_of(first.post(page, {"act": "propose"}, follow=True).content)
    assert "Người cho áp dụng phải là người khác" in own
    assert "https://dinh-danh.example" in text_of(second.get(page).content)
    refused = first.post(page, {"act": "publish"}, follow=True)
    assert "phải là người khác" in text_of(refused.content)
    assert not IdentityProvider.objects.exists()
    shown = text_of(second.post(page, {"act": "publish"}, follow=True).content)

    assert "Nút đăng nhập hiện ra khi hệ thống định danh trả lời" in shown
    assert IdentityProvider.objects.get().is_enabled
    setting = reverse("catalogue:setting", args=["dinh-danh.quoc-gia"])
    assert "Đang áp dụng" in text_of(first.get(setting).content)


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays() -> None:
    client = browser_of(a_technician())
    begin = reverse("catalogue:setting_begin", args=[POLICY])
    assert 'value="45"' in client.get(begin).content.decode()

    answer = client.post(begin, {**A_POLICY, "longest_hours": "<b>"})

    assert answer.status_code == 422
    assert "Xin nhập một số nguyên lớn hơn 0" in text_of(answer.content)
    assert 'value="&lt;b&gt;"' in answer.content.decode()
    assert not SettingVersion.objects.exists()


def test_what_is_put_in_force_for_a_later_day_says_so() -> None:
    version = a_proposed_policy(a_technician())
    page = reverse("catalogue:setting_version", args=[version.id])
    second = browser_of(a_technician("Lê Thị Duyệt"))

    shown = text_of(second.post(page, {"act": "publish"}, follow=True).content)

    assert f"Áp dụng từ {A_POLICY['from_on']}" in shown
    listed = second.get(reverse("catalogue:setting", args=[POLICY]))
    assert f"Áp dụng từ {A_POLICY['from_on']}" in text_of(listed.content)


def test_whoever_begins_beside_an_open_proposal_is_led_to_it() -> None:
    version = a_proposed_policy(a_technician())
    begin = reverse("catalogue:setting_begin", args=[POLICY])

    led = browser_of(a_technician("Lê Thị Duyệt")).get(begin, follow=True)

    assert led.redirect_chain == [(reverse("catalogue:setting_version", args=[version.id]), 302)]
    assert "Đang có một đề nghị chưa xong" in text_of(led.content)


def test_a_proposal_is_sent_back_changed_and_thrown_away() -> None:
    first, second = a_technician(), browser_of(a_technician("Lê Thị Duyệt"))
    version, author = a_proposed_policy(first), browser_of(first)
    page = reverse("catalogue:setting_version", args=[version.id])

    second.post(page, {"act": "send_back", "reason": "Phiên dài quá."})
    assert "Phiên dài quá." in text_of(author.get(page).content)
    edit = reverse("catalogue:setting_edit", args=[version.id])
    author.post(edit, {**A_POLICY, "longest_hours": "8"})
    assert "8" in text_of(author.get(page).content)
    gone = author.post(page, {"act": "discard"})

    assert gone.headers["Location"] == LIST
    assert not SettingVersion.objects.exists()


def test_settings_of_others_are_not_there() -> None:
    version = a_proposed_policy(a_technician())
    keeper = browser_of(an_officer(a_province().committee, Role.BUSINESS_ADMIN))

    shown = text_of(keeper.get(LIST).content)

    assert "Tham số của thời hạn" in shown
    assert "Quy định đăng nhập" not in shown
    for page in (
        reverse("catalogue:setting_version", args=[version.id]),
        reverse("catalogue:setting", args=[POLICY]),
        reverse("catalogue:setting_begin", args=["dinh-danh"]),
    ):
        assert keeper.get(page).status_code == 404
