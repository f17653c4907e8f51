"""Agencies and officers of a province that begins, from the command line.

Imported only once Django is ready.
"""

import csv
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from django.db import transaction
from django.utils.timezone import localdate, localtime, now
from rich.console import Console
from rich.progress import track

from motcua.kernel.actors import ROLE_NAMES, SYSTEM, Role
from motcua.kernel.errors import DomainError
from motcua.kernel.text import spreadsheet_safe
from motcua.organisations.actions import enter_agency
from motcua.organisations.models import KINDS, TIERS
from motcua.organisations.queries import agency_id_by_code, agency_name_by_code
from motcua.organisations.rules import OFFICES, AgencyLine, AgencyNotThere, Post, PostHeld
from motcua.people.queries import account_by_login
from motcua.people.sign_in_rules import Proof
from motcua.reform.incoming import (
    LARGEST_FILE,
    Column,
    Shape,
    choice_column,
    day_column,
    rows_of,
    text_column,
)
from motcua.runtime.refusals import CannotStart
from motcua.staffing.actions import Opened, open_and_appoint, open_first_administrator
from motcua.staffing.rules import AlreadyProposed, Newcomer

WRONG_INPUT = 2
MOST_TOLD = 20
HEAD = ("login", "full_name", "agency", "password", "until")
Row = Mapping[str, Any]
_ROLES = {ROLE_NAMES[role].lower(): role for role in OFFICES} | {one.value: one for one in OFFICES}


def _role(text: str) -> Role:
    try:
        return _ROLES[text.lower()]
    except KeyError:
        raise ValueError(text) from None


_NAMES = ", ".join(sorted(ROLE_NAMES[role] for role in OFFICES))
AGENCIES = Shape(
    (
        text_column("code", 35),
        text_column("name", 200),
        choice_column("kind", [kind for kind, _ in KINDS]),
        choice_column("tier", [tier for tier, _ in TIERS]),
        text_column("parent_code", 35, optional=True),
        text_column("gso_code", 10, optional=True),
        day_column("valid_from"),
        day_column("valid_to", optional=True),
    ),
    ("code",),
)
OFFICERS = Shape(
    (
        text_column("full_name", 120),
        text_column("personal_number", 20, optional=True),
        text_column("staff_number", 30, optional=True),
        text_column("login", 60),
        text_column("agency", 35),
        text_column("unit", 120, optional=True),
        Column("role", f"một trong: {_NAMES}", _role),
        text_column("title", 120),
        day_column("from_on"),
    ),
    ("login", "agency", "role"),
)


@dataclass(slots=True)
class Done:
    """What came of the lines of a table."""

    new: int = 0
    known: int = 0
    waiting: int = 0
    wrong: list[str] = field(default_factory=list)


Act = Callable[[Row, Done], Callable[[], None] | None]


def _read(shape: Shape, file: Path) -> list[dict[str, Any]]:
    if file.stat().st_size > LARGEST_FILE:
        raise CannotStart(f"{file.name} lớn hơn 200 MB; xin chia nhỏ.", WRONG_INPUT)
    try:
        return rows_of(shape, file.name, file.read_bytes())
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal


def _each(rows: Sequence[Row], words: str, act: Act, *, dry_run: bool) -> Done:
    """Do one line after the other, each whole or not at all; with a trial nothing stays. What an
    act returns is done once its line stays."""
    done, console = Done(), Console(highlight=False)
    with transaction.atomic() if dry_run else _by_itself():
        for at, row in enumerate(track(rows, words, console=console, transient=True), start=2):
            try:
                with transaction.atomic():
                    afterwards = act(row, done)
                if afterwards is not None and not dry_run:
                    afterwards()
            except DomainError as refusal:
                done.wrong.append(f"dòng {at}: {refusal}")
        if dry_run:
            transaction.set_rollback(True)
    return done


@contextmanager
def _by_itself() -> Iterator[None]:
    yield


def _tell(done: Done, what: str, *, dry_run: bool) -> None:
    begin = "Chạy thử, chưa ghi gì." if dry_run else "Đã nhập."
    said = f"{begin} {done.new} {what} mới, {done.known} đã có từ trước"
    said += f", {done.waiting} vị trí chờ quản trị xác nhận." if done.waiting else "."
    Console(highlight=False, soft_wrap=True).print(said)
    if done.wrong:
        more = len(done.wrong) - MOST_TOLD
        lines = done.wrong[:MOST_TOLD] + ([f"và {more} dòng khác"] if more > 0 else [])
        raise CannotStart("Những dòng chưa đúng:\n" + "\n".join(lines), WRONG_INPUT)


def enter_agencies(file: Path, *, dry_run: bool) -> None:
    """Enter the agencies of a table; those that are known stay, or get their last day."""

    def enter(row: Row, done: Done) -> None:
        is_new = enter_agency(AgencyLine(**row), by=SYSTEM, at=now())
        done.new += is_new
        done.known += not is_new

    done = _each(_read(AGENCIES, file), "Nhập cơ quan", enter, dry_run=dry_run)
    _tell(done, "cơ quan", dry_run=dry_run)


def run(file: Path, passwords: Path | None, *, dry_run: bool) -> None:
    """Open accounts for the officers of a table and give them their posts.

    First passwords go line by line into a file that its owner alone reads. What is there already
    is left alone; posts with power over others wait for a technical administrator.
    """
    rows = _read(OFFICERS, file)
    if passwords is None and not dry_run:
        raise CannotStart("Xin nêu --passwords: tệp mới để ghi mật khẩu ban đầu.", WRONG_INPUT)
    with _written(None if dry_run else passwords) as keep:
        done = _each(rows, "Mở tài khoản", _opener(keep), dry_run=dry_run)
    _tell(done, "vị trí", dry_run=dry_run)


def _opener(keep: Callable[[Row, Opened], None]) -> Act:
    def enter(row: Row, done: Done) -> Callable[[], None] | None:
        try:
            with transaction.atomic():
                opened = open_and_appoint(_who(row), _post(row), None, by=SYSTEM, at=now())
        except (PostHeld, AlreadyProposed):
            done.known += 1
            return None
        done.new += 1
        done.waiting += opened.waits
        return lambda: keep(row, opened)

    return enter


@contextmanager
def _written(passwords: Path | None) -> Iterator[Callable[[Row, Opened], None]]:
    """Give what notes a first password, in a new file that nobody else reads; without one, nothing
    is noted."""
    if passwords is None:
        yield lambda row, opened: None
        return
    try:
        place = os.open(passwords, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        why = "đã có; xin chọn tên khác" if isinstance(error, FileExistsError) else error.strerror
        raise CannotStart(f"Tệp {passwords}: {why}.", WRONG_INPUT) from error
    with os.fdopen(place, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(HEAD)
        yield lambda row, opened: _note(file, row, opened)


def _note(file: TextIO, row: Row, opened: Opened) -> None:
    if not opened.password:
        return
    cells = (
        opened.login,
        row["full_name"],
        agency_name_by_code(row["agency"]),
        opened.password,
        _until(opened.login),
    )
    csv.writer(file).writerow([spreadsheet_safe(cell) for cell in cells])
    file.flush()


def _until(login: str) -> str:
    account = account_by_login(login)
    assert account is not None
    assert account.first_password_until is not None
    return localtime(account.first_password_until).strftime("%d/%m/%Y %H:%M")


def _who(row: Row) -> Newcomer:
    return Newcomer(
        full_name=row["full_name"],
        personal_number=row["personal_number"],
        staff_number=row["staff_number"],
        login=row["login"],
    )


def _post(row: Row) -> Post:
    agency = agency_id_by_code(row["agency"])
    if agency is None:
        raise AgencyNotThere
    return Post(agency, row["role"], row["title"], row["from_on"], row["unit"])


def open_first(
    login: str, *, name: str, number: str, agency: str, title: str, proof: Proof
) -> None:
    """Open the first technical administrator of an installation and print the first password."""
    place = agency_id_by_code(agency)
    if place is None:
        raise CannotStart(
            f"Không có cơ quan mã “{agency}”; xin nhập cơ quan trước: import agencies.", WRONG_INPUT
        )
    post = Post(place, Role.TECHNICAL_ADMIN, title, localdate())
    newcomer = Newcomer(name, number, "", login)
    try:
        opened = open_first_administrator(newcomer, post, proof, by=SYSTEM, at=now())
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal
    console = Console(highlight=False, soft_wrap=True)
    if not opened.password:
        console.print(f"Người này đã có tài khoản “{opened.login}”; nay là quản trị kỹ thuật.")
        return
    console.print(f"Tên đăng nhập: {opened.login}")
    console.print(f"Mật khẩu ban đầu, dùng được đến {_until(opened.login)}: {opened.password}")
    console.print("Lần đầu đăng nhập phải đổi mật khẩu và đăng ký xác thực hai lớp.")
