"""The catalogue of the sample province: national facts, and the procedures modelled whole."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.utils.text import slugify

from motcua.demo.general import General, general_papers
from motcua.demo.reading import called_processes, catalogue, day, flagship, flagships
from motcua.forms.models import FormVersion
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.text import folded
from motcua.procedures.models import (
    Case,
    Component,
    Digitise,
    Fee,
    LegalBasis,
    Procedure,
    ProcedureVersion,
    ResultType,
    Sector,
    TimeLimit,
)
from motcua.workflow.bpmn.reading import read, read_with
from motcua.workflow.models import ProcessVersion

SAMPLE_BEGINS = date(2020, 1, 1)
BATCH = 2000
# Which department answers for a ministry's procedures, by the tree of 2025.
DEPARTMENTS = {
    "Bộ Tài chính": "H42.32",
    "Bộ Nông nghiệp và Môi trường": "H42.33",
    "Bộ Xây dựng": "H42.34",
    "Bộ Tư pháp": "H42.03",
}
ANY_DEPARTMENT = "H42.01"
DERIVED_LEVEL = "Mức độ “một phần” suy từ cách thức nộp trực tuyến; nguồn không có cờ toàn trình."
# What a modelled procedure calls like the column that keeps it.
SAME_NAME = (
    "name", "plain", "tier", "service_level", "life_events", "subjects", "conditions", "steps",
    "sources", "result_validity_months",
)  # fmt: skip
Parts = dict[type[Any], list[Any]]


def load_catalogue(at: datetime) -> dict[str, int]:
    """Load every procedure; return how many facts the sources do not give, by name."""
    for code, drawn in called_processes().items():
        name = read(drawn).name
        ProcessVersion.objects.create(code=code, name=name, bpmn=drawn, published_at=at)
    templates = {slug: _template(slug, at) for slug in flagships()}
    general = General(at)
    modelled = {flagship(slug, "procedure.json")["code"]: slug for slug in flagships()}
    missing: Counter[str] = Counter()
    sectors: dict[str, Sector] = {}
    procedures: list[Procedure] = []
    versions: list[ProcedureVersion] = []
    parts: Parts = {}
    for facts in catalogue():
        procedure = Procedure(code=facts["code"])
        procedures.append(procedure)
        sector = _sector(sectors, facts["sector"])
        slug = modelled.get(facts["code"])
        if slug:
            version = _modelled(procedure, sector, slug, templates[slug], facts, parts)
        else:
            version = _plain(procedure, sector, facts, general, parts)
            missing.update(_missing(facts))
        versions.append(version)
    Sector.objects.bulk_create(sectors.values())
    Procedure.objects.bulk_create(procedures, BATCH)
    ProcedureVersion.objects.bulk_create(versions, BATCH)
    for model, made in parts.items():
        model.objects.bulk_create(made, BATCH)
    ProcedureVersion.objects.filter(published_at=None).update(published_at=at)
    return dict(missing)


def _missing(facts: dict[str, Any]) -> list[str]:
    absent = [
        name
        for name in ("sector", "limit", "results", "legal", "decision", "components")
        if not facts.get(name)
    ]
    if all(channel["fee"]["amount"] is None for channel in facts["channels"].values()):
        absent.append("fee")
    return [*absent, *(["service_level"] if facts["online"] else [])]


def _sector(sectors: dict[str, Sector], name: str | None) -> Sector:
    known = name or "Chưa rõ lĩnh vực"
    if known not in sectors:
        slug = slugify(folded(known))[:110]
        taken = {sector.slug for sector in sectors.values()}
        sectors[known] = Sector(name=known, slug=f"{slug}-2" if slug in taken else slug)
    return sectors[known]


def _template(slug: str, at: datetime) -> tuple[FormVersion, ProcessVersion, str]:
    drawn = flagship(slug, "process.bpmn")
    name = read_with(drawn, called_processes().get).name
    process = ProcessVersion.objects.create(code=slug, name=name, bpmn=drawn, published_at=at)
    form = flagship(slug, "form.json")
    made = FormVersion.objects.create(
        code=slug,
        name=form["title"]["vi"],
        definition=form,
        trials=flagship(slug, "trials.json"),
        published_at=at,
    )
    return made, process, flagship(slug, "result.typ")


def _tier(facts: dict[str, Any]) -> str:
    return "commune" if facts["levels"] == ["commune"] else "province"


def _add(parts: Parts, part: Any) -> None:
    parts.setdefault(type(part), []).append(part)


def _plain(
    procedure: Procedure,
    sector: Sector,
    facts: dict[str, Any],
    general: General,
    parts: Parts,
) -> ProcedureVersion:
    """A procedure known by its facts only: a default form, and in the province what else is
    general."""
    tier = _tier(facts)
    here = bool(facts["local"])
    version = ProcedureVersion(
        procedure=procedure,
        name=facts["name"],
        sector=sector,
        issuer=facts["issuer"] or "",
        decision=facts["decision"] or "",
        levels=facts["levels"],
        settled_here=here,
        tier=tier,
        settled_by=(
            DEPARTMENTS.get(facts["issuer"], ANY_DEPARTMENT) if here and tier == "province" else ""
        ),
        service_level="partial" if facts["online"] else "counter",
        subjects=facts["subjects"],
        sources=[DERIVED_LEVEL] if facts["online"] else [],
        form=general.form(facts),
        process=general.process(tier, _limit(facts)) if here else None,
        result_template=general.results[tier] if here else "",
        valid_from=SAMPLE_BEGINS,
    )
    _plain_parts(version, facts, parts)
    if here:
        for paper in general_papers(version, facts["components"]):
            _add(parts, paper)
    return version


def _limit(facts: dict[str, Any]) -> Limit | None:
    known = facts["limit"]
    if not known or not isinstance(known["value"], int):
        return None
    return Limit(known["value"], Unit(known["unit"]))


def _plain_parts(version: ProcedureVersion, facts: dict[str, Any], parts: Parts) -> None:
    limit = _limit(facts)
    if limit is not None:
        basis = f"Danh mục quốc gia ({facts['limit']['source']})"
        _add(
            parts,
            TimeLimit(version=version, value=limit.value, unit=limit.unit.value, basis=basis),
        )
    for channel, terms in facts["channels"].items():
        if terms["fee"]["amount"] is not None:
            _add(
                parts,
                Fee(
                    version=version,
                    channel=channel,
                    amount=terms["fee"]["amount"],
                    kind="fee",
                    name={"vi": "Phí, lệ phí", "en": "Fee"},
                    basis="Danh mục quốc gia",
                ),
            )
    for order, result in enumerate(facts["results"]):
        if result["name"]:
            _add(
                parts,
                ResultType(
                    version=version,
                    order=order,
                    code=result["code"] or "",
                    name=result["name"][:500],
                ),
            )
    for order, number in enumerate(facts["legal"]):
        _add(parts, LegalBasis(version=version, order=order, number=number[:120]))


def _modelled(
    procedure: Procedure,
    sector: Sector,
    slug: str,
    template: tuple[FormVersion, ProcessVersion, str],
    facts: dict[str, Any],
    parts: Parts,
) -> ProcedureVersion:
    """A procedure modelled whole."""
    told = flagship(slug, "procedure.json")
    version = ProcedureVersion(
        procedure=procedure,
        sector=sector,
        issuer=facts["issuer"] or "",
        decision=facts["decision"] or "",
        levels=facts["levels"],
        settled_here=True,
        settled_by=told["settled_by"] or "",
        **_supplement_terms(told["supplement"]),
        **_pause_terms(told.get("pauses", {})),
        **{name: told[name] for name in SAME_NAME},
        form=template[0],
        process=template[1],
        result_template=template[2],
        valid_from=SAMPLE_BEGINS,
    )
    for part in (*_cases_and_limits(version, told), *_papers_and_fees(version, told)):
        _add(parts, part)
    return version


def _supplement_terms(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "pause_before_acceptance": told["before_acceptance"],
        "pause_during_settlement": told["during_settlement"],
        "pause_basis": told["basis"][:200],
        "max_supplements": told["max_requests"],
    }


def _pause_terms(told: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Return what stands still for financial obligations and opinions, where a law says so."""
    terms: dict[str, Any] = {}
    for reason in ("obligation", "opinion"):
        if reason in told:
            terms[f"pause_for_{reason}"] = told[reason]["policy"]
            terms[f"{reason}_basis"] = told[reason]["basis"][:200]
    return terms


def _cases_and_limits(version: ProcedureVersion, told: dict[str, Any]) -> list[Any]:
    cases = [
        Case(version=version, order=order, code=case["code"], label=case["label"])
        for order, case in enumerate(told["cases"])
    ]
    limits = [
        TimeLimit(
            version=version,
            order=order,
            case=limit["case"] or "",
            value=limit["value"],
            unit=limit["unit"],
            basis=limit["basis"][:300],
        )
        for order, limit in enumerate(told["limits"])
    ]
    results = [
        ResultType(version=version, order=order, code=result["code"] or "", name=result["name"])
        for order, result in enumerate(told["results"])
    ]
    basis = [
        LegalBasis(
            version=version,
            order=order,
            number=text["number"],
            name=text["name"],
            articles=text["articles"] or "",
        )
        for order, text in enumerate(told["legal_basis"])
    ]
    return [*cases, *limits, *results, *basis]


def _papers_and_fees(version: ProcedureVersion, told: dict[str, Any]) -> list[Any]:
    components = [
        Component(
            version=version,
            order=order,
            code=paper["code"],
            name=paper["name"],
            note=paper.get("note"),
            originals=paper["originals"],
            copies=paper["copies"],
            source=paper["source"],
            required=paper["required"],
            required_if=paper.get("required_if") or "",
            file_types=paper.get("file_types", []),
            keeps_original=paper.get("keeps_original", False),
            is_identity=paper.get("is_identity", False),
            digitise=paper.get("digitise", Digitise.REQUEST),
        )
        for order, paper in enumerate(told["components"])
    ]
    fees = [
        Fee(
            version=version,
            order=order,
            case=fee["case"] or "",
            channel=fee["channel"],
            amount=fee["amount"],
            kind=fee["kind"],
            name=fee["name"],
            basis=fee["basis"][:300],
            valid_from=day(fee["valid_from"] or ""),
            valid_to=day(fee["valid_to"] or ""),
        )
        for order, fee in enumerate(told["fees"])
    ]
    return [*components, *fees]
