"""What a version asks of a dossier in its case: answers, papers and fees."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from motcua.documents.queries import documents_by_id
from motcua.documents.rules import ANY, FileTypeForbidden, Wanted, spoken
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.places import places_on
from motcua.dossiers.rules import Channel, ComponentsMissing, Demand, missing_components
from motcua.forms.queries import definition
from motcua.forms.rules import Answers, check, known_values
from motcua.kernel.errors import InvalidInput
from motcua.kernel.expressions import holds
from motcua.procedures.queries import Terms


def demands_of(kept: Terms, answers: Mapping[str, object], case: str) -> list[Demand]:
    """Return the components with whether these answers make each of them required."""
    values: dict[str, object] = {"case": case}
    if kept.version.form_id is not None and any(c.required_if for c in kept.components):
        values = known_values(definition(kept.version.form_id), dict(answers), case)
    return [
        Demand(
            component.code,
            component.name["vi"],
            component.source,
            holds(component.required_if, values) if component.required_if else component.required,
        )
        for component in kept.components
    ]


def wanted_of(kept: Terms, component: str) -> Wanted:
    """Return what a component wants of the files attached for it."""
    return next((one.wanted for one in kept.components if one.code == component), ANY)


def require_types(kept: Terms, papers: Iterable[tuple[str, UUID]]) -> None:
    """Refuse files of a type that their component does not take; most take all that may come in."""
    narrow = {one.code: one.wanted.types for one in kept.components if one.file_types}
    asked = [(component, document) for component, document in papers if component in narrow]
    known = documents_by_id(document for _, document in asked)
    for component, document in asked:
        found = known.get(document)
        if found is not None and found.file.media_type not in narrow[component]:
            raise FileTypeForbidden(name=found.name, kinds=spoken(narrow[component]))


def fee_of(kept: Terms, case: str, channel: str, day: date) -> int:
    """Return what is charged in all, in đồng, for a case and channel on a day."""
    return sum(fee.amount for fee in kept.fees_on(case, channel, day))


def checked_answers(kept: Terms, answers: Mapping[str, object], case: str, today: date) -> Answers:
    """Return answers as they are stored, or refuse the wrong ones by path.

    Answers to what is not asked are dropped; a version without a form takes no answers.
    """
    if kept.version.form_id is None:
        if answers:
            raise InvalidInput(dict.fromkeys(answers, "Thủ tục này không có biểu mẫu điện tử."))
        return {}
    checked = check(
        definition(kept.version.form_id),
        dict(answers),
        case=case,
        today=today,
        places=places_on(today),
    )
    if checked.errors:
        raise InvalidInput(checked.errors)
    return checked.answers


def papers_present(dossier: Dossier) -> frozenset[str]:
    """Return the components of which a dossier holds a paper that is in force."""
    papers = Attachment.objects.filter(dossier=dossier, replaced_at=None)
    return frozenset(papers.values_list("component", flat=True))


def require_papers(
    dossier: Dossier, kept: Terms, answers: Mapping[str, object], present: frozenset[str]
) -> None:
    """Refuse a dossier without the papers that its case and answers demand, naming them."""
    demands = demands_of(kept, answers, dossier.case)
    missing = missing_components(demands, present, Channel(dossier.channel))
    if missing:
        raise ComponentsMissing(names="; ".join(missing))
