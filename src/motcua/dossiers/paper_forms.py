"""Which form of which circular a paper is drawn by, and in whose style: by its day of issue."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.db.models import F
from django.utils.timezone import localdate

from motcua.documents.paper import draw
from motcua.documents.restyled import TemplateRefused, draw_restyled
from motcua.dossiers.models import PaperForm, PaperTemplate
from motcua.kernel.text import normal
from motcua.organisations.models import Agency

LAYOUTS = Path(__file__).parent / "paper"
SHARED = "slip.typ"
NAMES = {
    "receipt": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "supplement": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "refusal": "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
    "apology": "Văn bản xin lỗi",
    "stop": "Thông báo dừng giải quyết hồ sơ",
    "control": "Phiếu kiểm soát quá trình giải quyết hồ sơ",
    "register": "Sổ theo dõi hồ sơ",
}
# The letters of the agency that settles; everything else comes from the desk.
BY_SETTLING = frozenset({"apology", "stop"})
# Who worked on a dossier, and how fast, is not told on the papers that its applicant gets.
FOR_APPLICANTS = frozenset(NAMES) - {"control", "register"}
CENTRE_SYMBOL = "TTPVHCC"


@dataclass(frozen=True, slots=True)
class Issue:
    """What is settled when a paper is issued: its form, its agency, its moment, its number."""

    form: PaperForm
    agency: Agency
    at: datetime
    number: str = ""

    @property
    def order(self) -> str:
        """Return the running number alone."""
        return self.number.partition("/")[0]


def form_on(form: str, day: date) -> PaperForm | None:
    """Return a form as the circular in force on a day has it; None when that one has no such."""
    return PaperForm.objects.in_force(day).filter(form=form).order_by("-valid_from").first()


def symbol_of(form: PaperForm, agency: Agency) -> str:
    """Return what ends the number of a paper: a centre's own symbol, else the form's."""
    is_centre = agency.kind == "service_centre" and form.form not in BY_SETTLING
    return CENTRE_SYMBOL if is_centre else form.symbol


def template_for(issue: Issue) -> PaperTemplate | None:
    """Return the agency's own template in force at the moment of issue, else the province's."""
    published = PaperTemplate.objects.filter(
        form=issue.form, published_at__lte=issue.at, valid_from__lte=localdate(issue.at)
    ).exclude(retired_at__lte=issue.at)
    own = published.filter(agency=issue.agency) | published.filter(agency=None)
    newest_first = (F("agency").asc(nulls_last=True), "-valid_from", "-published_at")
    return own.order_by(*newest_first).first()


@lru_cache(maxsize=32)
def layout(name: str) -> str:
    """Return a built-in drawing."""
    return (LAYOUTS / f"{name}.typ").read_text(encoding="utf-8")


def shared() -> dict[str, str]:
    """Return what every drawing may import."""
    return {SHARED: layout("slip")}


def draw_built_in(form: PaperForm, facts: dict[str, object]) -> bytes:
    """Draw a paper the way the circular shows it; equal facts give equal bytes."""
    return draw(layout(form.layout), facts, shared())


def draw_in_style(
    form: PaperForm, template: PaperTemplate | None, facts: dict[str, object]
) -> tuple[bytes, str]:
    """Draw a paper in the agency's style, else as built in; say why when the style fails."""
    if template is None:
        return draw_built_in(form, facts), ""
    try:
        return draw_restyled(template.text, facts, shared()), ""
    except TemplateRefused as refusal:
        return draw_built_in(form, facts), normal(str(refusal))[:300]
