"""Invented organisations of the sample: in the business register, known here, and represented.

Their tax codes begin with digits that no tax authority gives out.
"""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from motcua.kernel.actors import SYSTEM, Scope
from motcua.people.actions import record_mandate, register_organisation
from motcua.people.models import Organisation, OrganisationRecord, Person
from motcua.people.organisation_rules import Capacity, Kind, MandateTerms, OrganisationFacts

LEGAL, AUTHORISED = "cong-dan", "uy-quyen"
COMPANY, SHOP = "9999000118", "9999000245"
ADDRESS = "Số {number}, phố Mẫu, phường Hoa Lư, tỉnh Ninh Bình"
# tax code, name, kind, number of the house, who represents it by law
REGISTER = (
    (COMPANY, "Công ty TNHH Mẫu Hoa Lư", Kind.ENTERPRISE, 12, LEGAL),
    (SHOP, "Hộ kinh doanh Mẫu Tràng An", Kind.HOUSEHOLD, 5, AUTHORISED),
    ("9999000372", "Hợp tác xã Mẫu Kim Sơn", Kind.COOPERATIVE, 31, LEGAL),
)
EVIDENCE = "Giấy chứng nhận đăng ký doanh nghiệp mẫu"


def load_businesses(at: datetime) -> None:
    """Fill the register, and have one company known with its representatives.

    The others are for trying out: whoever the register names may claim to represent them.
    """
    people = {
        person.account.login: person
        for person in Person.objects.filter(account__login__in=(LEGAL, AUTHORISED))
    }
    OrganisationRecord.objects.bulk_create(
        OrganisationRecord(
            tax_code=code,
            name=name,
            kind=kind.value,
            address=ADDRESS.format(number=number),
            representative_digest=people[login].number_digest or b"",
        )
        for code, name, kind, number, login in REGISTER
    )
    code, name, kind, number, _ = REGISTER[0]
    facts = OrganisationFacts(code, name, kind, ADDRESS.format(number=number))
    company = register_organisation(facts, evidence=EVIDENCE, by=SYSTEM, at=at)
    begun = localdate(at) - timedelta(days=30)
    legal = MandateTerms(Capacity.LEGAL, Scope.FULL, begun, None, EVIDENCE)
    filing = MandateTerms(Capacity.AUTHORISED, Scope.FILING, begun, None, "Giấy ủy quyền mẫu số 01")
    record_mandate(company.id, people[LEGAL].id, legal, by=SYSTEM, at=at)
    record_mandate(company.id, people[AUTHORISED].id, filing, by=SYSTEM, at=at)


def sample_company() -> Organisation:
    """Return the company of the sample whose store holds something."""
    return Organisation.objects.get(tax_code=COMPANY)
