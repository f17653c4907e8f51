"""Values that belong to one person, planted wherever they may be written: a copy of the database
holds none of them in clear, and neither do logs, addresses and what a browser keeps."""

import json
import logging
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client

from motcua.dossiers import actions
from motcua.dossiers.actions.deciding import HandedTo
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import ResultChannel
from motcua.kernel.ids import DossierId
from motcua.people.models import Account
from motcua.runtime.logs import Lines, Objects
from tests.api.callers import a_token
from tests.builders import (
    a_citizen,
    a_decided_dossier,
    a_personal_number,
    a_receptionist,
    task_id,
)
from tests.calendars import MONDAY_MORNING
from tests.web.portals import browser_of

pytestmark = pytest.mark.django_db
PHONE, EMAIL, ADDRESS = "0987605043", "chim.hoang.yen@rieng.example", "Ngõ Chim Hoàng Yến 7391"
ANSWERS = {
    "full_name": "Canari Họ Tên Khai",
    "wish": "Canari nguyện vọng riêng tư",
    "for_other": True,
    "other_name": "Canari Người Được Nộp Thay",
    "copies": 2,
}
PASSWORD = "Canari-mật-khẩu-đã-gõ-9241"
TAKER = "037190760543"
FORGED = "2026-06-01 09:00:00 INFO motcua.access nobody signed in"
TEXTS = [f"Canari {n:02} trong câu hỏi của địa chỉ" for n in range(30)]


@dataclass(frozen=True)
class Lived:
    """A dossier that went its whole way, and everything about it that is nobody else's business."""

    dossier: Dossier
    secrets: tuple[str, ...]
    heard: "_Heard"
    addresses: tuple[str, ...]
    client: Client


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: Any) -> Iterator[Lived]:
    """A filing with canaries, accepted, settled and handed over; and requests that go wrong."""
    with django_db_blocker.unblock(), transaction.atomic():
        heard = _Heard()
        logging.getLogger().addHandler(heard)
        try:
            yield _life(heard)
        finally:
            logging.getLogger().removeHandler(heard)
            transaction.set_rollback(True)


class _Heard(logging.Handler):
    """Keeps the lines as the log of a server has them, for machines and for eyes."""

    def __init__(self) -> None:
        super().__init__()
        self.objects: list[str] = []
        self.lines: list[str] = []
        self._formats = Objects(), Lines()

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line of each kind."""
        record = copy(record)
        record.exc_text = None  # another handler's traceback
        as_object, as_line = self._formats
        self.objects.append(as_object.format(record))
        self.lines.append(as_line.format(record))


def _life(heard: _Heard) -> Lived:
    number = a_personal_number()
    who = a_citizen("Nguyễn Thị Mẫu", number=number, phone=PHONE, email=EMAIL, address=ADDRESS)
    dossier = a_decided_dossier(by=who, answers=ANSWERS, result_channel=ResultChannel.COUNTER)
    desk = a_receptionist(dossier)
    actions.deliver(
        DossierId(dossier.id),
        task_id(dossier),
        handed_to=HandedTo(ResultChannel.COUNTER, "Vũ Thị Mẫu", TAKER),
        by=desk,
        at=MONDAY_MORNING + timedelta(days=1),
    )
    token, client = a_token(who), browser_of(who)
    account = Account.objects.get(person=who.person)
    account.set_password(PASSWORD)
    account.save()
    client.raise_request_exception = False
    addresses = _asked(client, token, account.login)
    typed = [one for one in ANSWERS.values() if isinstance(one, str)]
    secrets = (number, PHONE, EMAIL, ADDRESS, TAKER, PASSWORD, token, *typed, *TEXTS)
    return Lived(dossier, secrets, heard, tuple(addresses), client)


def _broken(*_: object) -> None:
    """Fail as a database would, with what somebody typed in the sentence."""
    raise ValueError(f"Key (phone)=({PHONE}) {ANSWERS} \r\n\x1b[31m{FORGED}")


def _asked(client: Client, token: str, login: str) -> list[str]:
    seen = []
    for text in TEXTS:
        client.get("/tim", {"q": text})
        client.post("/tra-cuu", {"number": text, "second": text})
        client.get(f"/khong-co/{text}", headers={"Referer": f"http://testserver/{text}"})
    client.post("/dang-nhap", {"login": PHONE, "password": PASSWORD})
    client.post("/dang-nhap", {"login": login, "password": PASSWORD + "!"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("motcua.web.status.look", _broken)
        client.get("/status")
        client.get("/status", headers={"User-Agent": f"x\x1b[31m {EMAIL}"})
    client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}x"})
    client.post("/api/v1/dossiers", json.dumps(ANSWERS), content_type="application/json",
                headers={"Authorization": f"Bearer {token}"})  # fmt: skip
    for path in ("/ho-so-cua-toi", "/bat-dau", "/tin-nhan"):
        answer = client.get(path, follow=True)
        seen += [path, *(address for address, _ in answer.redirect_chain)]
        seen += [part.split('"')[0] for part in answer.content.decode().split('href="')[1:]]
    return seen


def columns() -> Iterator[tuple[str, str]]:
    """Name every column of our tables in which text, JSON or bytes stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND udt_name IN"
            " ('text', 'varchar', 'bpchar', 'json', 'jsonb', 'bytea', 'tsvector', '_text')"
        )
        yield from cursor.fetchall()


def test_a_copy_of_the_database_holds_nothing_of_it_in_clear(lived: Lived) -> None:
    found = []
    with connection.cursor() as cursor:
        for table, column in columns():
            cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')  # noqa: S608 -- names from the catalogue
            rows = [bytes(one) if isinstance(one, memoryview) else str(one).encode()
                    for (one,) in cursor]  # fmt: skip
            found += [
                (table, column, secret)
                for secret in lived.secrets
                if any(secret.encode() in row for row in rows)
            ]

    assert found == []


def test_the_log_says_nothing_of_it_whatever_goes_wrong(lived: Lived) -> None:
    said = "\n".join([*lived.heard.objects, *lived.heard.lines])

    assert len(lived.heard.objects) > len(TEXTS)
    assert [secret for secret in lived.secrets if secret in said] == []


def test_no_line_of_the_log_is_forged(lived: Lived) -> None:
    assert all(json.loads(one)["time"] for one in lived.heard.objects)
    assert not any("\n" in one or "\x1b" in one or FORGED in one for one in lived.heard.lines)


def test_no_address_cookie_or_subject_of_a_mail_says_anything_of_it(lived: Lived) -> None:
    kept = [morsel.OutputString() for morsel in lived.client.cookies.values()]
    subjects = [str(one.subject) for one in mail.outbox]

    said = "\n".join([*lived.addresses, *kept, *subjects])

    assert len(lived.addresses) > 10
    assert [secret for secret in lived.secrets if secret in said] == []
