"""Addresses of the pages on which processes are drawn and published."""

from django.urls import path

from motcua.web.catalogue.views import (
    calendars,
    comparing,
    drawing,
    papers,
    processes,
    publishing,
    terms,
    trying,
)

app_name = "catalogue"
_VERSION = "quy-trinh/ban/<uuid:version_id>"
_FORM = "mau-phieu/<uuid:form_id>"
_TEMPLATE = "mau-phieu/ban/<uuid:template_id>"
urlpatterns = [
    path("quy-trinh", processes.listing, name="processes"),
    path("quy-trinh/moi", processes.begin, name="begin"),
    path("quy-trinh/kiem-tra", trying.check, name="check"),
    path("quy-trinh/chay-thu", trying.simulate, name="try"),
    path("quy-trinh/so-sanh", comparing.compare, name="compare"),
    path("quy-trinh/xem/<str:code>", processes.process, name="process"),
    path(_VERSION, publishing.version, name="version"),
    path(f"{_VERSION}/ve", drawing.draw, name="draw"),
    path(f"{_VERSION}/luu", drawing.save, name="save"),
    path(f"{_VERSION}/tai-len", drawing.upload, name="upload"),
    path(f"{_VERSION}/quy-trinh.bpmn", drawing.download, name="download"),
    path(f"{_VERSION}/ban-nhap-moi", drawing.draft_from, name="draft_from"),
    path(f"{_VERSION}/de-nghi", publishing.propose, name="propose"),
    path(f"{_VERSION}/tra-lai", publishing.withdraw, name="withdraw"),
    path(f"{_VERSION}/cong-bo", publishing.publish, name="publish"),
    path("lich-lam-viec", calendars.calendar, name="calendar"),
    path("lich-lam-viec/xem-truoc", calendars.try_change, name="try_calendar"),
    path("lich-lam-viec/cong-bo", calendars.announce, name="announce"),
    path("lich-lam-viec/tinh-lai/<uuid:recount_id>", calendars.recount, name="recount"),
    path("tham-so", terms.terms, name="terms"),
    path("tham-so/dat", terms.set_term, name="set_term"),
    path("tham-so/ly-do", terms.add_cause, name="add_cause"),
    path("tham-so/ly-do/<slug:code>/thoi-dung", terms.retire_cause, name="retire_cause"),
    path("mau-phieu", papers.papers, name="papers"),
    path(_FORM, papers.paper, name="paper"),
    path(f"{_FORM}/mau.pdf", papers.built_in, name="paper_built_in"),
    path(f"{_FORM}/<slug:name>.typ", papers.text, name="paper_text"),
    path(f"{_FORM}/tai-len", papers.upload, name="paper_upload"),
    path(f"{_TEMPLATE}/mau.pdf", papers.preview, name="paper_preview"),
    path(f"{_TEMPLATE}/mau.typ", papers.template_text, name="paper_template_text"),
    path(f"{_TEMPLATE}/cong-bo", papers.publish, name="paper_publish"),
    path(f"{_TEMPLATE}/thoi-dung", papers.retire, name="paper_retire"),
]
