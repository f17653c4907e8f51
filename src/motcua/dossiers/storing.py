"""Putting a result that is handed over into the store of whoever applied."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.utils.timezone import localtime

from motcua.documents.personal.actions import put_in_store
from motcua.documents.store_rules import PaperFacts, Source
from motcua.documents.stored_papers import StoredPaper
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.prefill import meanings_of
from motcua.forms.queries import definition
from motcua.kernel.actors import Actor
from motcua.procedures.queries import terms
from motcua.results.models import Entry
from motcua.results.queries import entries_by_dossier
from motcua.signing.queries import signatures_of


def put_result(dossier: Dossier, *, by: Actor, at: datetime) -> StoredPaper | None:
    """Put the result of a dossier into its applicant's store, in the act that hands it over.

    Nothing happens for a refusal, which is in no register, and for a result on paper alone: that
    one comes when it is digitised (NĐ 45/2020/NĐ-CP art. 16).
    """
    entry = entries_by_dossier([dossier.id]).get(dossier.id)
    if entry is None or entry.document is None:
        return None
    return put_in_store(
        dossier.owner,
        replace(facts_of(entry), data=_said(dossier)),
        document=entry.document,
        source=Source.RESULT,
        dossier=dossier.id,
        entry=entry.id,
        by=by,
        at=at,
    )


def _said(dossier: Dossier) -> dict[str, object]:
    """Return what the dossier stated, by meaning: the agency has settled on it.

    Not into an organisation's store: what is stated of the representative is that person's own.
    """
    form = terms(dossier.procedure_id).version.form_id
    if form is None or dossier.organisation_id is not None:
        return {}
    return meanings_of(definition(form), answers_of(dossier))


def facts_of(entry: Entry) -> PaperFacts:
    """Return what a line of the register says, as the store keeps it."""
    return PaperFacts(
        kind_name=entry.name,
        kind_code=entry.type_code,
        agency=entry.agency_id,
        agency_name=entry.agency.name,
        number=entry.number,
        issued_on=entry.issued_on,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        scope=entry.scope,
        code=entry.code,
        signatures=list(_signatures(entry)),
    )


def _signatures(entry: Entry) -> Iterator[dict[str, str]]:
    assert entry.document is not None
    for one in signatures_of(entry.document):
        yield {
            "signer": one.certificate.subject_name,
            "kind": one.certificate.kind,
            "signed_at": localtime(one.signed_at).isoformat(),
        }
