"""Faults planted in the tables past every action: the sweep finds each of them, and nothing before.

`./motcua gate invariants [--json] [--seed N]` takes one dossier from filing to delivery and another
to acceptance, then plants every fault of `shared/planted.toml` as the owner of the database, one at
a time in a transaction that is rolled back, and sweeps.
"""

import argparse
import os
import random
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the command keeps folders off it
os.environ.update(MOTCUA_DEBUG="0", MOTCUA_SAMPLE="1", MOTCUA_WEB_WORKERS="1")
NOBODY = "00000000-0000-0000-0000-000000000001"
LEAST = 30
PAST_TRIGGERS = """
DO $$ DECLARE guarded regclass; BEGIN
    FOR guarded IN SELECT DISTINCT tgrelid FROM pg_trigger WHERE NOT tgisinternal LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', guarded);
    END LOOP;
END $$
"""


def arguments() -> argparse.Namespace:
    """Read how it is told."""
    parser = argparse.ArgumentParser(prog="./motcua gate invariants", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def main() -> int:
    """Plant, sweep, and say what was found."""
    wanted = arguments()
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    import_module("django").setup()
    import_module("bench.province").prepare(100)
    planted = tomllib.loads((ROOT / "gates/shared/planted.toml").read_text("utf-8"))["fault"]
    outcome = import_module("gates.shared.telling").Outcome(
        "invariants", wanted.seed, max(LEAST, len(planted))
    )
    things = _dossiers()
    random.Random(wanted.seed).shuffle(planted)
    state = import_module("motcua.runtime.state")
    cluster = import_module("motcua.runtime.postgres")
    owner = cluster.Cluster(state.open_state(state.state_path())).owner_url(cluster.DATABASE)
    psycopg = import_module("psycopg")
    with psycopg.connect(owner) as connection:
        before = _swept(connection)
        outcome.violations += [f"trước khi cài: {one}" for one in sorted(before)]
        for fault in planted:
            _plant(connection, fault, things, outcome)
        connection.rollback()
        outcome.violations += [f"sau khi cài: {one}" for one in sorted(_swept(connection) - before)]
    outcome.figures["found"] = outcome.hit - outcome.lost
    return int(outcome.tell(as_json=wanted.json))


def _dossiers() -> dict[str, str]:
    """Take one dossier to its end and one to acceptance; have everybody told, a peer too."""
    verbs = list(import_module("motcua.exchange.rules").told_events())
    put_in_force = import_module("gates.shared.peers").put_in_force
    put_in_force("ben-nhan", "https://ben-nhan.example/", "k" * 40, verbs)
    measuring, clients = import_module("bench.measuring"), import_module("bench.clients")
    people = import_module("bench.province").cast()
    with import_module("bench.serving").served() as port:
        run, line = measuring.Measurement(port, people, 1), clients.Line(port)
        done, opened = run.filings(2)
        run.whole(line, done, measuring._tallies())
        opened.id = measuring.json.loads(line.ask(run.submit(opened))[1])["id"]
        line.ask(run.accept(opened))
    events = import_module("motcua.events.actions")
    for name in events.subscribers():
        while events.deliver_next(name):
            pass
    return {"open": str(opened.id), "done": str(done.id), "nobody": NOBODY}


def _swept(connection: Any) -> set[str]:
    return {one.id for one in import_module("motcua.runtime.sweep").sweep(connection)}


def _plant(connection: Any, fault: dict[str, str], things: dict[str, str], outcome: Any) -> None:
    """Plant one fault and sweep; one that changes nothing has not hit."""
    connection.rollback()
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    connection.execute(PAST_TRIGGERS)
    connection.execute("SET CONSTRAINTS ALL DEFERRED")
    changed = connection.execute(fault["sql"].format(**things)).rowcount
    if not changed:
        return
    outcome.hit += 1
    if fault["breaks"] not in _swept(connection):
        outcome.lost += 1
        outcome.violations.append(f"không thấy {fault['breaks']}")


if __name__ == "__main__":
    sys.exit(main())
