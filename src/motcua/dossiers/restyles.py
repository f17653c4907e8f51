"""Reading the forms in force and the templates by which agencies draw them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from motcua.dossiers.models import PaperForm, PaperTemplate
from motcua.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class ListedForm:
    """A form in the list: how many templates are in use, and how many wait to be published."""

    form: PaperForm
    in_use: int
    waiting: int


def forms_in_force(day: date) -> list[ListedForm]:
    """Return the forms in force on a day in the order of the circular; two statements."""
    used = Q(templates__published_at__isnull=False, templates__retired_at=None)
    waits = Q(templates__published_at=None, templates__isnull=False)
    counted = PaperForm.objects.in_force(day).annotate(
        in_use=Count("templates", filter=used), waiting=Count("templates", filter=waits)
    )
    counts = {
        key: (used, wait) for key, used, wait in counted.values_list("pk", "in_use", "waiting")
    }
    forms = PaperForm.objects.in_force(day).order_by("number")
    return [ListedForm(form, *counts[form.pk]) for form in forms]


def form_by_id(form: UUID) -> PaperForm:
    """Return a form; refuse when there is none."""
    found = PaperForm.objects.filter(pk=form).first()
    if found is None:
        raise NotFound
    return found


def templates_of(form: PaperForm) -> list[PaperTemplate]:
    """Return the templates of a form, those that wait first, then the newest."""
    found = PaperTemplate.objects.filter(form=form).select_related("agency").defer("text")
    return list(found.order_by("-published_at", "-drafted_at"))


def template_by_id(template: UUID) -> PaperTemplate:
    """Return a template with its form; refuse when there is none."""
    found = PaperTemplate.objects.select_related("form").filter(pk=template).first()
    if found is None:
        raise NotFound
    return found
