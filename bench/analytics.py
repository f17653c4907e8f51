"""How fast figures are counted: on exported files, on a live page, and event by event.

`./motcua bench analytics [--json] [--lake N] [--live N] [--evenly]` draws N dossiers into files by
month, as an export has them (communes share their procedures, departments have their own; evenly,
all have all), and counts index 766 for each month and agency in a process of its own, with the
memory it took. It imports N dossiers into a database of its own and counts a year, a month and one
agency as a page does, also just after changes, and counts anew what these made stale. It applies
events that change the facts of a small province. Best of seven; other work on the machine shows.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it

from bench import machine

ROUNDS = 7
DOSSIERS, EVENTS, CHANGED = 300, 200, 100
YEAR = (date(2022, 1, 1), date(2022, 12, 31))
MONTH = (date(2022, 3, 1), date(2022, 3, 31))
AGENCY = "H42.34"
TARGETS = {"lake_seconds": 1.5, "lake_mib": 1024, "page_ms": 150, "event_ms": 2}


def arguments() -> argparse.Namespace:
    """Read what to measure."""
    parser = argparse.ArgumentParser(prog="./motcua bench analytics", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--lake", type=int, default=10_000_000, help="dossiers in files")
    parser.add_argument("--live", type=int, default=1_000_000, help="dossiers in the database")
    parser.add_argument("--evenly", action="store_true", help="every agency has all procedures")
    parser.add_argument("--count", type=Path, help="count on the files of a folder, and end")
    return parser.parse_args()


def best(work: Callable[[], object]) -> float:
    """Return the seconds of the best of several rounds."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took)


def on_files(dossiers: int, *, evenly: bool) -> dict[str, Any]:
    """Draw dossiers into files and count on them in another process."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "lake"
        began = time.perf_counter()
        import_module("bench.drawn_facts").draw_lake(folder, dossiers, evenly=evenly)
        drawn = time.perf_counter() - began
        command = [sys.executable, "-P", __file__, "--count", str(folder)]
        counted = subprocess.run(command, check=True, capture_output=True, text=True)
        files = sum(1 for _ in folder.rglob("*.parquet"))
    return {"dossiers": dossiers, "files": files, "drawn_s": round(drawn, 1)} | json.loads(
        counted.stdout
    )


def count_on(folder: Path) -> dict[str, Any]:
    """Count the full index by month and agency on files."""
    lake = import_module("motcua.indicators.lake_engine").lake
    count_by = import_module("motcua.indicators.counting").count_by
    rules = import_module("motcua.indicators.rules")
    known = import_module("motcua.indicators.rule_sets").rule_set("766@2022")
    scored, groups = 0, ["settling_agency", "month"]
    of_dossiers = [part for part in known.parts() if part[0] != "procedures"]
    with lake(folder) as engine:
        asked = rules.asked_about(rules.period_of(*YEAR), "", None, engine.cut_off)
        counting = best(lambda: count_by(groups, of_dossiers, asked, engine))
        memory = round(machine.most_memory_mib())
        with_procedures = best(lambda: count_by(groups, known.parts(), asked, engine))
        began = time.perf_counter()
        for counts in count_by(groups, known.parts(), asked, engine).values():
            rules.scored_index(known, counts, is_commune=False)
            scored += 1
        whole_index = time.perf_counter() - began
    return {
        "groups": scored,
        "counting_s": round(counting, 2),
        "counting_mib": memory,
        "with_procedures_s": round(with_procedures, 2),
        "with_points_s": round(whole_index, 2),
        "mib": round(machine.most_memory_mib()),
    }


def live(dossiers: int) -> dict[str, Any]:
    """Import dossiers and count them as a page does."""
    django_time = import_module("django.utils.timezone")
    taking = import_module("motcua.indicators.importing").import_dossiers
    queries = import_module("motcua.indicators.queries")
    engine = import_module("motcua.indicators.engines").OnPostgres()
    known = import_module("motcua.indicators.rule_sets").rule_set("766@2022")
    with TemporaryDirectory() as name:
        file = Path(name) / "rows.parquet"
        import_module("bench.drawn_facts").draw_table(file, dossiers)
        began = time.perf_counter()
        taking(file, Path(name), at=django_time.now(), progress=lambda *_: None, dry_run=False)
        imported = time.perf_counter() - began
    asked = {
        "year": (*YEAR, None),
        "month": (*MONTH, None),
        "agency_year": (*YEAR, AGENCY),
    }
    told = {"dossiers": dossiers, "imported_s": round(imported, 1)}
    for name, (first, last, agency) in asked.items():
        what = queries.asked_of(first, last, agency, django_time.now())
        took = best(lambda what=what: queries.index_of(known, what, engine))  # type: ignore[misc]
        told[f"{name}_ms"] = round(1000 * took)
    change(CHANGED)
    what = queries.asked_of(*YEAR, None, django_time.now())
    told["year_while_stale_ms"] = round(1000 * best(lambda: queries.index_of(known, what, engine)))
    began = time.perf_counter()
    actions = import_module("motcua.indicators.actions")
    system = import_module("motcua.kernel.actors").SYSTEM
    told["stale"] = actions.refresh_figures(by=system, at=django_time.now())
    told["counted_anew_ms"] = round(1000 * (time.perf_counter() - began))
    return told


def change(many: int) -> None:
    """Change the facts of some dossiers received last, as acts do."""
    facts = import_module("motcua.indicators.models").DossierFact.objects
    some = facts.filter(source="imported").order_by("-received_at")[:many]
    facts.filter(pk__in=list(some.values_list("pk", flat=True))).update(synced=True)


def events() -> dict[str, Any]:
    """Apply events to the facts of a small province, one transaction each."""
    django_time = import_module("django.utils.timezone")
    import_module("bench.province").prepare(DOSSIERS)
    keep = import_module("motcua.indicators.actions").keep_facts
    system = import_module("motcua.kernel.actors").SYSTEM
    known = import_module("motcua.indicators.models").DossierFact.objects.filter(source="own")
    some = list(known.values_list("id", flat=True)[:EVENTS])
    took = []
    for _ in range(ROUNDS):
        make_differ()
        began = time.perf_counter()
        for one in some:
            keep(one, by=system, at=django_time.now())
        took.append(time.perf_counter() - began)
    return {"events": len(some), "ms_each": round(1000 * min(took) / max(1, len(some)), 2)}


def make_differ() -> None:
    """Let every fact of ours be from yesterday and wrong, so that each event has all to do."""
    facts = "ALTER TABLE indicators_dossierfact {} TRIGGER USER"
    with import_module("django.db").connection.cursor() as cursor:
        cursor.execute(facts.format("DISABLE"))
        cursor.execute(
            "UPDATE indicators_dossierfact SET synced = NOT synced, since = current_date - 1"
            " WHERE source = 'own'"
        )
        cursor.execute(facts.format("ENABLE"))


def table(found: dict[str, Any]) -> str:
    """Write the figures for a terminal."""
    files, page, one = found["files"], found["live"], found["events"]
    return "\n".join(
        [
            f"{files['dossiers']:,} dossiers in {files['files']:,} files: what index 766 counts of"
            f" dossiers for {files['groups']:,} months of agencies in {files['counting_s']} s (aim"
            f" {TARGETS['lake_seconds']} s) and {files['counting_mib']} MiB (aim"
            f" {TARGETS['lake_mib']}), with procedures in {files['with_procedures_s']} s, with"
            f" points {files['with_points_s']} s and {files['mib']} MiB",
            f"{page['dossiers']:,} dossiers live, imported in {page['imported_s']} s: a year"
            f" {page['year_ms']} ms, a month {page['month_ms']} ms, a year of one agency"
            f" {page['agency_year_ms']} ms (aim {TARGETS['page_ms']} ms); after {CHANGED} changes a"
            f" year {page['year_while_stale_ms']} ms, counted anew in {page['counted_anew_ms']} ms",
            f"the facts of one event in {one['ms_each']} ms (aim {TARGETS['event_ms']} ms)",
        ]
    )


def main() -> int:
    """Measure and report."""
    wanted = arguments()
    if wanted.count:
        print(json.dumps(count_on(wanted.count)))
        return 0
    import_module("os").environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    import_module("django").setup()
    found = {
        "events": events(),
        "live": live(wanted.live),
        "files": on_files(wanted.lake, evenly=wanted.evenly),
    }
    found["targets"] = TARGETS
    print(json.dumps(found, indent=1) if wanted.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
