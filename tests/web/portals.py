"""Asking for pages as somebody, through the whole middleware stack, on a Monday in June."""

import re
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib import import_module
from types import ModuleType
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.people.models import Account
from motcua.workflow.models import ProcessInstance, Task
from tests.calendars import MONDAY_MORNING

NOW = MONDAY_MORNING + timedelta(hours=1)
FEW, MANY = 10, 1000


def _seeing_the_clock() -> Iterator[ModuleType]:
    import_module("motcua.urls")
    yield timezone
    for name, module in list(sys.modules.items()):
        if name.startswith("motcua.web") and hasattr(module, "now"):
            yield module


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Have every page see the Monday on which the dossiers of the tests were filed."""
    return seen_by_all(monkeypatch)


def seen_by_all(patch: pytest.MonkeyPatch) -> datetime:
    """Have every page see that Monday."""
    for module in list(_seeing_the_clock()):
        patch.setattr(module, "now", lambda: NOW)
    return NOW


def browser_of(actor: Actor) -> Client:
    """Return a browser in which somebody is signed in."""
    assert actor.person is not None
    client = Client()
    account = Account.objects.filter(person=actor.person).first()
    if account is None:
        account = Account.objects.create(login=str(actor.person), person_id=actor.person)
    client.force_login(account)
    return client


def text_of(content: bytes) -> str:
    """Return a page as it is read: without tags, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", content.decode()).split())


def statements(actor: Actor, address: str) -> list[str]:
    """Return the statements that a page runs once everything frozen is in memory."""
    client = browser_of(actor)
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return [query["sql"] for query in captured.captured_queries]


def assert_flat(actor: Actor, address: str, grow: Callable[[], object]) -> None:
    """Check that a page asks the same few questions however many rows there are."""
    before = statements(actor, address)
    grow()
    after = statements(actor, address)

    assert len(after) == len(before)
    assert not [sql for sql in after if " OFFSET " in sql or "COUNT(*)" in sql]


def copies(dossier: Dossier, many: int, **changed: object) -> list[Dossier]:
    """Write many dossiers like one, each with codes of its own."""
    whole = {
        field.attname: getattr(dossier, field.attname)
        for field in Dossier._meta.concrete_fields
        if not field.generated
    }
    return Dossier.objects.bulk_create(
        Dossier(
            **{
                **whole,
                **changed,
                "id": new_id(),
                "submission_code": f"BAN-{new_id().hex[-12:]}",
                "submission_key": None,
                "number": f"{dossier.number}-{new_id().hex[-12:]}" if dossier.number else None,
            }
        )
        for _ in range(many)
    )


def waiting_copies(dossier: Dossier, task: Task, many: int, **changed: object) -> list[Task]:
    """Write many dossiers like one, with a step like this waiting in each."""
    facts = {
        field.attname: getattr(task, field.attname)
        for field in Task._meta.concrete_fields
        if field.attname not in {"id", "subject", "instance_id"}
    }
    run = task.instance
    runs = ProcessInstance.objects.bulk_create(
        ProcessInstance(process_id=run.process_id, subject=one.id, started_at=run.started_at)
        for one in copies(dossier, many)
    )
    return Task.objects.bulk_create(
        Task(id=new_id(), subject=one.subject, instance=one, **{**facts, **changed}) for one in runs
    )


def hidden(content: bytes, name: str) -> str:
    """Return the value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', content.decode())
    assert found is not None
    return found[1]


def id_in(location: str) -> UUID:
    """Return the first id in an address."""
    found = re.search(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", location)
    assert found is not None
    return UUID(found[0])
