"""Parameters that several operations take."""

from typing import Annotated
from uuid import UUID

from ninja import Header, Query
from pydantic import AfterValidator, StringConstraints

from motcua.api.shapes.parts import Words

NOT_A_REVISION = "If-Match phải là số sửa đổi trong ngoặc kép, như ETag đã nhận."
MOST_DIGITS = 9


def _revision(text: str) -> str:
    digits = text.strip().strip('"')
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS):
        raise ValueError(NOT_A_REVISION)
    return digits


Cursor = Annotated[
    Annotated[str, StringConstraints(max_length=200)] | None,
    Query(None, description="`next` of the page before."),
]
Search = Annotated[Words, Query(..., alias="q", description="Words, accents or not; or a code.")]
Key = Annotated[
    UUID,
    Header(
        ...,
        alias="Idempotency-Key",
        description="A UUID made by the client. The same key again gives the same dossier and "
        "changes nothing; with another content it is refused (409).",
    ),
]
OptionalKey = Annotated[
    UUID | None,
    Header(None, alias="Idempotency-Key", description="The same key again changes nothing."),
]
ReadingReason = Annotated[
    Annotated[str, StringConstraints(max_length=300)] | None,
    Header(
        None,
        alias="Reading-Reason",
        description="Why an officer looks at a picture of an identity card; its owner can read it. "
        "URL-encoded (RFC 3986), because headers carry no Vietnamese.",
    ),
]
FiledAt = Annotated[
    UUID | None,
    Query(
        None,
        description="The commune where it is going to be filed. When many upload at once, it waits "
        "with what is for that agency; it means nothing else.",
    ),
]
IfMatch = Annotated[
    Annotated[str, AfterValidator(_revision)] | None,
    Header(
        None,
        alias="If-Match",
        description="The ETag last seen; when the dossier has changed since, nothing is done "
        "and the answer is 412.",
    ),
]


def revision_in(if_match: str | None) -> int | None:
    """Return the revision that a client saw; None when it did not say."""
    return int(if_match) if if_match is not None else None
