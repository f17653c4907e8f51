"""Addresses of the pages on which processes and forms are drawn and published."""

from django.urls import path

from motcua.web.catalogue.views import (
    calendars,
    comparing,
    dead_letters,
    drawing,
    home,
    papers,
    peers,
    processes,
    publishing,
    result_templates,
    settings,
    terms,
    trying,
)
from motcua.web.catalogue.views.forms import comparing as form_comparing
from motcua.web.catalogue.views.forms import drawing as form_drawing
from motcua.web.catalogue.views.forms import listing as form_listing
from motcua.web.catalogue.views.forms import lists as form_lists
from motcua.web.catalogue.views.forms import printing as form_printing
from motcua.web.catalogue.views.forms import publishing as form_publishing
from motcua.web.catalogue.views.forms import trying as form_trying

app_name = "catalogue"
_VERSION = "quy-trinh/ban/<uuid:version_id>"
_FORM = "mau-phieu/<uuid:form_id>"
_FORM_VERSION = "bieu-mau/ban/<uuid:version_id>"
_TEMPLATE = "mau-phieu/ban/<uuid:template_id>"
_PEER = "he-thong-nhan-tin/xem/<str:code>"
_PEER_VERSION = "he-thong-nhan-tin/ban/<uuid:version_id>"
_SETTING = "thiet-lap/ban/<uuid:setting_id>"
urlpatterns = [
    path("", home.home, name="home"),
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
    path("lich-lam-viec/de-nghi", calendars.propose, name="propose_calendar"),
    path("lich-lam-viec/tinh-lai/<uuid:recount_id>", calendars.recount, name="recount"),
    path("tham-so", terms.terms, name="terms"),
    path("tham-so/ly-do", terms.add_cause, name="add_cause"),
    path("tham-so/ly-do/<slug:code>/thoi-dung", terms.retire_cause, name="retire_cause"),
    path("bieu-mau", form_listing.listing, name="forms"),
    path("bieu-mau/moi", form_listing.begin, name="form_begin"),
    path("bieu-mau/kiem-tra", form_trying.check_form, name="form_check"),
    path("bieu-mau/xem-thu", form_trying.preview, name="form_preview"),
    path("bieu-mau/ban-giay", form_printing.pictures, name="form_pictures"),
    path("bieu-mau/ket-qua-thu", form_trying.outcome_of, name="form_outcome"),
    path("bieu-mau/danh-muc", form_lists.lists, name="lists"),
    path("bieu-mau/danh-muc/moi", form_lists.write, name="list_write"),
    path("bieu-mau/danh-muc/xem/<slug:name>", form_lists.code_list, name="list"),
    path(
        "bieu-mau/danh-muc/xem/<slug:name>/<int:version>.csv",
        form_lists.download,
        name="list_download",
    ),
    path("bieu-mau/danh-muc/<uuid:list_id>/cong-bo", form_lists.publish, name="list_publish"),
    path("bieu-mau/danh-muc/<uuid:list_id>/bo", form_lists.discard, name="list_discard"),
    path("bieu-mau/so-sanh", form_comparing.compare, name="form_compare"),
    path("bieu-mau/xem/<str:code>", form_listing.form, name="form"),
    path(_FORM_VERSION, form_publishing.version, name="form_version"),
    path(f"{_FORM_VERSION}/soan", form_drawing.draw, name="form_draw"),
    path(f"{_FORM_VERSION}/luu", form_drawing.save, name="form_save"),
    path(f"{_FORM_VERSION}/tai-len", form_drawing.upload, name="form_upload"),
    path(f"{_FORM_VERSION}/bieu-mau.json", form_drawing.download, name="form_download"),
    path(f"{_FORM_VERSION}/mau-trong.pdf", form_printing.blank, name="form_blank"),
    path(f"{_FORM_VERSION}/ban-nhap-moi", form_drawing.draft_from, name="form_draft_from"),
    path(f"{_FORM_VERSION}/bo", form_drawing.discard, name="form_discard"),
    path(f"{_FORM_VERSION}/de-nghi", form_publishing.propose, name="form_propose"),
    path(f"{_FORM_VERSION}/tra-lai", form_publishing.withdraw, name="form_withdraw"),
    path(f"{_FORM_VERSION}/cong-bo", form_publishing.publish, name="form_publish"),
    path("mau-ket-qua", result_templates.procedures, name="result_templates"),
    path("mau-ket-qua/<str:code>", result_templates.procedure, name="result_template"),
    path("mau-ket-qua/<str:code>/tai-len", result_templates.upload, name="result_upload"),
    path("mau-ket-qua/xem/<uuid:template_id>.pdf", result_templates.preview, name="result_preview"),
    path("mau-ket-qua/tep/<uuid:template_id>", result_templates.content, name="result_content"),
    path("mau-ket-qua/cong-bo/<uuid:template_id>", result_templates.publish, name="result_publish"),
    path("mau-ket-qua/bo/<uuid:template_id>", result_templates.retire, name="result_retire"),
    path("mau-phieu", papers.papers, name="papers"),
    path(_FORM, papers.paper, name="paper"),
    path(f"{_FORM}/mau.pdf", papers.built_in, name="paper_built_in"),
    path(f"{_FORM}/<slug:name>.typ", papers.text, name="paper_text"),
    path(f"{_FORM}/tai-len", papers.upload, name="paper_upload"),
    path(f"{_TEMPLATE}/mau.pdf", papers.preview, name="paper_preview"),
    path(f"{_TEMPLATE}/mau.typ", papers.template_text, name="paper_template_text"),
    path(f"{_TEMPLATE}/cong-bo", papers.publish, name="paper_publish"),
    path(f"{_TEMPLATE}/thoi-dung", papers.retire, name="paper_retire"),
    path("he-thong-nhan-tin", peers.listing, name="peers"),
    path("he-thong-nhan-tin/moi", peers.begin, name="peer_begin"),
    path(_PEER, peers.peer, name="peer"),
    path(f"{_PEER}/tam-dung", peers.pause, name="peer_pause"),
    path(f"{_PEER}/gui-tiep", peers.resume, name="peer_resume"),
    path(_PEER_VERSION, peers.version, name="peer_version"),
    path(f"{_PEER_VERSION}/sua", peers.edit, name="peer_edit"),
    path(f"{_PEER_VERSION}/bo", peers.discard, name="peer_discard"),
    path(f"{_PEER_VERSION}/de-nghi", peers.propose, name="peer_propose"),
    path(f"{_PEER_VERSION}/tra-lai", peers.send_back, name="peer_send_back"),
    path(f"{_PEER_VERSION}/ap-dung", peers.publish, name="peer_publish"),
    path("thiet-lap", settings.listing, name="settings"),
    path("thiet-lap/xem/<str:code>", settings.setting, name="setting"),
    path("thiet-lap/soan/<str:code>", settings.begin, name="setting_begin"),
    path(_SETTING, settings.version, name="setting_version"),
    path(f"{_SETTING}/sua", settings.edit, name="setting_edit"),
    path("tin-khong-gui-duoc", dead_letters.listing, name="dead_letters"),
]
