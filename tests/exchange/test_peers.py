"""Peers: set up by one person, put in force by another; the secret stays sealed."""

import pytest
from django.db import IntegrityError, transaction

from motcua.events.models import Event
from motcua.events.publishing import NotSound, SecondPersonNeeded
from motcua.exchange import actions
from motcua.exchange.models import Line, PeerVersion
from motcua.exchange.queries import PEERS, lines_to_serve
from motcua.exchange.secrets import secret_of
from motcua.kernel.errors import InvalidInput, NotFound, NotPermitted
from tests.builders import a_citizen, a_province
from tests.calendars import MONDAY_MORNING
from tests.exchange.peers import CODE, SECRET, a_peer, a_set_up, a_setter, another

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]


def test_one_sets_up_and_another_puts_in_force() -> None:
    first, second = a_setter(), another()
    drafted = actions.draft(CODE, a_set_up(), by=first, at=MONDAY_MORNING)
    actions.propose(drafted.id, by=first, at=MONDAY_MORNING)
    with pytest.raises(SecondPersonNeeded):
        actions.publish(drafted.id, by=first, at=MONDAY_MORNING)
    assert lines_to_serve(MONDAY_MORNING) == []

    actions.publish(drafted.id, by=second, at=MONDAY_MORNING)

    assert PEERS.in_force(CODE) == drafted
    assert [one.peer for one in lines_to_serve(MONDAY_MORNING)] == [CODE]
    recorded = Event.objects.filter(subject=drafted.id).order_by("sequence")
    assert [one.verb for one in recorded] == ["peer.drafted", "peer.proposed", "peer.published"]


def test_the_secret_is_sealed_and_a_new_version_keeps_it() -> None:
    version = a_peer()

    later = actions.draft(CODE, a_set_up(secret=""), by=a_setter(), at=MONDAY_MORNING)

    for one in (version, later):
        stored = PeerVersion.objects.get(pk=one.pk)
        assert SECRET.encode() not in bytes(stored.sealed) + bytes(stored.wrapped_key)
        assert secret_of(stored) == SECRET
    assert not Event.objects.filter(facts__icontains=SECRET).exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"address": "http://cong.example/"}, "address"),
        ({"address": "https://127.0.0.1/"}, "address"),
        ({"secret": "ngan"}, "secret"),
        ({"secret": ""}, "secret"),
        ({"verbs": ["dossier.opened"]}, "verbs"),
        ({"agencies": ["khong-co"]}, "agencies"),
    ],
)
def test_what_cannot_work_is_refused_by_its_field(changed: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        actions.draft(CODE, a_set_up(**changed), by=a_setter(), at=MONDAY_MORNING)

    assert list(refused.value.errors) == [field]


def test_an_address_that_is_no_longer_allowed_is_not_put_in_force(settings: object) -> None:
    settings.EXCHANGE_ALLOW = ["truc.tinh.vn:80"]  # type: ignore[attr-defined]
    given = a_set_up(address="http://truc.tinh.vn/")
    drafted = actions.draft(CODE, given, by=a_setter(), at=MONDAY_MORNING)
    settings.EXCHANGE_ALLOW = []  # type: ignore[attr-defined]

    with pytest.raises(NotSound):
        actions.propose(drafted.id, by=a_setter(), at=MONDAY_MORNING)


def test_what_is_in_force_never_changes() -> None:
    version = a_peer()

    with pytest.raises(IntegrityError), transaction.atomic():
        PeerVersion.objects.filter(pk=version.pk).update(address="https://khac.example/")


def test_a_draft_is_changed_and_thrown_away() -> None:
    first = a_setter()
    drafted = actions.draft(CODE, a_set_up(), by=first, at=MONDAY_MORNING)
    commune = a_province().committee
    given = a_set_up(name="Tên khác", secret="", agencies=[commune.code])

    changed = actions.save_draft(drafted.id, given, by=first, at=MONDAY_MORNING)
    assert (changed.name, changed.agencies) == ("Tên khác", [commune.id])
    actions.propose(drafted.id, by=first, at=MONDAY_MORNING)
    actions.send_back(drafted.id, reason="Sai tên.", by=another(), at=MONDAY_MORNING)
    actions.discard(drafted.id, by=first, at=MONDAY_MORNING)

    assert not PeerVersion.objects.exists()


def test_a_paused_peer_is_not_served_until_it_is_resumed() -> None:
    a_peer()
    Line.objects.update(failures=9, rests_until=MONDAY_MORNING)

    for _ in range(2):
        actions.pause(CODE, by=a_setter(), at=MONDAY_MORNING)
        assert lines_to_serve(MONDAY_MORNING) == []
    for _ in range(2):
        line = actions.resume(CODE, by=a_setter(), at=MONDAY_MORNING)

    assert (line.failures, line.rests_until) == (0, None)
    assert lines_to_serve(MONDAY_MORNING) == [line]
    verbs = Event.objects.filter(verb__in=["peer.paused", "peer.resumed"]).values_list("verb")
    assert sorted(verbs) == [("peer.paused",), ("peer.resumed",)]


def test_others_set_up_and_pause_nothing() -> None:
    a_peer()
    stranger = a_citizen()

    for act in (actions.pause, actions.resume):
        with pytest.raises(NotPermitted):
            act(CODE, by=stranger, at=MONDAY_MORNING)
        with pytest.raises(NotFound):
            act("khong-co", by=a_setter(), at=MONDAY_MORNING)
    with pytest.raises(NotPermitted):
        actions.draft("khac", a_set_up(), by=stranger, at=MONDAY_MORNING)
