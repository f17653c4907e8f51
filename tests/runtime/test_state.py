"""The state folder is ours, whole, private and used by one command of a kind at a time."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from motcua.runtime import keys
from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import VERSION, State, clear, only_one, open_state


@pytest.fixture
def state(tmp_path: Path) -> State:
    return open_state(tmp_path / "state")


def test_a_new_state_folder_is_for_its_owner_alone(state: State) -> None:
    for folder in (state.root, state.root / "keys", state.root / "files", state.root / "run"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_opening_twice_changes_nothing(state: State) -> None:
    again = open_state(state.root)

    assert again == state
    assert (state.root / "VERSION").read_text().strip() == VERSION


def test_a_state_of_another_version_is_refused_in_one_sentence(state: State) -> None:
    (state.root / "VERSION").write_text("motcua-state 99\n")

    with pytest.raises(CannotStart, match="motcua-state 99") as refusal:
        open_state(state.root)

    assert str(refusal.value).count("\n") == 0


def test_a_folder_with_other_things_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("mine")

    with pytest.raises(CannotStart, match="đang chứa thứ khác"):
        open_state(tmp_path)

    assert list(tmp_path.iterdir()) == [letter]


def test_a_path_that_is_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state"
    path.write_text("")

    with pytest.raises(CannotStart, match="Không mở được"):
        open_state(path)


def test_clearing_removes_the_layout_and_nothing_else(state: State) -> None:
    (state.root / "files" / "scan").write_text("x")
    (state.root / "note.txt").write_text("mine")

    clear(state)

    assert list((state.root / "files").iterdir()) == []
    assert (state.root / "note.txt").read_text() == "mine"


def test_a_second_command_of_a_kind_is_told_so(state: State) -> None:
    with (
        only_one(state, "web", "đang chạy"),
        pytest.raises(CannotStart, match="đang chạy"),
        only_one(state, "web", "đang chạy"),
    ):
        pass


def test_the_lock_is_free_again_afterwards(state: State) -> None:
    for _ in range(2):
        with only_one(state, "web", "đang chạy"):
            pass


def test_keys_stay_the_same_and_are_readable_by_their_owner_alone(state: State) -> None:
    first = keys.master_key(state)

    assert keys.master_key(state) == first
    assert len(bytes.fromhex(first)) == 32
    assert stat.S_IMODE((state.root / "keys" / "master").stat().st_mode) == 0o600


def test_two_commands_that_make_a_key_at_once_agree_on_it(state: State) -> None:
    with ThreadPoolExecutor(8) as commands:
        made = set(commands.map(lambda _: keys.secret_key(state), range(32)))

    assert len(made) == 1
    assert [path.name for path in (state.root / "keys").iterdir()] == ["secret"]
