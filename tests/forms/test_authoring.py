"""Drawing a form and putting it in force: one draws and proposes, a second publishes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from motcua.events import publishing
from motcua.events.models import Event
from motcua.forms import actions
from motcua.forms.authorship import FORMS
from motcua.forms.files import FormFileRefused
from motcua.forms.models import FormVersion
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import InvalidInput, NotFound, NotPermitted
from motcua.kernel.ids import new_id
from motcua.procedures.models import ProcedureVersion
from tests.builders import a_procedure
from tests.calendars import MONDAY_MORNING
from tests.forms.drawing import (
    CODE,
    DRAWER,
    SECOND,
    SOUND,
    TRIAL,
    UNSOUND,
    WRONG,
    WRONG_TRIAL,
    a_definition,
    a_draft,
    a_proposal,
    a_publication,
    places_on,
)
from tests.forms.test_rules import a_field

pytestmark = pytest.mark.django_db
LATER = MONDAY_MORNING + timedelta(hours=2)
THIRD = Actor(new_id(), new_id(), frozenset({Role.CONTROLLER}))


def saved(version: FormVersion, by: Actor = DRAWER, **given: Any) -> FormVersion:
    whole = {"definition": SOUND, "trials": [], "seen": version.revision, **given}
    return actions.save_draft(version.id, **whole, by=by, at=LATER)


def published(version: FormVersion, by: Actor = SECOND) -> FormVersion:
    return actions.publish(version.id, places=places_on, by=by, at=LATER)


def proposed(version: FormVersion, by: Actor = DRAWER) -> FormVersion:
    return actions.propose(version.id, places=places_on, by=by, at=LATER)


def verbs(version: FormVersion) -> list[str]:
    events = Event.objects.filter(subject=version.id).order_by("sequence")
    return list(events.values_list("verb", flat=True))


def test_a_new_form_begins_as_a_draft_of_its_first_version() -> None:
    version = a_draft()

    assert (version.version, version.name, version.drafted_by) == (1, "Tờ khai mẫu", DRAWER.person)
    assert version.published_at is None


def test_drafting_is_recorded() -> None:
    version = a_draft()

    event = Event.objects.get(subject=version.id)
    assert (event.verb, event.by) == ("form.drafted", DRAWER.person)
    assert event.facts == {"code": CODE, "version": 1}


def test_a_published_form_gets_a_new_version() -> None:
    a_publication()

    assert a_draft().version == 2


@pytest.mark.parametrize("by", WRONG)
def test_only_authors_draft(by: Actor) -> None:
    with pytest.raises(NotPermitted):
        a_draft(by=by)


def test_a_form_has_one_draft() -> None:
    a_draft()

    with pytest.raises(publishing.DraftExists):
        a_draft()


@pytest.mark.parametrize("code", ["Có dấu", "", "a" * 61, "a/b"])
def test_the_code_must_be_usable(code: str) -> None:
    with pytest.raises(InvalidInput):
        a_draft(code=code)


@pytest.mark.parametrize("title", [None, "", {"vi": " "}, {"vi": 5}, {"vi": "a" * 1001}])
def test_a_form_has_a_name(title: object) -> None:
    with pytest.raises(InvalidInput):
        a_draft({**SOUND, "title": title})


@pytest.mark.parametrize("wrong", [float("nan"), "\x00", "\ud800", 10**16, "a" * 1_000_000])
def test_what_cannot_be_kept_is_refused(wrong: object) -> None:
    with pytest.raises(FormFileRefused):
        a_draft({**SOUND, "more": wrong})


@pytest.mark.parametrize(
    "pages",
    [
        None,
        5,
        [None],
        [{"fields": 5}],
        [{"fields": [5]}],
        [{"fields": [{"kind": "text"}]}],
        [{"fields": [{"id": "a"}]}],
        [{"fields": [{"id": "a", "kind": "table", "fields": [5]}]}],
    ],
)
def test_what_no_page_could_show_is_refused(pages: object) -> None:
    with pytest.raises(FormFileRefused):
        a_draft({**SOUND, "pages": pages})


def test_a_draft_may_be_unfinished() -> None:
    assert a_draft(UNSOUND).definition == UNSOUND


def test_saving_keeps_what_was_drawn_and_by_whom() -> None:
    version = saved(a_draft(), by=SECOND, definition=a_definition(name="Tên  mới "))

    kept = FormVersion.objects.get(pk=version.id)
    assert (kept.name, kept.drafted_by, kept.drafted_at) == ("Tên mới", SECOND.person, LATER)
    assert kept.revision == 2


def test_saving_is_recorded() -> None:
    assert verbs(saved(a_draft())) == ["form.drafted", "form.drafted"]


@pytest.mark.parametrize("by", WRONG)
def test_only_authors_save(by: Actor) -> None:
    version = a_draft()

    with pytest.raises(NotPermitted):
        saved(version, by=by)


def test_what_is_proposed_or_published_is_not_drawn_on() -> None:
    version = a_proposal()

    with pytest.raises(publishing.NotADraft):
        saved(version)
    published(version)
    with pytest.raises(publishing.NotADraft):
        saved(version)


def test_saving_twice_from_one_page_is_refused_and_leaves_the_first() -> None:
    version = a_draft()
    saved(version, seen=1, definition=a_definition(name="Lần một"))

    with pytest.raises(publishing.StaleDraft):
        saved(version, seen=1, definition=a_definition(name="Lần hai"))

    assert FormVersion.objects.get(pk=version.id).name == "Lần một"


def test_a_draft_is_thrown_away() -> None:
    version = a_draft()

    actions.discard_draft(version.id, by=SECOND, at=LATER)

    assert not FormVersion.objects.filter(code=CODE).exists()
    assert verbs(version) == ["form.drafted", "form.discarded"]


@pytest.mark.parametrize("by", WRONG)
def test_only_authors_throw_drafts_away(by: Actor) -> None:
    version = a_draft()

    with pytest.raises(NotPermitted):
        actions.discard_draft(version.id, by=by, at=LATER)


def test_what_is_no_draft_is_not_thrown_away_nor_twice() -> None:
    version = a_proposal()
    with pytest.raises(publishing.NotADraft):
        actions.discard_draft(version.id, by=DRAWER, at=LATER)
    actions.withdraw_proposal(version.id, reason="Sai", by=DRAWER, at=LATER)
    actions.discard_draft(version.id, by=DRAWER, at=LATER)

    with pytest.raises(NotFound):
        actions.discard_draft(version.id, by=DRAWER, at=LATER)


def test_a_draft_that_a_procedure_names_stays() -> None:
    version, known = a_draft(), a_procedure()
    ProcedureVersion.objects.create(
        procedure=known.procedure,
        sector=known.sector,
        version=2,
        name=known.name,
        valid_from=known.valid_from,
        form=version,
    )

    with pytest.raises(publishing.DraftInUse):
        actions.discard_draft(version.id, by=DRAWER, at=LATER)


def test_proposing_says_who_and_when() -> None:
    version = a_proposal()

    assert (version.proposed_by, version.proposed_at) == (DRAWER.person, MONDAY_MORNING)
    assert verbs(version) == ["form.drafted", "form.proposed"]


@pytest.mark.parametrize("by", WRONG)
def test_only_authors_propose(by: Actor) -> None:
    version = a_draft()

    with pytest.raises(NotPermitted):
        proposed(version, by)


def test_what_the_checker_refuses_is_not_proposed() -> None:
    version = a_draft(UNSOUND)

    with pytest.raises(publishing.NotSound):
        proposed(version)


def test_a_form_whose_test_case_fails_is_not_proposed() -> None:
    version = a_draft(trials=[WRONG_TRIAL])

    with pytest.raises(publishing.NotSound, match="Ca thử “Bỏ trống”"):
        proposed(version)


def test_a_case_that_the_procedures_do_not_have_is_not_proposed() -> None:
    version = a_draft(a_definition(a_field("a", show_if='case == "x"')), trials=[])

    with pytest.raises(publishing.NotSound):
        actions.propose(version.id, places=places_on, cases=["y"], by=DRAWER, at=LATER)


def test_a_field_that_changed_its_kind_is_not_proposed() -> None:
    a_publication()
    version = a_draft(a_definition(a_field("a", "long_text")))

    with pytest.raises(publishing.NotSound, match="đổi loại"):
        proposed(version)


def test_proposing_twice_is_refused() -> None:
    version = a_proposal()

    with pytest.raises(publishing.NotADraft):
        proposed(version)


def test_a_proposal_goes_back_with_a_reason() -> None:
    version = actions.withdraw_proposal(
        a_proposal().id, reason=" Thiếu trang. ", by=SECOND, at=LATER
    )

    told = FORMS.last_return(version)
    assert version.proposed_at is None
    assert told is not None
    assert (told.by, told.reason) == (SECOND.person, "Thiếu trang.")
    assert verbs(version)[-1] == "form.sent_back"


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
    second = published(a_proposal())

    first.refresh_from_db()
    assert (second.published_by, second.published_at) == (SECOND.person, LATER)
    assert (first.retired_at, second.retired_at) == (LATER, None)


def test_publishing_and_ending_are_recorded() -> None:
    first = a_publication()
    second = published(a_proposal())

    assert verbs(first)[-2:] == ["form.published", "form.retired"]
    assert verbs(second)[-1] == "form.published"


@pytest.mark.parametrize("by", WRONG)
def test_only_authors_publish(by: Actor) -> None:
    version = a_proposal()

    with pytest.raises(NotPermitted):
        published(version, by)


def test_nobody_publishes_what_they_drew_or_proposed() -> None:
    version = a_draft()
    saved(version, by=SECOND)
    proposed(version, THIRD)

    for by in (DRAWER, SECOND, THIRD):
        with pytest.raises(publishing.SecondPersonNeeded):
            published(version, by)


def test_only_what_is_proposed_is_published_and_only_once() -> None:
    version = a_draft()
    with pytest.raises(publishing.NotProposed):
        published(version)
    proposed(version)
    published(version)

    with pytest.raises(publishing.NotProposed):
        published(version)


def test_publishing_checks_again() -> None:
    version = a_proposal()
    FormVersion.objects.filter(pk=version.id).update(definition=UNSOUND)

    with pytest.raises(publishing.NotSound):
        published(version)


def test_a_published_version_never_changes_nor_do_its_test_cases() -> None:
    version = a_publication()

    for changed in ({"definition": UNSOUND}, {"trials": [TRIAL, TRIAL]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FormVersion.objects.filter(pk=version.id).update(**changed)


def test_a_version_that_never_was_is_not_found() -> None:
    with pytest.raises(NotFound):
        actions.save_draft(new_id(), definition=SOUND, trials=[], seen=1, by=DRAWER, at=LATER)
    for act in (actions.propose, actions.publish):
        with pytest.raises(NotFound):
            act(new_id(), places=places_on, by=DRAWER, at=LATER)
