"""Drawing a process and putting it in force: one draws and proposes, a second publishes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.events import publishing
from motcua.events.models import Event
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import InvalidInput, NotFound, NotPermitted
from motcua.kernel.ids import new_id
from motcua.web.catalogue.blank import blank
from motcua.workflow import actions
from motcua.workflow.actions import authoring
from motcua.workflow.authorship import PROCESSES, revision_of
from motcua.workflow.models import ProcessVersion
from motcua.workflow.rules import ProcessRefused
from tests.calendars import MONDAY_MORNING

pytestmark = pytest.mark.django_db
CODE, NAME = "quy-trinh-mau", "Quy trình mẫu"
SOUND = blank(CODE, NAME)
UNSOUND = SOUND.replace('<bpmn:endEvent id="finish"', '<bpmn:manualTask id="finish"').replace(
    "</bpmn:endEvent>", "</bpmn:manualTask>"
)
DRAWER = Actor(new_id(), new_id(), frozenset({Role.BUSINESS_ADMIN}))
SECOND = Actor(new_id(), new_id(), frozenset({Role.CONTROLLER}))
WRONG = [
    Actor(new_id(), new_id(), frozenset({Role.CASE_OFFICER})),
    Actor(new_id(), None, frozenset({Role.CITIZEN})),
]
LATER = MONDAY_MORNING + timedelta(hours=2)


def a_draft(bpmn: str = SOUND) -> ProcessVersion:
    return actions.draft(CODE, name=NAME, bpmn=bpmn, by=DRAWER, at=MONDAY_MORNING)


def a_proposal() -> ProcessVersion:
    return actions.propose(a_draft().id, by=DRAWER, at=MONDAY_MORNING)


def a_publication() -> ProcessVersion:
    return actions.publish(a_proposal().id, by=SECOND, at=MONDAY_MORNING)


def saved(version: ProcessVersion, by: Actor = DRAWER, **given: str) -> ProcessVersion:
    whole = {"name": NAME, "bpmn": SOUND, "seen": revision_of(version), **given}
    return actions.save_draft(version.id, **whole, by=by, at=LATER)


def verbs(version: ProcessVersion) -> list[str]:
    events = Event.objects.filter(subject=version.id).order_by("sequence")
    return list(events.values_list("verb", flat=True))


def test_a_new_process_begins_as_a_draft_of_its_first_version() -> None:
    version = a_draft()

    assert (version.version, version.drafted_by, version.published_at) == (1, DRAWER.person, None)


def test_drafting_is_recorded() -> None:
    version = a_draft()

    event = Event.objects.get(subject=version.id)
    assert (event.verb, event.by, event.facts) == (
        "process.drafted",
        DRAWER.person,
        {"code": CODE, "version": 1},
    )


def test_a_published_process_gets_a_new_version() -> None:
    a_publication()

    assert a_draft().version == 2


@pytest.mark.parametrize("by", WRONG)
def test_only_authors_draft(by: Actor) -> None:
    with pytest.raises(NotPermitted):
        actions.draft(CODE, name=NAME, bpmn=SOUND, by=by, at=MONDAY_MORNING)


def test_a_process_has_one_draft() -> None:
    a_draft()

    with pytest.raises(publishing.DraftExists):
        a_draft()


@pytest.mark.parametrize(
    ("code", "name"), [("Có dấu", NAME), ("", NAME), ("a" * 61, NAME), ("a/b", NAME), (CODE, " ")]
)
def test_code_and_name_must_be_usable(code: str, name: str) -> None:
    with pytest.raises(InvalidInput):
        actions.draft(code, name=name, bpmn=SOUND, by=DRAWER, at=MONDAY_MORNING)


@pytest.mark.parametrize("bpmn", ["", "không phải XML", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'])
def test_what_is_no_file_of_ours_is_not_kept(bpmn: str) -> None:
    with pytest.raises(ProcessRefused):
        a_draft(bpmn)


def test_a_file_has_a_largest_size() -> None:
    with pytest.raises(authoring.FileTooLarge):
        a_draft(f"<x>{' ' * authoring.LONGEST_FILE}</x>")


def test_saving_keeps_what_was_drawn_and_by_whom() -> None:
    version = saved(a_draft(), by=SECOND, bpmn=UNSOUND, name="Tên  mới ")

    kept = ProcessVersion.objects.get(pk=version.id)
    assert (kept.bpmn, kept.name, kept.drafted_by) == (UNSOUND, "Tên mới", SECOND.person)
    assert kept.drafted_at == LATER


def test_saving_is_recorded() -> None:
    assert verbs(saved(a_draft())) == ["process.drafted", "process.drafted"]


@pytest.mark.parametrize("by", WRONG)
def test_only_authors_save(by: Actor) -> None:
    version = a_draft()

    with pytest.raises(NotPermitted):
        saved(version, by=by)


def test_what_is_proposed_or_published_is_not_drawn_on() -> None:
    proposed = a_proposal()

    with pytest.raises(publishing.NotADraft):
        saved(proposed)
    published = actions.publish(proposed.id, by=SECOND, at=LATER)
    with pytest.raises(publishing.NotADraft):
        saved(published)


def test_saving_twice_from_one_page_is_refused_and_leaves_the_first() -> None:
    version = a_draft()
    seen = revision_of(version)
    saved(version, seen=seen, name="Lần một")

    with pytest.raises(publishing.StaleDraft):
        saved(version, seen=seen, name="Lần hai")

    assert ProcessVersion.objects.get(pk=version.id).name == "Lần một"


def test_proposing_says_who_and_when() -> None:
    version = a_proposal()

    assert (version.proposed_by, version.proposed_at) == (DRAWER.person, MONDAY_MORNING)


def test_proposing_is_recorded() -> None:
    assert verbs(a_proposal()) == ["process.drafted", "process.proposed"]


@pytest.mark.parametrize("by", WRONG)
def test_only_authors_propose(by: Actor) -> None:
    version = a_draft()

    with pytest.raises(NotPermitted):
        actions.propose(version.id, by=by, at=LATER)


def test_what_the_checker_refuses_is_not_proposed() -> None:
    version = a_draft(UNSOUND)

    with pytest.raises(publishing.NotSound):
        actions.propose(version.id, by=DRAWER, at=LATER)


def test_proposing_twice_is_refused() -> None:
    version = a_proposal()

    with pytest.raises(publishing.NotADraft):
        actions.propose(version.id, by=DRAWER, at=LATER)


def test_a_proposal_goes_back_with_a_reason() -> None:
    version = actions.withdraw_proposal(
        a_proposal().id, reason=" Thiếu bước lấy ý kiến. ", by=SECOND, at=LATER
    )

    told = PROCESSES.last_return(version)
    assert version.proposed_at is None
    assert told is not None
    assert (told.by, told.reason) == (SECOND.person, "Thiếu bước lấy ý kiến.")


def test_sending_back_is_recorded() -> None:
    version = actions.withdraw_proposal(a_proposal().id, reason="Thiếu", by=DRAWER, at=LATER)

    assert verbs(version)[-1] == "process.sent_back"


@pytest.mark.parametrize("by", WRONG)
def test_only_authors_send_back(by: Actor) -> None:
    version = a_proposal()

    with pytest.raises(NotPermitted):
        actions.withdraw_proposal(version.id, reason="Thiếu", by=by, at=LATER)


def test_only_what_is_proposed_goes_back_and_only_once() -> None:
    version = a_proposal()
    actions.withdraw_proposal(version.id, reason="Thiếu", by=SECOND, at=LATER)

    with pytest.raises(publishing.NotProposed):
        actions.withdraw_proposal(version.id, reason="Thiếu", by=SECOND, at=LATER)


def test_going_back_needs_a_reason() -> None:
    version = a_proposal()

    with pytest.raises(publishing.ReturnReasonMissing):
        actions.withdraw_proposal(version.id, reason=" ", by=SECOND, at=LATER)


def test_publishing_ends_the_version_before() -> None:
    first = a_publication()
    second = actions.publish(a_proposal().id, by=SECOND, at=LATER)

    first.refresh_from_db()
    assert (second.published_by, second.published_at) == (SECOND.person, LATER)
    assert (first.retired_at, second.retired_at) == (LATER, None)


def test_publishing_and_ending_are_recorded() -> None:
    first = a_publication()
    second = actions.publish(a_proposal().id, by=SECOND, at=LATER)

    assert verbs(first)[-2:] == ["process.published", "process.retired"]
    assert verbs(second)[-1] == "process.published"


@pytest.mark.parametrize("by", WRONG)
def test_only_authors_publish(by: Actor) -> None:
    version = a_proposal()

    with pytest.raises(NotPermitted):
        actions.publish(version.id, by=by, at=LATER)


def test_nobody_publishes_what_they_drew_or_proposed() -> None:
    version = a_draft()
    saved(version, by=SECOND)
    third = Actor(new_id(), new_id(), frozenset({Role.CONTROLLER}))
    actions.propose(version.id, by=third, at=LATER)

    for by in (DRAWER, SECOND, third):
        with pytest.raises(publishing.SecondPersonNeeded):
            actions.publish(version.id, by=by, at=LATER)


def test_only_what_is_proposed_is_published_and_only_once() -> None:
    version = a_draft()
    with pytest.raises(publishing.NotProposed):
        actions.publish(version.id, by=SECOND, at=LATER)
    actions.propose(version.id, by=DRAWER, at=LATER)
    actions.publish(version.id, by=SECOND, at=LATER)

    with pytest.raises(publishing.NotProposed):
        actions.publish(version.id, by=SECOND, at=LATER)


def test_publishing_checks_again() -> None:
    version = a_proposal()
    ProcessVersion.objects.filter(pk=version.id).update(bpmn=UNSOUND)

    with pytest.raises(publishing.NotSound):
        actions.publish(version.id, by=SECOND, at=LATER)


def test_a_published_version_never_changes() -> None:
    version = a_publication()

    with pytest.raises(IntegrityError), transaction.atomic():
        ProcessVersion.objects.filter(pk=version.id).update(bpmn=UNSOUND)


def test_a_version_that_never_was_is_not_found() -> None:
    version = new_id()

    with pytest.raises(NotFound):
        actions.save_draft(version, name=NAME, bpmn=SOUND, seen="", by=DRAWER, at=LATER)
    with pytest.raises(NotFound):
        actions.propose(version, by=DRAWER, at=LATER)
    with pytest.raises(NotFound):
        actions.withdraw_proposal(version, reason="Thiếu", by=DRAWER, at=LATER)
    with pytest.raises(NotFound):
        actions.publish(version, by=DRAWER, at=LATER)
