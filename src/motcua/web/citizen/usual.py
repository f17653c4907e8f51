"""How long a procedure usually takes, in one sentence for citizens."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.dossiers.procedure_times import Duration
from motcua.dossiers.usual_times import Usual
from motcua.web.wording import limit

WORKING_DAY = "working_day"


def usual_sentence(duration: Duration | None) -> str:
    """Say after how many working days half, and nine of ten, were done; nothing when too few tell.

    A citizen hears from how many dossiers that is counted, too.
    """
    if duration is None:
        return ""
    counted = ngettext(
        "Tính từ %(n)s hồ sơ trong 90 ngày qua, không kể hồ sơ phải tạm dừng để bổ sung.",
        "Tính từ %(n)s hồ sơ trong 90 ngày qua, không kể hồ sơ phải tạm dừng để bổ sung.",
        duration.dossiers,
    )
    return f"{_took(duration)} {counted % {'n': duration.dossiers}}"


def filling_sentence(estimated: int | None, measured: Usual | None) -> str:
    """Say how long the form takes: as measured when enough people filled it in, else estimated."""
    if measured is not None:
        said = _("Thường khai trong %(half)s phút; 9 trong 10 người khai xong trong %(most)s phút.")
        counted = _("Đo từ %(n)s lượt khai một mạch trong 90 ngày qua.")
        facts = {"half": measured.median, "most": measured.ninetieth, "n": measured.dossiers}
        return f"{said} {counted}" % facts
    if estimated is None:
        return ""
    return _("Khai khoảng %(n)s phút (ước tính theo số câu hỏi).") % {"n": estimated}


def _took(duration: Duration) -> str:
    half, most = (limit(days, WORKING_DAY) for days in (duration.median, duration.ninetieth))
    if duration.ninetieth == 0:
        return _("Thường xong ngay trong ngày.")
    if duration.median == 0:
        said = _("Thường xong ngay trong ngày; 9 trong 10 hồ sơ xong trong %(most)s.")
    elif duration.median == duration.ninetieth:
        said = _("Thường xong trong %(most)s.")
    else:
        said = _("Thường xong sau %(half)s; 9 trong 10 hồ sơ xong trong %(most)s.")
    return said % {"half": half, "most": most}
