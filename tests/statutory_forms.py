"""The statutory forms, entered anew when a test with real commits has emptied the tables."""

from importlib import import_module

from django.apps import apps

from motcua.dossiers.models import PaperForm


def enter_forms() -> None:
    """Enter the forms of both circulars as the migration does, when they are not there."""
    if not PaperForm.objects.exists():
        import_module("motcua.dossiers.migrations.0004_papers").enter_forms(apps, None)
