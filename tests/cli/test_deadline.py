"""`./motcua deadline`: an answer without a database; one sentence when the question is wrong."""

import csv
import json
import shlex
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from motcua.cli import deadline as command
from motcua.runtime.refusals import CannotStart
from tests.cli.conftest import COMMAND, Motcua, surroundings

ROWS = """received,limit,pauses,cutoff
2026-08-21T09:00,1wd,,
2026-08-21T09:00,0wd,,08:00
2026-06-01T09:00,5wd,2026-06-02T10:00/2026-06-04T16:00;2026-06-03T08:00/2026-06-05T08:00:none,
2026-06-01T09:00,5wd,2026-06-02T10:00/,
hôm nay,5wd,,
2026-06-01T09:00,5,,
2026-06-01T09:00
2027-12-31T09:00,1wd,,
2026-06-01T09:00,1wd,mai,
2026-06-01T09:00,1wd,,25h
"""
DUE = [
    "2026-08-22T17:00:00+07:00",
    "2026-08-22T17:00:00+07:00",
    "2026-06-11T17:00:00+07:00",
    *[""] * 7,
]


def answer(motcua: Motcua, *arguments: str) -> Any:
    done = motcua("deadline", *arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_a_limit_is_counted_and_told_day_by_day(motcua: Motcua, place: Path) -> None:
    done = motcua("deadline", "--received", "2026-08-21T09:00", "--limit", "1wd")

    assert done.returncode == 0
    assert "2026-08-22T17:00:00+07:00" in done.stdout
    assert "Ngày nhận, không tính" in done.stdout
    assert "Ngày làm bù" in done.stdout
    assert not place.exists()  # no state folder, no database


def test_the_answer_as_json(motcua: Motcua) -> None:
    found = answer(motcua, "--received", "2026-08-28T09:00", "--limit", "2wd")

    assert found["due_at"] == "2026-09-04T17:00:00+07:00"
    assert datetime.fromisoformat(found["due_at"]).utcoffset() is not None
    assert [day["counted"] for day in found["days"]] == [*[False] * 6, True, True]
    assert found["days"][5]["why"] == "Nghỉ Quốc khánh"


def test_pauses_and_the_cut_off(motcua: Motcua) -> None:
    pauses = ["--pause", "2026-06-02T10:00/2026-06-04T16:00", "--pause", "2026-06-03T10:00/:none"]

    longer = answer(motcua, "--received", "2026-06-01T09:00", "--limit", "5wd", *pauses)
    early = answer(motcua, "--received", "2026-06-01T09:00", "--limit", "0wd", "--cutoff", "09:00")
    standing = answer(
        motcua, "--received", "2026-06-01T09:00", "--limit", "5wd", "--pause", "2026-06-02T10:00/"
    )

    assert longer["due_at"] == "2026-06-11T17:00:00+07:00"
    assert early["due_at"] == "2026-06-02T17:00:00+07:00"
    assert (standing["due_at"], standing["paused"]) == (None, True)


def test_a_calendar_from_a_file(motcua: Motcua, tmp_path: Path) -> None:
    path = tmp_path / "lich.csv"
    path.write_text("date,kind\n2026-08-24,holiday\n")

    found = answer(
        motcua, "--received", "2026-08-21T09:00", "--limit", "1wd", "--calendar", str(path)
    )

    assert found["due_at"] == "2026-08-25T17:00:00+07:00"


def refused(capsys: pytest.CaptureFixture[str], **options: Any) -> str:
    with pytest.raises(CannotStart) as refusal:
        command.deadline(**options)
    assert refusal.value.exit_code == 2
    assert capsys.readouterr().out == ""
    return str(refusal.value)


RIGHT = {"received": "2026-08-21T09:00", "limit": "1wd"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "--received"),
        ({"received": "2026-08-21T09:00"}, "--limit"),
        ({**RIGHT, "received": "hôm nay"}, "Lúc nhận"),
        ({**RIGHT, "limit": "1 tuần"}, "Thời hạn"),
        ({**RIGHT, "pause": ["mai"]}, "Lần tạm dừng"),
        ({**RIGHT, "pause": ["2026-08-22T09:00/2026-08-21T09:00"]}, "kết thúc trước"),
        ({**RIGHT, "cutoff": "3 giờ"}, "Giờ chốt"),
        ({**RIGHT, "calendar": "none.csv"}, "none.csv"),
        ({**RIGHT, "received": "2027-12-31T09:00"}, "01/01/2028"),
        ({**RIGHT, "received": "2019-12-31T09:00"}, "31/12/2019"),
        ({**RIGHT, "batch": "x.csv"}, "--batch"),
        ({**RIGHT, "output": "x.csv"}, "--batch"),
        ({"batch": "none.csv"}, "none.csv"),
    ],
)
def test_a_wrong_question_is_one_sentence(
    capsys: pytest.CaptureFixture[str], options: dict[str, Any], words: str
) -> None:
    said = refused(capsys, **options)

    assert words in said
    assert "\n" not in said


def test_a_wrong_question_ends_with_two(motcua: Motcua) -> None:
    done = motcua("deadline", "--received", "x", "--limit", "1wd")

    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1


def batch_of(folder: Path, text: str | bytes) -> Path:
    path = folder / "bang.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_table_names_what_is_wrong_and_goes_on(motcua: Motcua, tmp_path: Path) -> None:
    done = motcua("deadline", "--batch", str(batch_of(tmp_path, ROWS)))

    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert done.returncode == 0
    assert [row["due_at"] for row in rows] == DUE
    assert [bool(row["error"]) for row in rows] == [*[False] * 4, *[True] * 6]
    assert "01/01/2028" in rows[7]["error"]
    assert "6 dòng" in done.stderr


def test_a_table_may_be_written_over_itself(tmp_path: Path) -> None:
    path = batch_of(tmp_path, "limit,received,note\n1wd,2026-08-21T09:00,x\n\n0wd,2026-06-01\n")

    command.deadline(batch=str(path), output=str(path))

    assert path.read_text() == (
        "received,limit,pauses,cutoff,due_at,error\n"
        "2026-08-21T09:00,1wd,,,2026-08-22T17:00:00+07:00,\n"
        "2026-06-01,0wd,,,2026-06-01T17:00:00+07:00,\n"
    )
    assert [one.name for one in tmp_path.iterdir()] == ["bang.csv"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "received, limit"),
        (b"received;limit\n", "received, limit"),
        (b"received,limit\n\xff\xfe,1wd\n", "UTF-8"),
        (b'received,limit\n"' + b"x" * 200_000, "CSV"),
    ],
)
def test_what_is_no_table_leaves_nothing_behind(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, words: str
) -> None:
    path = batch_of(tmp_path, content)

    assert words in refused(capsys, batch=str(path), output=str(tmp_path / "out.csv"))
    assert [one.name for one in tmp_path.iterdir()] == ["bang.csv"]


def test_a_place_that_cannot_be_written_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said = refused(capsys, batch=str(batch_of(tmp_path, ROWS)), output=str(tmp_path / "no/out.csv"))

    assert "no/out.csv" in said


def test_a_hundred_thousand_rows_are_streamed(tmp_path: Path) -> None:
    path = batch_of(tmp_path, "received,limit\n" + "2026-08-21T09:00,10wd\n" * 100_000)

    command.deadline(batch=str(path), output=str(tmp_path / "out.csv"))

    lines = (tmp_path / "out.csv").read_text().splitlines()
    assert len(lines) == 100_001
    assert set(lines[1:]) == {"2026-08-21T09:00,10wd,,,2026-09-08T17:00:00+07:00,"}


def test_whoever_stops_reading_ends_it_quietly(place: Path, tmp_path: Path) -> None:
    path = batch_of(tmp_path, "received,limit\n" + "2026-08-21T09:00,10wd\n" * 50_000)
    command_line = f"{shlex.join(COMMAND)} deadline --batch {shlex.quote(str(path))} | head -1"

    done = subprocess.run(
        ["bash", "-c", command_line],
        cwd="/",
        env=surroundings(place, {}),
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "received,limit,pauses,cutoff,due_at,error\n"
    assert "Traceback" not in done.stderr
