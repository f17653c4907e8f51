"""The master key is exchanged while everybody works; nothing is lost, whenever it is killed."""

import os
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.conf import LazySettings
from django.db import models

from motcua.documents.actions import take_in
from motcua.documents.models import Document
from motcua.documents.queries import content_of
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Answers
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import new_id
from motcua.kernel.sealing import Sealer, digest_key_of
from motcua.people.actions import note_rotation
from motcua.people.models import Person
from motcua.people.queries import contact_of
from motcua.people.rewrapping import CONTEXTS, KEY, many_keys, rewrap, tables
from motcua.people.sealing import number_digest, sealer
from motcua.runtime import keys
from tests.builders import a_citizen, a_person, a_submitted_dossier
from tests.calendars import MONDAY_MORNING
from tests.papers import a_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    """Keep the key of this process in a file, as an installation of its own does."""
    (tmp_path / keys.MASTER).write_text(settings.MASTER_KEY)
    settings.KEYS, settings.KEYS_IN_FILE = tmp_path, True
    return tmp_path


def rotated(folder: Path) -> str:
    """Begin a rotation; return the key that goes."""
    old = keys.master_keys(folder)[0]
    keys.begin_rotation(folder, digest_key_of(bytes.fromhex(old)).hex())
    os.utime(folder / keys.MASTER, ns=(1, os.stat(folder / keys.MASTER).st_mtime_ns + 1))
    return old


def nothing(table: str, many: int) -> None:
    """Tell nobody."""


def test_everything_opens_before_during_and_after_and_people_are_still_found(folder: Path) -> None:
    person = a_person(number="037190000077")
    dossier = a_submitted_dossier()
    said, digest = answers_of(dossier), number_digest("037190000077")

    rotated(folder)
    assert contact_of(person).personal_number == "037190000077"
    found = rewrap(nothing)
    keys.end_rotation(folder)

    person.refresh_from_db()
    assert found.anew >= 3
    assert rewrap(nothing).anew == 0
    assert contact_of(person).personal_number == "037190000077"
    assert answers_of(dossier) == said
    assert number_digest("037190000077") == digest
    assert len(keys.master_keys(folder)) == 1


def test_what_the_old_key_wrapped_is_worth_nothing_to_whoever_holds_it_later(folder: Path) -> None:
    dossier = a_submitted_dossier()
    old = rotated(folder)

    rewrap(nothing)

    row = Answers.objects.get(pk=dossier.id)
    with pytest.raises(InvalidTag):
        Sealer(old).rewrapped(bytes(row.wrapped_key), dossier.id.bytes)


def test_stored_files_open_as_before_and_only_with_the_new_key(folder: Path) -> None:
    content = a_pdf(pages=4)
    document = take_in("a.pdf", content, subject=None, by=a_citizen(), at=MONDAY_MORNING)
    old = rotated(folder)

    rewrap(nothing)
    keys.end_rotation(folder)

    again = Document.objects.get(pk=document.id)
    assert content_of(again) == content
    with pytest.raises(InvalidTag):
        Sealer(old).rewrapped(bytes(again.file.wrapped_key or b""), bytes.fromhex(again.file_id))


def test_killed_in_the_middle_it_goes_on_where_it_was(folder: Path) -> None:
    for _ in range(3):
        a_citizen()
    rotated(folder)

    def killed(table: str, many: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rewrap(killed)
    before = keys.master_keys(folder)
    rotated(folder)

    assert keys.master_keys(folder) == before
    rewrap(nothing)
    keys.end_rotation(folder)
    assert all(contact_of(one).phone for one in Person.objects.all())


def test_a_key_that_none_opens_is_named_and_one_that_was_erased_is_left(folder: Path) -> None:
    broken, erased = a_person(), a_person()
    Person.objects.filter(pk=broken.id).update(wrapped_key=bytes(60))
    Person.objects.filter(pk=erased.id).update(wrapped_key=b"")
    rotated(folder)

    found = rewrap(nothing)

    assert found.lost == (("people_person", broken.id),)
    assert bytes(Person.objects.get(pk=erased.id).wrapped_key) == b""


def test_every_process_seals_with_the_new_key_from_the_moment_it_stands_there(folder: Path) -> None:
    before = sealer().seal("x", b"one")
    old = rotated(folder)

    after = sealer().seal("x", b"one")

    assert Sealer(old).unseal(before, b"one") == "x"
    assert Sealer(keys.master_keys(folder)[0]).unseal(after, b"one") == "x"


def test_every_table_with_a_data_key_is_known_with_what_authenticates_it() -> None:
    holding = [
        model
        for model in apps.get_models()
        if KEY in {field.name for field in model._meta.concrete_fields}
    ]

    assert {model._meta.db_table for model in holding} == set(tables())
    assert set(CONTEXTS) <= set(tables())
    for model in holding:
        is_file = model._meta.db_table == "documents_storedfile"  # known by its hash
        assert is_file or isinstance(model._meta.pk, models.UUIDField | models.OneToOneField)
    assert many_keys() >= 1


def test_how_many_are_left_is_told_until_it_is_over(folder: Path) -> None:
    assert keys.keys_left(folder) is None
    rotated(folder)
    keys.note_left(folder, 7)
    assert keys.keys_left(folder) == 7

    keys.end_rotation(folder)

    assert keys.keys_left(folder) is None


def test_only_the_system_says_that_a_key_was_exchanged() -> None:
    about: UUID = new_id()

    note_rotation(many=3, about=about, by=SYSTEM, at=MONDAY_MORNING)

    with pytest.raises(NotPermitted):
        note_rotation(many=3, about=about, by=a_citizen(), at=MONDAY_MORNING)
