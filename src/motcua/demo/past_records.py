"""Records of the sample province for the years before this system, without its dossiers.

Services with the levels they had, the register of results, organisations that were cut: invented
lines, as many as the province has reported. Ranks are those that were published.
"""

import random
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from motcua.demo.reading import FACTS, catalogue
from motcua.kernel.actors import SYSTEM
from motcua.reform.actions import take_in
from motcua.reform.incoming import read_rows
from motcua.reform.rules import LEVEL_3, LEVEL_4
from motcua.results.queries import held_on

SEED = 2022
SOURCE = "Dữ liệu mẫu; số lượng theo báo cáo cải cách hành chính tỉnh Ninh Bình năm 2022"
END = date(2022, 12, 31)
PUBLISHED, AT_LEVEL_3, AT_LEVEL_4, INTEGRATED = 2157, 298, 1288, 1315
RAISED, WITHDRAWN = 400, 60  # services that had a lower level before, and that were given up
IN_FORCE, ELECTRONIC = 4000, 1940
EXPIRED, ELECTRONIC_LATER = 200, 300  # of the register, but not counted for 2022
CUT = (
    ("department_rooms", 21, "Phòng Nghiệp vụ", "Sở"),
    ("sub_departments", 4, "Chi cục", "Sở"),
    ("public_service_units", 5, "Trung tâm", "Sở"),
    ("sub_department_rooms", 20, "Phòng Chuyên môn", "Chi cục"),
    ("unit_rooms", 39, "Phòng", "Đơn vị sự nghiệp"),
    ("unit_teams", 74, "Tổ chuyên môn", "Đơn vị sự nghiệp"),
    ("district_rooms", 2, "Phòng", "Ủy ban nhân dân huyện"),
)
PARENTS = 10
Row = dict[str, Any]
Procedure = dict[str, Any]


def load_past_records(at: datetime) -> None:
    """Store the records; they are imported as those of another system are."""
    rng = random.Random(SEED)  # noqa: S311 -- a repeatable sample; nothing else moves with it
    chosen = chosen_procedures()
    tables = {
        "procedures": _services(chosen, rng),
        "register": _register(chosen, rng),
        "organisations": _organisations(rng),
        "indices": read_rows("indices", FACTS / "indices.csv"),
    }
    for kind, rows in tables.items():
        take_in(kind, rows, by=SYSTEM, at=at)


def chosen_procedures() -> list[Procedure]:
    """Return as many procedures of the catalogue as the province had published, its own first."""
    named = {one["code"]: one for one in catalogue()}
    found = sorted(named.values(), key=lambda one: (_is_of_ministries(one), one["code"]))
    return found[: PUBLISHED + WITHDRAWN]


def _is_of_ministries(one: Procedure) -> bool:
    return not {"province", "commune"} & set(one["levels"])


def _services(chosen: list[Procedure], rng: random.Random) -> list[Row]:
    kept = chosen[:PUBLISHED]
    levels = [LEVEL_4] * AT_LEVEL_4 + [LEVEL_3] * AT_LEVEL_3
    levels += [2] * (PUBLISHED - len(levels))
    rng.shuffle(levels)
    online = [at for at, level in enumerate(levels) if level >= LEVEL_3]
    integrated = set(rng.sample(online, INTEGRATED))
    raised = set(rng.sample(online, RAISED))
    rows = []
    for at, (one, level) in enumerate(zip(kept, levels, strict=True)):
        since = _day(rng, date(2019, 1, 1), date(2021, 6, 30))
        if at in raised:
            until = _day(rng, date(2021, 9, 1), date(2022, 11, 30))
            rows.append(_service(one, 2, since, withdrawn_on=until))
            since = until
        joined = _day(rng, since, END) if at in integrated else None
        rows.append(_service(one, level, since, integrated_on=joined))
    for one in chosen[PUBLISHED:]:
        gone = _day(rng, date(2021, 1, 1), END)
        rows.append(_service(one, 2, date(2019, 1, 1), withdrawn_on=gone))
    return rows


def _service(one: Procedure, level: int, since: date, **days: date | None) -> Row:
    return {
        "code": one["code"],
        "name": one["name"],
        "field": one.get("sector") or "Chưa phân lĩnh vực",
        "level": level,
        "published_on": since,
        "withdrawn_on": None,
        "integrated_on": None,
        "source": SOURCE,
        **days,
    }


def _register(chosen: list[Procedure], rng: random.Random) -> list[Row]:
    kept = chosen[:PUBLISHED]
    in_force, electronic = _missing_results()
    rows = []
    for at in range(in_force + EXPIRED):
        one = kept[rng.randrange(len(kept))]
        issued = _day(rng, date(2016, 1, 1), date(2021, 12, 31))
        digitised = None
        if at < electronic:
            digitised = _day(rng, date(2022, 1, 1), END)
        elif at < electronic + ELECTRONIC_LATER:
            digitised = _day(rng, date(2023, 1, 1), date(2023, 12, 31))
        rows.append({
            "number": f"{at + 1}/GP",
            "agency": f"H42.{1 + at % 19:02}",
            "procedure": one["code"],
            "field": one.get("sector") or "",
            "issued_on": issued,
            "ends_on": END - timedelta(days=30) if at >= in_force else None,
            "digitised_on": digitised,
            "source": SOURCE,
        })  # fmt: skip
    return rows


def _missing_results() -> tuple[int, int]:
    """Return how many results and electronic ones the sample's own register lacks to what was
    reported; scaled up alike until there is room for its own."""
    own, own_electronic = held_on(END)
    lacking = ((times * IN_FORCE - own, times * ELECTRONIC - own_electronic) for times in count(1))
    return next(
        (in_force, electronic) for in_force, electronic in lacking if 0 <= electronic <= in_force
    )


def _organisations(rng: random.Random) -> list[Row]:
    return [
        {
            "name": f"{name} mẫu {at + 1}",
            "kind": kind,
            "parent": f"{parent} mẫu {1 + at % PARENTS}",
            "cut_on": _day(rng, date(2022, 1, 1), END),
            "source": SOURCE,
        }
        for kind, many, name, parent in CUT
        for at in range(many)
    ]


def _day(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, (last - first).days))
