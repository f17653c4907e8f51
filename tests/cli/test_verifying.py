"""`./motcua verify`: who signed any PDF, for people and machines, with a database or without."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from motcua.signing import pades
from motcua.signing.models import Certificate
from tests.cli.conftest import Motcua
from tests.signing.authorities import NAME, Authority, an_authority
from tests.signing.papers_to_sign import a_paper, a_stamp
from tests.signing.tampering_hands import changed, new_content


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with an_authority(tmp_path_factory.mktemp("authority")) as running:
        yield running


@pytest.fixture
def certificate(authority: Authority, tmp_path: Path, settings: Settings) -> Certificate:
    settings.KEYS = tmp_path / "keys"
    return authority.certificate("signer", settings.KEYS)


@pytest.fixture
def signed(certificate: Certificate) -> bytes:
    return pades.sign(
        a_paper(),
        certificate,
        field="S",
        reason="Ký thử",
        stamp=a_stamp(),
        at=datetime.now(UTC),
    )


@pytest.fixture
def root(authority: Authority, tmp_path: Path) -> str:
    (tmp_path / "ca.pem").write_bytes(authority.pem_of("root"))
    return str(tmp_path / "ca.pem")


def kept(tmp_path: Path, pdf: bytes) -> str:
    (tmp_path / "paper.pdf").write_bytes(pdf)
    return str(tmp_path / "paper.pdf")


def test_machines_are_told_all_that_was_found(
    motcua: Motcua, signed: bytes, root: str, tmp_path: Path
) -> None:
    done = motcua("verify", kept(tmp_path, signed), "--trust", root, "--json")

    found = json.loads(done.stdout)
    assert (done.returncode, found["holds"], found["issued_here"]) == (0, True, None)
    (one,) = found["signatures"]
    assert one["signer"] == NAME
    assert one["covers_whole_file"]
    assert one["findings"] == ["no_time_stamp", "revocation_unknown"]


def test_without_trusting_who_issued_it_it_does_not_hold(
    motcua: Motcua, signed: bytes, tmp_path: Path
) -> None:
    done = motcua("verify", kept(tmp_path, signed), "--json")

    (one,) = json.loads(done.stdout)["signatures"]
    assert done.returncode == 1
    assert (one["intact"], one["trusted"]) == (True, False)
    assert "untrusted" in one["findings"]


def test_who_issued_it_is_asked_about_revocation_only_when_that_is_wanted(
    motcua: Motcua, signed: bytes, root: str, tmp_path: Path
) -> None:
    done = motcua("verify", kept(tmp_path, signed), "--trust", root, "--online", "--json")

    (one,) = json.loads(done.stdout)["signatures"]
    assert one["revocation"] == "good"


def test_people_are_told_in_words_what_was_done_to_it(
    motcua: Motcua, signed: bytes, root: str, tmp_path: Path
) -> None:
    done = motcua("verify", kept(tmp_path, changed(new_content)(signed)), "--trust", root)

    assert done.returncode == 1
    assert NAME in done.stdout
    assert "đã bị tráo sau khi ký" in done.stdout
    assert "chưa có cơ sở dữ liệu" in done.stdout


def test_what_carries_no_signature_is_one_sentence(motcua: Motcua, tmp_path: Path) -> None:
    done = motcua("verify", kept(tmp_path, a_paper()))

    assert done.returncode == 1
    assert "không phải là văn bản PDF có chữ ký số" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_to_trust_that_is_no_certificate(
    motcua: Motcua, signed: bytes, tmp_path: Path
) -> None:
    (tmp_path / "ca.pem").write_text("không phải")

    done = motcua("verify", kept(tmp_path, signed), "--trust", str(tmp_path / "ca.pem"))

    assert "phải là chứng thư X.509" in done.stderr
