"""Papers at each step of digitisation, with plain defaults."""

from functools import lru_cache

from motcua.digitisation import actions, ocr
from motcua.digitisation.models import DigitalCopy
from motcua.digitisation.proposing import propose
from motcua.digitisation.reading import scan_of
from motcua.digitisation.sheets import pictures_in
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.organisations.models import Agency
from motcua.results.models import Entry
from tests.builders import a_certificate, a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.registers import an_entry
from tests.scans import SECOND_PAGE, a_scan

VALUES = {
    "owner_number": "037068001234",
    "owner_name": "Nguyễn Văn Mẫu",
    "birth_year": "1968",
    "name": "Quyết định",
    "number": "145/QĐ-UBND",
    "issued_on": "14/05/2021",
    "issuer": "Ủy ban nhân dân xã Mẫu",
    "summary": "Về việc công nhận quyền sử dụng đất ở",
    "valid_to": "14/05/2071",
}


def a_scanning_clerk(agency: Agency | None = None, *roles: Role, name: str = "Vũ Thị Mẫu") -> Actor:
    """Return who scans at an agency, with a personal certificate."""
    clerk = an_officer(
        agency or a_province().commune, *(roles or (Role.RECORDS_CLERK,)), full_name=name
    )
    assert clerk.person is not None
    a_certificate(clerk.person, "person", name)
    return clerk


def a_seal(agency: Agency) -> None:
    """Give an agency its seal."""
    a_certificate(agency.id, "seal", agency.name)


def a_begun_copy(by: Actor, entry: Entry | None = None, pages: int = 2) -> DigitalCopy:
    """Return a result of the register whose pages are to be scanned."""
    commune = a_province().commune
    found = entry or an_entry(commune)
    return actions.open_for_entry(found.id, paper_pages=pages, by=by, at=MONDAY_MORNING)


def a_scanned_copy(by: Actor, entry: Entry | None = None) -> DigitalCopy:
    """Return one whose two pages are there."""
    copy = a_begun_copy(by, entry)
    for name, content in (("mot.jpg", a_scan()), ("hai.jpg", a_scan(SECOND_PAGE))):
        actions.add_pages(copy.id, pictures_in(name, content), by=by, at=MONDAY_MORNING)
    return copy


def a_signed_copy(by: Actor, entry: Entry | None = None) -> DigitalCopy:
    """Return one whose scan is signed."""
    copy = a_scanned_copy(by, entry)
    return actions.sign_scan(copy.id, by=by, at=MONDAY_MORNING)


def a_read_copy(by: Actor, entry: Entry | None = None) -> DigitalCopy:
    """Return one that a machine has read."""
    copy = a_signed_copy(by, entry)
    reading = _read(*scan_of(copy))
    proposals = propose(reading.pages, reading.codes)
    return actions.keep_reading(copy.id, reading, proposals, by=SYSTEM, at=MONDAY_MORNING)


@lru_cache(maxsize=4)
def _read(scan: bytes, pages: int) -> ocr.Reading:
    """Read a scan once for all tests that only need one that was read."""
    return ocr.read(scan, pages)


def a_stored_copy(by: Actor, entry: Entry | None = None) -> DigitalCopy:
    """Return one whose data were compared and which has its code."""
    copy = a_read_copy(by, entry)
    return actions.store_copy(copy.id, VALUES, by=by, at=MONDAY_MORNING)
