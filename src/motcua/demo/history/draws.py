"""Drawing what was filed, where, when and how it went, by the parameters of `priors.json`."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from motcua.deadlines.rules import ZONE
from motcua.demo.accounts import sample_commune
from motcua.demo.names import weighted
from motcua.demo.reading import FACTS, parameters, rows
from motcua.organisations.models import Agency
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import Terms, remember, terms

TWO_TIERS = date(2025, 7, 1)
FIRST_DAY = date(2021, 1, 4)
PAST_ENDS = date(2022, 12, 30)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FLAGSHIP_WEIGHT = 30
BUSY = 12  # the commune of the printed accounts files more, so that their inboxes hold work


@dataclass(frozen=True, slots=True)
class Drawn:
    """One filing: what, where, when."""

    kept: Terms
    case: str
    channel: str
    receiving: Agency
    settling: Agency
    filed_at: datetime
    sector: str


class Priors:
    """The parameters, with the agencies and procedures they speak of."""

    def __init__(self, rng: random.Random, now: datetime) -> None:
        self.rng = rng
        self.now = now
        self._told = parameters("priors.json")
        agencies = list(Agency.objects.order_by("code"))
        self.by_code = {agency.code: agency for agency in agencies}
        self.communes_2022 = [a for a in agencies if a.kind == "commune" and a.valid_to]
        self.districts = [a for a in agencies if a.kind == "district"]
        self.communes = [a for a in agencies if a.kind == "commune" and not a.valid_to]
        self.centre = next(a for a in agencies if a.kind == "service_centre")
        self._predecessors: dict[str, Agency] = {}
        self._modelled: set[UUID] = set()
        self._busy = sample_commune().id
        self._procedures = self._by_tier_and_sector()

    def told(self, name: str) -> Any:
        """Return the value of a parameter."""
        return self._told[name]["value"]

    def share(self, name: str, sector: str) -> float:
        """Return a share for a sector, else the default one."""
        by_sector: dict[str, float] = self.told(name)
        return by_sector.get(sector, by_sector["default"])

    def _by_tier_and_sector(self) -> dict[tuple[str, str], list[UUID]]:
        found: dict[tuple[str, str], list[UUID]] = {}
        here = ProcedureVersion.objects.filter(settled_here=True).order_by("name", "id")
        remember(list(here.values_list("id", flat=True)))
        for version in here.select_related("sector").only("id", "tier", "plain", "sector__name"):
            found.setdefault((version.tier, version.sector.name), []).append(version.id)
            if version.plain:
                self._modelled.add(version.id)
        return found

    @cached_property
    def _commune_weights(self) -> list[float]:
        people = {row["code"]: float(row["population"]) for row in rows(FACTS / "population.csv")}
        middle = sorted(people.values())[len(people) // 2]
        return [
            people.get(agency.gso_code, middle) * (BUSY if agency.id == self._busy else 1)
            for agency in self.communes
        ]

    @cached_property
    def _years(self) -> dict[str, float]:
        weights = self.told("era_weight")
        by_year: dict[str, float] = self.told("year_weight")
        total = sum(by_year.values())
        past = {year: weights["2021-2022"] * share / total for year, share in by_year.items()}
        return {**past, "2025-2026": weights["2025-2026"]}

    def draw(self) -> Drawn:
        """Draw one filing."""
        year = weighted(self.rng, self._years)
        era = "2025-2026" if year == "2025-2026" else "2021-2022"
        filed_on = self._day(year)
        level = weighted(self.rng, self.told("level_share")[era])
        kept, sector = self._procedure(era, level)
        channel = self._channel(year, kept, sector)
        settling = self._settling(era, level, kept)
        return Drawn(
            kept=kept,
            case=self.rng.choice(kept.cases).code if kept.cases else "",
            channel=channel,
            receiving=self._receiving(era, level, settling, channel),
            settling=settling,
            filed_at=self._moment(filed_on, channel),
            sector=sector,
        )

    def _day(self, year: str) -> date:
        today = self.now.astimezone(ZONE).date()
        months: list[float] = self.told("month_weight")
        weekdays: dict[str, float] = self.told("weekday_weight")
        while True:
            if year == "2025-2026":
                drawn = today - timedelta(days=self.rng.randrange(0, 365))
            else:
                drawn = date(int(year), 1, 1) + timedelta(days=self.rng.randrange(364))
            if not FIRST_DAY <= drawn <= PAST_ENDS and drawn < TWO_TIERS:
                continue
            likely = months[drawn.month - 1] * weekdays[DAYS[drawn.weekday()]]
            if self.rng.random() * 1.5 < likely:
                return drawn

    def _procedure(self, era: str, level: str) -> tuple[Terms, str]:
        sector = weighted(self.rng, self._told["sector_share"]["value"][era][level])
        tier = "province" if level == "province" else "commune"
        among = self._procedures.get((tier, sector))
        if among is None:
            named = self._told["sector_share"]["value"][era][level]
            others = [k for k in self._procedures if k[0] == tier and k[1] not in named]
            key = self.rng.choice(others)
            among, sector = self._procedures[key], key[1]
        weights = [FLAGSHIP_WEIGHT if version in self._modelled else 1 for version in among]
        return terms(self.rng.choices(among, weights=weights)[0]), sector

    def _channel(self, year: str, kept: Terms, sector: str) -> str:
        if kept.version.service_level == "counter":
            return "counter"
        if sector in self.told("counter_only_sectors"):
            return "counter"
        return weighted(self.rng, self.told("channel_share")[year])

    def _settling(self, era: str, level: str, kept: Terms) -> Agency:
        if level == "province":
            settled_by = self.by_code[kept.version.settled_by or "H42.01"]
            return self.before(settled_by) if era == "2021-2022" else settled_by
        if level == "district":
            return self.rng.choice(self.districts)
        if era == "2021-2022":
            return self.rng.choice(self.communes_2022)
        return self.rng.choices(self.communes, weights=self._commune_weights)[0]

    def before(self, agency: Agency) -> Agency:
        """Return whom an agency took over from, or itself."""
        if agency.code not in self._predecessors:
            self._predecessors[agency.code] = self._predecessor(agency)
        return self._predecessors[agency.code]

    def _predecessor(self, agency: Agency) -> Agency:
        predecessor = agency.inheritances.select_related("predecessor").first()
        return predecessor.predecessor if predecessor else agency

    def _receiving(self, era: str, level: str, settling: Agency, channel: str) -> Agency:
        if level == "province":
            return self.centre
        if era == "2025-2026" and channel == "counter":
            foreign: float = self.told("foreign_counter_share")
            if self.rng.random() < foreign:
                return self.rng.choice(self.communes)
        return settling

    def _moment(self, day: date, channel: str) -> datetime:
        hours = self.told("hour_weight")["online" if channel == "online" else "counter"]
        hour = int(weighted(self.rng, hours))
        minute = self.rng.randrange(31, 59) if hour == 7 else self.rng.randrange(0, 59)
        moment = datetime.combine(day, time(hour, minute, self.rng.randrange(60)), ZONE)
        return min(moment, self.now - timedelta(minutes=30))
