"""The acts on a dossier as requests of the API, from filing to delivery, and what each changes."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.db import connection
from django.test import Client

from bench.clients import HOST, Request, as_json
from bench.measuring import STEPS, TAKEN, Filing, Measurement, find_tasks
from bench.papers import upload_request
from motcua.kernel.actors import Role

WANTING = {"items": [{"target": "UQTV", "kind": "component", "why": "Bản chụp mờ."}]}
_ABOUT = """
SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables
USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
AND udt_name = 'uuid' AND (column_name IN ('dossier_id', 'dossier', 'subject')
OR (table_name, column_name) = ('dossiers_dossier', 'id'))
AND table_name NOT LIKE 'events_event_%' ORDER BY 1, 2
"""
# Beside what is about the dossier: what an act may leave behind elsewhere.
_ELSEWHERE = (
    "documents_document", "documents_upload", "signing_signature", "results_entry",
)  # fmt: skip
Snapshot = dict[str, tuple[int, str]]


def ask(browser: Client, request: Request) -> tuple[int, str]:
    """Ask in this very thread; return status and text of the answer."""
    headers = {name: value for name, value in request.headers if name != "Content-Type"}
    kind = dict(request.headers).get("Content-Type", "application/json")
    answer = browser.generic(
        request.method, request.path, request.body, content_type=kind, headers=headers
    )
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return answer.status_code, body.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Act:
    """An act: its name, the request, and what must be asked before each attempt."""

    name: str
    request: Callable[[Filing], Request]
    before: Callable[[Filing], None] = lambda filing: None


class Chain:
    """Takes dossiers from act to act."""

    def __init__(self, run: Measurement) -> None:
        self._run, self.browser = run, Client(raise_request_exception=False, SERVER_NAME=HOST)
        self._serial = 0
        self.acts = [
            Act("submit", self._submit),
            Act("accept", run.accept),
            *self._steps(),
            Act("sign", lambda one: run.step(one, "sign", "sign"), self._read),
            Act("issue", lambda one: run.step(one, "issue", "issue"), self._find),
            Act("deliver", lambda one: run.step(one, "deliver", "deliver", TAKEN), self._find),
        ]
        self.others = [
            Act("supplement", self._supplement),
            Act("upload", self._upload),
            Act("save draft", self._save),
        ]

    def _steps(self) -> list[Act]:
        found = []
        for act, _, body in STEPS:
            claim = Act(f"claim {act}", lambda one, act=act: self._run.step(one, act, "claim"),
                        self._find)  # fmt: skip
            finish = Act(
                f"complete {act}",
                lambda one, act=act, body=body: self._run.step(one, act, "complete", body),
                self._find,
            )
            found += [claim, finish]
        return found

    def _submit(self, filing: Filing) -> Request:
        """File under the key of the filing: asked again it is the same submission."""
        request = self._run.submit(filing)
        headers = tuple(
            (n, filing.task if n == "Idempotency-Key" else v) for n, v in request.headers
        )
        return Request(request.method, request.path, headers, request.body)

    def _find(self, filing: Filing) -> None:
        find_tasks([filing])

    def _read(self, filing: Filing) -> None:
        find_tasks([filing])
        ask(self.browser, self._run.draft(filing))

    def _supplement(self, filing: Filing) -> Request:
        token = self._run.officer(filing, Role.RECEPTIONIST)
        return as_json(token, "POST", f"/dossiers/{filing.id}/request-supplement", WANTING)

    def _upload(self, filing: Filing) -> Request:
        self._serial += 1
        return upload_request(filing.citizen, uuid4().int >> 70)

    def _save(self, filing: Filing) -> Request:
        self._serial += 1
        answers = {"answers": {"conditions_met": f"Lần {self._serial}"}}
        token = filing.citizen.token
        return as_json(token, "PATCH", f"/dossiers/{filing.id}/answers", answers)

    def fresh(self, act: Act) -> Filing:
        """Return a dossier on which an act is the next."""
        (filing,) = self._run.filings(1)
        filing.task = str(uuid4())
        if act.name == "save draft":
            return self._drafted(filing)
        if act.name == "upload":
            return filing
        for earlier in self.acts:
            if earlier.name == act.name or (act.name == "supplement" and filing.id):
                break
            self.whole(earlier, filing)
        return filing

    def _drafted(self, filing: Filing) -> Filing:
        version = self._run.people.kept.version.id
        body = {"procedure": version, "case": "thanh-vien-ho", "answers": {}}
        _, told = ask(self.browser, as_json(filing.citizen.token, "POST", "/drafts", body))
        filing.id = json.loads(told)["id"]
        return filing

    def whole(self, act: Act, filing: Filing) -> None:
        """Carry an act out with nothing in its way."""
        act.before(filing)
        status, told = ask(self.browser, act.request(filing))
        if status >= 300:
            raise RuntimeError(f"{act.name}: {status} {told[:300]}")
        self.note(act, filing, told)

    def note(self, act: Act, filing: Filing, told: str) -> None:
        """Keep what the next act needs."""
        if act.name == "submit":
            filing.id = json.loads(told)["id"]

    def find(self, filing: Filing) -> None:
        """Find a dossier whose filing was carried out though the answer was lost."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id::text FROM dossiers_dossier WHERE submission_key = %s", [filing.task]
            )
            found = cursor.fetchone()
        filing.id = found[0] if found else ""


class Tables:
    """What the tables say of a dossier: how many rows, and a hash of them; and what was given."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_ABOUT)
            parts = [
                f"SELECT '{table}.{column}', count(*), md5(coalesce(string_agg(t::text, '|'"
                f" ORDER BY t::text), '')) FROM {table} AS t WHERE {column} = %(dossier)s"
                for table, column in cursor.fetchall()
            ]
        parts += [f"SELECT '{table}', count(*), '' FROM {table}" for table in _ELSEWHERE]
        # How many numbers were given: a series of an agency and year begins only once.
        parts.append("SELECT 'numbers', coalesce(sum(last), 0), '' FROM dossiers_numberseries")
        self._statement = " UNION ALL ".join(parts)

    def snapshot(self, dossier: str) -> Snapshot:
        """Return what the tables say now."""
        with connection.cursor() as cursor:
            cursor.execute(self._statement, {"dossier": dossier or uuid4()})
            return {name: (many, digest) for name, many, digest in cursor.fetchall()}


def grown(before: Snapshot, after: Snapshot) -> dict[str, int]:
    """Return in which tables there are more rows, and by how many."""
    return {
        name: after[name][0] - many for name, (many, _) in before.items() if after[name][0] != many
    }
