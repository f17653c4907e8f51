"""The programme: batches of results that are only on paper, and samples of what was done."""

from datetime import date

import pytest

from motcua.digitisation import actions
from motcua.digitisation.models import BatchEntry, DigitalCopy, SampleCheck
from motcua.digitisation.queries import batches_of, samples_of, throughput, waiting_in
from motcua.digitisation.rules import BatchNameTaken, NothingToDigitise, OwnWork
from motcua.digitisation.sampling import is_sampled
from motcua.dossiers.rules import ReasonMissing
from motcua.kernel.actors import Role
from motcua.kernel.errors import InvalidInput, NotFound, NotPermitted
from motcua.kernel.ids import new_id
from tests.builders import a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.papers_on_the_way import a_scanning_clerk, a_stored_copy
from tests.registers import a_digitised_entry, an_entry

pytestmark = pytest.mark.django_db


def test_a_batch_takes_the_oldest_results_that_are_only_on_paper() -> None:
    commune, clerk = a_province().commune, a_scanning_clerk()
    young = an_entry(commune, issued_on=date(2025, 9, 1))
    old = an_entry(commune, issued_on=date(2025, 8, 1))
    a_digitised_entry(commune)

    batch = actions.open_batch("Đợt một", most=1, by=clerk, at=MONDAY_MORNING)

    assert [one.id for one in waiting_in(batch)] == [old.id]
    following = actions.open_batch("Đợt hai", by=clerk, at=MONDAY_MORNING)
    assert [one.id for one in waiting_in(following)] == [young.id]


def test_a_batch_may_be_of_one_field_and_one_year() -> None:
    commune, clerk = a_province().commune, a_scanning_clerk()
    wanted = an_entry(commune, sector="Đất đai", issued_on=date(2025, 8, 1))
    an_entry(commune, sector="Hộ tịch", issued_on=date(2025, 8, 1))
    an_entry(commune, sector="Đất đai", issued_on=date(2026, 1, 5))

    batch = actions.open_batch("Đất", sector="Đất đai", year=2025, by=clerk, at=MONDAY_MORNING)

    assert [one.id for one in waiting_in(batch)] == [wanted.id]


def test_a_batch_needs_a_name_of_its_own_and_work_to_do() -> None:
    commune, clerk = a_province().commune, a_scanning_clerk()
    with pytest.raises(NothingToDigitise):
        actions.open_batch("Đợt một", by=clerk, at=MONDAY_MORNING)
    an_entry(commune)
    actions.open_batch("Đợt một", by=clerk, at=MONDAY_MORNING)
    with pytest.raises(BatchNameTaken):
        actions.open_batch(" Đợt một ", by=clerk, at=MONDAY_MORNING)
    with pytest.raises(InvalidInput) as refusal:
        actions.open_batch("", most=0, sample_percent=101, by=clerk, at=MONDAY_MORNING)
    assert set(refusal.value.errors) == {"name", "most", "sample_percent"}


def test_only_who_leads_or_keeps_records_plans_and_only_at_home() -> None:
    commune, clerk = a_province().commune, a_scanning_clerk()
    an_entry(commune)
    batch = actions.open_batch("Đợt một", by=clerk, at=MONDAY_MORNING)

    receptionist = an_officer(commune, Role.RECEPTIONIST)
    stranger = a_scanning_clerk(a_province().justice)
    with pytest.raises(NotPermitted):
        actions.open_batch("Đợt hai", by=receptionist, at=MONDAY_MORNING)
    with pytest.raises(NotFound):
        actions.close_batch(batch.id, by=stranger, at=MONDAY_MORNING)
    with pytest.raises(NotFound):
        actions.close_batch(new_id(), by=clerk, at=MONDAY_MORNING)


def test_a_batch_is_given_to_a_clerk_and_ended() -> None:
    clerk = a_scanning_clerk()
    an_entry(a_province().commune)
    batch = actions.open_batch("Đợt một", by=clerk, at=MONDAY_MORNING)

    assert actions.assign_batch(batch.id, to=clerk.who, by=clerk, at=MONDAY_MORNING).assigned_to
    closed = actions.close_batch(batch.id, by=clerk, at=MONDAY_MORNING)
    again = actions.close_batch(batch.id, by=clerk, at=MONDAY_MORNING)

    assert closed.closed_at == again.closed_at == MONDAY_MORNING
    assert not BatchEntry.objects.filter(batch=batch).exists()


def test_progress_throughput_and_samples_follow_the_work() -> None:
    commune, clerk = a_province().commune, a_scanning_clerk()
    done, _ = an_entry(commune, issued_on=date(2025, 8, 1)), an_entry(commune)
    batch = actions.open_batch("Đợt một", sample_percent=100, by=clerk, at=MONDAY_MORNING)
    copy = a_stored_copy(clerk, done)

    (progress,) = batches_of(commune.id)
    assert (progress.entries, progress.done, progress.to_check) == (2, 1, 1)
    assert progress.share == 0.5
    (worked,) = throughput(commune.id, MONDAY_MORNING, MONDAY_MORNING.replace(year=2027))
    assert (worked.clerk, worked.papers, worked.pages) == (clerk.who, 1, 2)
    assert [one.id for one in samples_of(batch)] == [copy.id]


def test_a_sample_is_looked_at_by_somebody_else_once() -> None:
    commune, clerk = a_province().commune, a_scanning_clerk()
    entry = an_entry(commune)
    actions.open_batch("Đợt một", sample_percent=100, by=clerk, at=MONDAY_MORNING)
    copy = a_stored_copy(clerk, entry)
    with pytest.raises(OwnWork):
        actions.check_sample(copy.id, is_right=True, by=clerk, at=MONDAY_MORNING)
    other = a_scanning_clerk(name="Hồ Thị Mẫu")
    with pytest.raises(ReasonMissing):
        actions.check_sample(copy.id, is_right=False, by=other, at=MONDAY_MORNING)

    actions.check_sample(copy.id, is_right=False, found="Sai ngày cấp", by=other, at=MONDAY_MORNING)

    with pytest.raises(NotFound):
        actions.check_sample(copy.id, is_right=True, by=other, at=MONDAY_MORNING)
    (progress,) = batches_of(commune.id)
    assert (progress.right, progress.wrong, progress.to_check) == (0, 1, 0)


def test_what_is_sent_back_counts_as_not_done() -> None:
    commune, clerk = a_province().commune, a_scanning_clerk()
    entry = an_entry(commune)
    batch = actions.open_batch("Đợt một", sample_percent=0, by=clerk, at=MONDAY_MORNING)
    copy = a_stored_copy(clerk, entry)
    assert not SampleCheck.objects.exists()

    actions.return_copy(copy.id, why="Thiếu trang", by=clerk, at=MONDAY_MORNING)

    assert batch.entries.get().done_at is None
    assert DigitalCopy.objects.get().batch == batch


def test_about_the_share_that_was_asked_for_is_sampled() -> None:
    sampled = sum(is_sampled(new_id(), 5) for _ in range(4000))

    assert 120 < sampled < 290
