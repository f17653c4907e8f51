"""The n-th query, commit, file operation or call of an act fails: it is done whole, or not at all.

`./motcua gate nth [--json] [--seed N] [--acts A,B]` takes every act on a dossier, for every kind of
fault, and has its first operation fail, then its second, until the act goes through untouched.
After each the tables are as before or as after the act, the answer is a sentence and no trace, and
the sweep is clean. Acts that keep files are tried once more with the files in an S3 store.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it
os.environ.update(MOTCUA_DEBUG="0", MOTCUA_SAMPLE="1")
MOST = 400  # operations that no act reaches
BUSY = 503
WITH_FILES = ("sign", "issue", "upload")


def arguments() -> argparse.Namespace:
    """Read what to try."""
    parser = argparse.ArgumentParser(prog="./motcua gate nth", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--acts", default="", help="only these, with commas")
    return parser.parse_args()


class Trial:
    """One act under one kind of fault, from the first operation to the last."""

    def __init__(self, chain: Any, tables: Any, side: Any, outcome: Any) -> None:
        self._chain, self._tables, self._side, self._outcome = chain, tables, side, outcome
        self._nth = import_module("gates.shared.nth_fault")
        self._acts = import_module("gates.shared.acts")
        self._connection = import_module("django.db").connection
        self.most = 0

    def expected(self, act: Any) -> dict[str, int]:
        """Carry the act out with nothing in its way; return in which tables rows were added."""
        filing = self._chain.fresh(act)
        act.before(filing)
        before = self._tables.snapshot(filing.id)
        self._chain.whole(act, filing)
        return dict(self._acts.grown(before, self._tables.snapshot(filing.id)))

    def all(self, act: Any, kinds: Sequence[str], where: str = "") -> None:
        """Try an act under kinds of faults; note how many operations it has of each."""
        expected = self.expected(act)
        for kind in kinds:
            self.most = 0
            self.run(act, kind, expected)
            self._outcome.figures[f"{act.name}{where}, {kind}"] = self.most
            print(f"{act.name}{where}, {kind}: {self.most}", file=sys.stderr, flush=True)

    def run(self, act: Any, kind: str, expected: dict[str, int]) -> None:
        """Have one operation after the other fail."""
        filing = self._chain.fresh(act)
        for n in range(1, MOST):
            act.before(filing)
            before = self._tables.snapshot(filing.id)
            fault = self._nth.Nth(kind, n, self._side)
            with fault.at_work():
                status, told = self._acts.ask(self._chain.browser, act.request(filing))
            self._connection.close()
            self.most = max(self.most, fault.seen)
            if not fault.hit:
                self._untouched(act, kind, n, status, told)
                return
            self._outcome.planned += 1
            self._outcome.hit += 1
            where = f"{act.name}, {kind} {n}"
            self._judge_answer(where, status, told)
            if self._is_done(act, filing, before, expected, where, status):
                filing = self._chain.fresh(act)
        self._outcome.violations.append(f"{act.name}, {kind}: không hết sau {MOST} lần")

    def _untouched(self, act: Any, kind: str, n: int, status: int, told: str) -> None:
        if status >= 300:
            words = f"{act.name}, {kind} {n}: không bị lỗi mà trả lời {status} {told[:200]}"
            self._outcome.violations.append(words)
        else:
            self._outcome.acknowledged += 1

    def _judge_answer(self, where: str, status: int, told: str) -> None:
        """A fault is answered with a sentence, and 503 when it is worth coming back."""
        if status < 300:
            return
        try:
            sentence = json.loads(told).get("detail", "")
        except ValueError:
            sentence = ""
        if status != BUSY or not sentence or "Traceback" in told:
            self._outcome.violations.append(f"{where}: trả lời {status} {told[:200]}")

    def _is_done(
        self, act: Any, filing: Any, before: Any, expected: dict[str, int], where: str, status: int
    ) -> bool:
        """Say whether the act was carried out; note when it is something between."""
        if act.name == "submit":
            self._chain.find(filing)
        after = self._tables.snapshot(filing.id)
        grown = self._acts.grown(before, after)
        was_told = status < 300
        if after == before or (not grown and act.name == "submit"):
            if was_told:
                self._outcome.lost += 1
                self._outcome.violations.append(f"{where}: trả lời {status} mà chưa làm")
            return False
        if grown != expected and act.name != "save draft":
            self._outcome.violations.append(f"{where}: nửa chừng, {grown} thay vì {expected}")
        return True


@contextmanager
def files_in_a_bucket() -> Iterator[None]:
    """Keep files in an S3 store on this machine meanwhile."""
    settings, bucket = import_module("django.conf").settings, import_module("gates.shared.bucket")
    with TemporaryDirectory() as kept:
        folder = Path(kept) / "s3"
        folder.mkdir()
        with bucket.served(folder) as address:
            settings.FILES_URL, settings.FILES_OPTIONS = bucket.URL, bucket.options(address)
            yield


def main() -> int:
    """Attack, check, and say what came of it."""
    wanted = arguments()
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    import_module("django").setup()
    logging.disable(logging.CRITICAL)
    province = import_module("bench.province")
    province.prepare(100)
    psycopg, acts = import_module("psycopg"), import_module("gates.shared.acts")
    outcome = import_module("gates.shared.telling").Outcome("nth", wanted.seed, 0)
    run = import_module("bench.measuring").Measurement(0, province.cast(), 1)
    chain = acts.Chain(run)
    named = [one for one in wanted.acts.split(",") if one]
    chosen = [one for one in (*chain.acts, *chain.others) if not named or one.name in named]
    with psycopg.connect(os.environ["MOTCUA_DATABASE_URL"], autocommit=True) as side:
        trial = Trial(chain, acts.Tables(), side, outcome)
        for act in chosen:
            trial.all(act, import_module("gates.shared.nth_fault").KINDS)
        with files_in_a_bucket():
            for act in chosen:
                if act.name in WITH_FILES:
                    trial.all(act, [import_module("gates.shared.nth_fault").CALL], " in a bucket")
        sweep = import_module("motcua.runtime.sweep")
        outcome.violations += [f"{one.id}: {one.many}" for one in sweep.sweep(side)]
    return int(outcome.tell(as_json=wanted.json))


if __name__ == "__main__":
    sys.exit(main())
