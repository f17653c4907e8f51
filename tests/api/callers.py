"""Clients that know nothing but the OpenAPI description, and the tokens they carry."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from motcua.dossiers.models import Dossier
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.ids import AgencyId
from motcua.people.actions import issue_token
from motcua.people.models import Account
from motcua.procedures.models import ProcedureVersion
from motcua.workflow.models import Task
from tests.builders import ANSWERS, a_performer, a_province
from tests.papers import a_pdf

_serial = count(1)
PROBLEM = "application/problem+json"


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    """Return the description as a client fetches it."""
    answer = Client().get("/api/v1/openapi.json")
    return json.loads(answer.content)  # type: ignore[no-any-return]


def operation(name: str) -> tuple[str, str, dict[str, Any]]:
    """Find an operation by its id: method, path and what is said about it."""
    for path, methods in described()["paths"].items():
        for method, said in methods.items():
            if said["operationId"] == name:
                return method, path, said
    raise LookupError(name)


def a_token(by: Actor, *, expires_at: datetime | None = None) -> str:
    """Return a token of somebody, for the agency they act for."""
    account, _ = Account.objects.get_or_create(
        person_id=by.who, defaults={"login": f"tai-khoan-{next(_serial)}", "password": "!"}
    )
    return issue_token(
        account,
        agency=AgencyId(by.agency) if by.agency else None,
        purpose="kiểm thử",
        expires_at=expires_at or now() + timedelta(days=1),
        by=SYSTEM,
        at=now(),
    )


class Caller:
    """Calls operations by name, the way their description says."""

    def __init__(self, by: Actor | None, token: str | None = None) -> None:
        self.by = by
        self.token = token or (a_token(by) if by else None)
        self.client = Client(raise_request_exception=False)

    def ask(
        self,
        name: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        **path: object,
    ) -> Any:
        """Call an operation and return the raw answer."""
        method, where, _ = operation(name)
        sent = dict(headers or {})
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        given: dict[str, Any] = {}
        if body is not None:
            given = {"data": json.dumps(body, default=str), "content_type": "application/json"}
        address = where.format(**path)
        if query:
            given["query_params"] = dict(query)
        return self.client.generic(method.upper(), address, headers=sent, **given)

    def get(self, name: str, body: Any = None, **given: Any) -> Any:
        """Call an operation that must go well; return what it said, checked by its description."""
        answer = self.ask(name, body, **given)
        assert 200 <= answer.status_code < 300, answer.content.decode()
        check_described(name, answer)
        if answer.headers.get("Content-Type") == "application/json":
            return json.loads(answer.content)
        return answer.content

    def refused(self, name: str, body: Any = None, **given: Any) -> dict[str, Any]:
        """Call an operation that must be refused; return the problem, checked as described."""
        return problem_in(name, self.ask(name, body, **given))

    def upload(self, content: bytes | None = None, name: str = "giay-to.pdf") -> Any:
        """Upload a file."""
        method, where, _ = operation("uploadDocument")
        assert method == "post"
        return self.client.post(
            where,
            {"file": SimpleUploadedFile(name, content if content is not None else a_pdf())},
            headers={"Authorization": f"Bearer {self.token}"},
        )


def problem_in(name: str, answer: Any) -> dict[str, Any]:
    """Return the problem of an answer, as RFC 9457 and the description promise it."""
    assert answer.headers["Content-Type"] == PROBLEM, answer.content[:500]
    check_described(name, answer)
    said: dict[str, Any] = json.loads(answer.content)
    assert said["status"] == answer.status_code
    assert said["type"] == f"urn:motcua:problem:{said['code']}"
    assert said["title"]
    assert said["detail"]
    return said


def check_described(name: str, answer: Any) -> None:
    """Check that an answer is one that the description names, with all that it requires."""
    responses = operation(name)[2]["responses"]
    assert str(answer.status_code) in responses, f"{name} never says {answer.status_code}"
    shape = resolved(responses[str(answer.status_code)]).get("content", {}).get("application/json")
    if shape:
        fits(json.loads(answer.content), shape["schema"], name)


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference inside the description."""
    if "$ref" not in part:
        return part
    found: Any = described()
    for step in part["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found  # type: ignore[no-any-return]


KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def fits(value: Any, schema: dict[str, Any], where: str) -> None:
    """Check a value against the part of JSON Schema that the description uses."""
    schema = resolved(schema)
    if "anyOf" in schema:
        assert any(_fits(value, one, where) for one in schema["anyOf"]), f"{where}: {value!r}"
        return
    if "type" in schema:
        assert isinstance(value, KINDS[schema["type"]]), f"{where}: {value!r} is no {schema}"
    if "enum" in schema:
        assert value in schema["enum"], f"{where}: {value!r}"
    if isinstance(value, dict) and "properties" in schema:
        assert set(schema.get("required", ())) <= value.keys(), where
        assert value.keys() <= schema["properties"].keys(), where
        for name, inner in value.items():
            fits(inner, schema["properties"][name], f"{where}.{name}")
    if isinstance(value, list) and "items" in schema:
        for at, one in enumerate(value):
            fits(one, schema["items"], f"{where}.{at}")


def _fits(value: Any, schema: dict[str, Any], where: str) -> bool:
    try:
        fits(value, schema, where)
    except AssertionError:
        return False
    return True


def a_key() -> dict[str, str]:
    """Return the header of a key that was never used."""
    return {"Idempotency-Key": str(uuid4())}


def a_body(procedure: ProcedureVersion, document: object = None, **given: Any) -> dict[str, Any]:
    """Return a whole application as a client sends it."""
    papers = [{"component": "GT", "document": document, "name": "Giấy tờ"}] if document else []
    return {
        "procedure": procedure.id,
        "case": "",
        "answers": dict(ANSWERS),
        "attachments": papers,
        "commune": a_province().commune.id,
        **given,
    }


def performer(dossier_id: str, task_id: str) -> "Caller":
    """Return somebody who may take a step."""
    dossier = Dossier.objects.get(pk=UUID(dossier_id))
    return Caller(a_performer(dossier, Task.objects.get(pk=UUID(task_id))))
