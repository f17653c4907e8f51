"""The province that is measured: its past, and the people who act in it."""

import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.management import call_command
from django.db import connection
from django.db.models import Q
from django.utils.timezone import localdate, now

from bench.clients import Request, as_json
from motcua.cli import static_files
from motcua.cli.serving import pending_migrations
from motcua.demo.bulk import Need, forget
from motcua.demo.filling import STORY, Progress, fill
from motcua.demo.history.answers import plausible
from motcua.demo.names import invent
from motcua.dossiers.models import Dossier, DueNotice
from motcua.dossiers.watching import stages_due, unanswered
from motcua.forms.queries import definition
from motcua.indicators.actions import count_month
from motcua.kernel.actors import SYSTEM, Role
from motcua.kernel.ids import AgencyId
from motcua.organisations.models import Agency, Position
from motcua.people.actions import issue_token
from motcua.people.models import Account, Person
from motcua.procedures.queries import Terms, by_code, terms
from motcua.runtime.postgres import DATABASE, Cluster
from motcua.runtime.state import open_state, state_path

PROCEDURE = "1.001612"  # registering a household business: two departments of one commune
CASE = "thanh-vien-ho"
COMPONENTS = ("UQTV", "UQ", "UQ")  # three papers
ANSWER_BYTES = 2048
COMMUNES = 16
APPLICANTS = 64
SEED = 7
OURS = "do-"  # how the logins of those who are measured begin
TOO_MANY, A_FEW_RUNS = 1.5, 60_000  # earlier runs leave their dossiers behind
ROLES = (
    Role.RECEPTIONIST,
    Role.SECTION_HEAD,
    Role.CASE_OFFICER,
    Role.SIGNATORY,
    Role.RECORDS_CLERK,
)


@dataclass(frozen=True, slots=True)
class Citizen:
    """An applicant with a token."""

    person: UUID
    token: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who acts, and what is filed."""

    kept: Terms
    answers: dict[str, object]
    applicants: list[Citizen]
    communes: list[UUID]
    tokens: dict[tuple[UUID, str], str]


def prepare(dossiers: int, progress: Progress | None = None, *, anew: bool = False) -> None:
    """Bring tables, static files and the past up to what is wanted; keep what fits, unless all is
    to be made anew."""
    state = open_state(state_path())
    address = Cluster(state).owner_url(DATABASE)
    static_files.collect(state)
    _migrate()
    known = known_dossiers()
    most = max(int(dossiers * TOO_MANY), dossiers + A_FEW_RUNS)
    if known and (anew or not min(dossiers, STORY) <= known <= most):
        forget(address)
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        _migrate()
    fill(dossiers, address, progress or _say, _tell)
    while count_month(by=SYSTEM, at=now()):  # as a worker does
        pass
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _migrate() -> None:
    if pending_migrations():
        call_command("migrate", verbosity=0, interactive=False)


def known_dossiers() -> int:
    """Return how many dossiers there are; none without tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('dossiers_dossier') IS NOT NULL")
        return Dossier.objects.count() if cursor.fetchone()[0] else 0


def _say(what: str, done: int, total: int) -> None:
    if done == total or done % 10_000 == 0:
        print(f"{what}: {done}/{total}", file=sys.stderr, flush=True)


def _tell(need: Need) -> None:
    print(f"loading {need.dossiers:,} dossiers in bulk: about {need.gigabytes} GB of disk and"
          f" {need.minutes} minutes on two cores", file=sys.stderr, flush=True)  # fmt: skip


def tell_what_came_due() -> None:
    """Note what came due before measuring began: in a province at work it was told the day it was,
    and not in the minutes that are measured."""
    moment = now()
    noted = (
        DueNotice(dossier_id=one.dossier, stage=one.stage.value, due_at=one.due_at, at=moment)
        for one in [*stages_due(moment), *unanswered(moment)]
    )
    DueNotice.objects.bulk_create(noted, batch_size=5_000, ignore_conflicts=True)


def cast(communes_wanted: int = COMMUNES, applicants_wanted: int = APPLICANTS) -> Cast:
    """Choose communes, officers and applicants, and issue their tokens."""
    rng = random.Random(SEED)
    version = by_code(PROCEDURE, localdate())
    assert version is not None
    communes = list(
        Agency.objects.in_force(localdate())
        .filter(kind="commune")
        .order_by("code")[:communes_wanted]
    )
    free = Q(account=None) | Q(account__login__startswith=OURS)  # an earlier run's are ours, too
    people = list(Person.objects.filter(free).order_by("id")[:applicants_wanted])
    kept = terms(version.id)
    return Cast(
        kept=kept,
        answers=_answers(kept, communes[0], rng),
        applicants=[Citizen(one.id, token_of(one.id, None)) for one in people],
        communes=[one.id for one in communes],
        tokens={
            (commune.id, role.value): token_of(_officer(commune, role), commune.id)
            for commune in communes
            for role in ROLES
        },
    )


def _officer(agency: Agency, role: Role) -> UUID:
    held = Position.objects.filter(agency=agency, role=role.value).order_by("id")
    return held[0].officer_id


def token_of(person: UUID, agency: UUID | None) -> str:
    """Return a token of somebody, for an agency or in their own name, good for a day."""
    account, _ = Account.objects.get_or_create(
        person_id=person, defaults={"login": f"{OURS}{person}", "password": "!"}
    )
    return issue_token(
        account,
        agency=AgencyId(agency) if agency else None,
        purpose="đo hiệu năng",
        expires_at=now() + timedelta(days=1),
        by=SYSTEM,
        at=now(),
    )


def _answers(kept: Terms, commune: Agency, rng: random.Random) -> dict[str, object]:
    """Return answers that the form takes, of about two kilobytes."""
    assert kept.version.form_id is not None
    form = definition(kept.version.form_id)
    who = invent(rng, 1, commune.name)
    answers = {
        **plausible(form, CASE, who, commune.gso_code, localdate(), rng),
        "filed_by_other": True,
        "agent_name": who.full_name,
        "agent_number": who.number,
        "business_lines": [
            {"line_name": "Bán lẻ lương thực, thực phẩm", "line_code": "4721", "line_main": not at}
            for at in range(5)
        ],
        "conditional_trade": True,
        "conditions_met": "Đủ.",
    }
    short = ANSWER_BYTES - len(json.dumps(answers, ensure_ascii=False).encode())
    return {**answers, "conditions_met": ("Cơ sở đủ điều kiện. " * 40)[: max(3, short * 3 // 4)]}


def filing_request(
    people: Cast,
    citizen: Citizen,
    commune: UUID,
    papers: Sequence[object],
    key: UUID | None = None,
) -> Request:
    """Return the request that files an application at a commune with papers that lie ready."""
    body = {
        "procedure": people.kept.version.id,
        "case": CASE,
        "answers": people.answers,
        "attachments": [
            {"component": component, "document": paper, "name": "Giấy tờ"}
            for component, paper in zip(COMPONENTS, papers, strict=False)
        ],
        "commune": commune,
        "result_channel": "counter",
    }
    return as_json(citizen.token, "POST", "/dossiers", body, str(key or uuid4()))
