"""A province that begins: agencies, the first administrator, officers from a list."""

import csv
from pathlib import Path

import pytest

from motcua.cli import officers as command
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Role
from motcua.kernel.errors import NotPermitted
from motcua.organisations.actions import enter_agency
from motcua.organisations.models import Agency, Position
from motcua.organisations.rules import AgencyLine
from motcua.people.models import Account, Person
from motcua.people.sign_in_rules import Proof
from motcua.runtime.refusals import CannotStart
from motcua.staffing.models import Appointment
from tests.builders import a_personal_number
from tests.calendars import MONDAY_MORNING
from tests.staffing.people import TODAY, an_administrator

pytestmark = pytest.mark.django_db
Printed = pytest.CaptureFixture[str]
HEAD = "code,name,kind,tier,parent_code,gso_code,valid_from,valid_to\n"
PROVINCE = "T01,Ủy ban nhân dân tỉnh Mẫu,province,province,,,2025-07-01,\n"
COMMUNE = "T01.1,Ủy ban nhân dân xã Một,commune,commune,T01,00001,2025-07-01,\n"
STAFF = "full_name,personal_number,staff_number,login,agency,unit,role,title,from_on\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "bang.csv"


def agencies(table: Path, *lines: str, dry_run: bool = False) -> None:
    table.write_text(HEAD + "".join(lines))
    command.enter_agencies(table, dry_run=dry_run)


def officer(name: str, login: str, role: str, number: str = "") -> str:
    known = number or a_personal_number()
    return f"{name},{known},,{login},T01.1,,{role},Công chức,2026-01-01\n"


def take(table: Path, passwords: Path, *lines: str, dry_run: bool = False) -> None:
    table.write_text(STAFF + "".join(lines))
    command.run(table, passwords, dry_run=dry_run)


def test_agencies_are_entered_once_and_only_their_last_day_is_added(
    table: Path, capsys: Printed
) -> None:
    agencies(table, PROVINCE, COMMUNE, dry_run=True)
    tried = Agency.objects.exists()
    agencies(table, PROVINCE, COMMUNE)
    agencies(table, PROVINCE, COMMUNE)
    agencies(table, COMMUNE.replace(",\n", ",2026-12-31\n"))

    said = capsys.readouterr().out
    assert not tried
    assert "Chạy thử, chưa ghi gì. 2 cơ quan mới" in said
    assert "0 cơ quan mới, 2 đã có từ trước" in said
    commune = Agency.objects.get(code="T01.1")
    assert (commune.parent.code if commune.parent else "", str(commune.valid_to)) == (
        "T01",
        "2026-12-31",
    )
    verbs = Event.objects.order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["agency.entered", "agency.entered", "agency.ended"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (PROVINCE.replace("Mẫu", "Khác"), "dòng 2: Cơ quan “T01” đã có với tên khác"),
        (PROVINCE.replace("2025-07-01,", "2024-07-01,"), "với ngày đầu khác"),
        (COMMUNE.replace("T01,", "T99,"), "Chưa có cơ quan cấp trên “T99”"),
        (COMMUNE.replace("T01,", ","), "với cơ quan cấp trên khác"),
        (PROVINCE.replace("01,\n", "01,2020-01-01\n").replace("T01,", "T02,"), "từ ngày đầu"),
        (PROVINCE.replace("province,", "ward,", 1), "cột kind: “ward”"),
    ],
)
def test_an_agency_that_cannot_be_meant_is_told_with_its_line(
    table: Path, line: str, words: str
) -> None:
    agencies(table, PROVINCE, COMMUNE)
    given = line.replace("T01.1", "T01.2") if "T99" in line else line

    with pytest.raises(CannotStart, match=words):
        agencies(table, given)


def test_an_agency_that_has_ended_does_not_end_again(table: Path) -> None:
    ended = PROVINCE.replace(",\n", ",2026-12-31\n")
    agencies(table, ended)

    with pytest.raises(CannotStart, match="với ngày cuối khác"):
        agencies(table, PROVINCE)
    line = AgencyLine("T5", "Sở", "department", "province", "", "", TODAY, None)
    with pytest.raises(NotPermitted):
        enter_agency(line, by=an_administrator(), at=MONDAY_MORNING)


def test_officers_of_a_list_get_accounts_and_posts_and_the_list_again_does_nothing(
    table: Path, tmp_path: Path, capsys: Printed
) -> None:
    agencies(table, PROVINCE, COMMUNE)
    lines = (
        officer("Lê Văn Một", "mot", "Cán bộ tiếp nhận"),
        officer("Lê Thị Hai", "hai", "signatory"),
    )
    given, again = tmp_path / "mat-khau.csv", tmp_path / "lan-hai.csv"
    take(table, given, *lines, dry_run=True)
    tried = Person.objects.exists(), given.exists()
    take(table, given, *lines)
    take(table, again, *lines)

    assert tried == (False, False)
    said = capsys.readouterr().out
    assert "Đã nhập. 2 vị trí mới, 0 đã có từ trước, 1 vị trí chờ quản trị xác nhận." in said
    assert "Đã nhập. 0 vị trí mới, 2 đã có từ trước." in said
    assert Position.objects.get().role == Role.RECEPTIONIST.value
    waiting = Appointment.objects.get()
    assert (waiting.role, waiting.proposed_by) == (Role.SIGNATORY.value, None)
    assert (given.stat().st_mode & 0o777, len(again.read_text().splitlines())) == (0o600, 1)


def test_first_passwords_are_written_for_their_owners(table: Path, tmp_path: Path) -> None:
    agencies(table, PROVINCE, COMMUNE)
    given = tmp_path / "mat-khau.csv"
    take(table, given, officer("Lê Văn Một", "mot", "cashier"))
    with given.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)

    assert row["full_name"] == "Lê Văn Một"
    assert Account.objects.get(login="mot").check_password(row["password"])


def test_what_is_wrong_in_a_list_is_told_line_by_line_and_the_rest_is_entered(
    table: Path, tmp_path: Path
) -> None:
    agencies(table, PROVINCE, COMMUNE)
    lines = (
        officer("Lê Văn Một", "mot", "cashier"),
        officer("Lê Thị Hai", "mot", "receptionist"),
        officer("Lê Thị Ba", "ba", "cashier").replace("T01.1", "T77"),
        officer("Lê Thị Bốn", "bon", "cashier", "123"),
    )

    with pytest.raises(CannotStart) as told:
        take(table, tmp_path / "a.csv", *lines)

    said = str(told.value)
    for words in ("dòng 3: Tên đăng nhập “mot”", "dòng 4: Cơ quan này", "dòng 5: Số định danh"):
        assert words in said
    assert list(Account.objects.values_list("login", flat=True)) == ["mot"]
    assert Person.objects.count() == 1
    with pytest.raises(CannotStart, match="cột role"):
        take(table, tmp_path / "b.csv", officer("Lê Văn Năm", "nam", "vua"))
    with pytest.raises(CannotStart, match="đã có; xin chọn tên khác"):
        take(table, tmp_path / "a.csv", lines[0])
    with pytest.raises(CannotStart, match="--passwords"):
        command.run(table, None, dry_run=False)


def test_the_console_opens_the_first_administrator_and_no_second(
    table: Path, capsys: Printed
) -> None:
    agencies(table, PROVINCE)
    facts = {"name": "Lê Văn Đầu", "number": a_personal_number(), "title": "Quản trị kỹ thuật"}
    seen = Proof.IDENTITY_CARD
    with pytest.raises(CannotStart, match="import agencies"):
        command.open_first("dau", agency="T09", proof=seen, **facts)

    command.open_first("dau", agency="T01", proof=seen, **facts)
    said = capsys.readouterr().out
    with pytest.raises(CannotStart, match="Đã có quản trị kỹ thuật"):
        command.open_first("hai", agency="T01", proof=seen, **facts)

    account = Account.objects.get(login="dau")
    assert account.check_password(said.split("Mật khẩu ban đầu")[1].split(": ")[1].split()[0])
    assert Event.objects.get(verb="post.begun").by is SYSTEM.person
