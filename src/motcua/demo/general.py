"""What procedures known by their facts only share: default forms, processes, papers, results."""

from datetime import datetime
from typing import Any

from django.utils.text import slugify

from motcua.demo.reading import flagship
from motcua.forms.default_form import (
    Applicants,
    applicants_of,
    default_form,
    is_about_a_paper,
)
from motcua.forms.models import FormVersion
from motcua.kernel.limits import UNIT_NAMES, Limit
from motcua.kernel.text import folded
from motcua.procedures.default_process import default_process
from motcua.procedures.models import Component, ProcedureVersion
from motcua.workflow.models import ProcessVersion

GENERIC = {"commune": "chung-cap-xa", "province": "chung-cap-tinh"}
TIERS = {"commune": "cấp xã", "province": "cấp tỉnh"}
SLUGS = {
    Applicants.PEOPLE: "ca-nhan",
    Applicants.ORGANISATIONS: "to-chuc",
    Applicants.EITHER: "ca-nhan-to-chuc",
}
CALLED = {
    Applicants.PEOPLE: "cá nhân",
    Applicants.ORGANISATIONS: "tổ chức",
    Applicants.EITHER: "cá nhân, tổ chức",
}
# Code, Vietnamese and English name, source, and when it is required.
PAPERS = (
    ("DON", "Đơn đề nghị giải quyết thủ tục", "Application", "form", ""),
    ("GT", "Giấy tờ kèm theo", "Supporting papers", "file", ""),
    ("UQ", "Văn bản ủy quyền", "Letter of authority", "file", "filed_by_other"),
)


class General:
    """A default form by who applies and for what, a result by tier, and a default process by tier
    and limit."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self.results = {tier: flagship(slug, "result.typ") for tier, slug in GENERIC.items()}
        self._forms: dict[tuple[Applicants, bool], FormVersion] = {}
        self._processes: dict[tuple[str, Limit | None], ProcessVersion] = {}

    def form(self, facts: dict[str, Any]) -> FormVersion:
        """Return the default form of a procedure, made when first asked for."""
        shape = applicants_of(facts["subjects"]), is_about_a_paper(facts["name"])
        if shape not in self._forms:
            applicants, about_a_paper = shape
            code = f"don-chung-{SLUGS[applicants]}{'-giay-da-cap' if about_a_paper else ''}"
            paper = ", về giấy tờ đã cấp" if about_a_paper else ""
            self._forms[shape] = FormVersion.objects.create(
                code=code,
                name=f"Đơn đề nghị chung ({CALLED[applicants]}{paper})",
                definition=default_form(code, applicants, about_a_paper=about_a_paper),
                published_at=self._at,
            )
        return self._forms[shape]

    def process(self, tier: str, limit: Limit | None) -> ProcessVersion:
        """Return the default process of a tier and a limit, made when first asked for."""
        if (tier, limit) not in self._processes:
            words = f"{limit.value}-{slugify(folded(UNIT_NAMES[limit.unit]))}" if limit else "chung"
            name = f"Quy trình chung {TIERS[tier]}, {limit or 'không nêu thời hạn'}"
            code = f"{GENERIC[tier]}-{words}"
            drawn = default_process(code.replace("-", "_"), name, tier, limit)
            self._processes[tier, limit] = ProcessVersion.objects.create(
                code=code, name=name, bpmn=drawn, published_at=self._at
            )
        return self._processes[tier, limit]


def general_papers(version: ProcedureVersion, many: int | None) -> list[Component]:
    """Return the papers of a procedure whose own are not named; the catalogue may count them."""
    return [
        Component(
            version=version,
            order=order,
            code=code,
            name={"vi": vi, "en": en},
            note=_note(many) if code == "GT" else None,
            source=source,
            required=source == "form",
            required_if=required_if,
        )
        for order, (code, vi, en, source, required_if) in enumerate(PAPERS)
    ]


def _note(many: int | None) -> dict[str, str]:
    if not many:
        return {
            "vi": "Nguồn chưa có tên từng giấy tờ; xem quyết định công bố.",
            "en": "The sources do not list each paper; see the announcement decision.",
        }
    return {
        "vi": f"Danh mục ghi hồ sơ có tối đa {many} loại giấy tờ, kể cả đơn; "
        "tên từng loại xem quyết định công bố.",
        "en": f"The catalogue counts up to {many} papers, the application included; "
        "the announcement decision names them.",
    }
