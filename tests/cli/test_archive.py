"""Packages for the archive and how long papers are kept, from the command line."""

import json
from pathlib import Path

from tests.cli.conftest import Motcua

RULES = "what,kind,keep_months,valid_from,basis\nended,KQ.G15.000038,24,2026-01-01,QĐ 1/QĐ-UBND\n"


KINDS = "procedure,component,kind,name\n1.004873,UQ,M.01,Văn bản ủy quyền\n"
STORE = """
SELECT source, trust, valid_to < current_date FROM documents_storedpaper AS paper
JOIN people_account AS account ON account.person_id = paper.owner_id
WHERE account.login = 'cong-dan' ORDER BY source, valid_to
"""
# Of the story alone: without the citizen's results, and papers that clerks scanned since.
REGISTER = """
SELECT count(*), count(document) FILTER (WHERE NOT EXISTS (
    SELECT FROM digitisation_digitalcopy AS copy
    WHERE copy.entry = results_entry.id AND copy.state = 'stored'))
FROM results_entry WHERE origin = 'dossier'
AND holder_id <> (SELECT person_id FROM people_account WHERE login = 'cong-dan')
"""


def test_the_sample_has_a_register_partly_digitised_and_a_store_of_mixed_papers(
    motcua: Motcua, tmp_path: Path
) -> None:
    table = tmp_path / "loai.csv"
    motcua("demo", "--dossiers", "60", "--no-serve")

    many, digitised = map(int, motcua("psql", "-Atc", REGISTER).stdout.split("|"))
    papers = motcua("psql", "-Atc", STORE).stdout.split()
    table.write_text(KINDS)
    first = motcua("import", "kinds", str(table))
    again = motcua("import", "kinds", str(table))
    table.write_text(KINDS.replace(",UQ,", ",KHAC,"))
    wrong = motcua("import", "kinds", str(table))

    assert many > 40
    assert digitised == round(0.485 * many)
    assert papers == [
        "digitised|checked|", "result|issued|t", "result|issued|", "result|issued|", "upload|own|",
    ]  # fmt: skip
    assert "Đã ghi 1 giấy tờ" in first.stdout
    assert "Đã ghi 0 giấy tờ" in again.stdout
    assert wrong.returncode == 2
    assert "dòng 2: thủ tục không có thành phần KHAC" in wrong.stderr


def test_a_closed_dossier_of_the_sample_goes_to_the_archive_and_is_checked_there(
    motcua: Motcua, place: Path, tmp_path: Path
) -> None:
    motcua("demo", "--dossiers", "20", "--no-serve")
    number = motcua(
        "psql", "-Atc",
        "SELECT number FROM dossiers_dossier WHERE status = 'delivered' ORDER BY number LIMIT 1",
    ).stdout.strip()  # fmt: skip

    made = motcua("archive", "make", number, "--to", str(tmp_path / "goi"))
    (package,) = (tmp_path / "goi").iterdir()
    checked = motcua("archive", "verify", str(package))
    found = json.loads(motcua("archive", "verify", str(package), "--json").stdout)
    elsewhere = {"MOTCUA_STATE": str(tmp_path / "khac")}
    strange = motcua("archive", "verify", str(package), **elsewhere)
    authority = str(place / "keys" / "authorities" / "sample.pem")
    trusted = motcua("archive", "verify", str(package), "--trust", authority, **elsewhere)

    assert f"luu-tru-{number}.zip" in made.stdout
    assert "Gói còn nguyên vẹn" in checked.stdout
    assert "không được tin cậy" in strange.stdout
    assert "Gói còn nguyên vẹn" in trusted.stdout
    assert (found["code"], found["holds"], found["faults"]) == (number, True, [])
    package.write_bytes(package.read_bytes().replace(b'"hash": "SHA-256"', b'"hash": "SHA-257"'))
    broken = motcua("archive", "verify", str(package), "--json")
    assert broken.returncode != 0


def test_what_cannot_be_archived_or_checked_is_one_sentence_with_exit_two(
    motcua: Motcua, tmp_path: Path
) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(b"no package")
    motcua("setup")

    unknown = motcua("archive", "make", "H42-0", "--to", str(tmp_path))
    wrong = motcua("archive", "verify", str(file))

    assert (unknown.returncode, wrong.returncode) == (2, 2)
    assert "Không có hồ sơ mang mã H42-0" in unknown.stderr
    assert "không phải là gói lưu trữ" in wrong.stderr


def test_how_long_papers_are_kept_is_set_from_a_table(motcua: Motcua, tmp_path: Path) -> None:
    good, bad = tmp_path / "tot.csv", tmp_path / "sai.csv"
    good.write_text(RULES)
    bad.write_text(RULES.replace("24", "hai"))
    motcua("setup")

    first = motcua("import", "retention", str(good))
    again = motcua("import", "retention", str(good))
    wrong = motcua("import", "retention", str(bad))

    assert "Đã đặt 1 thời hạn bảo quản mới" in first.stdout
    assert "Đã đặt 0 thời hạn" in again.stdout
    assert wrong.returncode == 2
    assert "sai.csv, dòng 2" in wrong.stderr
