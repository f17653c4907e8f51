"""Two sets of answers of one form side by side, in the words of the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from motcua.dossiers.models import Dossier
from motcua.dossiers.places import places_on
from motcua.forms.fields import COMPUTED, SILENT
from motcua.forms.queries import definition
from motcua.forms.rules import check, fields_of
from motcua.forms.wording import worded_answers
from motcua.procedures.queries import terms


@dataclass(frozen=True, slots=True)
class Compared:
    """One question with both answers, in words."""

    label: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Say whether the answers read otherwise."""
        return self.before != self.after


def side_by_side(
    dossier: Dossier, before: Mapping[str, object], after: Mapping[str, object]
) -> list[Compared]:
    """Return every question that either set answers, as the form of a dossier words it."""
    form_id = terms(dossier.procedure_id).version.form_id
    if form_id is None:
        return []
    form, day = definition(form_id), localdate(dossier.opened_at)
    said, says = (_said(form, dict(one), dossier.case, day) for one in (before, after))
    compared = [
        Compared(field["label"]["vi"], said[name], says[name])  # type: ignore[index]
        for field in fields_of(form)
        if field["kind"] not in SILENT | COMPUTED and (name := str(field["id"]))
    ]
    return [one for one in compared if one.before or one.after]


def differences(
    dossier: Dossier, before: Mapping[str, object], after: Mapping[str, object]
) -> list[Compared]:
    """Return the questions that two sets answer otherwise."""
    if before == after:
        return []
    return [one for one in side_by_side(dossier, before, after) if one.differs]


def _said(
    form: Mapping[str, object], answers: dict[str, object], case: str, day: date
) -> dict[str, str]:
    """Return every answer on one line; one that does not fit its kind as it was typed."""
    places = places_on(day)
    checked = check(form, answers, case=case, today=day, places=places)
    words = worded_answers(list(fields_of(form)), checked.answers, places)
    wrong = {name.split(".")[0] for name in checked.errors} - checked.answers.keys()
    words |= {name: str(answers.get(name) or "") for name in wrong}
    return {name: _line(one) for name, one in words.items()}


def _line(words: object) -> str:
    if not isinstance(words, list):
        return str(words)
    return "; ".join(", ".join(str(one) for one in row.values() if one) for row in words)
