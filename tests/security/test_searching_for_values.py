"""The gate of canaries finds a value however it is written, and says where."""

from pathlib import Path

import pytest

from gates.shared.canaries import Canary, paper, photograph, rounds
from gates.shared.searching import found_in, in_dump, in_folder

(ONE,) = rounds(8, seed=7)
WANTED = [*ONE.secrets(), *ONE.open()]


@pytest.mark.parametrize("one", WANTED, ids=lambda one: one.what)
def test_a_value_is_found_however_it_is_written(one: Canary) -> None:
    for written in one.needles():
        assert one in found_in(b"\x00" * 999 + written + b"\xff" * 999, WANTED)


def test_nothing_is_found_where_nothing_is() -> None:
    assert found_in(b"7605 0987605 canari7605 Nguy\xe1", WANTED) == []


def test_a_dump_is_told_by_table_and_column(tmp_path: Path) -> None:
    dump = tmp_path / "dump.sql"
    row = f"1\t{ONE.name.value}\t\\x{ONE.phone.value.encode().hex()}\n"
    dump.write_text(f"COPY public.people_person (id, full_name, sealed) FROM stdin;\n{row}\\.\n")

    assert set(in_dump(dump, WANTED)) == {
        ("people_person.full_name", ONE.name),
        ("people_person.sealed", ONE.phone),
    }


def test_a_folder_is_searched_but_for_keys_and_what_mails_say(tmp_path: Path) -> None:
    for place, words in (
        ("logs/web.log", f"nobody {ONE.address.value} signed in"),
        ("keys/master", ONE.phone.value),
        ("mail/1.log", f"Subject: {ONE.email.value}\n\n{ONE.phone.value}\n"),
        ("postgres/base/1", f"{ONE.name.value} {ONE.answer.value}"),
    ):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(words)

    assert set(in_folder(tmp_path, WANTED)) == {
        ("logs/web.log", ONE.address),
        ("mail/1.log", ONE.email),
        ("postgres/base/1", ONE.answer),
    }


def test_papers_and_pictures_carry_their_text() -> None:
    text = ONE.inside.value

    assert ONE.inside in found_in(paper(text), WANTED)
    assert ONE.inside in found_in(photograph(text), WANTED)
