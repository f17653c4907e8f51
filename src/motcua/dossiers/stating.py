"""What a dossier states: its answers as they fit the form it was begun under."""

from django.utils.timezone import localdate

from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.places import places_on
from motcua.forms.queries import definition
from motcua.forms.rules import Checked, check
from motcua.procedures.queries import Terms


def stated(dossier: Dossier, kept: Terms) -> Checked:
    """Return what was stated as it fits the form, and what does not; nothing without a form."""
    if kept.version.form_id is None:
        return Checked({}, {})
    day = localdate(dossier.opened_at)
    return check(
        definition(kept.version.form_id),
        answers_of(dossier),
        case=dossier.case,
        today=day,
        places=places_on(day),
    )
