"""Certificates are taken into use only for who they name, from who is trusted, to sign with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import new_id
from motcua.signing.actions import enter_certificate
from motcua.signing.fitness import Owner
from motcua.signing.models import Certificate
from motcua.signing.queries import certificate_of
from motcua.signing.rules import CertificateUnfit, Keeper
from tests.builders import a_citizen
from tests.signing.authorities import NAME, NUMBER, Authority
from tests.signing.test_levels import now

pytestmark = pytest.mark.django_db
SOMEBODY = Owner(new_id(), "person", NAME, NUMBER)


def enter(
    content: bytes,
    owner: Owner = SOMEBODY,
    keeper: Keeper = Keeper.REMOTE,
    key: str = "ky-so",
    by: Actor = SYSTEM,
) -> Certificate:
    return enter_certificate(content, owner, keeper, key, by=by, at=now())


def test_what_was_entered_signs_from_now_on(authority: Authority) -> None:
    entered = enter(authority.pem_of("signer"))

    assert certificate_of(SOMEBODY.id, "person", NAME, now()) == entered
    assert (entered.keeper, entered.key_name, entered.key_file) == ("remote", "ky-so", "")
    assert (entered.subject_name, entered.is_sample) == (NAME, False)
    event = Event.objects.get(verb="certificate.entered")
    assert (event.subject, event.facts["serial"]) == (SOMEBODY.id, entered.serial)


def test_a_key_in_a_file_is_named_by_its_place(authority: Authority) -> None:
    entered = enter(authority.pem_of("signer"), keeper=Keeper.KEY_FILE, key="signing/a.key")

    assert (entered.key_file, entered.key_name) == ("signing/a.key", "")


def test_der_is_read_as_well(authority: Authority) -> None:
    der = authority.arch.get_cert(authority.label("signer")).dump()

    assert enter(der).subject_name == NAME


def test_the_number_decides_and_without_one_the_name(authority: Authority, keys: Path) -> None:
    married = Owner(new_id(), "person", "Đỗ Văn Khác", NUMBER)
    seal = Owner(new_id(), "seal", "Ủy ban nhân dân xã Mẫu")

    assert enter(authority.pem_of("signer"), married).owner == married.id
    assert enter(authority.pem_of("twin"), seal).kind == "seal"


@pytest.mark.parametrize(
    ("label", "owner", "words"),
    [
        ("old", SOMEBODY, "đã hết hạn"),
        ("early", SOMEBODY, "chưa đến ngày"),
        ("reader", Owner(new_id(), "person", "reader thử"), "không được cấp để ký"),
        ("signer", Owner(new_id(), "person", NAME, "037190000999"), "định danh của người khác"),
        ("nameless", Owner(new_id(), "person", NAME, NUMBER), "mang tên người khác"),
    ],
)
def test_what_is_not_fit_is_refused_with_why(
    authority: Authority, label: str, owner: Owner, words: str
) -> None:
    with pytest.raises(CertificateUnfit, match=words):
        enter(authority.pem_of(label), owner)

    assert not Certificate.objects.exists()


def test_who_is_not_trusted_here_issues_nothing(authority: Authority, keys: Path) -> None:
    (keys / "authorities" / "thu.pem").unlink()

    with pytest.raises(CertificateUnfit, match="được tin cậy"):
        enter(authority.pem_of("signer"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda pem: b"",
        lambda pem: b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        lambda pem: pem[:300],
        lambda pem: b"\x30\x03\x02\x01\x01",
    ],
)
def test_what_is_no_certificate(authority: Authority, spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(CertificateUnfit, match="không phải là một chứng thư"):
        enter(spoil(authority.pem_of("signer")))


def test_none_is_entered_twice_and_only_the_system_enters(authority: Authority) -> None:
    enter(authority.pem_of("signer"))

    with pytest.raises(CertificateUnfit, match="đã có trong hệ thống"):
        enter(authority.pem_of("signer"))
    with pytest.raises(NotPermitted):
        enter(authority.pem_of("twin"), by=a_citizen())
