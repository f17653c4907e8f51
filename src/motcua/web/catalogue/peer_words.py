"""How a peer is doing, in words and in the colour of a tag."""

from datetime import datetime

from motcua.exchange.models import Line
from motcua.exchange.rules import OPENS_AFTER


def doing(line: Line | None, moment: datetime) -> dict[str, str]:
    """Return what a list says of the way to a peer."""
    if line is None:
        return {"words": "Chưa áp dụng", "tone": "none"}
    if line.paused_at:
        return {"words": "Tạm dừng", "tone": "paused"}
    if line.failures >= OPENS_AFTER:
        return {"words": "Không trả lời", "tone": "overdue"}
    if line.failures:
        return {"words": "Đang gửi lại", "tone": "near"}
    return {"words": "Đang dùng", "tone": "in_time"}
