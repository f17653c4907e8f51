"""Acts that exclude each other, asked for at the same moment by many: one wins, nothing is half.

`./motcua gate race [--json] [--rounds N] [--threads N] [--seed N]` files dossiers and has many
connections accept, decline, ask for a supplement, withdraw or finish a step at once, and accept
different dossiers of one agency at once. Checked with SQL alone.
"""

import argparse
import json
import os
import random
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it
os.environ.update(MOTCUA_DEBUG="0", MOTCUA_SAMPLE="1", MOTCUA_WEB_WORKERS="2")
WHY = {"reason": "Chưa đủ điều kiện.", "basis": "Điều mẫu"}
WANTING = {"items": [{"target": "UQTV", "kind": "component", "why": "Bản chụp mờ."}]}
BROKEN = 500  # from this status on it is no refusal


def arguments() -> argparse.Namespace:
    """Read how much to contest."""
    parser = argparse.ArgumentParser(prog="./motcua gate race", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--threads", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


class Contests:
    """What is contested: each prepares its dossiers, asks at once, and says what was wrong."""

    def __init__(self, port: int, threads: int) -> None:
        self._clients = import_module("bench.clients")
        together = import_module("gates.shared.together")
        self._is_done: Callable[[Any], bool] = together.is_done
        self._senders = together.Senders(port, threads)
        self._line = self._clients.Line(port)
        self._run = import_module("bench.measuring").Measurement(
            port, import_module("bench.province").cast(), 1
        )
        self._threads = threads
        self.kinds: dict[str, Callable[[], str]] = {
            "accept": lambda: self._one_of("accept"),
            "accept or decline": lambda: self._one_of("accept", "decline"),
            "supplement or decline": lambda: self._one_of("supplement", "decline"),
            "withdraw or accept": self._withdrawn,
            "finish a step": self._finished,
            "numbers": self._numbered,
        }

    def _filed(self) -> Any:
        (filing,) = self._run.filings(1)
        _, body = self._line.ask(self._run.submit(filing))
        filing.id = json.loads(body)["id"]
        return filing

    def _asked(self, filing: Any, act: str) -> Any:
        role = import_module("motcua.kernel.actors").Role.RECEPTIONIST
        token = self._run.officer(filing, role)
        path = f"/dossiers/{filing.id}"
        return {
            "accept": lambda: self._run.accept(filing),
            "decline": lambda: self._clients.as_json(token, "POST", f"{path}/decline", WHY),
            "supplement": lambda: self._clients.as_json(
                token, "POST", f"{path}/request-supplement", WANTING
            ),
            "withdraw": lambda: self._clients.as_json(
                filing.citizen.token, "POST", f"{path}/withdraw", {"reason": ""}
            ),
        }[act]()

    def _contested(self, filing: Any, acts: Sequence[str]) -> dict[str, int]:
        """Ask for acts in turns at one moment; return how often each was carried out."""
        named = [acts[at % len(acts)] for at in range(self._threads)]
        answers = self._senders.send([self._asked(filing, act) for act in named])
        won = dict.fromkeys(acts, 0)
        for act, answer in zip(named, answers, strict=True):
            won[act] += self._is_done(answer)
            if answer[0] >= BROKEN:
                raise RuntimeError(f"{act}: {answer}")
        return won

    def _one_of(self, *acts: str) -> str:
        won = self._contested(self._filed(), acts)
        return "" if sum(won.values()) == 1 else f"{won}"

    def _withdrawn(self) -> str:
        """Withdrawing after acceptance is lawful, so both may win, each of them once."""
        won = self._contested(self._filed(), ("withdraw", "accept"))
        return "" if won["withdraw"] == 1 and won["accept"] <= 1 else f"{won}"

    def _finished(self) -> str:
        filing = self._filed()
        self._line.ask(self._run.accept(filing))
        measuring = import_module("bench.measuring")
        act, _, body = measuring.STEPS[0]
        measuring.find_tasks([filing])
        self._line.ask(self._run.step(filing, act, "claim"))
        request = self._run.step(filing, act, "complete", body)
        won = sum(self._is_done(one) for one in self._senders.send([request] * self._threads))
        return "" if won == 1 else f"{won} lần xong một bước"

    def _numbered(self) -> str:
        """Different dossiers of one agency accepted at once get different numbers."""
        filings = [self._filed() for _ in range(self._threads)]
        answers = self._senders.send([self._run.accept(one) for one in filings])
        numbers = [told.get("number") for _, told in answers]
        return "" if len(set(numbers)) == len(filings) and all(numbers) else f"{numbers}"


def main() -> int:
    """Contest, check, and say what came of it."""
    wanted = arguments()
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    import_module("django").setup()
    import_module("bench.province").prepare(100)
    del os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"]
    outcome = import_module("gates.shared.telling").Outcome("race", wanted.seed, wanted.rounds)
    rng = random.Random(wanted.seed)
    with import_module("bench.serving").served() as port:
        contests = Contests(port, wanted.threads)
        for _ in range(wanted.rounds):
            name = rng.choice(list(contests.kinds))
            wrong = contests.kinds[name]()
            outcome.hit += 1
            outcome.acknowledged += not wrong
            if wrong:
                outcome.violations.append(f"{name}: {wrong}")
    _check(outcome)
    return int(outcome.tell(as_json=wanted.json))


def _check(outcome: Any) -> None:
    """Count with SQL: every act happened once, numbers have no gap, everything fits."""
    psycopg, sweep = import_module("psycopg"), import_module("motcua.runtime.sweep")
    with psycopg.connect(os.environ["MOTCUA_DATABASE_URL"]) as connection:
        (outcome.doubled,) = connection.execute(
            "SELECT count(*) FROM (SELECT FROM events_event WHERE verb IN ('dossier.accepted',"
            " 'dossier.declined', 'dossier.withdrawn') GROUP BY subject, verb HAVING count(*) > 1)"
            " AS twice"
        ).fetchone()
        gaps = connection.execute(
            "SELECT receiving_agency_id, (accepted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
            " FROM dossiers_dossier WHERE accepted_at > now() - interval '1 hour'"
            " GROUP BY 1, 2 HAVING max(substring(number FROM '[0-9]+$')::int)"
            " - min(substring(number FROM '[0-9]+$')::int) + 1 <> count(*)"
        ).fetchall()
        outcome.violations += [f"số hồ sơ có khoảng trống: {agency} {day}" for agency, day in gaps]
        outcome.violations += [f"{one.id}: {one.many}" for one in sweep.sweep(connection)]


if __name__ == "__main__":
    sys.exit(main())
