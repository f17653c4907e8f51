"""Which dossiers nothing keeps: never handed in, or ended before they were accepted."""

from datetime import datetime

from motcua.dossiers.rules import Status
from motcua.kernel.errors import DomainError


class KeptByLaw(DomainError):
    """A dossier that is under way or was accepted: it is kept as the law on archives says."""

    message = "Hồ sơ này phải lưu theo luật nên không xóa được."


def may_be_erased(status: str, accepted_at: datetime | None) -> bool:
    """Say whether nothing keeps a dossier once its time is over: a draft, or one withdrawn or
    declined before it was accepted."""
    if status == Status.DRAFT:
        return True
    return accepted_at is None and status in {Status.WITHDRAWN, Status.DECLINED}
