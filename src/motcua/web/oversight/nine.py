"""The nine indexes of agencies and of officers, and the dossiers with the points behind them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.dossiers.lists import After
from motcua.indicators.counting import Row
from motcua.indicators.engines import OnPostgres
from motcua.indicators.listing import PAGE
from motcua.indicators.nine import evaluated
from motcua.indicators.nine_cells import Whose
from motcua.indicators.nine_listed import Place
from motcua.indicators.nine_points import column_of
from motcua.indicators.nine_rules import Evaluated, NineRules, Standing, nine_rules, points_of
from motcua.indicators.queries import named_dossiers
from motcua.indicators.rules import Asked as Whole
from motcua.kernel.errors import NotFound
from motcua.kernel.numbers import number
from motcua.organisations.queries import agency_names_by_code, officer_names
from motcua.web.bars import Amount, bars
from motcua.web.context import OVERSEEING
from motcua.web.identity import for_roles
from motcua.web.oversight.asked import Asked, asked_from
from motcua.web.paging import after_from, after_text, key_from

BY, WHO = "theo", "ai"
WORDS = {Whose.AGENCY: "co-quan", Whose.OFFICER: "can-bo"}
NAMES = {Whose.AGENCY: "Cơ quan", Whose.OFFICER: "Cán bộ"}
DRAWN = 12
NOTHING = "–"
HUNDRED = 100  # a bar is drawn from whole numbers


def _whose(request: HttpRequest) -> Whose:
    given = request.GET.get(BY, WORDS[Whose.AGENCY])
    found = [whose for whose, word in WORDS.items() if word == given]
    if not found:
        raise NotFound
    return found[0]


def _names(whose: Whose, codes: list[str]) -> dict[str, str]:
    if whose is Whose.AGENCY:
        return agency_names_by_code(codes)
    return {str(person): name for person, name in officer_names(UUID(c) for c in codes).items()}


@require_safe
@for_roles(*OVERSEEING)
def nine(request: HttpRequest) -> HttpResponse:
    """Show how agencies, or officers, stand by the nine indexes."""
    moment, rules = now(), nine_rules()
    asked, whose = asked_from(request.GET, localdate(moment)), _whose(request)
    engine, whole = OnPostgres(), _whole(asked, moment)
    to_come = engine.nine_to_come(whole)
    found = [] if to_come else evaluated(whole, whose, rules, engine)
    names = _names(whose, [one.who for one in found])
    ranked = [one for one in found if one.rank is not None]
    page = {
        "asked": asked,
        "periods": asked.periods("nine", localdate(moment), **{BY: WORDS[whose]}),
        "whose": NAMES[whose],
        "by": WORDS[whose],
        "tabs": [
            (words, asked.to("nine", **{BY: WORDS[one]}), one is whose, None)
            for one, words in NAMES.items()
        ],
        "counted_at": moment,
        "rules": rules,
        "to_come": to_come,
        "rows": [_row(one, names, asked, whose, rules) for one in ranked],
        "unranked": [_row(one, names, asked, whose, rules) for one in found if one.rank is None],
        "drawn": bars([_amount(one, names) for one in ranked[:DRAWN]]),
        "indexes": [_explained(one) for one in rules.indexes],
    }
    return render(request, "oversight/nine.html", page)


def _explained(one: Evaluated) -> dict[str, str]:
    shown = {name: getattr(one, name) or NOTHING for name in ("two", "one", "none")}
    return {"id": f"({one.id})", "name": one.name, **shown, "from": one.missing or one.source}


def _whole(asked: Asked, moment: datetime) -> Whole:
    """Return the days asked for of the whole province: nobody is compared with a part alone."""
    return asked.of(agency="", field="", procedure="").whole(moment)


def _row(
    one: Standing, names: Mapping[str, str], asked: Asked, whose: Whose, rules: NineRules
) -> dict[str, object]:
    behind = asked.to("nine_list", **{BY: WORDS[whose], WHO: one.who})
    means = {
        f"i{index.id}": _decimal(one.means[index.id]) if index.id in one.means else NOTHING
        for index in rules.indexes
    }
    return {
        "rank": NOTHING if one.rank is None else str(one.rank),
        "name": names.get(one.who, one.who),
        "dossiers": {"text": number(one.dossiers), "href": behind},
        "points": _decimal(one.points),
        "compared": _decimal(one.compared),
        "class": one.class_name or NOTHING,
        **means,
    }


def _amount(one: Standing, names: Mapping[str, str]) -> Amount:
    compared = one.compared or Fraction(0)
    words = f"{_decimal(one.compared)} điểm, {one.class_name}, {number(one.dossiers)} hồ sơ"
    return Amount(names.get(one.who, one.who), (("working", int(HUNDRED * compared)),), words)


def _decimal(value: Fraction | None) -> str:
    return NOTHING if value is None else f"{float(value):.2f}".replace(".", ",")


@require_safe
@for_roles(*OVERSEEING)
def nine_list(request: HttpRequest) -> HttpResponse:
    """Show the dossiers of an agency or an officer, each with its points."""
    moment, rules = now(), nine_rules()
    asked, whose = asked_from(request.GET, localdate(moment)), _whose(request)
    who = _one(request, whose)
    after = after_from(request.GET.get("sau", ""))
    place = Place(after.due_at, after.id) if after and after.due_at else None
    rows = OnPostgres().nine_behind(_whole(asked, moment), whose, who, place)
    shown = {row["id"]: row for row in rows[:PAGE]}
    officers = officer_names(row["officer"] for row in shown.values())
    later = {BY: WORDS[whose], WHO: who, "sau": _last_of(rows)} if rows[PAGE:] else None
    page = {
        "name": _names(whose, [who]).get(who, who),
        "asked": asked,
        "counted_at": moment,
        "rules": rules,
        "rows": [
            {
                "dossier": one,
                "officer": officers.get(shown[one.id]["officer"], NOTHING),
                **_points(shown[one.id], rules),
            }
            for one in named_dossiers(rows[:PAGE])
        ],
        "next_url": asked.to("nine_list", **later) if later else None,
        "back": asked.to("nine", **{BY: WORDS[whose]}),
    }
    return render(request, "oversight/nine_list.html", page)


def _last_of(rows: Sequence[Row]) -> str:
    last = rows[PAGE - 1]
    return after_text(After(last["received_at"], last["id"]))


def _one(request: HttpRequest, whose: Whose) -> str:
    who = key_from(request.GET.get(WHO, ""))
    if whose is Whose.OFFICER:
        try:
            UUID(who)
        except ValueError as error:
            raise NotFound from error
    return who


def _points(row: Mapping[str, object], rules: NineRules) -> dict[str, str]:
    known = {
        one.id: Fraction(int(str(row[column_of(one.id)])))
        for one in rules.readable
        if row[column_of(one.id)] is not None
    }
    told = {
        f"i{one.id}": f"{known[one.id]}" if one.id in known else NOTHING for one in rules.indexes
    }
    return {
        **told,
        "points": _decimal(Fraction(sum(known.values()))),
        "most": f"{2 * len(known)}",
        "of_most": _decimal(points_of(known, rules.most)),
    }
