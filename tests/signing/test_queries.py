"""Certificates in time, and signatures by what they made."""

from datetime import timedelta
from uuid import uuid4

import pytest

from motcua.documents.models import Document
from motcua.dossiers.models import Result
from motcua.signing.authority import SampleAuthority
from motcua.signing.models import Signature
from motcua.signing.queries import certificate_of, signature_by_digest, signatures_of
from motcua.signing.rules import NoCertificate
from tests.builders import a_decided_dossier
from tests.calendars import A_DAY, MONDAY_MORNING

pytestmark = pytest.mark.django_db


def test_the_newest_certificate_that_is_valid_is_taken() -> None:
    owner = uuid4()
    for begins in (-20, -10, 10):
        certificate = SampleAuthority(MONDAY_MORNING).issue(owner, "person", "Mẫu")
        certificate.not_before = MONDAY_MORNING + begins * A_DAY
        certificate.save()

    taken = certificate_of(owner, "person", "Mẫu", MONDAY_MORNING)

    assert taken.not_before == MONDAY_MORNING - 10 * A_DAY
    for kind, at in (("seal", MONDAY_MORNING), ("person", taken.not_after + timedelta(days=99))):
        with pytest.raises(NoCertificate, match="Mẫu"):
            certificate_of(owner, kind, "Mẫu", at)


def test_a_signature_is_found_by_the_exact_bytes_it_made() -> None:
    result = Result.objects.get(dossier=a_decided_dossier())
    assert result.document is not None
    document = Document.objects.get(pk=result.document)

    found = signature_by_digest(document.file_id)

    assert found is not None
    assert signatures_of(document.id) == [found] == list(Signature.objects.filter(pk=found.pk))
    assert found.certificate.kind == "seal"
    assert signature_by_digest("00" * 32) is None
