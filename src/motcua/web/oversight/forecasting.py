"""Watching ahead: which open dossiers will probably be late, and how far to trust that."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.forecasts.models import Training
from motcua.forecasts.queries import Place, latest_training, many_likely_late, most_likely_late
from motcua.forecasts.rules import BASIS_WORDS, FEATURES, LEAST_FOR_MODEL, Basis
from motcua.kernel.errors import NotFound
from motcua.kernel.numbers import number
from motcua.organisations.models import Agency
from motcua.web.clock import clock_of
from motcua.web.context import OVERSEEING
from motcua.web.foretelling import chance_tone, chance_words, percent
from motcua.web.identity import for_roles
from motcua.web.oversight.reliability_diagram import diagram
from motcua.web.paging import MARK


@require_safe
@for_roles(*OVERSEEING)
def most_endangered(request: HttpRequest) -> HttpResponse:
    """Show the open dossiers that will most likely be late, of one agency or of all."""
    moment, wanted = now(), request.GET.get("co-quan", "")
    agencies = list(Agency.objects.in_force(localdate(moment)).order_by("-tier", "name"))
    agency = _agency(wanted, agencies)
    from_percent = _percent(request.GET.get("tu", ""))
    after, least = _place(request.GET.get("sau", "")), from_percent / 100
    found, following = most_likely_late(agency, moment, after, least)
    rows = [
        {
            "dossier": one.dossier,
            "likely_at": one.foreseen.likely_at,
            "word": chance_words(one.foreseen.late or 0.0),
            "tone": chance_tone(one.foreseen.late or 0.0),
            "chance": percent(one.foreseen.late or 0.0),
            "basis": BASIS_WORDS[one.foreseen.basis],
            "clock": clock_of(one.dossier, moment),
        }
        for one in found
    ]
    page = {
        "rows": rows,
        "agencies": agencies,
        "chosen": agency,
        "training": latest_training(),
        "from_percent": from_percent,
        "many": number(many_likely_late(agency, moment, least)),
        "next_url": _next(agency, from_percent, following),
    }
    return render(request, "oversight/forecasts.html", page)


def _agency(wanted: str, agencies: list[Agency]) -> UUID | None:
    if not wanted:
        return None
    known = {str(agency.id): agency.id for agency in agencies}
    if wanted not in known:
        raise NotFound
    return known[wanted]


def _place(text: str) -> Place | None:
    """Read a place in the list; what cannot be read is the beginning."""
    late, _, dossier = text.partition(MARK)
    try:
        return Place(float(late), UUID(dossier))
    except ValueError:
        return None


def _percent(text: str) -> int:
    """Read a chance in percent; what cannot be read is the least there is."""
    return min(int(text), 100) if text.isdecimal() and len(text) <= 3 else 0


def _next(agency: UUID | None, from_percent: int, following: Place | None) -> str | None:
    if following is None:
        return None
    asked = {"co-quan": str(agency)} if agency else {}
    if from_percent:
        asked["tu"] = str(from_percent)
    asked["sau"] = f"{following.late!r}{MARK}{following.dossier}"
    return f"{reverse('oversight:forecasts')}?{urlencode(asked)}"


@require_safe
@for_roles(*OVERSEEING)
def reliability(request: HttpRequest) -> HttpResponse:
    """Show how well forecasts came true, from what they were made, and when that was learned."""
    training = latest_training()
    page: dict[str, object] = {"training": training, "least": LEAST_FOR_MODEL}
    if training is not None:
        page |= _shown(training)
    return render(request, "oversight/reliability.html", page)


def _shown(training: Training) -> dict[str, object]:
    worth = sorted(training.importance.items(), key=lambda pair: -pair[1])
    counts = ("dossiers", "moments", "tried_dossiers", "tried_moments")
    return {
        "counts": {name: number(getattr(training, name)) for name in counts},
        "features": [
            {"name": FEATURES.get(name, name), "share": percent(share)} for name, share in worth
        ],
        "bases": [
            {"name": BASIS_WORDS[basis], "many": number(training.bases.get(basis.value, 0))}
            for basis in Basis
        ],
        "bins": [
            {
                "range": f"{round(one['low'] * 100)}% đến {round(one['high'] * 100)}%",
                "many": number(one["many"]),
                "said": _exact(one["said"]),
                "came": _exact(one["came"]),
            }
            for one in training.bins
        ],
        "diagram": diagram(training.bins),
        "hours": _decimal((training.median_error_minutes or 0) / 60, 1),
        "within": _exact(training.within_ninetieth or 0),
        "scores": _scores(training.brier, training.statistics_brier, training.base_brier),
    }


def _scores(
    brier: float | None, statistics: float | None, base: float | None
) -> list[dict[str, str]]:
    named = [
        ("Dự báo này", brier),
        ("Chỉ dùng thống kê", statistics),
        ("Luôn nói tỷ lệ trễ chung", base),
    ]
    return [
        {"name": name, "brier": _decimal(score, 4)} for name, score in named if score is not None
    ]


def _exact(share: float) -> str:
    return f"{_decimal(share * 100, 1)}%"


def _decimal(number: float, places: int) -> str:
    return f"{number:.{places}f}".replace(".", ",")
