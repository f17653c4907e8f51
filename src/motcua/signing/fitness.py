"""Whether a certificate may be taken into use: whose it is, who issued it, what it is for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asn1crypto import pem, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import InvalidCertificateError, PathError

from motcua.kernel.text import folded, normal
from motcua.signing import trust
from motcua.signing.models import Certificate
from motcua.signing.pades import at_once
from motcua.signing.rules import CertificateUnfit, Keeper
from motcua.signing.subjects import common_name, personal_numbers

NOT_ONE = "tệp không phải là một chứng thư X.509"
EXPIRED = "đã hết hạn"
EARLY = "chưa đến ngày có hiệu lực"
STRANGER = (
    "không do tổ chức được tin cậy cấp (chứng thư của tổ chức cấp phải có trong keys/authorities)"
)
WRONG_USE = "không được cấp để ký văn bản"
OTHER_NUMBER = "mang số định danh của người khác"
OTHER_NAME = "mang tên người khác và không có số định danh để đối chiếu"
SIGNING = {"non_repudiation"}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose certificate it is to be; an agency has no number."""

    id: UUID
    kind: str
    name: str
    number: str = ""


def fit_certificate(
    content: bytes, owner: Owner, keeper: Keeper, key: str, at: datetime
) -> Certificate:
    """Return a certificate that its owner may sign with, not yet saved, or refuse it.

    It must be valid, lead to an authority trusted here, be meant for signing, and bear the
    personal number of the officer, or their name when it bears no number: who acted and who
    signed must be one.
    """
    issued = _read(content)
    _require_fit(issued, at)
    if owner.kind == "person":
        _require_own(issued, owner)
    return Certificate(
        owner=owner.id,
        kind=owner.kind,
        subject_name=common_name(issued.subject)[:200],
        serial=str(issued.serial_number),
        pem=pem.armor("CERTIFICATE", issued.dump()).decode(),
        keeper=keeper.value,
        key_file=key if keeper is Keeper.KEY_FILE else "",
        key_name="" if keeper is Keeper.KEY_FILE else key,
        not_before=issued.not_valid_before,
        not_after=issued.not_valid_after,
    )


def _read(content: bytes) -> x509.Certificate:
    try:
        der = pem.unarmor(content)[2] if pem.detect(content) else content
        issued = x509.Certificate.load(der, strict=True)
        issued.native  # noqa: B018 -- read whole, so that nothing unreadable is kept
    except (ValueError, TypeError) as error:
        raise CertificateUnfit(reason=NOT_ONE) from error
    return issued


def _require_fit(issued: x509.Certificate, at: datetime) -> None:
    if at > issued.not_valid_after:
        raise CertificateUnfit(reason=EXPIRED)
    if at < issued.not_valid_before:
        raise CertificateUnfit(reason=EARLY)
    context = ValidationContext(trust_roots=trust.authorities(), moment=at, allow_fetching=False)
    validator = CertificateValidator(issued, validation_context=context)
    try:
        at_once(validator.async_validate_usage(SIGNING))  # type: ignore[no-untyped-call]
    except InvalidCertificateError as error:
        raise CertificateUnfit(reason=WRONG_USE) from error
    except PathError as error:
        raise CertificateUnfit(reason=STRANGER) from error


def _require_own(issued: x509.Certificate, owner: Owner) -> None:
    numbers = personal_numbers(issued.subject)
    if numbers:
        if owner.number not in numbers:
            raise CertificateUnfit(reason=OTHER_NUMBER)
        return
    if folded(normal(common_name(issued.subject))) != folded(normal(owner.name)):
        raise CertificateUnfit(reason=OTHER_NAME)
