"""How well the rules find unusual reading, on invented days with known truth.

`./motcua bench unusual [--json] [--officers N]` draws a month of usual reading for desks, case
officers, heads and overseers, plants misuse of every kind into the last day, loud and quiet, and
compares what the rules say with what was planted. It says how the rules behave, not how a province
does; that takes what inspectors judged there.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it

from motcua.deadlines.rules import ZONE
from motcua.privacy.unusual_rules import Day, Home, Read, habit_of, rules_on, signals

SEED, MONTH, AT_AN_AGENCY = 2026, 22, 10
DAY = date(2026, 9, 14)
OPENS = datetime(2026, 9, 14, 8, tzinfo=ZONE)
FAMILIES = ["nguyen"] * 38 + ["tran"] * 11 + ["le"] * 10 + ["pham"] * 7 + list("bcdefghijklmnopq")
# How much people in a post usually read on a day, and on what ground.
POSTS = {
    "desk": (18, 45, "desk"),
    "case officer": (6, 22, "step"),
    "head": (10, 35, "head"),
    "overseer": (2, 12, "oversight"),
}
Plant = Callable[[Day, Random], Day]


def arguments() -> argparse.Namespace:
    """Read what to measure."""
    parser = argparse.ArgumentParser(prog="./motcua bench unusual", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--officers", type=int, default=4000, help="how many are drawn")
    return parser.parse_args()


def a_home(chance: Random) -> Home:
    """Draw a home: one of 129 communes, one of 12 hamlets in it."""
    commune = f"xa {chance.randrange(129)}"
    return Home(chance.choice(FAMILIES), f"thon {chance.randrange(12)}, {commune}", commune)


def an_id(chance: Random) -> UUID:
    """Draw an id."""
    return UUID(int=chance.getrandbits(128))


def reads(many: int, ground: str, chance: Random, home: Home | None = None) -> list[Read]:
    """Draw what is read on a day between eight and half past five."""
    minutes = sorted(chance.randrange(570) for _ in range(many))
    return [
        Read(
            an_id(chance),
            an_id(chance),
            OPENS + timedelta(minutes=one),
            ground,
            home or a_home(chance),
        )
        for one in minutes
    ]


def a_day(post: str, home: Home, peers: list[tuple[int, int, int]], chance: Random) -> Day:
    """Draw a usual day: work, a few glances at what colleagues hold, sometimes overtime."""
    least, most, ground = POSTS[post]
    read = reads(chance.randint(least, most), ground, chance)
    glances = 0 if ground == "oversight" else chance.choice((0, 0, 1, 2, 4))
    read += [replace(one, home=a_home(chance)) for one in reads(glances, "unit", chance)]
    if chance.random() < 0.1:  # stays longer
        read += [
            replace(one, at=OPENS.replace(hour=19))
            for one in reads(chance.randint(1, 3), ground, chance)
        ]
    own = habit_of([counts(post, chance) for _ in range(MONTH)])
    again = {read[0].applicant: chance.randint(1, 2)} if ground == "oversight" else {}
    searches = [(chance.randint(1, 3), ())]
    return Day(read, home, own, habit_of(peers), again, searches)


def counts(post: str, chance: Random) -> tuple[int, int, int]:
    """Draw how much was read on an earlier day: in all, at most in an hour, without work on it."""
    least, most, ground = POSTS[post]
    many = chance.randint(least, most)
    return many, max(2, many // 4), many if ground == "oversight" else chance.randint(0, 4)


def more(day: Day, read: list[Read]) -> Day:
    """Return a day with something more read."""
    return replace(day, reads=[*day.reads, *read])


def planted() -> dict[str, Plant]:
    """Return what misuse of each kind adds to a day; some of it is too little to be seen."""
    return {
        "a hundred in an hour": lambda day, c: more(
            day, [replace(one, at=OPENS) for one in reads(c.randint(25, 120), "step", c)]
        ),
        "all day long": lambda day, c: more(day, reads(c.randint(50, 250), "step", c)),
        "at night": lambda day, c: more(
            day,
            [replace(one, at=OPENS.replace(hour=23)) for one in reads(c.randint(3, 20), "unit", c)],
        ),
        "what others hold": lambda day, c: more(day, reads(c.randint(12, 60), "unit", c)),
        "a whole hamlet": lambda day, c: more(day, reads(c.randint(5, 20), "unit", c, a_home(c))),
        "neighbours": lambda day, c: more(
            day, reads(c.randint(1, 5), "unit", c, replace(day.home, family="le"))
        ),
        "the family": lambda day, c: more(
            day, reads(c.randint(2, 6), "unit", c, replace(day.home, place="thon khac"))
        ),
        "one person": _one_person,
        "one name": lambda day, c: replace(day, searches=[(c.randint(4, 15), ())]),
    }


def _one_person(day: Day, chance: Random) -> Day:
    (read,) = reads(1, "unit", chance)
    return replace(more(day, [read]), again={**day.again, read.applicant: chance.randint(3, 12)})


def province(officers: int, chance: Random) -> Iterator[tuple[str, Day]]:
    """Yield everybody's day, and what was planted in it; one in twenty misuses what they may."""
    kinds, posts = planted(), list(POSTS)
    for at in range(officers):
        post = posts[at % len(posts)]
        peers = [counts(chance.choice(posts), chance) for _ in range(AT_AN_AGENCY * MONTH)]
        day, kind = a_day(post, a_home(chance), peers, chance), ""
        if at % 20 == 0:
            kind = list(kinds)[at // 20 % len(kinds)]
            day = kinds[kind](day, chance)
        yield kind, day


def judged(officers: int) -> dict[str, object]:
    """Return how much of what was planted is found, and how much of the rest is flagged."""
    chance, rules = Random(SEED), rules_on(DAY)
    off = lambda at, margin: at.hour >= 17 + (margin + 59) // 60  # noqa: E731
    by_kind: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    wrongly: Counter[str] = Counter()
    for kind, day in province(officers, chance):
        found = signals(day, rules, off)
        by_kind[kind][0] += 1
        by_kind[kind][1] += bool(found)
        if not kind:
            wrongly.update({one.rule for one in found})
    clean, flagged = by_kind.pop("")
    people, seen = (sum(one[at] for one in by_kind.values()) for at in (0, 1))
    return {
        "seed": SEED,
        "officers": officers,
        "planted": people,
        "found": seen,
        "recall": round(seen / people, 4),
        "precision": round(seen / (seen + flagged), 4),
        "clean": clean,
        "clean_flagged": flagged,
        "wrongly_by_rule": dict(wrongly),
        "by_kind": {kind: {"planted": one[0], "found": one[1]} for kind, one in by_kind.items()},
    }


def main() -> int:
    """Draw, look, report."""
    wanted = arguments()
    found = judged(wanted.officers)
    if wanted.json:
        print(json.dumps(found, indent=1))
        return 0
    print(
        f"{found['officers']:,} days of reading, invented (seed {SEED}): precision"
        f" {found['precision']:.2%}, recall {found['recall']:.2%};"
        f" {found['clean_flagged']:,} of {found['clean']:,} clean ones flagged"
        f" {found['wrongly_by_rule'] or ''}"
    )
    for kind, one in found["by_kind"].items():  # type: ignore[attr-defined]
        print(f"  {kind}: {one['found']} of {one['planted']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
