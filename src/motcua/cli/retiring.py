"""`./motcua audit retire`: letting a year of the event log go.

Imported only once Django is ready.
"""

from django.utils.timezone import now

from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError
from motcua.runtime.refusals import CannotStart
from motcua.signing.retiring import require_retirable, retire


def run(year: int, months: int | None, *, really: bool) -> None:
    """Say what a year holds, and let it go when that was confirmed."""
    try:
        held = require_retirable(year, now(), months)
        size = f"{held.events:,} sự kiện, {held.bytes // 10**6:,} MB"
        if not really:
            print(f"Năm {year}: {size}. Nêu --confirm {year} để bỏ; không lấy lại được.")  # noqa: T201
            return
        retire(year, by=SYSTEM, at=now(), months=months)
    except DomainError as refusal:
        raise CannotStart(str(refusal)) from refusal
    print(f"Đã bỏ nhật ký của năm {year}: {size}.")  # noqa: T201
