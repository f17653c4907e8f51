"""What peers are told: one message per event and peer, in order, without personal data."""

import json

import pytest

from motcua.dossiers.models import Dossier
from motcua.events.actions import deliver_next
from motcua.exchange.models import Message
from tests.builders import a_province, a_submitted_dossier, an_accepted_dossier
from tests.exchange.peers import a_peer, messages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]


def tell_all() -> None:
    while deliver_next("exchange"):
        pass


def test_each_event_makes_one_message_a_peer_and_the_later_wait_for_the_first() -> None:
    for code in ("cong-mot", "cong-hai"):
        a_peer(code)
    dossier = an_accepted_dossier()

    tell_all()

    for code in ("cong-mot", "cong-hai"):
        first, second = messages(peer=code)
        assert (first.verb, second.verb) == ("dossier.submitted", "dossier.accepted")
        assert first.sequence < second.sequence
        assert first.due_at is not None
        assert second.due_at is None
        assert second.number == dossier.number


def test_a_message_says_state_with_its_national_code_and_nothing_personal() -> None:
    a_peer()
    dossier = an_accepted_dossier()

    tell_all()

    submitted, accepted = (json.loads(one.body) for one in messages())
    assert submitted["data"]["national_state"] == "1"
    assert submitted["data"]["accepted_at"] is None
    assert accepted["data"]["national_state"] == "2"
    assert accepted["subject"] == accepted["data"]["number"] == dossier.number
    assert accepted["id"] == str(messages()[1].id)
    told = "".join(one.body for one in messages())
    whole = Dossier.objects.select_related("applicant").get(pk=dossier.pk)
    for personal in (whole.applicant_name, whole.lookup_code, str(whole.applicant_id)):
        assert personal not in told


def test_a_peer_hears_only_its_events_and_its_agencies() -> None:
    commune, other = a_province().commune, a_province().justice
    a_peer("it-viec", verbs=["dossier.accepted"])
    a_peer("cua-xa", agencies=[commune.code])
    a_peer("cua-so", agencies=[other.code])
    an_accepted_dossier()

    tell_all()

    assert [one.verb for one in messages(peer="it-viec")] == ["dossier.accepted"]
    assert len(messages(peer="cua-xa")) == 2
    assert messages(peer="cua-so") == []


def test_without_peers_nothing_is_written() -> None:
    a_submitted_dossier()

    tell_all()

    assert not Message.objects.exists()
