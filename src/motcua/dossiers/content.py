"""What the applicant stated: sealed under the dossier's own key, opened only here."""

from collections.abc import Mapping

from motcua.dossiers.models import Answers, Dossier
from motcua.events.rows import insert, read, update
from motcua.kernel.sealing import Sealed
from motcua.people.sealing import sealer


def sealed_answers(dossier: Dossier, answers: Mapping[str, object]) -> Answers:
    """Return the row that holds a dossier's answers, not yet saved."""
    sealed = sealer().seal(dict(answers), dossier.id.bytes)
    return Answers(dossier=dossier, wrapped_key=sealed.wrapped_key, sealed=sealed.content)


def opened(row: Answers) -> dict[str, object]:
    """Return the answers of a row; of one whose key was destroyed there are none."""
    if not row.wrapped_key:
        return {}
    value = sealer().unseal(Sealed(bytes(row.wrapped_key), bytes(row.sealed)), row.dossier_id.bytes)
    return dict(value)  # type: ignore[call-overload, no-any-return]


def answers_of(dossier: Dossier) -> dict[str, object]:
    """Return a dossier's answers. The caller has checked that the reader may see them."""
    row = row_of(dossier)
    return opened(row) if row else {}


def row_of(dossier: Dossier) -> Answers | None:
    """Return the row that holds a dossier's answers, still sealed."""
    return next(iter(read(Answers, "WHERE dossier_id = %s", [dossier.id])), None)


def store(dossier: Dossier, row: Answers | None, answers: Mapping[str, object]) -> None:
    """Replace a dossier's answers under the same data key, or store the first."""
    if row is None:
        insert(sealed_answers(dossier, answers))
        return
    sealed = sealer().seal_again(dict(answers), bytes(row.wrapped_key), dossier.id.bytes)
    row.sealed = sealed.content
    update(row, "sealed")
