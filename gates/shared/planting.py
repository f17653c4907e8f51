"""Writing texts into the database wherever a person's words are kept, past every check on the way.

Only what is shown is asked about here: not how it came in. Triggers that keep published things as
they are do not hold for the owner of the database while they are planted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from xml.sax.saxutils import quoteattr

from psycopg import Connection, Cursor
from psycopg.errors import DatabaseError
from psycopg.types.json import Jsonb

from gates.shared.payloads import PAYLOADS, beginning_with
from motcua.dossiers.content import opened, store
from motcua.dossiers.models import Answers
from motcua.people.models import Person
from motcua.people.queries import contact_fields, contact_of
from motcua.people.sealing import sealer

FEW = 500  # people whose contacts are written over

# Columns that people fill, by table; `name` of a role or a state is not theirs.
WRITTEN: Mapping[str, str] = {
    "people_person": "full_name",
    "people_organisation": "name address",
    "people_organisationrecord": "name address",
    "people_mandate": "evidence revoke_reason",
    "people_mandateclaim": "evidence refused_for",
    "people_accesstoken": "purpose",
    "people_passkey": "name",
    "people_signin": "device",
    "people_signinpolicy": "basis",
    "people_identityprovider": "name",
    "organisations_agency": "name",
    "organisations_succession": "basis",
    "organisations_officer": "full_name",
    "organisations_position": "title",
    "organisations_absence": "reason",
    "organisations_delegation": "basis",
    "documents_paperkind": "name",
    "documents_retention": "basis",
    "documents_storedpaper": "kind_name agency_name number scope",
    "documents_paperuse": "purpose",
    "documents_document": "name",
    "documents_upload": "name",
    "documents_reading": "reason",
    "forms_formversion": "name",
    "forms_codelist": "basis",
    "workflow_processversion": "name",
    "workflow_task": "name note",
    "workflow_awaited": "name",
    "workflow_calledpart": "name",
    "deadlines_calendar": "name",
    "deadlines_holiday": "name source",
    "deadlines_officehours": "basis",
    "deadlines_parameter": "basis",
    "deadlines_pause": "basis",
    "signing_certificate": "subject_name key_name",
    "signing_signaturerequest": "name failure",
    "procedures_sector": "name",
    "procedures_procedureversion": "name issuer decision pause_basis obligation_basis"
    " opinion_basis",
    "procedures_timelimit": "basis",
    "procedures_fee": "basis",
    "procedures_resulttype": "name",
    "procedures_legalbasis": "number name articles",
    "results_entry": "name number sector holder_name scope summary replacement_reason revoke_reason"
    " revoke_basis",
    "results_certifiedcopy": "asked_by",
    "dossiers_dossier": "applicant_name result_address step",
    "dossiers_attachment": "name",
    "dossiers_handover": "reason",
    "dossiers_consultation": "question answer",
    "dossiers_result": "reason basis content number taken_by taken_by_number",
    "dossiers_refusal": "reason basis",
    "dossiers_correction": "reason apology",
    "dossiers_timeliness": "step cause_step",
    "dossiers_stepfigure": "name",
    "dossiers_recount": "source",
    "dossiers_obligation": "notice proof",
    "dossiers_latecause": "name",
    "dossiers_apology": "explanation",
    "dossiers_numberformat": "basis",
    "dossiers_paperform": "name unit basis",
    "dossiers_stop": "reason basis fees step",
    "dossiers_bulkitem": "reason",
    "dossiers_signedform": "signer",
    "digitisation_batch": "name sector",
    "digitisation_digitalcopy": "name read_problem returned_why",
    "digitisation_samplecheck": "found",
    "notifications_message": "subject body",
    "reform_scoringtemplate": "name basis",
    "reform_criterion": "name evidence",
    "reform_criterionscore": "own_note appraised_note explanation",
    "reform_evidence": "title",
    "reform_adjustment": "reason",
    "reform_service": "name field source",
    "reform_registeredresult": "source",
    "reform_organisationcut": "source",
    "reform_indexvalue": "source",
}
# Columns of JSON in which words stand in both languages, or as they were typed.
IN_JSON: Mapping[str, str] = {
    "forms_formversion": "definition",
    "forms_codelist": "title options",
    "procedures_procedureversion": "plain conditions steps sources",
    "procedures_case": "label",
    "procedures_component": "name note",
    "procedures_fee": "name",
    "dossiers_supplementrequest": "items",
}
DRAWN = "workflow_processversion.bpmn"  # labels of shapes, in XML
UNIQUE = {"procedures_sector.name"}  # a number after each text keeps them apart
LANGUAGES = ("vi", "en")
Chosen = tuple[Sequence[str], int]  # payloads, and with which of them to begin
_KEPT_OUT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no XML holds them
_NAME = re.compile(r'\bname="[^"]*"')


class _Taken:
    """Payloads one after the other, and which were taken."""

    def __init__(self, among: Sequence[str], offset: int) -> None:
        self.among, self.at, self.had = among, offset, set[str]()

    def next(self) -> str:
        """Take the next one."""
        text = self.among[self.at % len(self.among)]
        self.at += 1
        self.had.add(text)
        return text


@dataclass
class Planted:
    """Which columns hold payloads, each with the number that stands behind its texts, which
    payloads each got, and why others got none."""

    columns: list[str] = field(default_factory=list)
    payloads: dict[str, set[str]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def begin(self, column: str) -> str:
        """Return what marks the texts of a column."""
        self.columns.append(column)
        return _mark(len(self.columns) - 1)


def plant(database: Connection[Any], offset: int) -> Planted:
    """Write payloads into every column that people fill; others for another offset."""
    planted = Planted()
    with database.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for column in _columns():
            _write(cursor, planted, column, planted.begin(column), (PAYLOADS, offset))
    database.commit()
    return planted


def plant_further(database: Connection[Any], planted: Planted, names: Iterable[str]) -> Planted:
    """Write over columns that have too few rows to hold every payload at once, with what each has
    not had; return what they hold now."""
    now = Planted(planted.columns)
    with database.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for name in names:
            mark = _mark(planted.columns.index(name))
            left = [one for one in PAYLOADS if one not in planted.payloads[name]]
            _write(cursor, now, name, mark, (left, 0))
    database.commit()
    return now


def _how(column: str) -> Any:
    table, name = column.split(".")
    if column == DRAWN:
        return _labels
    return _json if name in IN_JSON.get(table, "").split() else _column


def _mark(number: int) -> str:
    return f" §{number}§"


def _columns() -> Iterator[str]:
    for tables in (WRITTEN, IN_JSON):
        for table, names in tables.items():
            yield from (f"{table}.{name}" for name in names.split())
    yield DRAWN


def _write(cursor: Cursor[Any], planted: Planted, column: str, mark: str, chosen: Chosen) -> None:
    cursor.execute("SAVEPOINT planting")
    try:
        planted.payloads[column] = _how(column)(cursor, *column.split("."), mark, chosen)
    except DatabaseError as error:
        cursor.execute("ROLLBACK TO planting")
        planted.refused[column] = str(error).splitlines()[0]
    cursor.execute("RELEASE planting")


def _column(cursor: Cursor[Any], table: str, name: str, mark: str, chosen: Chosen) -> set[str]:
    """Write into a column of text: another payload for each row that holds something."""
    cursor.execute(
        "SELECT character_maximum_length FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND column_name = %s",
        [table, name],
    )
    longest = cursor.fetchone()[0]  # type: ignore[index]  # every table here has the column
    room = None if longest is None else longest - len(mark)
    unique = " || numbered.at" if f"{table}.{name}" in UNIQUE else ""
    room = room - 5 if unique and room is not None else room
    among, offset = chosen
    texts = [beginning_with(at + offset, room, among) + mark for at in range(len(among))]
    cursor.execute(
        f"UPDATE {table} SET {name} = (%s::text[])[1 + mod(numbered.at - 1, %s)]{unique} FROM ("
        f" SELECT ctid AS place, row_number() OVER () AS at FROM {table} WHERE {name} <> ''"
        f") AS numbered WHERE {table}.ctid = numbered.place",
        [texts, len(texts)],
    )
    shown = texts if cursor.rowcount >= len(texts) else texts[: cursor.rowcount]
    return {one for one in among if any(one in text for text in shown)}


def _json(cursor: Cursor[Any], table: str, name: str, mark: str, chosen: Chosen) -> set[str]:
    """Write over the words in a column of JSON; keys and what is computed with stay."""
    taken = _Taken(*chosen)
    cursor.execute(f"SELECT id, {name} FROM {table} WHERE {name} IS NOT NULL")
    rows = cursor.fetchall()
    cursor.executemany(
        f"UPDATE {table} SET {name} = %s WHERE id = %s",
        [(Jsonb(_over(value, taken, mark)), key) for key, value in rows],
    )
    return taken.had


def _over(value: Any, taken: "_Taken", mark: str, *, is_word: bool = False) -> Any:
    if isinstance(value, str):
        return taken.next() + mark if is_word else value
    if isinstance(value, list):
        words = all(isinstance(one, str) and " " in one for one in value)
        return [_over(one, taken, mark, is_word=words) for one in value]
    if isinstance(value, dict):
        return {
            key: _over(one, taken, mark, is_word=key in LANGUAGES) for key, one in value.items()
        }
    return value


def _labels(cursor: Cursor[Any], table: str, name: str, mark: str, chosen: Chosen) -> set[str]:
    """Write over what is drawn beside the shapes of processes."""
    taken = _Taken(*chosen)

    def label(_: re.Match[str]) -> str:
        text = taken.next() + mark
        return "name=" + quoteattr(_KEPT_OUT.sub(" ", text), {'"': "&quot;"})

    cursor.execute(f"SELECT id, {name} FROM {table}")
    rows = cursor.fetchall()
    for key, drawn in rows:
        cursor.execute(
            f"UPDATE {table} SET {name} = %s WHERE id = %s", [_NAME.sub(label, drawn), key]
        )
    return taken.had


def _counted(offset: int) -> Iterator[int]:
    at = offset
    while True:
        yield at
        at += 1


def plant_sealed(offset: int) -> None:
    """Write payloads over every text in the answers of dossiers and the contacts of people."""
    numbers = _counted(offset)
    for row in Answers.objects.select_related("dossier"):
        store(row.dossier, row, _typed(opened(row), numbers))
    for person in Person.objects.filter(account__isnull=False)[:FEW]:
        contact = contact_of(person)
        told = replace(contact, address=beginning_with(next(numbers), 300))
        content = contact_fields(told)
        sealed = sealer().seal_again(content, bytes(person.wrapped_key), person.id.bytes)
        Person.objects.filter(pk=person.pk).update(sealed=sealed.content)


def _typed(value: Any, numbers: Iterator[int]) -> Any:
    if isinstance(value, str):
        return beginning_with(next(numbers), 300)
    if isinstance(value, list):
        return [_typed(one, numbers) for one in value]
    if isinstance(value, dict):
        return {key: _typed(one, numbers) for key, one in value.items()}
    return value
