"""Life events by which people look for procedures (sự kiện đời người)."""

from django.utils.translation import gettext_lazy as _

LIFE_EVENTS = {
    "co-con": _("Có con"),
    "hoc-tap": _("Học tập"),
    "viec-lam": _("Việc làm"),
    "ket-hon": _("Kết hôn"),
    "xay-nha": _("Xây nhà"),
    "nha-dat": _("Nhà và đất"),
    "kinh-doanh": _("Kinh doanh"),
    "giay-to-ca-nhan": _("Giấy tờ cá nhân"),
    "suc-khoe": _("Sức khỏe"),
    "di-lai": _("Đi lại"),
    "nghi-huu": _("Nghỉ hưu"),
    "nguoi-than-mat": _("Người thân qua đời"),
}
