"""The master key wrapped by a PKCS#11 token, as SoftHSM plays one: nothing opens without it."""

import subprocess
import sys
from glob import glob
from pathlib import Path

import pytest

from motcua.runtime import keys
from motcua.runtime.state import open_state
from motcua.runtime.token_keys import is_wrapped, opened
from tests.cli.conftest import Motcua, surroundings

PIN = "246810"
(MODULE,) = glob("/usr/lib/softhsm/libsofthsm2.so") or glob("/usr/lib/*/softhsm/libsofthsm2.so")
TELL = """
import os
from motcua.cli.surroundings import equip
from motcua.people.sealing import sealer
equip()
import django; django.setup()
print(os.environ["MOTCUA_MASTER_KEY"], sealer().digest("x", "y").hex())
"""
ROTATE = """
from motcua.cli.surroundings import equip
from motcua.runtime import keys
keys.begin_rotation(equip().folder("keys"), "cd" * 32)
"""


@pytest.fixture
def token(tmp_path: Path) -> dict[str, str]:
    """Have a token; return the variables by which it is found."""
    (tmp_path / "tokens").mkdir()
    config = tmp_path / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    variables = {
        "SOFTHSM2_CONF": str(config),
        "MOTCUA_TOKEN_MODULE": MODULE,
        "MOTCUA_TOKEN_PIN": PIN,
    }
    making = ["--init-token", "--free", "--label", "khoa chu", "--so-pin", "13579", "--pin", PIN]
    subprocess.run(
        ["softhsm2-util", *making],
        check=True,
        capture_output=True,
        env={"PATH": "/usr/bin", **variables},
    )
    return variables


def told(place: Path, program: str, token: dict[str, str]) -> str:
    """Return what a program says that begins as every process of an installation does."""
    variables = {**token, "MOTCUA_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        env=surroundings(place, variables),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_the_folder_of_keys_alone_opens_nothing_and_with_the_token_all_is_as_before(
    motcua: Motcua, place: Path, token: dict[str, str]
) -> None:
    folder = open_state(place).folder("keys")
    plain = keys.master_key(open_state(place))
    before = told(place, TELL, {})

    done = motcua("keys", "into-token", "khoa chu", **token)

    assert done.returncode == 0, done.stderr
    kept = [(folder / name).read_text() for name in (keys.MASTER, keys.DIGEST)]
    assert all(is_wrapped(one) and plain not in one for one in kept)
    assert told(place, TELL, token) == before
    assert before.startswith(plain)


@pytest.mark.parametrize("lost", ["MOTCUA_TOKEN_MODULE", "MOTCUA_TOKEN_PIN", "SOFTHSM2_CONF"])
def test_without_module_pin_or_token_it_says_so_and_does_not_start(
    motcua: Motcua, place: Path, token: dict[str, str], lost: str
) -> None:
    keys.master_key(open_state(place))
    motcua("keys", "into-token", "khoa chu", **token)

    done = motcua("psql", "-Atc", "SELECT 1", **{**token, lost: ""})

    assert done.returncode != 0
    assert "“khoa chu”" in done.stderr
    assert not (place / "postgres").exists()


def test_a_new_master_key_is_wrapped_by_the_token_of_the_old_one(
    motcua: Motcua, place: Path, token: dict[str, str]
) -> None:
    folder = open_state(place).folder("keys")
    plain = keys.master_key(open_state(place))
    motcua("keys", "into-token", "khoa chu", **token)

    told(place, ROTATE, token)

    new, old = keys.master_keys(folder)
    assert is_wrapped(new)
    assert is_wrapped(old)
    assert told(place, TELL, token).split(" ")[0].split(",")[1] == plain


def test_a_key_that_no_token_wraps_is_as_it_is(tmp_path: Path) -> None:
    assert opened("ab" * 32, tmp_path) == "ab" * 32
