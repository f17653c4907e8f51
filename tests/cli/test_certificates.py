"""`./motcua import certificate`, `reset-code`: the key is tried before it is taken into use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from motcua.cli.accounts import reset_code
from motcua.cli.certificates import run
from motcua.events.models import Event
from motcua.kernel.actors import Role
from motcua.people.models import Account, SecondFactor
from motcua.people.sign_in_rules import Proof
from motcua.runtime.refusals import CannotStart
from motcua.signing.models import Certificate
from tests.builders import a_province, an_officer
from tests.signing.authorities import NAME, Authority, an_authority
from tests.signing_hands import with_app

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with an_authority(tmp_path_factory.mktemp("authority")) as authority:
        yield authority


@pytest.fixture
def keys(running: Authority, tmp_path: Path, settings: Settings) -> Path:
    settings.KEYS = tmp_path / "keys"
    running.trust(settings.KEYS)
    return tmp_path / "keys"


@pytest.fixture
def file(running: Authority, keys: Path) -> Path:
    running.certificate("signer", keys)
    place = keys / "nguoi-ky.pem"
    place.write_bytes(running.pem_of("signer"))
    return place


def test_the_seal_of_an_agency(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commune = a_province().commune

    run(file, keeper="file", key="signing/signer.key", officer="", agency=commune.code)

    kept = Certificate.objects.get()
    assert (kept.owner, kept.kind) == (commune.id, "seal")
    assert commune.name in capsys.readouterr().out


def test_the_certificate_of_an_officer_by_their_name_at_the_door(file: Path) -> None:
    officer = an_officer(a_province().commune, Role.SIGNATORY, full_name=NAME)
    Account.objects.create(login="lanh-dao", person_id=officer.who)

    with pytest.raises(CannotStart, match="số định danh của người khác") as refusal:
        run(file, keeper="remote", key="k", officer="lanh-dao", agency="")

    assert refusal.value.exit_code == 2
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    ("label", "key"), [("old", "signing/old.key"), ("", "signing/nowhere.key"), ("", "../a.key")]
)
def test_a_key_that_is_not_the_certificate_s_is_refused(
    running: Authority, keys: Path, file: Path, label: str, key: str
) -> None:
    if label:
        running.certificate(label, keys)

    with pytest.raises(CannotStart, match="Không ký thử được"):
        run(file, keeper="file", key=key, officer="", agency=a_province().commune.code)

    assert not Certificate.objects.exists()


def test_a_service_is_not_asked_for_a_trial(file: Path, settings: Settings) -> None:
    settings.SIGNING_SERVICE = "http://127.0.0.1:9"

    run(file, keeper="remote", key="con-dau", officer="", agency=a_province().commune.code)

    assert Certificate.objects.get().key_name == "con-dau"


def test_who_lost_the_telephone_is_helped_and_that_is_recorded() -> None:
    officer = with_app(an_officer(a_province().commune, Role.SIGNATORY))
    login = Account.objects.get(person_id=officer.who).login

    reset_code(login, Proof.OFFICE_CARD)

    assert not SecondFactor.objects.exists()
    assert Event.objects.filter(verb="second_factor.reset", subject=officer.who).exists()
    for unknown in (login, "ai-do"):
        with pytest.raises(CannotStart, match="Không có tài khoản"):
            reset_code(unknown, Proof.OFFICE_CARD)
