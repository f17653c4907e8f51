"""What `test_bulk.py` lets another process do to a sample province in a state folder of its own."""

import json
import os
import sys
from pathlib import Path

import django
from django.utils.timezone import now

from motcua.cli.surroundings import equip, with_database
from motcua.runtime.postgres import DATABASE, Cluster

KILLED, KILLED_AFTER = 9, 2  # the exit code, and after how many chunks


def load(more: int, *, killed: bool) -> None:
    """Load dossiers, or end as if the power went out in the middle."""
    from motcua.demo.bulk import load_more  # needs Django's apps

    done = 0

    def progress(what: str, so_far: int, total: int) -> None:
        nonlocal done
        done += what.endswith("hồ sơ đã xong")
        if killed and done > KILLED_AFTER:
            sys.stdout.flush()
            os._exit(KILLED)

    load_more(more, Cluster(equip()).owner_url(DATABASE), now(), progress)


def tell() -> dict[str, object]:
    """Return what there is, and whether it is as it should be."""
    from django.db import connection

    def ask(question: str) -> list[list[object]]:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return [list(row) for row in cursor.fetchall()]

    told: dict[str, object] = {
        "dossiers": ask("SELECT count(*), count(DISTINCT submission_code) FROM dossiers_dossier"),
        "statuses": {
            str(status): many
            for status, many in ask("SELECT status, count(*) FROM dossiers_dossier GROUP BY 1")
        },
        "schema": ask(
            "SELECT indexname, split_part(indexdef, ' WHERE ', 1) FROM pg_indexes"
            " WHERE schemaname = 'public' ORDER BY 1"
        )
        + ask("SELECT conname, contype FROM pg_constraint WHERE contype IN ('p', 'u') ORDER BY 1"),
        "halted": ask("SELECT relname FROM pg_class WHERE reloptions::text ~ 'autovacuum'"),
    }
    return told | _counted_anew()


def _counted_anew() -> dict[str, object]:
    """Return whether figures that are counted anew would be others; changes nothing."""
    from django.db import connection, transaction

    from motcua.indicators.actions import rebuild
    from motcua.indicators.counting_anew import count_anew
    from motcua.kernel.actors import SYSTEM

    def ask(question: str) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return list(cursor.fetchall())

    def figures() -> list[tuple[object, ...]]:
        tables = ("dayfigures", "monthfigures", "procedurefigures", "signfigures")
        return [
            row
            for one in tables
            for row in ask(f"SELECT x::text FROM indicators_{one} x ORDER BY 1")  # noqa: S608
        ]

    told: dict[str, object] = {}
    before = figures()
    with transaction.atomic():
        told["differed"] = rebuild(by=SYSTEM, at=now()).differed
        ask("INSERT INTO indicators_stale (settling_agency, procedure, begins) SELECT DISTINCT"
            " settling_agency, procedure, date_trunc('day', received_at, 'Asia/Ho_Chi_Minh')"
            " FROM indicators_dossierfact WHERE received_at IS NOT NULL RETURNING 1")  # fmt: skip
        ask("INSERT INTO indicators_stalesigns (settling_agency, begins) SELECT DISTINCT"
            " settling_agency, date_trunc('month', received_at, 'Asia/Ho_Chi_Minh')"
            " FROM indicators_dossierfact WHERE received_at IS NOT NULL RETURNING 1")  # fmt: skip
        count_anew()
        told["figures_equal"] = before == figures()
        transaction.set_rollback(True)
    return told


def check() -> dict[str, object]:
    """Return what the sweep and the verifier of the log find."""
    from django.conf import settings
    from django.db import connection, transaction

    from motcua.runtime.audit_verify import verify
    from motcua.runtime.sweep import sweep
    from motcua.signing.anchoring import anchor

    anchored = anchor(now())
    with transaction.atomic():
        raw = connection.connection
        assert raw is not None
        verdict, swept = verify(raw, Path(settings.ANCHORS)), sweep(raw)
    return {
        "swept": [one.id for one in swept],
        "verified": [one.kind for one in verdict.findings],
        "unanchored": verdict.events - anchored,
    }


def main() -> None:
    """Do steps one after the other: `load N`, `kill N`, `tell` or `check`."""
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    steps = iter(sys.argv[1:])
    with with_database(equip()):
        django.setup()
        for one in steps:
            if one in {"tell", "check"}:
                print(json.dumps(tell() if one == "tell" else check(), default=str))  # noqa: T201
            else:
                load(int(next(steps)), killed=one == "kill")


if __name__ == "__main__":
    main()
