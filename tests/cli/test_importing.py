"""Bringing in what others have published: the working calendar, results of earlier years."""

from pathlib import Path

from tests.cli.conftest import Motcua
from tests.signing.authorities import an_authority

TABLE = "date,kind,name,source,provisional\n2028-01-03,compensatory_day_off,Tết,TB 9,0\n"


def test_a_new_installation_gets_the_national_calendar_and_then_the_next_year(
    motcua: Motcua, tmp_path: Path
) -> None:
    file = tmp_path / "2028.csv"
    file.write_text(TABLE)
    assert motcua("setup").returncode == 0

    first = motcua("import", "calendar")
    tried = motcua("import", "calendar", str(file), "--source", "TB 9", "--dry-run")
    again = motcua("import", "calendar")
    taken = motcua("import", "calendar", str(file), "--source", "TB 9")
    after = motcua("import", "calendar")

    assert "công bố đến hết 31/12/2027" in first.stdout
    assert "0 hồ sơ đang giải quyết, 0 đổi ngày hẹn" in tried.stdout
    assert again.stdout == first.stdout
    assert "Đã công bố. 0 hồ sơ đổi ngày hẹn" in taken.stdout
    assert "công bố đến hết 31/12/2028" in after.stdout


def test_what_is_no_table_is_one_sentence_with_exit_two(motcua: Motcua, tmp_path: Path) -> None:
    file = tmp_path / "sai.csv"
    file.write_text("date,kind\nmai,holiday\n")
    good = tmp_path / "tot.csv"
    good.write_text(TABLE)
    motcua("setup")

    wrong = motcua("import", "calendar", str(file), "--source", "TB 9")
    nameless = motcua("import", "calendar", str(good))
    nowhere = motcua("import", "calendar", str(good), "--source", "TB 9", "--agency", "X")

    for refused, words in (
        (wrong, "dòng 2"),
        (nameless, "Xin ghi căn cứ"),
        (nowhere, "Không có cơ quan mã “X”"),
    ):
        assert refused.returncode == 2
        (line,) = refused.stderr.strip().splitlines()
        assert words in line


def test_a_certificate_names_its_owner_or_is_refused(motcua: Motcua, tmp_path: Path) -> None:
    with an_authority(tmp_path) as authority:
        (tmp_path / "ca.pem").write_bytes(authority.pem_of("root"))
        (tmp_path / "nguoi-ky.pem").write_bytes(authority.pem_of("signer"))
    motcua("setup")
    given = ("import", "certificate", str(tmp_path / "nguoi-ky.pem"), "--keeper", "file")

    whose = motcua(*given, "--key", "signing/a.key")
    nobody = motcua(*given, "--key", "signing/a.key", "--officer", "ai-do")
    nowhere = motcua(*given, "--key", "signing/a.key", "--agency", "X")

    for refused, words in (
        (whose, "Xin nêu chủ của chứng thư"),
        (nobody, "Không có cán bộ đăng nhập bằng “ai-do”"),
        (nowhere, "Không có cơ quan mã “X”"),
    ):
        assert refused.returncode == 2
        (line,) = refused.stderr.strip().splitlines()
        assert words in line


HEADINGS = "number,name,type,procedure,agency,field,holder_number,holder_name,birth_year,issued_on"


def test_a_table_of_results_with_mistakes_names_line_and_column(
    motcua: Motcua, tmp_path: Path
) -> None:
    file = tmp_path / "so.csv"
    file.write_text(f"{HEADINGS}\n1/GP,Giấy phép,,,H42.9,,,Bà Mẫu,1990,2019-01-01\n")
    motcua("setup")

    refused = motcua("import", "results", str(file))

    assert refused.returncode == 2
    assert "so.csv: dòng 2, cột agency: không có cơ quan mã “H42.9”" in refused.stderr


def test_an_empty_table_of_results_changes_nothing(motcua: Motcua, tmp_path: Path) -> None:
    file = tmp_path / "so.csv"
    file.write_text(HEADINGS)
    motcua("setup")

    tried = motcua("import", "results", str(file), "--dry-run")
    done = motcua("import", "results", str(file))

    assert "0 dòng đúng, 0 kết quả chưa có" in tried.stdout
    assert "Đã nhập 0 kết quả" in done.stdout
