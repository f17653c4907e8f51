"""Invented people: names, numbers and addresses that could exist, drawn from a seed."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from motcua.demo.reading import parameters

PROVINCE_DIGITS = "037"
FIRST_BIRTH = date(1950, 1, 1)
BIRTH_DAYS = 365 * 54


@dataclass(frozen=True, slots=True)
class Invented:
    """A person who does not exist."""

    full_name: str
    sex: str
    birth_date: date
    number: str
    phone: str
    address: str

    @property
    def email(self) -> str:
        """Return an address in a domain that can receive nothing (RFC 2606)."""
        return f"{self.number[-6:]}@nguoidan.example"


@lru_cache(maxsize=1)
def _names() -> dict[str, Any]:
    return parameters("names.json")


def weighted(rng: random.Random, weights: dict[str, float]) -> str:
    """Draw a key by its weight."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def invent(rng: random.Random, serial: int, commune: str) -> Invented:
    """Invent one person; the serial keeps personal numbers apart."""
    names = _names()
    sex = rng.choice(("male", "female"))
    name = " ".join(
        (
            weighted(rng, names["family"]),
            weighted(rng, names[sex]["middle"]),
            weighted(rng, names[sex]["given"]),
        )
    )
    born = FIRST_BIRTH + timedelta(days=rng.randrange(BIRTH_DAYS))
    century = {("male", 19): "0", ("female", 19): "1", ("male", 20): "2", ("female", 20): "3"}
    number = (
        PROVINCE_DIGITS
        + century[(sex, born.year // 100)]
        + f"{born:%y}"
        + f"{serial % 1_000_000:06d}"
    )
    house = f"Số {rng.randrange(1, 250)} đường {rng.choice(names['streets'])}"
    place = rng.choice((house, rng.choice(names["hamlets"])))
    phone = f"09{rng.randrange(10_000_000, 99_999_999)}"
    return Invented(name, sex, born, number, phone, f"{place}, {commune}, tỉnh Ninh Bình")


def identifier(rng: random.Random, at: datetime) -> UUID:
    """Return a UUIDv7 of a past moment, drawn from the seed."""
    stamp = int(at.timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    value = stamp << 80 | rng.getrandbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
