"""Where an answer came from, as its writer reads it in either language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.dossiers.sources import Source


def source_words(kept: Mapping[str, Any], name: str) -> str:
    """Say where an answer came from; nothing for one that was typed."""
    if name not in kept:
        return ""
    one = kept[name]
    day = localdate(datetime.fromisoformat(one["at"]))
    facts = {"day": f"{day:%d/%m/%Y}", "code": one["about"]}
    words = {
        Source.REGISTER: _("Theo Cơ sở dữ liệu quốc gia về dân cư, tra ngày %(day)s"),
        Source.ACCOUNT: _("Lấy từ tài khoản của bạn, ngày %(day)s"),
        Source.STORE: _("Lấy từ giấy tờ trong kho của bạn (%(code)s), ngày %(day)s"),
        Source.EARLIER: _("Lấy từ hồ sơ %(code)s của bạn, ngày %(day)s"),
        Source.ORGANISATION: _("Theo thông tin đã xác minh của tổ chức, ngày %(day)s"),
    }
    return words[Source(one["source"])] % facts
