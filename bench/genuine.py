"""How well the signs find who filed for others, on a labelled sample, and how long counting takes.

`./motcua bench genuine [--json] [--dossiers N]` draws a year of online dossiers with known truth,
imports them into a database of its own, and compares what the rule says with the label. The sample
is invented and hard: families share a device, agents file with recorded help, some desks
are quick, and some of those who file for others leave one sign, a weak one, or none. It says how
the rule behaves, not how a province does; that takes a sample labelled there.
"""

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it

HERE = timezone(timedelta(hours=7))
NEW_YEAR = datetime(2022, 1, 1, tzinfo=HERE)
YEAR = (date(2022, 1, 1), date(2022, 12, 31))
MONTH = (date(2022, 3, 1), date(2022, 3, 31))
AGENCIES, SEED = 150, 2022
HEADER = (
    "number", "procedure", "settling_agency", "channel", "status", "submitted_at", "received_at",
    "due_at", "finished_at", "supplement_count", "submitter", "device", "reception_seconds",
)  # fmt: skip
# What really happened, how often of a thousand online dossiers, and whether others filed.
STORIES = {
    "alone": (560, False),
    "alone, nothing recorded": (120, False),
    "a family on one device": (60, False),
    "a neighbours' errand, six on one device": (6, False),
    "helped, and recorded": (100, False),
    "alone, at a quick desk": (4, False),
    "an officer's account": (60, True),
    "a desk's device, for many": (50, True),
    "received at once": (25, True),
    "a few a day from one device": (10, True),
    "without a trace": (5, True),
}


def arguments() -> argparse.Namespace:
    """Read what to measure."""
    parser = argparse.ArgumentParser(prog="./motcua bench genuine", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--dossiers", type=int, default=100_000, help="how many are drawn")
    return parser.parse_args()


def stories(many: int, chance: Random) -> Iterator[tuple[str, str, int, str, int]]:
    """Yield what happened, who the dossier says filed it, the day, the device and the seconds."""
    names, weights = list(STORIES), [often for often, _ in STORIES.values()]
    at_once = {"a family on one device": 3, "a desk's device, for many": 12,
               "a neighbours' errand, six on one device": 6,
               "a few a day from one device": 3}  # fmt: skip
    drawn = 0
    while drawn < many:
        story = chance.choices(names, weights)[0]
        size = at_once.get(story, 1)
        if chance.random() * size > 1:
            continue  # a group is several dossiers, so it comes as much more seldom
        day, device = chance.randrange(360), f"d{chance.getrandbits(48)}"
        for _ in range(size):
            yield story, _submitter(story, chance), day, device, _seconds(story, chance)
            drawn += 1


def _submitter(story: str, chance: Random) -> str:
    if story == "an officer's account":
        return "officer"
    if story == "helped, and recorded":
        return "assisted"
    if story == "alone, nothing recorded":
        return ""
    return chance.choice(["self", "self", ""]) if STORIES[story][1] else "self"


def _seconds(story: str, chance: Random) -> int:
    if story == "received at once":
        return chance.randrange(2, 75)
    if story == "alone, at a quick desk":
        return chance.randrange(40, 240)
    return chance.randrange(180, 28_800)


def draw(file: Path, many: int) -> dict[str, str]:
    """Write a table that can be imported; return what happened to each dossier."""
    chance = Random(SEED)
    labels = {}
    with file.open("w", encoding="utf-8", newline="") as target:
        table = csv.writer(target)
        table.writerow(HEADER)
        for nth, (story, submitter, day, device, seconds) in enumerate(stories(many, chance)):
            number = f"MAU-{nth}"
            labels[number] = story
            submitted = NEW_YEAR + timedelta(days=day, seconds=chance.randrange(28_800, 61_200))
            received = submitted + timedelta(seconds=seconds)
            due = received + timedelta(days=5)
            ended = received + timedelta(hours=chance.randrange(4, 140))
            moments = (one.isoformat() for one in (submitted, received, due, ended))
            agency = f"H42.{chance.randrange(AGENCIES)}"
            known = "" if story == "alone, nothing recorded" else device
            row = (number, f"P{nth % 50}", agency, 2, 10, *moments, int(chance.random() < 0.02))
            table.writerow([*row, submitter, known, seconds])
    return labels


def judge(labels: dict[str, str]) -> dict[str, Any]:
    """Compare the rule with the labels, whole and by what happened."""
    known = import_module("motcua.indicators.genuine_rules")
    counting = import_module("motcua.indicators.genuine")
    rules, asked, engine = known.genuine_rules(), _asked(YEAR), _engine()
    rows = counting.filed(rules, asked, engine, most=len(labels))
    said = {row["number"]: row["kind"] == known.Kind.PROXY.value for row in rows}
    pairs = [(STORIES[story][1], said[number]) for number, story in labels.items()]
    found = known.accuracy_of(pairs)
    by_story = {
        story: {
            "dossiers": sum(one == story for one in labels.values()),
            "flagged": sum(said[number] for number, one in labels.items() if one == story),
            "by_others": truth,
        }
        for story, (_, truth) in STORIES.items()
    }
    return {
        "precision": round(float(found.precision or 0), 4),
        "recall": round(float(found.recall or 0), 4),
        "clean_flagged": round(found.wrongly / max(1, found.wrongly + found.clean), 5),
        "by_story": by_story,
    }


def times() -> dict[str, float]:
    """Time both countings as the pages run them, best of three."""
    genuine = import_module("motcua.indicators.genuine_rules").genuine_rules()
    ledger = import_module("motcua.indicators.ledger_rules").ledger_rules()
    index = import_module("motcua.indicators.rule_sets").rule_set("766@2022")
    count = import_module("motcua.indicators.genuine").genuine
    look = import_module("motcua.indicators.ledger").ledger
    best, engine, told = import_module("bench.analytics").best, _engine(), {}
    for name, days in (("year", YEAR), ("month", MONTH)):
        asked = _asked(days)
        filing = best(lambda asked=asked: count(asked, genuine, index, engine))
        looking = best(lambda asked=asked: look(asked, ledger, genuine, index, engine))
        told |= {f"genuine_{name}_ms": round(1000 * filing)}
        told |= {f"ledger_{name}_ms": round(1000 * looking)}
    return told


def _asked(days: tuple[date, date]) -> Any:
    now = import_module("django.utils.timezone").now()
    return import_module("motcua.indicators.queries").asked_of(*days, None, now)


def _engine() -> Any:
    return import_module("motcua.indicators.engines").OnPostgres()


def table(found: dict[str, Any]) -> str:
    """Write the figures for a terminal."""
    lines = [
        f"{found['dossiers']:,} online dossiers, invented: precision {found['precision']:.2%},"
        f" recall {found['recall']:.2%}, wrongly flagged {found['clean_flagged']:.2%} of the clean",
        *(
            f"  {'others' if one['by_others'] else 'clean':>6}  {story}: {one['flagged']:,} of"
            f" {one['dossiers']:,} flagged"
            for story, one in found["by_story"].items()
        ),
        f"counted live: filing of a year {found['genuine_year_ms']} ms, of a month"
        f" {found['genuine_month_ms']} ms; ledger of a year {found['ledger_year_ms']} ms, of a"
        f" month {found['ledger_month_ms']} ms",
    ]
    return "\n".join(lines)


def main() -> int:
    """Draw, import, compare, report."""
    wanted = arguments()
    import_module("os").environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    import_module("django").setup()
    import_module("django.core.management").call_command("migrate", verbosity=0)
    import_module("motcua.indicators.models").DossierFact.objects.all().delete()
    taking = import_module("motcua.indicators.importing").import_dossiers
    now = import_module("django.utils.timezone").now()
    with TemporaryDirectory() as name:
        file = Path(name) / "sample.csv"
        labels = draw(file, wanted.dossiers)
        taking(file, Path(name), at=now, progress=lambda *_: None, dry_run=False)
    import_module("django.db").connection.cursor().execute("ANALYZE indicators_dossierfact")
    found = {"dossiers": len(labels), **judge(labels), **times()}
    print(json.dumps(found, indent=1) if wanted.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
