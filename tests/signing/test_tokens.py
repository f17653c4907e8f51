"""Keys in a PKCS#11 token, as SoftHSM plays one."""

import os
import subprocess
from collections.abc import Iterator
from glob import glob
from pathlib import Path

import pytest
from pytest_django import Settings

from motcua.signing.models import Certificate
from motcua.signing.pades import finish, prepare
from motcua.signing.providers import signature
from motcua.signing.rules import KeeperRefused, KeeperUnavailable
from motcua.signing.verifying import verify
from tests.signing.authorities import Authority
from tests.signing.papers_to_sign import a_paper, a_stamp
from tests.signing.test_levels import now

PIN = "246810"
(MODULE,) = glob("/usr/lib/softhsm/libsofthsm2.so") or glob("/usr/lib/*/softhsm/libsofthsm2.so")


@pytest.fixture(scope="module")
def tokens(
    running_authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Have one token with the key of the signer; the library is read once a process."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(config)
    run = ["softhsm2-util", "--token", "motcua", "--pin", PIN]
    for more in (
        ["--init-token", "--free", "--label", "motcua", "--so-pin", "13579"],
        [
            *("--import", str(running_authority.folder / "signer.pem")),
            *("--label", "lanh-dao", "--id", "a1"),
        ],
    ):
        subprocess.run([*run, *more], check=True, capture_output=True)
    yield folder
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


@pytest.fixture
def certificate(
    running_authority: Authority, keys: Path, tokens: Path, settings: Settings
) -> Certificate:
    running_authority.trust(keys)
    settings.TOKEN_MODULE, settings.TOKEN_PIN = MODULE, PIN
    kept = running_authority.certificate("signer", keys)
    kept.keeper, kept.key_file, kept.key_name = "token", "", "motcua:lanh-dao"
    return kept


def signed(certificate: Certificate) -> bytes:
    prepared = prepare(a_paper(), certificate, field="S", reason="x", stamp=a_stamp(), at=now())
    made = signature(certificate, prepared.attributes, certificate.id, again=False)
    return finish(prepared, certificate, made)


def test_the_token_signs(certificate: Certificate) -> None:
    (verdict,) = verify(signed(certificate), at=now())

    assert verdict.holds


def test_the_pin_may_lie_in_a_file_of_the_key_folder(
    certificate: Certificate, keys: Path, settings: Settings
) -> None:
    settings.TOKEN_PIN = ""
    (keys / "token.pin").write_text(f"{PIN}\n")

    assert verify(signed(certificate), at=now())[0].holds


def test_a_wrong_pin_is_not_tried_again(certificate: Certificate, settings: Settings) -> None:
    settings.TOKEN_PIN = "000000"

    with pytest.raises(KeeperRefused, match="PIN"):
        signed(certificate)


def test_a_key_the_token_does_not_have(certificate: Certificate) -> None:
    certificate.key_name = "motcua:ai-do"

    with pytest.raises(KeeperRefused, match="không có khóa"):
        signed(certificate)


def test_a_token_that_is_not_plugged_in_is_waited_for(certificate: Certificate) -> None:
    certificate.key_name = "khac:lanh-dao"

    with pytest.raises(KeeperUnavailable):
        signed(certificate)


def test_without_a_device_set_up(certificate: Certificate, settings: Settings) -> None:
    settings.TOKEN_MODULE = ""

    with pytest.raises(KeeperRefused, match="MOTCUA_TOKEN_MODULE"):
        signed(certificate)
