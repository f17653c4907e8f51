"""Files on their way in parts, and taking in what a page has sent, in parts or at once.

POST /tai-len begins an upload, PATCH sends the next part from the offset it names, HEAD tells how
much has come, DELETE gives up. The page's own form then names the upload instead of a file; for a
question of a form POST …/xong tells the paper that the answer names.
"""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.documents import actions
from motcua.documents.models import Document, Upload
from motcua.documents.queries import upload_of
from motcua.documents.rules import ACCEPTED, ANY, FileEmpty, Wanted
from motcua.documents.taking_in import require_size
from motcua.documents.upload_rules import PART_BYTES, UploadElsewhere, UploadOver, UploadPartWrong
from motcua.kernel.errors import DomainError, NotFound
from motcua.web.identity import actor_of, signed_in

OFFSET, LENGTH = "Upload-Offset", "Upload-Length"
SIGNED_OUT, CREATED, NOTHING, REFUSED, CONFLICT, GONE = 401, 201, 204, 422, 409, 410
MOST_DIGITS = 12
SHA256_LETTERS = 64


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin to receive a file: its name, its size, and its SHA-256 where the browser can tell."""
    if signed_in(request) is None:
        return HttpResponse(status=SIGNED_OUT)
    try:
        told = json.loads(request.body)
        name, size = str(told["name"]), int(told["size"])
        digest = str(told.get("sha256") or "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse(status=400)
    try:
        upload = actions.begin(
            name, size=size, sha256=digest[:SHA256_LETTERS], by=actor_of(request), at=now()
        )
    except DomainError as refusal:
        return _refused(refusal)
    place = reverse("upload", args=[upload.id])
    response = JsonResponse({"id": upload.id, "url": place, "part": PART_BYTES}, status=CREATED)
    response["Location"] = place
    return response


@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Tell how much of a file has come, take the next part, or give it up."""
    if signed_in(request) is None:
        return HttpResponse(status=SIGNED_OUT)
    try:
        if request.method == "DELETE":
            actions.give_up(upload_id, by=actor_of(request), at=now())
            return HttpResponse(status=NOTHING)
        if request.method == "HEAD":
            return _progress(upload_of(upload_id, actor_of(request)), 200)
        return _progress(_part_taken(request, upload_id), NOTHING)
    except DomainError as refusal:
        return _refused(refusal)


@require_POST
def finish(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Take a whole file in and tell as which paper; a second time tells the same."""
    if signed_in(request) is None:
        return HttpResponse(status=SIGNED_OUT)
    named = [one for one in ACCEPTED if one in request.POST.get("types", "").split(",")]
    wanted = Wanted(tuple(named) or ACCEPTED)
    by, at = actor_of(request), now()
    try:
        kept = actions.finish(upload_id, subject=None, wanted=wanted, by=by, at=at)
    except DomainError as refusal:
        return _refused(refusal)
    return JsonResponse({"document": kept.id, "name": kept.name})


def _part_taken(request: HttpRequest, upload_id: UUID) -> Upload:
    offset = request.headers.get(OFFSET, "")
    part = request.body
    # A line that was cut inside a part leaves less than was announced.
    whole = len(part) == int(request.META.get("CONTENT_LENGTH") or 0)
    if not whole or not offset.isdecimal() or len(offset) > MOST_DIGITS:
        raise UploadPartWrong
    return actions.append(upload_id, offset=int(offset), part=part, by=actor_of(request), at=now())


def _progress(upload: Upload, status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response[OFFSET], response[LENGTH] = str(upload.offset), str(upload.size)
    response["Cache-Control"] = "no-store"
    return response


def _refused(refusal: DomainError) -> HttpResponse:
    status = {NotFound: 404, UploadElsewhere: CONFLICT, UploadOver: GONE}
    response = JsonResponse({"message": str(refusal)}, status=status.get(type(refusal), REFUSED))
    if isinstance(refusal, UploadElsewhere):
        response[OFFSET] = str(refusal.facts["offset"])
    return response


def taken_in(request: HttpRequest, field: str = "file", wanted: Wanted = ANY) -> Document:
    """Take in the file that a page has sent under a field, or refuse it with the reason.

    A script sends files in parts beforehand and names the upload as `<field>.upload`; sending the
    page again, because the answer was lost, finds the same paper.
    """
    by, at = actor_of(request), now()
    upload = request.POST.get(f"{field}.upload", "")
    if upload:
        return actions.finish(_id(upload), subject=None, wanted=wanted, by=by, at=at)
    file = request.FILES.get(field)
    if file is None or not file.name:
        raise FileEmpty(name=_("tệp"))
    require_size(file.name, file.size or 0)
    return actions.take_in(file.name, file.read(), subject=None, wanted=wanted, by=by, at=at)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error
