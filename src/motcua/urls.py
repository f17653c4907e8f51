"""Every address of the system."""

import sys

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from motcua.api import problems
from motcua.api.urls import api
from motcua.web import (
    blank_forms,
    digest,
    errors,
    files,
    filled_forms,
    health,
    incidents,
    likeness,
    own_account,
    reckoning,
    second_factor,
    second_step,
    security_contact,
    sessions,
    staff,
    staff_accounts,
    staff_openings,
    staff_person,
    status,
    uploads,
    violations,
    vouched,
)
from motcua.web.pages_only import is_page

urlpatterns: list[URLPattern | URLResolver] = [
    # Most requests are for these; addresses are tried one after the other.
    path("api/v1/", api.urls),
    path("mot-cua/", include("motcua.web.onestop.urls")),
    path("so-hoa/", include("motcua.web.digitisation.urls")),
    path("can-bo/", include("motcua.web.officer.urls")),
    path("theo-doi/", include("motcua.web.oversight.urls")),
    path("cai-cach/", include("motcua.web.reform.urls")),
    path("quan-tri/", include("motcua.web.catalogue.urls")),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("status", status.status, name="status"),
    path("vi-pham-noi-dung", violations.violation, name="violation"),
    path("metrics", status.metrics),
    path("canh-bao", status.alarms, name="alarms"),
    path("su-co", incidents.incidents, name="incidents"),
    path("su-co/moi", incidents.new_incident, name="new_incident"),
    path("su-co/<uuid:incident_id>", incidents.incident, name="incident"),
    path(
        "su-co/<uuid:incident_id>/van-ban/<str:paper>.pdf",
        incidents.paper,
        {"form": "pdf"},
        name="incident_pdf",
    ),
    path(
        "su-co/<uuid:incident_id>/van-ban/<str:paper>.docx",
        incidents.paper,
        {"form": "docx"},
        name="incident_word",
    ),
    path("su-co/viec/<uuid:duty_id>.pdf", incidents.sent_paper, name="incident_sent"),
    path("su-co/pham-vi/<uuid:extent_id>", incidents.extent, name="incident_extent"),
    path("su-co/tu-dau-hieu/<uuid:finding_id>", incidents.from_finding, name="from_finding"),
    path("su-co/tu-canh-bao/<uuid:alarm_id>", incidents.from_alarm, name="from_alarm"),
    path(".well-known/security.txt", security_contact.security_contact),
    path("dang-nhap", sessions.sign_in, name="sign_in"),
    path("dang-nhap/dinh-danh/<slug:code>", vouched.begin, name="vouched"),
    path("dang-nhap/dinh-danh/<slug:code>/tro-ve", vouched.back, name="vouched_back"),
    path("dang-nhap/dinh-danh/<slug:code>/dang-xuat", vouched.leave, name="vouched_leave"),
    path("dang-nhap/dinh-danh/<slug:code>/phien", vouched.ended_there, name="vouched_ended"),
    path("dang-nhap/buoc-hai", second_step.second_step, name="second_step"),
    path("dang-nhap/dang-ky-lop-hai", second_step.enrol, name="enrol"),
    path("dang-nhap/doi-mat-khau", own_account.renew_password, name="renew_password"),
    path("mat-khau", own_account.password, name="password"),
    path("phien-dang-nhap", own_account.own_sessions, name="own_sessions"),
    path("tai-khoan", staff_accounts.accounts, name="accounts"),
    path("tai-khoan/moi", staff_openings.new_account, name="new_account"),
    path("tai-khoan/cho-xac-nhan", staff_openings.appointments, name="appointments"),
    path("tai-khoan/nguoi/<uuid:officer_id>", staff_person.officer_account, name="officer_account"),
    path("tai-khoan/danh-sach.csv", staff_accounts.export, name="accounts_export"),
    path("dang-xuat", sessions.sign_out, name="sign_out"),
    path("dang-xuat/<slug:code>", vouched.signed_out, name="signed_out"),
    path("ngon-ngu", sessions.language, name="language"),
    path("noi-lam-viec", sessions.office, name="act_for"),
    path("xac-thuc-hai-lop", second_factor.second_factor, name="second_factor"),
    path("bat-dau", sessions.landing, name="landing"),
    path("lam-viec", staff.home, name="staff_home"),
    path("ban-tin", digest.digest, name="digest"),
    path("ban-tin/luc-nay.pdf", digest.digest_now, name="digest_now"),
    path("ban-tin/da-gui.pdf", digest.digest_sent, name="digest_sent"),
    path("tim", staff.search, name="staff_search"),
    path("ho-so/<uuid:dossier_id>/thoi-han", reckoning.reckoning, name="reckoning"),
    path("bieu-mau/<uuid:version_id>/mau-trong.pdf", blank_forms.blank, name="blank_form"),
    path("ho-so/<uuid:dossier_id>/to-khai.pdf", filled_forms.filled, name="filled_form"),
    path("ho-so/<uuid:dossier_id>/so-sanh/<uuid:other_id>", likeness.likeness, name="likeness"),
    path("tai-len", uploads.begin, name="begin_upload"),
    path("tai-len/<uuid:upload_id>", uploads.upload, name="upload"),
    path("tai-len/<uuid:upload_id>/xong", uploads.finish, name="finish_upload"),
    path("tep/<str:token>", files.file, name="file"),
    path("", include("motcua.web.citizen.urls")),
]

handler400 = "motcua.web.errors.bad_request"
handler403 = "motcua.web.errors.forbidden"
handler404 = "motcua.web.errors.not_found"
handler500 = "motcua.urls.broken"


def broken(request: HttpRequest) -> HttpResponse:
    """Admit a fault outside of any view: to people as a page, to machines as a problem."""
    fault = sys.exception()
    if fault is None or is_page(request):
        return errors.broken(request)
    return problems.broken(request, fault if isinstance(fault, Exception) else Exception())
