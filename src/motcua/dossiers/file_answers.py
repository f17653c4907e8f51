"""Files among the answers of a form: whose they are, and that they come along with the dossier."""

from collections.abc import Mapping
from uuid import UUID

from motcua.documents.models import Document
from motcua.documents.queries import documents_by_id
from motcua.dossiers.models import Dossier
from motcua.forms.queries import definition
from motcua.forms.rules import Answers, fields_of
from motcua.kernel.errors import InvalidInput
from motcua.procedures.queries import Terms

FOREIGN = "Tệp này không còn, hoặc không phải do người nộp hồ sơ tải lên. Xin tải lại tệp."


def files_in(kept: Terms, answers: Mapping[str, object]) -> dict[str, UUID]:
    """Return the papers that answers name, by field; none when the form asks for no file."""
    if kept.version.form_id is None:
        return {}
    names = [
        str(one["id"])
        for one in fields_of(definition(kept.version.form_id))
        if one["kind"] == "file"
    ]
    found = {name: _document(answers.get(name)) for name in names}
    return {name: document for name, document in found.items() if document is not None}


def _document(answer: object) -> UUID | None:
    if not isinstance(answer, Mapping):
        return None
    try:
        return UUID(str(answer.get("document")))
    except ValueError:
        return None


def with_own_files(
    kept: Terms, answers: Answers, *, dossier: Dossier | None, uploaded_by: UUID | None
) -> Answers:
    """Return answers whose files are called as they were kept; refuse foreign ones by field.

    A dossier's own are those tied to it when they were saved; without a dossier yet, the loose ones
    of whoever hands it in.
    """
    files = files_in(kept, answers)
    if not files:
        return answers
    known = documents_by_id(files.values())
    own = {
        name: found
        for name, document in files.items()
        if (found := known.get(document)) and _is_own(found, dossier, uploaded_by)
    }
    foreign = files.keys() - own.keys()
    if foreign:
        raise InvalidInput(dict.fromkeys(sorted(foreign), FOREIGN))
    named = {name: {"document": str(one.id), "name": one.name} for name, one in own.items()}
    return {**answers, **named}


def _is_own(found: Document, dossier: Dossier | None, uploaded_by: UUID | None) -> bool:
    if found.purpose != "component":
        return False
    if dossier is not None and found.subject == dossier.id:
        return True
    return found.subject is None and found.added_by is not None and found.added_by == uploaded_by
