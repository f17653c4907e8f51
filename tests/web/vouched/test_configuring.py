"""Configuring a provider and a policy from files, as a province does."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.timezone import localdate

from motcua.cli import providers
from motcua.people.models import IdentityProvider
from motcua.people.queries import policy_on
from motcua.runtime.refusals import CannotStart
from tests.web.portals import text_of
from tests.web.vouched.conftest import configured
from tests.web.vouched.twin import Twin

pytestmark = pytest.mark.django_db
BUTTON = "Đăng nhập bằng tài khoản định danh quốc gia"
PROVIDER = """
code = "quoc-gia"
name = "tài khoản định danh quốc gia"
issuer = "{issuer}"
client_id = "motcua"
{more}
[claims]
personal_number = "personal_number"
full_name = "name"
[levels]
LoA2 = 2
"""


def a_file(folder: Path, content: str) -> Path:
    file = folder / "said.toml"
    file.write_text(content, "utf-8")
    return file


def buttons() -> bool:
    return BUTTON in text_of(Client().get("/dang-nhap").content)


def test_a_provider_in_a_file_puts_a_button_on_the_page_and_off_takes_it_away(
    twin: Twin, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = a_file(tmp_path, PROVIDER.format(issuer=twin.issuer, more=""))
    providers.configure(file, off=False)
    was_on, said = buttons(), capsys.readouterr().out
    providers.configure(file, off=True)

    assert was_on
    assert not buttons()
    assert f"{settings.PUBLIC_URL}/dang-nhap/dinh-danh/quoc-gia/tro-ve" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("code = ", "chưa đúng"),
        ('code = "quoc-gia"', "thiếu mục"),
        (PROVIDER.format(issuer="http://evil.example", more=""), "issuer phải là"),
        (PROVIDER.format(issuer="https://x.example", more="is_staff = true"), "không hiểu"),
        (PROVIDER.format(issuer="http://127.0.0.1:9", more=""), "đang không trả lời"),
    ],
)
def test_a_file_that_is_not_safe_or_not_answered_puts_no_button(
    content: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(CannotStart, match=said):
        providers.configure(a_file(tmp_path, content), off=False)
    assert not buttons()


def test_a_secret_that_others_may_read_is_refused(twin: Twin, tmp_path: Path) -> None:
    configured(twin.issuer)
    secret = Path(settings.KEYS) / "providers" / "quoc-gia.secret"
    secret.chmod(0o640)
    file = a_file(tmp_path, PROVIDER.format(issuer=twin.issuer, more=""))
    try:
        with pytest.raises(CannotStart, match="quyền 600"):
            providers.configure(file, off=False)
    finally:
        secret.chmod(0o600)


def test_another_issuer_under_the_same_code_is_read_anew(twin: Twin, tmp_path: Path) -> None:
    configured(twin.issuer)
    content = PROVIDER.format(issuer="http://127.0.0.1:9", more="")
    with pytest.raises(CannotStart):
        providers.configure(a_file(tmp_path, content), off=False)
    known = IdentityProvider.objects.get()

    assert (known.metadata, known.keys) == (None, None)


def test_a_policy_in_a_file_holds_from_its_day(tmp_path: Path) -> None:
    content = 'from_on = 2020-01-01\nbasis = "Quyết định"\nidle_account_days = 30\n'
    providers.policy(a_file(tmp_path, content))

    assert policy_on(localdate()).idle_account_days == 30


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('basis = "x"', "thiếu mục"),
        ('from_on = "x"\nbasis = "x"', "phải là một ngày"),
        ('from_on = 2020-01-01\nbasis = ""', "thiếu căn cứ"),
        ('from_on = 2020-01-01\nbasis = "x"\nlength = 1', "không hiểu length"),
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused(content: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match=said):
        providers.policy(a_file(tmp_path, content))
