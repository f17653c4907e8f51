"""Statutory forms and causes of lateness, entered anew after a test with real commits."""

from importlib import import_module

from django.apps import apps

from motcua.dossiers.models import PaperForm


def enter_forms() -> None:
    """Enter the forms and causes as the migrations do, when they are not there."""
    if not PaperForm.objects.exists():
        import_module("motcua.dossiers.migrations.0004_papers").enter_forms(apps, None)
        import_module("motcua.dossiers.migrations.0007_late_causes_entered").enter_causes(
            apps, None
        )
