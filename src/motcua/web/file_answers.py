"""Files that were sent with a page of a form: taken in first, so that the answer can name them."""

from collections.abc import Sequence

from django.http import HttpRequest, QueryDict

from motcua.documents.rules import Wanted
from motcua.forms.fields.files import types_of
from motcua.forms.rules import FieldDict
from motcua.kernel.errors import DomainError
from motcua.web.uploads import taken_in


def with_files(
    request: HttpRequest, fields: Sequence[FieldDict]
) -> tuple[QueryDict, dict[str, str]]:
    """Return what was posted with the files taken in, and by field why one was refused.

    A script takes files in by itself and posts their ids; without it they come with the page.
    """
    posted, errors = request.POST.copy(), {}
    for field in fields:
        name = str(field["id"])
        sent = f"{name}.file"
        if field["kind"] != "file" or sent not in request.FILES:
            continue
        try:
            kept = taken_in(request, sent, Wanted(tuple(types_of(field))))
        except DomainError as refusal:
            errors[name] = str(refusal)
        else:
            posted[f"{name}.document"], posted[f"{name}.name"] = str(kept.id), kept.name
    return posted, errors
