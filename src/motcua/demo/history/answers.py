"""Answers that a form would take, for invented people."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from motcua.demo.names import Invented
from motcua.demo.reading import parameters
from motcua.forms.fields import GROUPS, parts_of
from motcua.forms.lists import options_of
from motcua.forms.rules import FieldDict, fields_of, known_values, pages_of, shown_fields

SMALL, LARGE = 1, 9
MONEY = 1_000_000
SHEETS, PARCELS = 60, 900


def plausible(
    definition: Mapping[str, object],
    case: str,
    who: Invented,
    commune: str,
    day: date,
    rng: random.Random,
) -> dict[str, object]:
    """Return answers to everything the form asks in this case."""
    answers: dict[str, object] = {}
    for page in pages_of(definition):
        conditional = any("show_if" in field for field in page["fields"])  # type: ignore[attr-defined]
        shown = shown_fields(page, known_values(definition, answers, case))
        for field in page["fields"] if shown else ():  # type: ignore[attr-defined]
            if conditional:  # an answer on this page may call for the next question
                shown = shown_fields(page, known_values(definition, answers, case))
            answer = _answer(field, who, commune, day, rng) if field in shown else None
            if answer is not None:
                answers[str(field["id"])] = answer
    computed = {str(f["id"]) for f in fields_of(definition) if f["kind"] == "calculated"}
    values = known_values(definition, answers, case)
    return answers | {name: values[name] for name in computed}


def own_particulars(
    definition: Mapping[str, object], who: Invented, answers: Mapping[str, object]
) -> dict[str, object]:
    """Return the answers that are about the applicant, where a form asks for them."""
    own = {
        str(field["id"]): _prefilled(str(field.get("prefill", "")), who)
        for field in fields_of(definition)
    }
    signed = {
        str(field["id"]): {**answers[str(field["id"])], "name": who.full_name}  # type: ignore[dict-item]
        for field in fields_of(definition)
        if field["kind"] == "signature" and field["id"] in answers
    }
    return {name: value for name, value in own.items() if value is not None} | signed


def _answer(field: FieldDict, who: Invented, commune: str, day: date, rng: random.Random) -> object:
    known = _prefilled(str(field.get("prefill", "")), who)
    if known is not None:
        return known
    if said := _samples().get(str(field["id"])):
        return rng.choice(said)
    kind: Any = field["kind"]
    if kind == "table":
        columns: list[FieldDict] = field["fields"]  # type: ignore[assignment]
        row = {str(column["id"]): _answer(column, who, commune, day, rng) for column in columns}
        least = int(str(field.get("min_rows", 0)))
        return [{k: v for k, v in row.items() if v is not None}] * max(1, least)
    if kind in {"choice", "choices"}:
        chosen = rng.choice(list(options_of(field)))["value"]
        return [chosen] if kind == "choices" else chosen
    if kind in GROUPS:
        return _group(field, who, commune, day, rng)
    return _simple(str(kind), field, who, commune, day, rng)


def _group(
    field: FieldDict, who: Invented, commune: str, day: date, rng: random.Random
) -> dict[str, object]:
    """Return the parts of a person, an organisation, a land parcel or a signature."""
    told: dict[str, object] = {
        "name": who.full_name,
        "representative": who.full_name,
        "birth_date": who.birth_date.isoformat(),
        "sex": who.sex,
        "sheet": str(rng.randrange(1, SHEETS)),
        "parcel": str(rng.randrange(1, PARCELS)),
        "area": float(rng.randrange(60, 900)),
        "lat": round(rng.uniform(20.0, 20.4), 6),
        "lon": round(rng.uniform(105.7, 106.1), 6),
    }
    if field["kind"] == "organisation":
        told["name"] = f"Công ty TNHH {who.full_name.rsplit(maxsplit=1)[-1]}"
    if field["kind"] == "signature":
        told["date"] = day.isoformat()
    parts = {str(part["id"]): part for part in parts_of(field)}
    return {
        name: told[name] if name in told else _answer(dict(part), who, commune, day, rng)
        for name, part in parts.items()
    }


def _prefilled(source: str, who: Invented) -> object:
    return {
        "applicant.full_name": who.full_name,
        "applicant.personal_number": who.number,
        "applicant.birth_date": who.birth_date.isoformat(),
        "applicant.phone": who.phone,
        "applicant.email": who.email,
    }.get(source)


@lru_cache(maxsize=1)
def _samples() -> dict[str, Any]:
    """Return what people might write in fields of a name."""
    return parameters("samples.json")


def _least(field: FieldDict) -> int:
    least = field.get("min", 0)
    return least if isinstance(least, int) else 0


def _simple(
    kind: str, field: FieldDict, who: Invented, commune: str, day: date, rng: random.Random
) -> object:
    label = field["label"]["vi"]  # type: ignore[index]
    recent = (day - timedelta(days=rng.randrange(1, 40))).isoformat()
    made: dict[str, object] = {
        "text": str(label)[: int(str(field.get("max_length", 60)))],
        "long_text": f"{label}: theo giấy tờ kèm theo.",
        "number": max(rng.randrange(SMALL, LARGE), _least(field)),
        "money": rng.randrange(SMALL, 200) * MONEY,
        "date": recent,
        "time": "08:30",
        "yes_no": rng.random() < 0.5,
        "declaration": True,
        "personal_number": who.number,
        "tax_code": "0100000003",
        "phone": who.phone,
        "email": who.email,
        "agency": "Ủy ban nhân dân",
        "address": {"province": "37", "commune": commune, "line": who.address.split(",")[0]},
    }
    return made.get(kind)
