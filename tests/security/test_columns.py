"""Every column of text is decided on: whether somebody's words stand in it, and who is shown them
(`gates/shared/columns.csv`, by which the gate of scripts plants what must not run)."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from gates.shared.columns import columns

TEXT = (models.CharField, models.TextField, models.JSONField, ArrayField)
WAYS = {"text", "json", "labels", "never"}


def columns_of_text() -> set[str]:
    """Return every column that can hold words: where the choices are not fixed."""
    return {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        if model.__module__.startswith("motcua.")
        for field in model._meta.concrete_fields
        if isinstance(field, TEXT) and not field.choices
    }


def test_every_column_of_text_is_decided_on() -> None:
    found = columns_of_text()

    assert len(found) > 300
    assert found - columns().keys() == set()


def test_nothing_is_decided_on_that_is_not_there() -> None:
    everything = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
    }

    assert columns().keys() - everything == set()


def test_what_holds_no_words_of_anybody_says_what_it_holds() -> None:
    assert {one.how for one in columns().values()} <= WAYS
    assert [one.name for one in columns().values() if not (one.holds_words or one.why)] == []


def test_words_in_json_are_found_by_their_key() -> None:
    told, languages = columns()["incidents_incident.told"], columns()["procedures_case.label"]

    assert told.holds("anything")
    assert languages.holds("vi")
    assert not languages.holds("code")
