"""`./motcua digitise`: a folder of scans taken through the four steps. Needs Django."""

import csv
import os
from concurrent.futures import ThreadPoolExecutor
from getpass import getpass
from pathlib import Path

from django.db import connection
from django.utils.timezone import localdate, now
from rich.console import Console
from rich.progress import track

from motcua.digitisation.folders import Outcome, Told, entry_of, work_off
from motcua.digitisation.manifest import Row, rows_of
from motcua.digitisation.models import Batch
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import DomainError
from motcua.organisations.queries import offices_of
from motcua.people.actions import check_code, sign_in
from motcua.people.queries import has_second_factor, policy_on
from motcua.people.sign_in_rules import Origin
from motcua.runtime.refusals import CannotStart

WRONG_INPUT = 2
REPORT = "bao-cao.csv"
PASSWORD = "MOTCUA_PASSWORD"  # noqa: S105 -- the name of a variable
HERE = "dòng lệnh"
WHOSE = "Mỗi bản chụp được ký bằng chứng thư của người số hóa; xin thêm --as TÀI_KHOẢN."

NO_FACTOR = "{login} cần đăng nhập trên trang web để đăng ký xác thực hai lớp trước."


def run(folder: Path, name: str, login: str | None, *, dry_run: bool, workers: int) -> bool:
    """Work a folder off and write the report into it; say whether nothing failed."""
    console = Console(highlight=False)
    try:
        by = _officer(login or _asked())
        batch = _batch(name, by)
        rows = rows_of(folder)
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal
    if dry_run:
        return _tell(console, [_looked_at(row, batch) for row in rows])

    def one(row: Row) -> Told:
        try:
            return work_off(row, batch, by=by, clock=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=workers) as hands:
        told = list(
            track(hands.map(one, rows), "Số hóa", total=len(rows), console=Console(stderr=True))
        )
    _write(folder / REPORT, told)
    return _tell(console, told)


def _asked() -> str:
    try:
        return input("Tài khoản của người số hóa: ").strip()
    except EOFError as error:
        raise CannotStart(WHOSE, WRONG_INPUT) from error


def _officer(login: str) -> Actor:
    """Return the officer who scans: asked for the password like at any sign-in, since every scan
    is signed with their certificate."""
    password = os.environ.get(PASSWORD) or getpass(f"Mật khẩu của {login}: ")
    nobody = Actor(person=None)
    account = sign_in(login, password, origin=Origin(HERE), by=nobody, at=now())
    offices = offices_of(account.person_id, localdate())
    if not offices:
        raise CannotStart(f"{login} không làm việc ở cơ quan nào.", WRONG_INPUT)
    roles = frozenset[Role]().union(*(office.roles for office in offices))
    if has_second_factor(account.person_id):
        check_code(account, getpass("Mã xác thực: "), by=nobody, at=now())
    elif policy_on(localdate()).asks_second_factor(roles):
        raise CannotStart(NO_FACTOR.format(login=login), WRONG_INPUT)
    return Actor(account.person_id, offices[0].agency, offices[0].roles)


def _batch(name: str, by: Actor) -> Batch:
    found = Batch.objects.filter(agency=by.agency, name=name, closed_at=None).first()
    if found is None:
        raise CannotStart(f"Cơ quan không có đợt số hóa đang mở tên “{name}”.", WRONG_INPUT)
    return found


def _looked_at(row: Row, batch: Batch) -> Told:
    try:
        entry_of(row, batch)
    except DomainError as refusal:
        return Told(row.line, row.number, Outcome.FAILED, str(refusal))
    return Told(row.line, row.number, Outcome.DONE)


def _write(place: Path, told: list[Told]) -> None:
    with place.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["dòng", "số, ký hiệu", "kết quả", "lý do"])
        lines.writerows([one.line, one.number, one.outcome.value, one.why] for one in told)


def _tell(console: Console, told: list[Told]) -> bool:
    for one in told:
        if one.outcome in {Outcome.FAILED, Outcome.TO_CHECK}:
            console.print(f"dòng {one.line}: {one.number}: {one.outcome.value}: {one.why}")
    counts = {outcome: sum(one.outcome is outcome for one in told) for outcome in Outcome}
    console.print("; ".join(f"{many} {outcome.value}" for outcome, many in counts.items()))
    return counts[Outcome.FAILED] == 0
