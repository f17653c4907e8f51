"""Where an electronic copy goes: to the dossier at once; to the register and to the store of its
owner when its agency has signed it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from motcua.digitisation.models import DigitalCopy
from motcua.digitisation.proposing import same_words
from motcua.digitisation.stating import day_of
from motcua.documents.personal.actions import put_in_store
from motcua.documents.store_rules import Owner, PaperFacts, Source
from motcua.dossiers.actions import attach_scan
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Actor
from motcua.kernel.ids import DossierId
from motcua.people.mandates import organisation_by_tax_code
from motcua.people.models import Organisation
from motcua.people.queries import name_of, person_by_number
from motcua.results.actions import attach_copy


def put_beside_paper(
    copy: DigitalCopy, *, earlier: UUID | None = None, by: Actor, at: datetime
) -> None:
    """Put the copy beside the sheet of the dossier that it was made of.

    `earlier` is the same copy before its agency signed it.
    """
    if copy.dossier is None:
        return
    assert copy.document is not None
    attach_scan(
        DossierId(copy.dossier),
        component=copy.component,
        document=copy.document,
        name=f"{copy.name[:190]}.pdf",
        earlier=earlier,
        by=by,
        at=at,
    )


def put_in_register(copy: DigitalCopy, *, by: Actor, at: datetime) -> None:
    """Tie the copy that the agency has signed to its line of the register."""
    if copy.entry is None:
        return
    assert copy.document is not None
    assert copy.code is not None
    attach_copy(copy.entry, document=copy.document, code=copy.code, by=by, at=at)


def put_in_owners_store(
    copy: DigitalCopy, said: Mapping[str, str], *, by: Actor, at: datetime
) -> None:
    """Keep the signed copy for its owner (kho dữ liệu điện tử), when the owner is known here.

    The paper names its owner; what a dossier holds of somebody else does not go to the applicant.
    """
    owner = _owner(copy, said)
    if owner is None:
        return
    facts = PaperFacts(
        kind_name=said["name"],
        kind_code=copy.kind[:40],
        agency=copy.settling_agency,
        agency_name=said.get("issuer", ""),
        number=said.get("number", "")[:60],
        issued_on=day_of(said.get("issued_on", "")),
        valid_from=day_of(said.get("issued_on", "")),
        valid_to=day_of(said.get("valid_to", "")),
        scope=said.get("scope", "")[:300],
        code=copy.code or "",
    )
    put_in_store(
        owner,
        facts,
        document=copy.document,
        source=Source.DIGITISED,
        dossier=copy.dossier,
        entry=copy.entry,
        by=by,
        at=at,
    )


def _owner(copy: DigitalCopy, said: Mapping[str, str]) -> Owner | None:
    """Return the person or organisation whose number the paper has; without a number, who handed
    it in under the same name."""
    number, name = said.get("owner_number", ""), said.get("owner_name", "")
    if number:
        known, body = person_by_number(number), organisation_by_tax_code(number)
        if known is not None:
            return Owner(person=known.id)
        return Owner(organisation=body.id) if body else None
    if copy.owner is not None:
        return Owner(person=copy.owner) if same_words(name_of(copy.owner), name) else None
    filed = _organisation_of(copy)
    return Owner(organisation=filed.id) if filed and same_words(filed.name, name) else None


def _organisation_of(copy: DigitalCopy) -> Organisation | None:
    """Return the organisation in whose name the paper was handed in."""
    dossier = Dossier.objects.filter(pk=copy.dossier) if copy.dossier else Dossier.objects.none()
    found = dossier.select_related("organisation").first()
    return found.organisation if found else None
