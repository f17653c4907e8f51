"""Drafts of results as they were laid before a signer, and whether they are still the same."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.utils.timezone import localdate

from motcua.documents.actions import keep
from motcua.documents.queries import content_of, documents_by_id
from motcua.dossiers import results
from motcua.dossiers.models import Dossier, Result, ShownDraft
from motcua.dossiers.rules import BEING_SETTLED, Act, Status
from motcua.events.actions import record
from motcua.events.rows import insert, read, update
from motcua.kernel.actors import Actor, Role
from motcua.organisations.queries import holds_delegation
from motcua.procedures.queries import terms
from motcua.signing.actions import PDF
from motcua.workflow.models import Task
from motcua.workflow.queries import open_tasks

_SAME = "WHERE dossier_id = %s AND task = %s AND signer = %s AND facts_digest = %s LIMIT 1"


def facts_digest(
    dossier: Dossier,
    result: Result,
    signer: Actor,
    at: datetime,
    fixes: Mapping[str, str] = results.NO_FIXES,
) -> str:
    """Return the digest of all that the paper would show if this signer signed it on that day."""
    return _digest(dossier, results.result_facts(dossier, result, signer, at), fixes)


def _digest(dossier: Dossier, facts: Mapping[str, object], fixes: Mapping[str, str]) -> str:
    template = terms(dossier.procedure_id).version.result_template
    whole = [template, facts, dict(fixes)]
    said = json.dumps(whole, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(said.encode()).hexdigest()


def current_draft(
    dossier: Dossier,
    result: Result,
    step: UUID,
    signer: Actor,
    at: datetime,
    fixes: Mapping[str, str] = results.NO_FIXES,
) -> ShownDraft | None:
    """Return the draft that the signer has opened, when nothing of it has changed since.

    `step` is the task in which it is signed, or the correction.
    """
    if result.verify_code is None:
        return None
    return _shown(dossier, step, signer, facts_digest(dossier, result, signer, at, fixes))


def _shown(dossier: Dossier, step: UUID, signer: Actor, digest: str) -> ShownDraft | None:
    known = read(ShownDraft, _SAME, [dossier.id, step, signer.who, digest])
    return known[0] if known else None


def lay_before(
    dossier: Dossier,
    result: Result,
    step: UUID,
    *,
    fixes: Mapping[str, str] = results.NO_FIXES,
    by: Actor,
    at: datetime,
) -> ShownDraft:
    """Draw the paper as this signer would sign it today, keep it, and note that they opened it.

    Opened again while nothing has changed, it is the same file.
    """
    facts = results.result_facts(dossier, result, by, at)
    told = _digest(dossier, facts, fixes)
    known = _shown(dossier, step, by, told) if result.verify_code else None
    if known is not None:
        known.revision, known.shown_at = dossier.revision, at
        update(known)
        return known
    drawn = results.draw_facts(dossier, result, facts, at=at, fixes=fixes)
    name = results.file_name(dossier)
    document = keep(name, drawn, PDF, purpose="draft", subject=dossier.id, by=by, at=at)
    shown = ShownDraft(
        dossier=dossier,
        task=step,
        signer=by.who,
        document=document.id,
        digest=document.file_id,
        facts_digest=told,
        revision=dossier.revision,
        shown_at=at,
    )
    insert(shown)
    record("draft.shown", dossier.id, by=by, at=at, digest=shown.digest, task=step)
    return shown


def bytes_of(draft: ShownDraft) -> bytes:
    """Return exactly the bytes that were shown."""
    return content_of(documents_by_id([draft.document])[draft.document])


def step_to_sign(dossier: Dossier, reader: Actor, at: datetime) -> Task | None:
    """Return the open step in which this reader may sign the result, None when there is none."""
    if not reader.has(Role.SIGNATORY) or Status(dossier.status) not in BEING_SETTLED:
        return None
    for task in open_tasks(dossier.id):
        if task.act != Act.SIGN or task.agency != reader.agency:
            continue
        if task.assignee is None or task.assignee == reader.person:
            return task
        role, day = Role.SIGNATORY, localdate(at)
        if holds_delegation(reader.who, task.assignee, task.agency, role, day):
            return task
    return None
