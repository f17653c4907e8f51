"""Writing code lists and putting them in force: one person writes, another publishes."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from motcua.events.actions import record
from motcua.events.templates import Wording, discard, publish, require_author
from motcua.forms.code_lists import last_version
from motcua.forms.list_files import Option
from motcua.forms.lists import LIST_NAME
from motcua.forms.models import CodeList
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.kernel.text import refusal_of

LONGEST = 300


class ListDraftExists(DomainError):
    """A list has one version at a time that is not published."""

    message = "Danh mục “{name}” đang có một bản chờ công bố. Xin công bố hoặc bỏ bản đó trước."


class ListNotADraft(DomainError):
    """Only what is not published is published or thrown away."""

    message = "Bản danh mục này đã công bố. Xin tải lại trang để xem bản mới nhất."


class ListSecondPersonNeeded(DomainError):
    """Whoever wrote a list does not publish it."""

    message = "Người công bố danh mục phải là người khác, không phải người đã đưa lên."


WORDING = Wording("list", ListNotADraft, ListSecondPersonNeeded)


def _checked(words: str, name: str, what: str) -> str:
    words = " ".join(words.split())
    if not words or len(words) > LONGEST or refusal_of(words):
        raise InvalidInput({name: f"Xin nhập {what}, không quá {LONGEST} chữ."})
    return words


@transaction.atomic
def draft_list(
    name: str,
    *,
    title: str,
    basis: str,
    valid_from: date,
    options: Sequence[Option],
    by: Actor,
    at: datetime,
) -> CodeList:
    """Write a new version of a list, or a new list; forms can name it once it is published."""
    require_author(by)
    if not LIST_NAME.fullmatch(name):
        words = "Mã danh mục gồm chữ thường không dấu và gạch dưới, ví dụ: nganh_nghe."
        raise InvalidInput({"name": words})
    if not options:
        raise InvalidInput({"options": "Danh mục chưa có mục nào."})
    written = CodeList(
        name=name,
        version=last_version(name) + 1,
        title={"vi": _checked(title, "title", "tên danh mục")},
        basis=_checked(basis, "basis", "căn cứ của danh mục"),
        valid_from=valid_from,
        options=list(options),
        drafted_by=by.person,
        drafted_at=at,
    )
    try:
        with transaction.atomic():
            written.save(force_insert=True)
    except IntegrityError as error:
        raise ListDraftExists(name=name) from error
    record("list.drafted", written.id, by=by, at=at, **written.named)
    return written


@transaction.atomic
def publish_list(list_id: UUID, *, by: Actor, at: datetime) -> CodeList:
    """Put a version of a list in force (công bố danh mục); never by who wrote it.

    Forms that name an earlier version keep it.
    """
    return publish(CodeList, list_id, WORDING, by=by, at=at)


@transaction.atomic
def discard_list(list_id: UUID, *, by: Actor, at: datetime) -> None:
    """Throw away a version that is not published."""
    discard(CodeList, list_id, WORDING, by=by, at=at)
