"""`./motcua digitise`: a folder of scans, killed in the middle and run again."""

import os
import signal
import subprocess
import time
from io import StringIO
from pathlib import Path

import pytest

from motcua.cli import digitise
from motcua.runtime.refusals import CannotStart
from tests.cli.conftest import COMMAND, Motcua, surroundings
from tests.digitisation.folders_of_scans import a_folder, a_page_for

PAPERS = 6
NUMBERS = [f"{n}/QĐ-UBND" for n in range(1, PAPERS + 1)]
LOGIN = "van-thu"
COUNTED = """
SELECT count(*), count(DISTINCT copy.entry), count(DISTINCT copy.code),
       (SELECT count(*) FROM digitisation_scannedpage),
       (SELECT count(*) FROM events_event WHERE verb = 'paper.digitised'),
       (SELECT count(*) FROM signing_signature WHERE subject IN
           (SELECT id FROM digitisation_digitalcopy))
FROM digitisation_digitalcopy AS copy WHERE copy.state = 'stored'
"""
BATCH = """
from django.utils.timezone import localdate, now
from motcua.digitisation.actions import open_batch
from motcua.kernel.actors import Actor
from motcua.organisations.queries import offices_of
from motcua.people.queries import account_by_login
person = account_by_login("van-thu").person_id
office = offices_of(person, localdate())[0]
open_batch("Đợt một", year=2020, by=Actor(person, office.agency, office.roles), at=now())
"""
AGENCY = """
SELECT agency.code FROM organisations_agency agency
JOIN organisations_position post ON post.agency_id = agency.id
JOIN people_account account ON account.person_id = post.officer_id
WHERE account.login = 'van-thu' LIMIT 1
"""


def a_table(agency: str) -> str:
    """Return the register of the papers in the folder, as it is imported."""
    lines = [
        f"{number},Quyết định mẫu,KQ.H42.000009,,{agency},,037068001234,Nguyễn Văn Mẫu,1968,"
        f"2020-05-14,,,Về việc công nhận quyền sử dụng đất ở"
        for number in NUMBERS
    ]
    head = "number,name,type,procedure,agency,field,holder_number,holder_name,birth_year,issued_on"
    return "\n".join([f"{head},valid_from,valid_to,summary", *lines]) + "\n"


def asked(motcua: Motcua, statement: str) -> str:
    done = motcua("psql", "-At", "-c", statement)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_killed_run_goes_on_without_doubling_anything(
    motcua: Motcua, place: Path, tmp_path: Path
) -> None:
    assert motcua("demo", "--no-serve", "--dossiers", "0").returncode == 0
    table = tmp_path / "so.csv"
    table.write_text(a_table(asked(motcua, AGENCY)), encoding="utf-8")
    assert motcua("import", "results", str(table)).returncode == 0
    made = motcua("manage", "shell", "-c", BATCH)
    assert made.returncode == 0, made.stderr
    rows = [f"{n}.jpg;hai.jpg,{number},2020-05-14,,2" for n, number in enumerate(NUMBERS)]
    pages = {
        f"{n}.jpg": a_page_for(number, "14 tháng 5 năm 2020") for n, number in enumerate(NUMBERS)
    }
    folder = a_folder(tmp_path / "scans", rows, pages)
    command = ["digitise", str(folder), "--batch", "Đợt một", "--as", LOGIN]
    password = {"MOTCUA_PASSWORD": (place / "keys" / "sample.password").read_text().strip()}

    there = [int(n) for n in asked(motcua, COUNTED).split("|")]  # what the sample scanned
    killed = _kill_when_something_is_done(place, command, password)
    between = asked(motcua, COUNTED).split("|")[0]
    again = motcua(*command, **password)
    third = motcua(*command, **password)

    assert killed == -signal.SIGKILL
    assert int(between) < there[0] + PAPERS
    assert again.returncode == 0, again.stdout + again.stderr
    assert asked(motcua, COUNTED) == "|".join(
        str(had + n)
        for had, n in zip(there, (PAPERS, PAPERS, PAPERS, 2 * PAPERS, PAPERS, PAPERS), strict=True)
    )
    assert f"{PAPERS} đã xong từ trước" in third.stdout
    report = (folder / "bao-cao.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(report) == PAPERS + 1


def _kill_when_something_is_done(place: Path, command: list[str], password: dict[str, str]) -> int:
    """Start a run and kill it, its readers too, once a first paper is signed."""
    run = subprocess.Popen(
        [*COMMAND, *command],
        cwd="/",
        env=surroundings(place, password),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    files = place / "files"
    before = sum(1 for _ in files.rglob("*"))
    ends = time.monotonic() + 120
    while sum(1 for _ in files.rglob("*")) < before + 8 and time.monotonic() < ends:
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGKILL)
    return run.wait()


def test_without_somebody_to_ask_the_account_must_be_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO())

    with pytest.raises(CannotStart, match="--as") as refusal:
        digitise.run(tmp_path, "Đợt một", None, dry_run=False, workers=1)

    assert refusal.value.exit_code == 2
