"""A holiday announced later: how long it takes until every open dossier is due by it.

`./motcua bench recount [--json] [--dossiers N]` fills a database of its own with open dossiers,
each with a run and an open step, counts all of them for the first time (every one moves), then
announces a day off next week and measures the preview and the recount that follows.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it

MANY = 1_000_000
TARGET_SECONDS = 20.0
SAMPLE = 300  # dossiers of the sample province that lend their facts

DOSSIERS = """
INSERT INTO dossiers_dossier (id, submission_code, number, procedure_id, "case", applicant_id,
    applicant_name, filed_by, receiving_agency_id, settling_agency_id, channel, result_channel,
    result_address, status, revision, fee, lookup_code, opened_at, submitted_at,
    officially_received_at, answer_due_at, accepted_at, limit_value, limit_unit, original_due_at,
    due_at, step)
SELECT gen_random_uuid(), 'B' || n, 'B-' || n, model.procedure_id, '', model.applicant_id,
    'Nguyễn Thị Mẫu', model.filed_by, agency.id, agency.id, 'online', 'online', '', 'in_progress',
    1, 0, 'ABCD', received, received, received, received, received, terms.value, terms.unit,
    received, received, 'Thẩm định'
FROM generate_series(1, %s) AS n
JOIN (
    SELECT value, unit, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS all_limits
    FROM procedures_timelimit WHERE value > 0
) AS terms ON terms.place = n %% terms.all_limits
CROSS JOIN LATERAL (
    SELECT %s::timestamptz - random() * terms.value * CASE terms.unit WHEN 'hour' THEN
        interval '3 hours' WHEN 'month' THEN interval '30 days' ELSE interval '1 day' END
        AS received
) AS moment
CROSS JOIN (SELECT * FROM dossiers_dossier WHERE status <> 'draft' LIMIT 1) AS model
JOIN (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS all_of_them
    FROM organisations_agency WHERE kind = 'commune'
) AS agency ON agency.place = n %% agency.all_of_them
"""
RUNS = """
INSERT INTO workflow_processinstance (id, process_id, subject, started_at)
SELECT gen_random_uuid(), %s, id, accepted_at FROM dossiers_dossier WHERE number LIKE 'B-%%'
"""
STEPS = """
INSERT INTO workflow_task (id, instance_id, subject, number, scope, loop, item, node, name, act,
    role, agency, opened_at, due_at, subject_due_at, outcome, note)
SELECT gen_random_uuid(), instance.id, dossier.id, 1, 0, -1, '', %s, 'Thẩm định', 'appraise',
    'case_officer', dossier.settling_agency_id, dossier.accepted_at, dossier.due_at,
    dossier.due_at, '', ''
FROM workflow_processinstance AS instance JOIN dossiers_dossier AS dossier
    ON dossier.id = instance.subject WHERE dossier.number LIKE 'B-%%'
"""


def arguments() -> argparse.Namespace:
    """Read what to measure."""
    parser = argparse.ArgumentParser(prog="./motcua bench recount", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--dossiers", type=int, default=MANY, help="open dossiers")
    return parser.parse_args()


def main() -> int:
    """Measure and report."""
    wanted = arguments()
    import_module("django").setup()
    found = {"benchmark": "recount", "dossiers": wanted.dossiers, **measured(wanted.dossiers)}
    found["machine"] = import_module("bench.machine").described()
    print(json.dumps(found, ensure_ascii=False, indent=1) if wanted.json else table(found))
    return 0


def measured(dossiers: int) -> dict[str, Any]:
    """Fill the database and measure each part."""
    fill(dossiers)
    actions = import_module("motcua.dossiers.actions")
    recounts = import_module("motcua.dossiers.recounts")
    proposals = import_module("motcua.deadlines.proposals")
    system, now = import_module("motcua.kernel.actors").SYSTEM, clock()
    first = actions.begin_check(by=system, at=now())
    all_moved = timed(lambda: recounts.carry_out(first.id, now, recounts.HANDS))
    first.refresh_from_db()
    vacuum()
    day = proposals.ProposedDay(next_workday(), "holiday", "Ngày nghỉ đo thử")
    proposal = proposals.Proposal(days=(day,))
    seen: list[Any] = []
    previewed = timed(lambda: seen.append(recounts.preview(proposal)))
    asked = actions.change_calendar(
        proposal, source="Đo thử", expected=seen[0].moved, by=system, at=now()
    )
    announced = timed(lambda: recounts.carry_out(asked.id, now, recounts.HANDS))
    asked.refresh_from_db()
    check = actions.begin_check(by=system, at=now())
    again = timed(lambda: recounts.carry_out(check.id, now, recounts.HANDS))
    return {
        "first_count": {"seconds": all_moved, "moved": first.moved},
        "preview": {"seconds": previewed, "would_move": seen[0].moved},
        "announced": {"seconds": announced, "moved": asked.moved},
        "nothing_to_move": {"seconds": again},
        "targets": [
            {
                "what": "a day announced later, seconds until all open dossiers follow",
                "measured": announced,
                "target": f"< {TARGET_SECONDS:g}",
                "met": announced < TARGET_SECONDS,
            }
        ],
    }


def fill(dossiers: int) -> None:
    """Make the sample small and the open dossiers many; the database is of this benchmark alone."""
    import_module("bench.province").prepare(SAMPLE)
    connection = import_module("django.db").connection
    process, node = running_step()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT count(*) FROM dossiers_dossier WHERE number LIKE 'B-%'")
        if cursor.fetchone()[0]:
            raise SystemExit("Xin xóa thư mục bench của trạng thái rồi đo lại.")
        cursor.execute(DOSSIERS, [dossiers, clock()()])
        cursor.execute(RUNS, [process])
        cursor.execute(STEPS, [node])
    vacuum()


def running_step() -> tuple[Any, str]:
    """Return a process of the sample and a step of it that has a budget."""
    task = import_module("motcua.workflow.models").Task
    published = import_module("motcua.workflow.queries").published
    pairs = task.objects.values_list("instance__process_id", "node").distinct().order_by()
    for process, node in pairs:
        if published(process).nodes[node].limit is not None:
            return process, node
    raise SystemExit("no step of the sample has a budget")


def vacuum() -> None:
    """Leave the tables as a night would."""
    connection = import_module("django.db").connection
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE dossiers_dossier")
        cursor.execute("VACUUM ANALYZE workflow_task")


def clock() -> Callable[[], Any]:
    """Return the clock of the framework."""
    now: Callable[[], Any] = import_module("django.utils.timezone").now
    return now


def next_workday() -> Any:
    """Return a day of the week after this one that is worked on today's calendar."""
    calendar = import_module("motcua.deadlines.queries").working_calendar()
    day = clock()().date() + timedelta(days=7)
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day


def timed(act: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    began = time.monotonic()
    act()
    return round(time.monotonic() - began, 2)


def table(found: dict[str, Any]) -> str:
    """Write what was measured for people."""
    first, preview, announced = found["first_count"], found["preview"], found["announced"]
    [target] = found["targets"]
    return "\n".join(
        [
            f"{found['dossiers']:,} open dossiers, one open step each",
            f"preview of a day off:   {preview['seconds']:6.1f} s, {preview['would_move']:,} move",
            f"announced, all follow:  {announced['seconds']:6.1f} s, {announced['moved']:,} moved",
            f"every dossier moves:    {first['seconds']:6.1f} s, {first['moved']:,} moved",
            f"nothing moves:          {found['nothing_to_move']['seconds']:6.1f} s",
            f"target {target['target']} s: {'reached' if target['met'] else 'not reached'}",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
