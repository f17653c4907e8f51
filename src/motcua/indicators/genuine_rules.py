"""Who really filed an online dossier: signs, points, and the three kinds. Pure.

The signs are data (`facts/genuine.toml`). A sign that cannot be known of a dossier gives no points
and is no proof of the contrary; a dossier of which nothing says who filed it is unknown.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

FACTS = Path(__file__).parent / "facts" / "genuine.toml"
OFFICER, ASSISTED, SELF = "officer", "assisted", "self"  # what a dossier says of who filed it
# What a recorded helper explains: helpers file for many people from one place and one desk.
ALWAYS = frozenset({"officer_account"})
MINUTE = 60


class Kind(StrEnum):
    """Who filed an online dossier: the applicant, with recorded help, somebody else, not known."""

    SELF = "self"
    ASSISTED = "assisted"
    PROXY = "proxy"
    UNKNOWN = "unknown"


KIND_WORDS = {
    Kind.SELF: "tự nộp",
    Kind.ASSISTED: "được hỗ trợ",
    Kind.PROXY: "nộp hộ",
    Kind.UNKNOWN: "chưa rõ",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: its points, its threshold, where it is read, or why it cannot be known yet."""

    id: str
    name: str
    points: int
    least: int
    most: int
    source: str
    missing: str


@dataclass(frozen=True, slots=True, eq=False)
class GenuineRules:
    """The signs in force and the points from which a dossier counts as filed by another; read once,
    and told apart by which reading they are."""

    id: str
    basis: str
    valid_from: date
    proxy_at: int
    words_a_minute: int
    signs: tuple[Sign, ...]

    @property
    def readable(self) -> tuple[Sign, ...]:
        """Return the signs for which there are records."""
        return tuple(one for one in self.signs if not one.missing)

    def sign(self, name: str) -> Sign:
        """Return a sign by its id."""
        return next(one for one in self.signs if one.id == name)


@dataclass(frozen=True, slots=True)
class Filing:
    """What is known of how one online dossier was filed; None is not known.

    `owners` and `dossiers` count, of the same day, the owners under its account and the dossiers
    from its device.
    """

    submitter: str = ""
    owners: int | None = None
    dossiers: int | None = None
    reception_seconds: int | None = None
    fill_seconds: int | None = None
    reading_words: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The kind of a dossier, its points and the signs that gave them."""

    kind: Kind
    score: int
    reasons: tuple[str, ...]


def judged(filing: Filing, rules: GenuineRules) -> Judged:
    """Say who filed, with the reasons, in the order of the signs."""
    reasons = tuple(
        one.id
        for one in rules.readable
        if (filing.submitter != ASSISTED or one.id in ALWAYS) and _shows(one, filing, rules)
    )
    score = sum(rules.sign(one).points for one in reasons)
    return Judged(_kind(filing.submitter, score, rules), score, reasons)


def _kind(submitter: str, score: int, rules: GenuineRules) -> Kind:
    if score >= rules.proxy_at:
        return Kind.PROXY
    return {ASSISTED: Kind.ASSISTED, SELF: Kind.SELF}.get(submitter, Kind.UNKNOWN)


def _shows(sign: Sign, filing: Filing, rules: GenuineRules) -> bool:
    shown = {
        "officer_account": filing.submitter == OFFICER,
        "account_of_many": (filing.owners or 0) >= sign.least,
        "device_of_many": (filing.dossiers or 0) >= sign.least,
        "received_at_once": filing.reception_seconds is not None
        and filing.reception_seconds <= sign.most,
        "filled_too_fast": _too_fast(filing, rules.words_a_minute),
    }
    return shown[sign.id]


def _too_fast(filing: Filing, words_a_minute: int) -> bool:
    if filing.fill_seconds is None or filing.reading_words is None:
        return False
    return filing.fill_seconds * words_a_minute < filing.reading_words * MINUTE


@dataclass(frozen=True, slots=True)
class Genuine:
    """How the dossiers received in a period were filed.

    `official` is the rate of index 766, which also asks for an electronic result and is multiplied
    by the share that was synchronised. `reasons` counts the dossiers that show a sign.
    """

    received: int
    online: int
    official: Decimal | None
    kinds: Mapping[Kind, int]
    reasons: Mapping[str, int]

    def rate(self, kind: Kind) -> Fraction | None:
        """Return the share of a kind among all dossiers received, as the official rate has it."""
        return Fraction(self.kinds[kind], self.received) if self.received else None

    @property
    def online_rate(self) -> Fraction | None:
        """Return the share of online dossiers among all that were received."""
        return Fraction(self.online, self.received) if self.received else None


def shares_of(counts: Mapping[Kind, int]) -> Mapping[Kind, Fraction]:
    """Return the share of each kind among the online dossiers; nothing online has no shares."""
    whole = sum(counts.values())
    return {kind: Fraction(many, whole) for kind, many in counts.items()} if whole else {}


@lru_cache(maxsize=1)
def genuine_rules() -> GenuineRules:
    """Return the signs that ship."""
    told = tomllib.loads(FACTS.read_text("utf-8"))
    return GenuineRules(
        id=told["id"],
        basis=told["basis"],
        valid_from=told["valid_from"],
        proxy_at=told["proxy_at"],
        words_a_minute=told["words_a_minute"],
        signs=tuple(_sign(one) for one in told["signs"]),
    )


def _sign(told: Mapping[str, Any]) -> Sign:
    return Sign(
        id=told["id"],
        name=told["name"],
        points=told["points"],
        least=told.get("least", 0),
        most=told.get("most", 0),
        source=told.get("source", ""),
        missing=told.get("missing", ""),
    )


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How well a rule found what a sample is labelled with."""

    found: int
    wrongly: int
    missed: int
    clean: int

    @property
    def precision(self) -> Fraction | None:
        """Return the share of the flagged that were rightly flagged."""
        flagged = self.found + self.wrongly
        return Fraction(self.found, flagged) if flagged else None

    @property
    def recall(self) -> Fraction | None:
        """Return the share of the real ones that were flagged."""
        real = self.found + self.missed
        return Fraction(self.found, real) if real else None


def accuracy_of(labelled: Sequence[tuple[bool, bool]]) -> Accuracy:
    """Return how well a rule did, from pairs: really so, and flagged."""
    return Accuracy(
        found=labelled.count((True, True)),
        wrongly=labelled.count((False, True)),
        missed=labelled.count((True, False)),
        clean=labelled.count((False, False)),
    )
