"""Templates of agencies: drafted by one, published by another, never in the way of a slip."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from motcua.documents.restyled import TemplateRefused
from motcua.dossiers import actions
from motcua.dossiers.models import PaperForm, PaperTemplate, Slip
from motcua.dossiers.paper_forms import form_on, layout
from motcua.dossiers.rules import AlreadyPublished, DraftIsYourOwn
from motcua.dossiers.slips import content, newest
from motcua.events.models import Event
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.organisations.models import Agency
from tests.builders import a_province, an_accepted_dossier, an_officer
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import last_event
from tests.dossiers.test_papers import words

BEFORE = MONDAY_MORNING - timedelta(days=2)
FIRST_DAY = date(2026, 5, 1)
OWN = layout("receipt").replace("tiếp nhận hồ sơ của:", "trân trọng tiếp nhận hồ sơ của:")
pytestmark = pytest.mark.django_db


def the_form() -> PaperForm:
    a_province()
    form = form_on("receipt", FIRST_DAY)
    assert form is not None
    return form


def an_author() -> Actor:
    return an_officer(a_province().committee, Role.BUSINESS_ADMIN)


def drafted(
    text: str = OWN,
    agency: Agency | None = None,
    by: Actor | None = None,
    valid_from: date = FIRST_DAY,
) -> PaperTemplate:
    return actions.draft_template(
        the_form().id,
        agency=agency.id if agency else None,
        text=text,
        valid_from=valid_from,
        by=by or an_author(),
        at=BEFORE,
    )


def published(
    text: str = OWN, agency: Agency | None = None, valid_from: date = FIRST_DAY
) -> PaperTemplate:
    draft = drafted(text, agency, valid_from=valid_from)
    return actions.publish_template(draft.id, by=an_author(), at=BEFORE)


def the_receipt() -> Slip:
    slip = newest(an_accepted_dossier(), "receipt")
    assert slip is not None
    return slip


def test_a_published_template_draws_the_slips_of_its_agency() -> None:
    template = published(agency=a_province().commune)

    slip = the_receipt()

    assert slip.template == template.id
    assert "trân trọng tiếp nhận" in words(content(slip))


def test_the_agency_s_own_goes_before_the_province_s() -> None:
    published(OWN.replace("trân trọng", "đã"))
    own = published(agency=a_province().commune)

    assert the_receipt().template == own.id


def test_a_province_wide_one_is_used_where_there_is_no_own() -> None:
    published(agency=a_province().centre)
    everywhere = published(OWN.replace("trân trọng", "đã"))

    assert the_receipt().template == everywhere.id


def test_drafts_retired_ones_and_those_of_a_later_day_are_not_used() -> None:
    drafted()
    retired = published(agency=a_province().commune)
    actions.retire_template(retired.id, by=an_author(), at=BEFORE)
    published(agency=a_province().commune, valid_from=date(2026, 6, 2))

    assert the_receipt().template is None


def test_a_template_that_fails_never_stops_a_slip() -> None:
    template = published(agency=a_province().commune)
    PaperTemplate.objects.filter(pk=template.id).update(text='#read("/etc/passwd")')

    slip = the_receipt()

    assert slip.template is None
    assert "Mẫu chưa dùng được" in slip.fallback
    assert "tiếp nhận hồ sơ của" in words(content(slip))
    event = Event.objects.get(subject=slip.dossier_id, verb="slip.issued")
    assert event.facts["built_in_instead_of"] == str(template.id)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (layout("receipt").replace("#signed(d)", "#signd(d)"), "không có tên “signd”"),
        ('#set document(title: "x")\n#set page(paper: "a5")\nGiấy', "thiếu quốc hiệu"),
        (layout("receipt").replace("slip.with(d)", 'slip.with(d, paper: "a4")'), "A5"),
        (layout("receipt").replace("slip.with(d)", "slip.with(d, coded: false)"), "mã hồ sơ"),
    ],
)
def test_a_template_that_leaves_out_what_is_demanded_is_refused(text: str, why: str) -> None:
    with pytest.raises(TemplateRefused, match=why):
        drafted(text)

    assert not PaperTemplate.objects.exists()


def test_a_new_draft_takes_the_place_of_the_old() -> None:
    first, second = drafted(), drafted(OWN + "\n")

    assert first.id == second.id
    assert PaperTemplate.objects.get().text == OWN + "\n"


def test_who_drafted_does_not_publish() -> None:
    author = an_author()
    draft = drafted(by=author)

    with pytest.raises(DraftIsYourOwn):
        actions.publish_template(draft.id, by=author, at=MONDAY_MORNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperTemplate.objects.filter(pk=draft.id).update(published_by=author.person)


def test_what_is_published_is_not_published_again() -> None:
    template = published()

    with pytest.raises(AlreadyPublished):
        actions.publish_template(template.id, by=an_author(), at=MONDAY_MORNING)


def test_only_authors_restyle() -> None:
    officer = an_officer(a_province().commune, Role.SIGNATORY)
    draft = drafted()

    with pytest.raises(NotPermitted):
        drafted(by=officer)
    with pytest.raises(NotPermitted):
        actions.publish_template(draft.id, by=officer, at=MONDAY_MORNING)
    with pytest.raises(NotPermitted):
        actions.retire_template(draft.id, by=officer, at=MONDAY_MORNING)


def test_a_draft_is_thrown_away_and_every_act_is_recorded() -> None:
    draft = drafted()

    assert actions.retire_template(draft.id, by=an_author(), at=MONDAY_MORNING) is None

    assert not PaperTemplate.objects.exists()
    told = Event.objects.filter(subject=draft.id).order_by("sequence")
    assert [event.verb for event in told] == ["paper_template.drafted", "paper_template.discarded"]


def test_retiring_twice_changes_nothing() -> None:
    template = published()
    actions.retire_template(template.id, by=an_author(), at=BEFORE)
    actions.retire_template(template.id, by=an_author(), at=MONDAY_MORNING)

    assert PaperTemplate.objects.get().retired_at == BEFORE


def test_what_does_not_exist_is_not_found() -> None:
    nowhere = UUID(int=0)

    with pytest.raises(NotFound):
        actions.publish_template(nowhere, by=an_author(), at=MONDAY_MORNING)
    with pytest.raises(NotFound):
        actions.draft_template(
            nowhere, agency=None, text=OWN, valid_from=FIRST_DAY, by=an_author(), at=BEFORE
        )


def test_the_event_that_issues_a_slip_says_what_was_issued() -> None:
    slip = the_receipt()
    event = last_event(slip.dossier, "slip.issued")

    assert event.facts == {"form": "receipt", "number": "1/TTPVHCC", "signed": False}
