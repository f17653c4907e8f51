"""Papers in personal stores, with plain defaults. All people are invented."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from motcua.documents.actions import keep
from motcua.documents.models import ComponentKind, PaperKind, StoredPaper
from motcua.documents.personal.actions import put_in_store
from motcua.documents.store_rules import Owner, PaperFacts, Source
from motcua.kernel.actors import SYSTEM
from tests.calendars import MONDAY_MORNING
from tests.papers import a_pdf

KIND = "KQ.G15.000031"


def paper_facts(**given: Any) -> PaperFacts:
    """Return what is known of a birth certificate."""
    usual = PaperFacts(
        kind_name="Giấy khai sinh",
        kind_code=KIND,
        agency_name="Ủy ban nhân dân xã Mẫu",
        number="12/2020",
        issued_on=date(2020, 5, 1),
    )
    return replace(usual, **given)


def a_stored_paper(
    owner: UUID | Owner, *, source: Source = Source.DIGITISED, **given: Any
) -> StoredPaper:
    """Return a digitised paper in the store of a person, or of an organisation."""
    whose = owner if isinstance(owner, Owner) else Owner(person=owner)
    document = keep(
        "giay-khai-sinh.pdf",
        a_pdf(),
        "application/pdf",
        purpose="scan",
        subject=whose.id,
        by=SYSTEM,
        at=MONDAY_MORNING,
    )
    facts = paper_facts(**{"code": f"M.{uuid4()}", **given})
    return put_in_store(
        whose, facts, document=document.id, source=source, by=SYSTEM, at=MONDAY_MORNING
    )


def a_kind(code: str = KIND, name: str = "Giấy khai sinh", **given: Any) -> PaperKind:
    """Return a kind of paper."""
    return PaperKind.objects.get_or_create(code=code, defaults={"name": name, **given})[0]


def met_by(procedure_code: str, component: str, code: str = KIND) -> ComponentKind:
    """Have a component of a procedure be met by a kind of paper."""
    return ComponentKind.objects.create(
        procedure_code=procedure_code, component=component, kind=a_kind(code)
    )
