"""Addresses of the citizens' portal."""

from django.urls import path

from motcua.web.citizen.views import (
    attachments,
    catalogue,
    dossiers,
    filing,
    form_pages,
    helping,
    lateness,
    papers,
    public,
    supplements,
)

app_name = "citizen"
_MINE = "ho-so-cua-toi/<uuid:dossier_id>"
urlpatterns = [
    path("", catalogue.home, name="home"),
    path("thu-tuc", catalogue.procedures, name="procedures"),
    path("thu-tuc/linh-vuc/<slug:slug>", catalogue.by_sector, name="sector"),
    path("thu-tuc/su-kien/<slug:code>", catalogue.by_life_event, name="life_event"),
    path("thu-tuc/co-quan", catalogue.agencies, name="agencies"),
    path("thu-tuc/co-quan/<str:code>", catalogue.by_agency, name="agency"),
    path("thu-tuc/<str:code>", catalogue.procedure, name="procedure"),
    path("thu-tuc/<str:code>/nop-ho-so", filing.start, name="start"),
    path("thu-tuc/<str:code>/khai-ho", helping.help_somebody, name="help"),
    path("ho-so-cua-toi", dossiers.mine, name="mine"),
    path(f"{_MINE}", dossiers.dossier, name="dossier"),
    path(f"{_MINE}/noi-nop", filing.choose, name="choose"),
    path(f"{_MINE}/lam-tiep", form_pages.resume, name="resume"),
    path(f"{_MINE}/ke-khai/<str:page_id>", form_pages.form_page, name="form_page"),
    path(f"{_MINE}/ke-khai/<str:page_id>/luu", form_pages.save_page, name="save_page"),
    path(f"{_MINE}/giay-to", attachments.attachments, name="attachments"),
    path(f"{_MINE}/giay-to/<uuid:attachment>/bo", attachments.detach, name="detach"),
    path(f"{_MINE}/kiem-tra", filing.review, name="review"),
    path(f"{_MINE}/xac-nhan", helping.confirm, name="confirm"),
    path(f"{_MINE}/da-nop", filing.done, name="done"),
    path(f"{_MINE}/bo-sung", supplements.supplement, name="supplement"),
    path(f"{_MINE}/xoa-nhap", filing.discard, name="discard"),
    path(f"{_MINE}/rut", dossiers.withdraw, name="withdraw"),
    path(f"{_MINE}/nhan-ket-qua", papers.fetch_result, name="fetch_result"),
    path(f"{_MINE}/ket-qua.pdf", papers.result, name="result"),
    path(f"{_MINE}/phieu/<uuid:slip_id>.pdf", papers.issued, name="issued_slip"),
    path(f"{_MINE}/phieu/<str:form>.pdf", papers.slip, name="slip"),
    path(f"{_MINE}/tep/<uuid:document_id>", papers.document, name="document"),
    path(f"{_MINE}/luot-xem", papers.readings, name="readings"),
    path("tin-nhan", dossiers.messages, name="messages"),
    path("tra-cuu", public.track, name="track"),
    path("xac-thuc", public.verify_file, name="verify"),
    path("xac-thuc/<str:code>", public.verify_code, name="verify_code"),
    path("cong-khai/tre-han", lateness.late, name="late"),
    path("cong-khai/tre-han/<uuid:agency_id>", lateness.late_at, name="late_at"),
    path("gioi-thieu", public.about, name="about"),
    path("ho-tro-tiep-can", public.accessibility, name="accessibility"),
]
