"""Lateness by field, agency, procedure, step and cause, with the dossiers behind each number."""

from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from motcua.dossiers.late_lists import Behind, listed
from motcua.dossiers.lateness_figures import (
    OF_LATE_ONLY,
    SHOWN,
    Figure,
    names_of,
    periods_counted,
)
from motcua.dossiers.lateness_files import write_excel, written_csv
from motcua.dossiers.lateness_within import figure_within, figures_within
from motcua.dossiers.models import LatenessPeriod
from motcua.kernel.errors import NotFound
from motcua.kernel.numbers import number
from motcua.web.bars import Amount, bars
from motcua.web.context import OVERSEEING
from motcua.web.identity import for_roles
from motcua.web.oversight.asked_lateness import (
    BY,
    STANDINGS,
    AskedLateness,
    asked_lateness_from,
    behind_from,
    period_words,
)
from motcua.web.paging import after_from, after_text

DRAWN = 12
LONGEST_NAME = 110
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@for_roles(*OVERSEEING)
def lateness(request: HttpRequest) -> HttpResponse:
    """Show how many dossiers were late, by what is asked for."""
    periods = periods_counted()
    if not periods:
        return render(request, "oversight/lateness.html", {"periods": []})
    asked = asked_lateness_from(request.GET, periods)
    figures = figures_within(asked.period, asked.dimension, asked.within)
    whole = figure_within(asked.period, None, "", asked.within)
    page = {
        **asked.filter.said(asked.period.counted_at),
        "lateness": asked,
        "periods": [
            (period_words(one), _of_period(asked, one), one == asked.period, None)
            for one in periods
        ],
        "tabs": _tabs(asked),
        "whole": _whole(asked, whole) if whole else [],
        "bars": bars([_amount(one) for one in figures[:DRAWN] if one.behind]),
        "columns": _columns(asked),
        "rows": [_row(asked, one) for one in figures if one.behind],
        "in_time": [_row(asked, one) for one in figures if not one.behind],
        "cut": SHOWN if len(figures) == SHOWN else 0,
        "query": asked.query(),
    }
    return render(request, "oversight/lateness.html", page)


def _tabs(asked: AskedLateness) -> list[tuple[str, str, bool, None]]:
    here = reverse("oversight:lateness")
    return [
        (
            f"Theo {words[0].lower()}{words[1:]}",
            f"{here}?{asked.query(theo=by)}",
            by == asked.by,
            None,
        )
        for by, (_, words) in BY.items()
        if by != "co-quan" or asked.within.agency is None
    ]


def _of_period(asked: AskedLateness, period: LatenessPeriod) -> str:
    same = asked.filter.of(first=period.first, last=period.last)
    return same.to("lateness", theo=asked.by)


def _whole(asked: AskedLateness, figure: Figure) -> list[tuple[str, str, str | None]]:
    """Return the few numbers that say it all, with their words and the lists behind them."""
    late = f"{number(figure.late)} ({_percent(figure.late, figure.finished)})"
    told: list[tuple[str, str, str | None]] = [
        (number(figure.finished), "hồ sơ đã giải quyết", None),
        (late, "trễ hạn", asked.list_of("late", None)),
    ]
    if asked.runs:
        told.append((number(figure.overdue), "đang quá hạn", asked.list_of("overdue", None)))
    if figure.median_days is not None:
        told += [
            (f"{figure.median_days} ngày", "một nửa số hồ sơ trễ không quá", None),
            (f"{figure.ninetieth_days} ngày", "9 trong 10 hồ sơ trễ không quá", None),
        ]
    return told


def _amount(figure: Figure) -> Amount:
    words = [
        f"{number(figure.late)} trễ hạn" if figure.late else "",
        f"{number(figure.overdue)} đang quá hạn" if figure.overdue else "",
    ]
    parts = (("late", figure.late), ("overdue", figure.overdue))
    return Amount(shortened(figure.name), parts, ", ".join(word for word in words if word))


def _columns(asked: AskedLateness) -> list[dict[str, object]]:
    finished = {"early": "Trước hạn", "on_time": "Đúng hạn"}
    shown = {} if asked.dimension in OF_LATE_ONLY else finished
    shown = {**shown, "late": "Trễ hạn"}
    if asked.dimension not in OF_LATE_ONLY:
        shown["share"] = "Tỷ lệ trễ"
    shown |= {
        "median": "Một nửa trễ không quá",
        "ninetieth": "9 trong 10 trễ không quá",
    }
    if asked.runs:
        shown["overdue"] = "Đang quá hạn"
    first: dict[str, object] = {"key": "name", "label": asked.heading, "header": True}
    return [first, *({"key": key, "label": words, "numeric": True} for key, words in shown.items())]


def _row(asked: AskedLateness, figure: Figure) -> dict[str, object]:
    counts = {name: getattr(figure, name) for name in ("early", "on_time", "late", "overdue")}
    linked = {
        name: {"text": number(many), "href": asked.list_of(name, figure.key)} if many else "0"
        for name, many in counts.items()
    }
    return {
        "name": shortened(figure.name),
        **linked,
        "share": _percent(figure.late, figure.finished),
        "median": _days(figure.median_days),
        "ninetieth": _days(figure.ninetieth_days),
    }


def _days(many: int | None) -> str:
    return "–" if many is None else f"{many} ngày"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%".replace(".", ",") if whole else "–"


def shortened(name: str) -> str:
    """Return a name short enough for a row; some procedures have names of a whole paragraph."""
    return Truncator(name).chars(LONGEST_NAME)


@require_safe
@for_roles(*OVERSEEING)
def late_list(request: HttpRequest) -> HttpResponse:
    """Show the dossiers behind a number, as they were counted."""
    asked = _asked(request)
    behind = behind_from(request.GET, asked)
    rows, following = listed(behind, after_from(request.GET.get("sau", "")))
    figure = figure_within(asked.period, behind.dimension, behind.key, asked.within)
    key = None if behind.dimension is None else behind.key
    later = asked.list_of(behind.standing, key, sau=after_text(following))
    page = {
        "heading": asked.heading,
        "said": dict(STANDINGS.values())[behind.standing],
        "what": _what(asked, behind),
        "counted_at": asked.period.counted_at,
        "many": number(getattr(figure, behind.standing) if figure else 0),
        "is_late": behind.standing in {"late", "overdue"},
        "rows": rows,
        "next_url": later if following else None,
        "back": f"{reverse('oversight:lateness')}?{asked.query()}",
    }
    return render(request, "oversight/late_list.html", page)


def _asked(request: HttpRequest) -> AskedLateness:
    periods = periods_counted()
    if not periods:
        raise NotFound
    return asked_lateness_from(request.GET, periods)


def _what(asked: AskedLateness, behind: Behind) -> str:
    """Say in words what was chosen: the period, by what, and the agency looked into."""
    parts = [period_words(asked.period)]
    if behind.dimension is not None:
        names = names_of(behind.dimension, [behind.key])
        parts.append(f"{asked.heading}: {names.get(behind.key, behind.key)}")
    return "; ".join([*parts, *_within(asked)])


def _within(asked: AskedLateness) -> list[str]:
    """Say in words among which dossiers it was counted, where not among all."""
    within = asked.within
    is_narrowed = within.agency or within.sector or within.procedure
    return [f"Trong {asked.filter.about()}"] if is_narrowed else []


@require_safe
@for_roles(*OVERSEEING)
def lateness_excel(request: HttpRequest) -> HttpResponse:
    """Give the whole table as Excel."""
    asked = _asked(request)
    figures = figures_within(asked.period, asked.dimension, asked.within, None)
    file = BytesIO()
    write_excel(_title(asked), asked.heading, figures, file)
    return _download(file.getvalue(), EXCEL, _file_name(asked, "xlsx"))


@require_safe
@for_roles(*OVERSEEING)
def lateness_csv(request: HttpRequest) -> HttpResponse:
    """Give the whole table as CSV."""
    asked = _asked(request)
    figures = figures_within(asked.period, asked.dimension, asked.within, None)
    content = written_csv(asked.heading, figures)
    return _download(content, "text/csv; charset=utf-8", _file_name(asked, "csv"))


def _title(asked: AskedLateness) -> str:
    first, last = asked.period.first, asked.period.last
    parts = [f"Hồ sơ trễ hạn từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}", *_within(asked)]
    return "; ".join([*parts, f"tính đến {localtime(asked.period.counted_at):%H:%M %d/%m/%Y}"])


def _file_name(asked: AskedLateness, ending: str) -> str:
    return f"tre-han-{asked.by}-{asked.period.first:%Y%m%d}-{asked.period.last:%Y%m%d}.{ending}"


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
