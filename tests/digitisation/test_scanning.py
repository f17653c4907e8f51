"""The first step: the paper becomes pages in their order, signed by who scanned them."""

import io

import pytest
from PIL import Image

from motcua.digitisation import actions
from motcua.digitisation.models import DigitalCopy, ScannedPage
from motcua.digitisation.queries import pages_of
from motcua.digitisation.rules import (
    AlreadyDigitised,
    NoPages,
    NotePairMissing,
    PagesDiffer,
    State,
    TooManyPages,
    WrongStep,
)
from motcua.digitisation.sheets import pictures_in
from motcua.documents.queries import content_of, documents_by_id
from motcua.documents.rules import FileEmpty, FileTypeForbidden
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.signing.verifying import verify
from tests.builders import a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.papers_on_the_way import a_begun_copy, a_scanned_copy, a_scanning_clerk, a_signed_copy
from tests.registers import a_digitised_entry, an_entry
from tests.scans import SECOND_PAGE, a_blank, a_picture, a_scan, jpeg

pytestmark = pytest.mark.django_db


def add(copy: DigitalCopy, by: Actor, *contents: bytes) -> list[ScannedPage]:
    pages = [page for content in contents for page in pictures_in("trang.jpg", content)]
    return actions.add_pages(copy.id, pages, by=by, at=MONDAY_MORNING)


def picture_of(page: ScannedPage) -> Image.Image:
    content = content_of(documents_by_id([page.document])[page.document])
    return Image.open(io.BytesIO(content))


def test_pages_stand_in_the_order_in_which_they_came() -> None:
    clerk = a_scanning_clerk()
    copy = a_begun_copy(clerk)

    add(copy, clerk, a_scan(), a_scan(SECOND_PAGE))
    add(copy, clerk, a_blank())

    assert [page.order for page in pages_of(copy)] == [1, 2, 3]
    assert [page.is_blank for page in pages_of(copy)] == [False, False, True]


def test_a_page_may_be_moved_to_another_place() -> None:
    clerk = a_scanning_clerk()
    copy = a_begun_copy(clerk)
    first, second, third = add(copy, clerk, a_scan(), a_scan(SECOND_PAGE), a_blank())

    actions.move_page(copy.id, third.id, to=1, by=clerk, at=MONDAY_MORNING)
    actions.move_page(copy.id, first.id, to=99, by=clerk, at=MONDAY_MORNING)

    assert [page.id for page in pages_of(copy)] == [third.id, second.id, first.id]


def test_a_turned_page_is_wide_where_it_was_high() -> None:
    clerk = a_scanning_clerk()
    copy = a_begun_copy(clerk)
    (page,) = add(copy, clerk, a_scan())
    high = picture_of(page).size

    actions.turn_page(copy.id, page.id, degrees=90, by=clerk, at=MONDAY_MORNING)

    assert picture_of(pages_of(copy)[0]).size == high[::-1]


def test_the_picture_of_an_open_book_becomes_two_pages() -> None:
    clerk = a_scanning_clerk()
    copy = a_begun_copy(clerk)
    left = a_picture()
    book = Image.new("RGB", (2 * left.width, left.height), "white")
    book.paste(left, (0, 0))
    book.paste(a_picture(SECOND_PAGE), (left.width, 0))
    page, after = add(copy, clerk, jpeg(book), a_blank())

    actions.split_page(copy.id, page.id, by=clerk, at=MONDAY_MORNING)

    pages = pages_of(copy)
    assert [picture_of(one).width for one in pages[:2]] == [left.width, left.width]
    assert pages[2].id == after.id


def test_blank_pages_go_together_and_single_ones_one_by_one() -> None:
    clerk = a_scanning_clerk()
    copy = a_begun_copy(clerk)
    kept, _, _, wrong = add(copy, clerk, a_scan(), a_blank(), a_blank(), a_scan(SECOND_PAGE))

    removed = actions.remove_blank_pages(copy.id, by=clerk, at=MONDAY_MORNING)
    actions.remove_page(copy.id, wrong.id, by=clerk, at=MONDAY_MORNING)

    assert removed == 2
    assert [(page.id, page.order) for page in pages_of(copy)] == [(kept.id, 1)]


def test_a_scan_has_as_many_pages_as_the_paper() -> None:
    clerk = a_scanning_clerk()
    copy = a_begun_copy(clerk, pages=3)
    with pytest.raises(NoPages):
        actions.sign_scan(copy.id, by=clerk, at=MONDAY_MORNING)
    add(copy, clerk, a_scan(), a_scan(SECOND_PAGE))

    with pytest.raises(PagesDiffer, match=r"3 trang nhưng bản chụp có 2"):
        actions.sign_scan(copy.id, by=clerk, at=MONDAY_MORNING)

    actions.count_paper(copy.id, paper_pages=2, by=clerk, at=MONDAY_MORNING)
    assert actions.sign_scan(copy.id, by=clerk, at=MONDAY_MORNING).state == State.SIGNED


def test_a_page_with_notes_is_scanned_with_and_without_them() -> None:
    clerk = a_scanning_clerk()
    copy = a_begun_copy(clerk, pages=1)
    noted, clean = add(copy, clerk, a_scan(), a_scan())
    actions.mark_notes(copy.id, noted.id, shows="with", by=clerk, at=MONDAY_MORNING)
    actions.remove_page(copy.id, clean.id, by=clerk, at=MONDAY_MORNING)
    with pytest.raises(NotePairMissing, match="Trang 1"):
        actions.sign_scan(copy.id, by=clerk, at=MONDAY_MORNING)

    (clean,) = add(copy, clerk, a_scan())
    actions.mark_notes(copy.id, clean.id, shows="without", by=clerk, at=MONDAY_MORNING)

    assert actions.sign_scan(copy.id, by=clerk, at=MONDAY_MORNING).state == State.SIGNED


def test_the_scan_is_signed_by_who_scanned_and_shows_it() -> None:
    clerk = a_scanning_clerk(name="Vũ Thị Mẫu")
    copy = a_signed_copy(clerk)

    assert copy.document is not None
    pdf = content_of(documents_by_id([copy.document])[copy.document])
    (verdict,) = verify(pdf, at=MONDAY_MORNING)
    assert verdict.holds
    assert verdict.signer == "Vũ Thị Mẫu"
    assert copy.signed_at == MONDAY_MORNING


def test_signed_pages_can_no_longer_be_changed() -> None:
    clerk = a_scanning_clerk()
    copy = a_signed_copy(clerk)

    with pytest.raises(WrongStep):
        add(copy, clerk, a_scan())
    with pytest.raises(WrongStep):
        actions.sign_scan(copy.id, by=clerk, at=MONDAY_MORNING)
    with pytest.raises(WrongStep):
        actions.discard_copy(copy.id, by=clerk, at=MONDAY_MORNING)


def test_what_was_begun_may_be_given_up_and_begun_again() -> None:
    clerk, entry = a_scanning_clerk(), an_entry(a_province().commune)
    copy = a_scanned_copy(clerk, entry)

    actions.discard_copy(copy.id, by=clerk, at=MONDAY_MORNING)

    assert not pages_of(copy)
    assert a_begun_copy(clerk, entry).id != copy.id


def test_the_same_paper_is_begun_once() -> None:
    clerk, entry = a_scanning_clerk(), an_entry(a_province().commune)

    assert a_begun_copy(clerk, entry).id == a_begun_copy(clerk, entry).id


def test_a_result_with_an_electronic_copy_is_not_digitised_again() -> None:
    entry = a_digitised_entry(a_province().commune)

    with pytest.raises(AlreadyDigitised, match=entry.number):
        a_begun_copy(a_scanning_clerk(), entry)


def test_only_who_receives_settles_or_keeps_records_scans() -> None:
    cashier = an_officer(a_province().commune, Role.CASHIER)

    with pytest.raises(NotPermitted):
        a_begun_copy(cashier)


def test_elsewhere_the_paper_does_not_exist() -> None:
    copy = a_scanned_copy(a_scanning_clerk())
    stranger = a_scanning_clerk(a_province().justice)

    with pytest.raises(NotFound):
        actions.sign_scan(copy.id, by=stranger, at=MONDAY_MORNING)
    with pytest.raises(NotFound):
        a_begun_copy(stranger, an_entry(a_province().commune))


def test_a_paper_has_no_more_pages_than_one_file_may_have() -> None:
    clerk = a_scanning_clerk()
    copy = a_begun_copy(clerk)
    (page,) = pictures_in("trang.jpg", a_blank(100))

    with pytest.raises(TooManyPages):
        actions.add_pages(copy.id, [page] * 501, by=clerk, at=MONDAY_MORNING)
    with pytest.raises(TooManyPages):
        actions.count_paper(copy.id, paper_pages=0, by=clerk, at=MONDAY_MORNING)


def test_what_is_no_picture_is_refused_with_the_reason() -> None:
    with pytest.raises(FileTypeForbidden):
        pictures_in("trang.gif", b"GIF89a" + bytes(40))
    with pytest.raises(FileEmpty):
        pictures_in("trang.jpg", b"")
