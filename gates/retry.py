"""The same submission sent again and again: one dossier for each key, whatever happens.

`./motcua gate retry [--json] [--keys N] [--times N] [--seed N]` sends every filing several times at
the same moment over connections of their own, then the same key with another body, and the same
key by another person. Checked with SQL alone.
"""

import argparse
import json
import os
import random
import sys
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it
os.environ.update(MOTCUA_DEBUG="0", MOTCUA_SAMPLE="1", MOTCUA_WEB_WORKERS="2")
CONFLICT = 409
EVERY = 10  # of so many keys, one is also sent with another body, and by another person


def arguments() -> argparse.Namespace:
    """Read how much to send."""
    parser = argparse.ArgumentParser(prog="./motcua gate retry", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--keys", type=int, default=1000)
    parser.add_argument("--times", type=int, default=5, help="how often each is sent at once")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def main() -> int:
    """Attack, check, and say what came of it."""
    wanted = arguments()
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    import_module("django").setup()
    province = import_module("bench.province")
    telling = import_module("gates.shared.telling")
    province.prepare(100)
    del os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"]
    outcome = telling.Outcome("retry", wanted.seed, wanted.keys * wanted.times)
    with import_module("bench.serving").served() as port:
        keys = _attack(outcome, port, wanted)
    _check(outcome, keys)
    return int(outcome.tell(as_json=wanted.json))


def _attack(outcome: Any, port: int, wanted: argparse.Namespace) -> list[UUID]:
    """Send everything; return the keys of which a dossier was acknowledged."""
    measuring = import_module("bench.measuring")
    people = import_module("bench.province").cast()
    measurement = measuring.Measurement(port, people, 1)
    rng = random.Random(wanted.seed)
    senders = import_module("gates.shared.together").Senders(port, wanted.times)
    kept = []
    for at, filing in enumerate(measurement.filings(wanted.keys)):
        key = UUID(int=rng.getrandbits(128), version=4)
        request = _with_key(measurement.submit(filing), key)
        answers = senders.send([request] * wanted.times)
        outcome.hit += len(answers)
        ids = {told.get("id") for status, told in answers if 200 <= status < 300}
        if len(ids) != 1 or any(not 200 <= status < 300 for status, _ in answers):
            outcome.violations.append(f"{key}: {[status for status, _ in answers]}, {ids}")
            continue
        outcome.acknowledged += 1
        kept.append(key)
        if at % EVERY == 0:
            _misuse(outcome, senders, people, filing, request, key, ids.pop())
    return kept


def _with_key(request: Any, key: UUID) -> Any:
    headers = tuple((n, str(key) if n == "Idempotency-Key" else v) for n, v in request.headers)
    return type(request)(request.method, request.path, headers, request.body)


def _misuse(
    outcome: Any, senders: Any, people: Any, filing: Any, request: Any, key: UUID, first: str
) -> None:
    """Send the key with another body, and as another person: refused, or nothing of the first."""
    body = json.loads(request.body)
    other = {**body, "result_channel": "post", "result_address": "Thôn Một"}
    changed = type(request)(
        request.method, request.path, request.headers, json.dumps(other).encode()
    )
    for status, _ in senders.send([changed]):
        if status != CONFLICT:
            outcome.violations.append(f"{key}: nội dung khác mà trả lời {status}")
    stranger = next(one for one in people.applicants if one.person != filing.citizen.person)
    headers = tuple(
        (name, f"Bearer {stranger.token}" if name == "Authorization" else value)
        for name, value in request.headers
    )
    stolen = type(request)(request.method, request.path, headers, request.body)
    for status, told in senders.send([stolen]):
        if told.get("id") == first or 200 <= status < 300:
            outcome.violations.append(f"{key}: người khác dùng lại mà được trả lời {status}")


def _check(outcome: Any, keys: list[UUID]) -> None:
    """Count with SQL: one dossier for each key, none without one, nothing half."""
    psycopg, sweep = import_module("psycopg"), import_module("motcua.runtime.sweep")
    with psycopg.connect(os.environ["MOTCUA_DATABASE_URL"]) as connection:
        found = dict(
            connection.execute(
                "SELECT submission_key, count(*) FROM dossiers_dossier"
                " WHERE submission_key = ANY(%s) AND status <> 'draft' GROUP BY submission_key",
                [keys],
            ).fetchall()
        )
        outcome.lost = sum(1 for key in keys if key not in found)
        outcome.doubled = sum(many - 1 for many in found.values())
        outcome.violations += [f"{one.id}: {one.many}" for one in sweep.sweep(connection)]


if __name__ == "__main__":
    sys.exit(main())
