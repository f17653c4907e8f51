"""Identifiers, actors, and the refusals that people read."""

import importlib
import pkgutil
import string
from uuid import UUID, uuid4

import pytest

import motcua
from motcua.kernel.actors import ROLE_NAMES, SYSTEM, Actor, Role
from motcua.kernel.errors import DomainError, InvalidInput, NotPermitted
from motcua.kernel.ids import PLAIN_ALPHABET, new_id, spoken_code


def test_an_id_is_a_uuid_of_version_seven_in_order_of_time() -> None:
    ids = [new_id() for _ in range(200)]

    assert {(one.version, one.variant) for one in ids} == {(7, UUID(int=0x8 << 60).variant)}
    assert len(set(ids)) == 200
    assert [one.int >> 80 for one in ids] == sorted(one.int >> 80 for one in ids)


def test_a_spoken_code_has_no_letters_that_are_confused() -> None:
    code = spoken_code(500)

    assert len(code) == 500
    assert set(code) <= set(PLAIN_ALPHABET)
    assert not set(PLAIN_ALPHABET) & set("0OD1IL5S2Z") - {"D"}


def test_an_actor_has_the_roles_of_the_office() -> None:
    officer = Actor(uuid4(), uuid4(), frozenset({Role.RECEPTIONIST}))

    assert officer.has(Role.RECEPTIONIST, Role.SIGNATORY)
    assert not officer.has(Role.SIGNATORY)
    assert officer.is_officer
    assert not SYSTEM.is_officer
    assert not SYSTEM.has(*Role)


def test_every_role_has_a_vietnamese_name() -> None:
    assert set(ROLE_NAMES) == set(Role)


class FileTooOld(DomainError):
    """A refusal of this test."""

    message = "Tệp “{name}” đã cũ."


def test_a_refusal_has_a_code_for_machines_and_a_sentence_for_people() -> None:
    refusal = FileTooOld(name="đơn.pdf")

    assert (refusal.code, str(refusal)) == ("file_too_old", "Tệp “đơn.pdf” đã cũ.")
    assert refusal.facts == {"name": "đơn.pdf"}
    assert NotPermitted().code == "not_permitted"
    assert InvalidInput({"a": "Sai."}).errors == {"a": "Sai."}


def refusals() -> list[type[DomainError]]:
    for module in pkgutil.walk_packages(motcua.__path__, "motcua."):
        if module.name.endswith(("rules", "errors", "expressions", "places", "tracking")):
            importlib.import_module(module.name)
    found: list[type[DomainError]] = []
    waiting = DomainError.__subclasses__()
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting.extend(kind.__subclasses__())
    return [kind for kind in found if kind.__module__.startswith("motcua.")]


@pytest.mark.parametrize("kind", refusals(), ids=lambda kind: kind.__name__)
def test_every_refusal_is_a_vietnamese_sentence(kind: type[DomainError]) -> None:
    places = [name for _, name, _, _ in string.Formatter().parse(kind.message) if name]

    assert kind.message[0].isupper() or kind.message[0] in "“{"
    assert kind.message.endswith((".", "{reason}"))  # another refusal, a sentence itself
    assert any(ord(letter) > 127 for letter in kind.message)
    assert all(name.isidentifier() for name in places)


def test_what_needs_a_person_or_an_agency_is_not_permitted_without() -> None:
    citizen = Actor(uuid4())

    assert citizen.who == citizen.person
    with pytest.raises(NotPermitted):
        _ = citizen.office
    with pytest.raises(NotPermitted):
        _ = SYSTEM.who


def test_a_stranger_is_not_the_system() -> None:
    assert Actor(person=None) != SYSTEM
    assert (Actor(person=None).is_system, SYSTEM.is_system) == (False, True)
