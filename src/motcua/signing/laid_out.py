"""Files that are laid out and wait for their signature."""

from motcua.documents.queries import content_of, documents_by_id
from motcua.signing.models import SignatureRequest
from motcua.signing.pades import Prepared


def prepared_of(request: SignatureRequest) -> Prepared:
    """Return the file of a request as it was laid out."""
    document = documents_by_id([request.prepared])[request.prepared]
    hole = (request.hole_begins, request.hole_ends)
    return Prepared(content_of(document), hole, bytes(request.attributes))
