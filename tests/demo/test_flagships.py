"""The modelled procedures: parts, forms, conditions, processes, and what they show between them."""

from collections.abc import Iterator

import pytest

from motcua.demo.reading import called_processes
from motcua.forms.rules import known_values
from motcua.kernel.expressions import evaluate, names_in
from motcua.kernel.limits import Limit, Unit
from motcua.workflow.checking import check
from motcua.workflow.rules import Kind, Process
from motcua.workflow.rules.hours import hours_of
from tests.demo.reading import (
    FLAGSHIPS,
    GENERIC,
    MODELLED,
    SLUGS,
    TODAY,
    covers,
    drawing_of,
    fields_of,
    flows_of,
    part,
    procedures,
    process_of,
    units,
)

EMPTY: dict[str, object] = {
    "number": 0,
    "money": 0,
    "yes_no": False,
    "declaration": False,
    "choices": [],
    "table": [],
    "address": {},
}


def expressions_of(slug: str) -> Iterator[str]:
    form = part(slug, "form.json")
    for holder in [*form["pages"], *fields_of(form)]:
        yield from (holder[key] for key in ("show_if", "required_if") if holder.get(key))
        if holder.get("kind") == "calculated":
            yield holder["value"]
    for flow in flows_of(process_of(slug)):
        yield from filter(None, [flow.condition])
    if slug in MODELLED:
        components = part(slug, "procedure.json")["components"]
        yield from (one["required_if"] for one in components if one["required_if"])


def acts_of(process: Process) -> list[str]:
    return [node.act for node in process.nodes.values() if node.for_people]


# ---- parts ----


@pytest.mark.parametrize("slug", MODELLED)
def test_a_flagship_is_the_catalogues_procedure(slug: str) -> None:
    modelled = part(slug, "procedure.json")
    published = next(one for one in procedures() if one["code"] == modelled["code"])

    assert modelled["name"] == published["name"]
    assert modelled["sector"] == published["sector"]
    results = {result["code"] for result in published["results"]}
    assert {result["code"] for result in modelled["results"]} <= results


@pytest.mark.parametrize("slug", MODELLED)
def test_a_flagship_has_every_constituent_part(slug: str) -> None:
    modelled = part(slug, "procedure.json")

    for key in ("plain", "cases", "components", "limits", "legal_basis", "sources", "steps"):
        assert modelled[key], key
    assert modelled["settled_by"] is None or modelled["settled_by"] in units()
    assert all(limit["basis"] for limit in modelled["limits"])
    assert all(fee["basis"] for fee in modelled["fees"])
    codes = [component["code"] for component in modelled["components"]]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("slug", MODELLED)
def test_every_case_has_exactly_one_limit(slug: str) -> None:
    modelled = part(slug, "procedure.json")

    for case in modelled["cases"]:
        limits = [one for one in modelled["limits"] if one["case"] in {None, case["code"]}]
        assert len(limits) == 1, case["code"]


@pytest.mark.parametrize("slug", SLUGS)
def test_field_names_are_unique_and_bilingual(slug: str) -> None:
    fields = list(fields_of(part(slug, "form.json")))
    names = [field["id"] for field in fields]

    assert len(names) == len(set(names))
    assert all(name.isascii() and name.isidentifier() and name.islower() for name in names)
    for field in fields:
        assert field["label"]["vi"], field["id"]
        assert field["label"]["en"], field["id"]
        chosen_from = field.get("options") or field.get("list")
        assert (field["kind"] in {"choice", "choices"}) == bool(chosen_from), field["id"]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_condition_reads_known_names_and_works_on_an_empty_form(slug: str) -> None:
    fields = part(slug, "form.json")["pages"]
    asked = [field for page in fields for field in page["fields"]]
    values = {field["id"]: EMPTY.get(field["kind"], "") for field in asked}
    values |= {**known_values(part(slug, "form.json"), {}, ""), "outcome": ""}

    for expression in expressions_of(slug):
        assert names_in(expression) <= values.keys(), expression
        evaluate(expression, values)


@pytest.mark.parametrize("slug", SLUGS)
def test_cases_named_by_conditions_exist(slug: str) -> None:
    if slug in GENERIC:
        assert not any("case ==" in expression for expression in expressions_of(slug))
        return
    cases = {case["code"] for case in part(slug, "procedure.json")["cases"]}

    for expression in expressions_of(slug):
        for piece in expression.split('case == "')[1:]:
            assert piece.split('"')[0] in cases, expression


@pytest.mark.parametrize("slug", SLUGS)
def test_a_process_ends_in_signing_issuing_and_delivering(slug: str) -> None:
    process = process_of(slug)
    acts = acts_of(process)

    assert acts.count("sign") == acts.count("issue") == acts.count("deliver") == 1
    appraise = next(node for node in process.nodes.values() if node.act == "appraise")
    assert list(appraise.outcomes) == ["propose", "refuse"]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_process_may_be_published(slug: str) -> None:
    assert check(drawing_of(slug), library=called_processes().get) == []


@pytest.mark.parametrize("slug", MODELLED)
def test_the_steps_fit_into_the_shortest_limit(slug: str) -> None:
    limits = part(slug, "procedure.json")["limits"]
    every = [Limit(limit["value"], Unit(limit["unit"])) for limit in limits]

    limit = min(every, key=hours_of)
    assert check(drawing_of(slug), limit=limit, library=called_processes().get) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_lane_names_an_agency_that_exists_today(slug: str) -> None:
    asked = list(fields_of(part(slug, "form.json")))

    for node in process_of(slug).nodes.values():
        if node.for_people:
            kind, _, code = node.agency.partition(":")
            assert kind in {"receiving", "settling", "code", "territory"}
            if kind == "territory":
                assert {field["id"]: field["kind"] for field in asked}[code] == "address"
            else:
                assert not code or covers(units()[code], TODAY.isoformat(), "")


@pytest.mark.parametrize("slug", SLUGS)
def test_a_template_reads_only_answers_the_form_asks(slug: str) -> None:
    names = {field["id"] for field in fields_of(part(slug, "form.json"))}
    given_by_officers = {"record", "child_number"}
    template = (FLAGSHIPS / slug / "result.typ").read_text(encoding="utf-8")

    for opening in ('a("', 'at("', 'rows("'):
        for piece in template.split(opening)[1:]:
            name = piece.split('"')[0]
            assert name in names | given_by_officers, name


# ---- what the flagships show between them ----


def test_between_them_the_flagships_cover_limits_fees_and_levels() -> None:
    modelled = [part(slug, "procedure.json") for slug in MODELLED]
    limits = [limit for one in modelled for limit in one["limits"]]
    channels = [{fee["channel"]: fee["amount"] for fee in one["fees"]} for one in modelled]

    assert {"hour", "working_day", "calendar_day"} <= {limit["unit"] for limit in limits}
    assert any(limit["same_day"] for limit in limits)
    assert any(limit["unit"] == "calendar_day" and limit["value"] > 14 for limit in limits)
    assert {one["service_level"] for one in modelled} == {"full", "partial", "counter"}
    assert {"any": 0} in channels
    assert {"any": 200000} in channels
    assert any(len(set(amounts.values())) > 1 for amounts in channels)


def test_between_them_the_flagships_cover_the_ways_agencies_work_together() -> None:
    lone: set[str] = set()
    following: set[str] = set()
    beside: dict[str, int] = {}
    by_address: set[str] = set()
    for slug in MODELLED:
        process = process_of(slug)
        agencies = {node.agency for node in process.nodes.values()}
        others = {agency for agency in agencies if agency.startswith("code:")}
        if any(agency.startswith("territory:") for agency in agencies):
            by_address.add(slug)
        if any(node.kind is Kind.PARALLEL for node in process.nodes.values()):
            beside[slug] = len(others)
        else:
            (following if others else lone).add(slug)

    assert lone
    assert following == {"bien-dong-dat-dai", "cap-giay-dat-lan-dau"}
    assert beside["cap-phep-xay-dung"] == 2
    assert by_address == {"an-toan-thuc-pham", "tro-cap-xa-hoi", "xac-nhan-hon-nhan"}


def test_between_them_the_forms_have_conditions_and_repeated_groups() -> None:
    fields = [field for slug in MODELLED for field in fields_of(part(slug, "form.json"))]

    assert any(field.get("show_if") for field in fields)
    assert sum(field["kind"] == "table" for field in fields) >= 4


def test_between_them_the_forms_use_every_kind_that_a_citizen_fills_in() -> None:
    fields = [field for slug in MODELLED for field in fields_of(part(slug, "form.json"))]
    kinds = {field["kind"] for field in fields}

    assert {"person", "organisation", "land_parcel", "signature", "calculated"} <= kinds
    assert any(field.get("list") for field in fields)
    assert sum(field["kind"] == "calculated" for field in fields) >= 4


@pytest.mark.parametrize(
    ("case", "answers", "amount"),
    [
        ("khuyet-tat", {"disability": "special", "disabled_age": "adult"}, 1_000_000),
        ("khuyet-tat", {"disability": "special", "disabled_age": "old"}, 1_250_000),
        ("khuyet-tat", {"disability": "severe", "disabled_age": "adult"}, 750_000),
        ("khuyet-tat", {"disability": "severe", "disabled_age": "child"}, 1_000_000),
        ("tre-em", {"child_state": "orphan", "under_four": True}, 1_250_000),
        ("tre-em", {"child_state": "orphan", "under_four": False}, 750_000),
        ("tre-em", {"child_state": "hiv", "under_four": False}, 1_000_000),
        ("don-than", {"children": [{}, {}]}, 1_000_000),
        ("cao-tuoi", {"over_eighty": True}, 1_000_000),
        ("cao-tuoi", {"over_eighty": False}, 750_000),
    ],
)
def test_the_monthly_allowance_is_the_base_times_the_factor(
    case: str, answers: dict[str, object], amount: int
) -> None:
    """Nghị định 20/2021/NĐ-CP Điều 6, mức chuẩn 500.000 đồng (Nghị định 76/2024/NĐ-CP)."""
    form = part("tro-cap-xa-hoi", "form.json")

    assert known_values(form, answers, case)["monthly_amount"] == amount
