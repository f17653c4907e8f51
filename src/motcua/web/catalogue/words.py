"""How the state of a version is called on pages, and in which colour."""

from django.utils.timezone import localdate

from motcua.events.versions import Version


def state_of(version: Version) -> tuple[str, str]:
    """Return the state of a version in words, and the tone of its tag."""
    if version.retired_at:
        return "Đã thay bằng bản mới", "done"
    if version.published_at:
        begins = version.begins_on
        if begins and begins > localdate():
            return f"Áp dụng từ {begins:%d/%m/%Y}", "near"
        return "Đang áp dụng", "in_time"
    if version.proposed_at:
        return "Chờ công bố", "near"
    return "Bản nháp", "paused"
