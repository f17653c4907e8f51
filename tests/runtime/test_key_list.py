"""The list of keys names every key that is held, and says what is wrong with one."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from motcua.runtime import keys
from motcua.runtime.key_list import ENVIRONMENT, TOKEN, Listed, listed
from motcua.runtime.state import State, open_state

NOW = datetime.now(UTC)


@pytest.fixture
def state(tmp_path: Path) -> State:
    made = open_state(tmp_path / "state")
    keys.secret_key(made)
    keys.master_key(made)
    return made


def _list(state: State, at: datetime = NOW, **environment: str) -> dict[str, Listed]:
    return {one.name: one for one in listed(state.folder("keys"), environment, at)}


def test_each_key_is_named_with_its_algorithm_and_the_day_it_is_to_be_replaced(
    state: State,
) -> None:
    master = _list(state)["master"]

    assert master.algorithm == "AES-256-GCM"
    assert master.since is not None
    assert master.due == master.since + timedelta(days=365)
    assert master.faults == ()


def test_of_several_of_one_kind_the_oldest_counts(state: State) -> None:
    signing = state.folder("keys") / "signing"
    signing.mkdir()
    for name, days in (("old", 9), ("new", 1)):
        (signing / f"{name}.key").touch(mode=0o600)
        when = (NOW - timedelta(days=days)).timestamp()
        os.utime(signing / f"{name}.key", (when, when))

    found = _list(state)["signing/*.key"]

    assert (found.many, found.since) == (2, NOW - timedelta(days=9))


def test_a_key_that_is_overdue_is_told(state: State) -> None:
    faults = _list(state, NOW + timedelta(days=366))["secret"].faults

    assert len(faults) == 1
    assert faults[0].startswith("đã quá hạn thay")


def test_a_key_that_others_may_read_is_told(state: State) -> None:
    (state.folder("keys") / "secret").chmod(0o644)

    assert "chmod 600" in _list(state)["secret"].faults[0]


def test_a_file_that_is_no_key_of_ours_is_told(state: State) -> None:
    (state.folder("keys") / "master.bak").write_text("khóa cũ")

    assert "không rõ" in _list(state)["master.bak"].faults[0]


def test_a_key_given_by_the_environment_is_named_and_not_shown(state: State) -> None:
    found = _list(state, MOTCUA_MASTER_KEY="ab" * 32)

    assert found["MOTCUA_MASTER_KEY"].where == ENVIRONMENT
    assert "ab" * 32 not in repr(found)
    assert "master" not in found


def test_a_key_that_a_token_wraps_is_said_to_be_so(state: State) -> None:
    (state.folder("keys") / "master").write_text("token:the:nhan:00ff\n")

    assert _list(state)["master"].where == TOKEN
