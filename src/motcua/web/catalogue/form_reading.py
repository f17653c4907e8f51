"""What those who draw forms send: forms as JSON, from the page or from a file."""

from collections.abc import Mapping
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from motcua.forms.checking.samples import SIMPLE
from motcua.forms.files import LONGEST_FILE, FormFileRefused, read_form
from motcua.forms.from_word import drafted
from motcua.forms.rules import Answers, fields_of
from motcua.forms.word import LARGEST_FILE, WordFileRefused, read_word
from motcua.kernel.errors import InvalidInput
from motcua.web.form_input import answers_from

NO_FILE = "Xin chọn tệp biểu mẫu (.json hoặc .docx)."


class Sent(NamedTuple):
    """A form as it was sent: its definition and its test cases."""

    definition: dict[str, object]
    trials: list[object]


def form_from(request: HttpRequest) -> Sent:
    """Return the form that the page sends; refuse what nobody would draw."""
    return Sent(*read_form(request.POST.get("form", "")))


def form_file_from(request: HttpRequest, name: str) -> Sent:
    """Return the form in an uploaded file; refuse what is missing, too large or no form.

    A Word form is read as a first draft.
    """
    sent = request.FILES.get(name)
    if not isinstance(sent, UploadedFile):
        raise InvalidInput({name: NO_FILE})
    if str(sent.name).lower().endswith(".docx"):
        return _from_word(sent.read(LARGEST_FILE + 1), name)
    # Every character of a file takes at most four bytes.
    if (sent.size or 0) > 4 * LONGEST_FILE:
        raise InvalidInput({name: str(FormFileRefused(reason="lớn hơn 1 MB"))})
    try:
        content: bytes = sent.read()
        return Sent(*read_form(content.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise InvalidInput({name: str(FormFileRefused(reason="không phải chữ"))}) from None
    except FormFileRefused as refusal:
        raise InvalidInput({name: str(refusal)}) from None


def _from_word(content: bytes, name: str) -> Sent:
    try:
        return Sent(drafted(read_word(content)), [])
    except WordFileRefused as refusal:
        raise InvalidInput({name: str(refusal)}) from None


def revision_from(request: HttpRequest) -> int:
    """Return the revision that drawing began from; a page without one never matches."""
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def typed_answers(form: Mapping[str, object], typed: str) -> Answers:
    """Return the answers to a form that was tried out, as a browser would have sent them.

    A file counts as sent: where a form is tried out there is no dossier that could keep one.
    """
    fields = list(fields_of(form))
    sent = {str(one["id"]): SIMPLE["file"][0] for one in fields if one["kind"] == "file"}
    return {**answers_from(fields, QueryDict(typed)), **sent}
