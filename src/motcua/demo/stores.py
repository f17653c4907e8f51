"""What the citizen of the sample, and the company they represent, have in their stores."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from motcua.demo.accounts import acting, sample_commune
from motcua.demo.businesses import sample_company
from motcua.demo.reading import FACTS, rows
from motcua.documents.actions import keep
from motcua.documents.models import Document, PaperKind
from motcua.documents.paper import draw
from motcua.documents.personal.actions import put_in_store, upload_own
from motcua.documents.personal.kinds import Met, set_kinds
from motcua.documents.store_rules import Owner, PaperFacts, Source
from motcua.dossiers.places import OUR_PROVINCE
from motcua.kernel.actors import SYSTEM, Actor, Scope
from motcua.organisations.models import Agency
from motcua.people.models import Person
from motcua.people.queries import contact_of
from motcua.procedures.models import ResultType
from motcua.results.actions import attach_copy, enter
from motcua.results.copies import seal_stamp
from motcua.results.rules import Holder, Line, valid_until
from motcua.signing.actions import Paper, attach

OWNER, CLERK = "cong-dan", "van-thu"
PDF = "application/pdf"
PAGE = """#import "/paper.typ": agency-block, field, national-heading
#let d = json(bytes(sys.inputs.data))
#set document(title: d.name)
#set page(paper: "a4", margin: (top: 2cm, bottom: 2cm, left: 3cm, right: 1.5cm),
  background: rotate(-30deg, text(font: "Tinos", size: 110pt, fill: luma(238))[MẪU]))
#set text(font: "Tinos", size: 13pt, lang: "vi")
#grid(columns: (1fr, 9cm), agency-block(d), national-heading)
#v(1cm)
#align(center, text(size: 16pt, weight: "bold", upper(d.name)))
#v(0.6cm)
#for line in d.lines { field(line.at(0), line.at(1)) }
#v(2.6cm)
#align(right, box(width: 8cm, align(center)[#text(size: 1pt, fill: white)[NOI-DONG-DAU]]))
"""


@dataclass(frozen=True, slots=True)
class Given:
    """A paper of the sample: what kind, of how many days ago, for how many months, from where."""

    kind: str
    number: str
    days_ago: int
    months: int | None
    source: Source
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose a paper is: the owner of the store, and the name and number that the paper prints."""

    owner: Owner
    name: str
    number: str


def load_stores(at: datetime) -> None:
    """Name which kinds of papers meet which components, and fill the stores of the sample."""
    _load_kinds(at)
    person = Person.objects.get(account__login=OWNER)
    _load_own(person, at)
    company = sample_company()
    whose = Whose(Owner(organisation=company.id), company.name, company.tax_code)
    land = Given("KQ.G10.001147", "CG-00618", 1400, None, Source.DIGITISED)
    _give(land, whose, sample_commune(), at)
    manager = Actor(person.id, organisation=company.id, scope=Scope.FULL)
    _upload(whose.name, "Điều lệ công ty", "Ngành nghề", "Chế biến thực phẩm", manager, at)


def _load_own(person: Person, at: datetime) -> None:
    owner = Whose(Owner(person=person.id), person.full_name, contact_of(person).personal_number)
    commune = sample_commune()
    home = {"province": OUR_PROVINCE, "commune": commune.gso_code, "line": "Số 12, phố Mẫu"}
    for given in (
        Given("KQ.G15.000038", "27/XNTTHN", 500, 6, Source.RESULT),
        Given("KQ.G15.000031", "114/2025", 390, None, Source.RESULT),
        Given(
            "KQ.G10.001147", "CG-00271", 2100, None, Source.DIGITISED, {"applicant.address": home}
        ),
    ):
        _give(given, owner, commune, at)
    _upload(owner.name, "Giấy khám sức khỏe", "Kết luận", "Đủ sức khỏe", Actor(person.id), at)


def _upload(whose: str, kind: str, label: str, words: str, by: Actor, at: datetime) -> None:
    content = _drawn(kind, "Giấy tờ mẫu", [("Tên", whose), (label, words)])
    upload_own(PaperFacts(kind_name=kind), name="giay-to.pdf", content=content, by=by, at=at)


def _load_kinds(at: datetime) -> None:
    named = dict(ResultType.objects.exclude(code="").values_list("code", "name"))
    told = [row for row in rows(FACTS / "component_kinds.csv") if row["kind"] in named]
    set_kinds([Met(**row, name=named[row["kind"]][:300]) for row in told], by=SYSTEM, at=at)


def _give(given: Given, whose: Whose, commune: Agency, now: datetime) -> None:
    """Issue a paper, enter it in the register with its copy, and put it into the store."""
    at = now - timedelta(days=given.days_ago)
    day, kind = localdate(at), PaperKind.objects.get(pk=given.kind)
    until = valid_until(day, given.months)
    facts = PaperFacts(
        kind_name=kind.name,
        kind_code=kind.code,
        agency=commune.id,
        agency_name=commune.name,
        number=given.number,
        issued_on=day,
        valid_from=day,
        valid_to=until,
        code=f"MAU.{kind.code}.{given.number}",
        data=given.data,
    )
    holder = Holder(whose.name, whose.number, None, whose.owner.person)
    line = Line(kind.name, given.number, commune.id, holder, day, kind.code, valid_to=until)
    entry = enter(line, by=SYSTEM, at=at)
    document = _document(facts, whose, commune, given.source, at)
    attach_copy(entry.id, document=document.id, code=facts.code, by=SYSTEM, at=now)
    put_in_store(
        whose.owner,
        facts,
        document=document.id,
        source=given.source,
        entry=entry.id,
        by=SYSTEM,
        at=now if given.source is Source.DIGITISED else at,
    )


def _document(
    facts: PaperFacts, whose: Whose, commune: Agency, source: Source, at: datetime
) -> Document:
    lines = [("Số", facts.number), ("Cấp cho", whose.name), ("Ngày cấp", str(facts.issued_on))]
    content, name = _drawn(facts.kind_name, commune.name, lines), f"{facts.number}.pdf"
    name = name.replace("/", "-")
    if source is Source.DIGITISED:
        return keep(name, content, PDF, purpose="scan", subject=whose.owner.id, by=SYSTEM, at=at)
    document, _ = attach(
        Paper(content, name, "result", whose.owner.id),
        owner=commune.id,
        kind="seal",
        who=commune.name,
        reason="Giấy tờ mẫu",
        stamp=seal_stamp(content, commune.name, at, "Đã ký số"),
        by=acting(CLERK),
        at=at,
    )
    return document


def _drawn(name: str, agency: str, lines: list[tuple[str, str]]) -> bytes:
    facts = {"name": name, "agency": agency, "agency_parent": "", "lines": lines}
    return draw(PAGE, facts)
