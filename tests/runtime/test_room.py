"""Whether there is room: every disk is asked, and not at each request anew."""

from pathlib import Path

from motcua.runtime.room import LOOK_EVERY, Room, room_in


def test_every_disk_must_have_room(tmp_path: Path) -> None:
    full, free = tmp_path / "full", tmp_path / "free"
    full.mkdir()
    free.mkdir()
    room = {full: 9, free: 10}

    assert not Room([full, free], 10, room.__getitem__).is_left()
    assert Room([free], 10, room.__getitem__).is_left()


def test_what_is_not_there_lacks_no_room(tmp_path: Path) -> None:
    assert room_in(tmp_path / "elsewhere", 10**9).is_left()
    assert room_in(tmp_path, 0).is_left()


def test_disks_are_looked_at_now_and_then(tmp_path: Path) -> None:
    moment, room = [100.0], [5]
    looked = Room([tmp_path], 10, lambda _: room[0], lambda: moment[0])
    assert not looked.is_left()
    room[0] = 50

    assert not looked.is_left()
    moment[0] += LOOK_EVERY

    assert looked.is_left()
