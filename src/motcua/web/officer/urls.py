"""Addresses of the officers' portal."""

from django.urls import path

from motcua.web.officer.views import (
    acts,
    consulting,
    dossier,
    ending,
    inbox,
    lateness,
    obligation,
    papers,
    results,
    staff,
)

app_name = "officer"
_ONE = "ho-so/<uuid:dossier_id>"
_ENTRY = "so-ket-qua/<uuid:entry_id>"
_TASK = f"{_ONE}/viec/<uuid:task_id>"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("nhan-viec", inbox.claim_chosen, name="claim_chosen"),
    path("nhan-su", staff.staff, name="staff"),
    path("nhan-su/vang", staff.note_absence, name="note_absence"),
    path("nhan-su/vang/<uuid:absence_id>/co-mat", staff.end_absence, name="end_absence"),
    path("nhan-su/uy-quyen", staff.delegate, name="delegate"),
    path("nhan-su/uy-quyen/<uuid:delegation_id>/cham-dut", staff.revoke, name="revoke"),
    path("nhan-su/thoi-viec", staff.end_post, name="end_post"),
    path("tim", inbox.search, name="search"),
    path("thoi-han", lateness.running_out, name="running_out"),
    path(f"{_ONE}/nghia-vu-tai-chinh", obligation.obligation, name="obligation"),
    path(f"{_ONE}/xin-loi", lateness.apology, name="apology"),
    path(f"{_ONE}/xin-loi/ky", lateness.sign, name="sign_apology"),
    path(f"{_ONE}/xin-loi.pdf", lateness.preview, name="apology_preview"),
    path("so-ket-qua", results.register, name="results"),
    path("so-ket-qua/nhap", results.enter, name="enter_result"),
    path(_ENTRY, results.entry, name="result_entry"),
    path(f"{_ENTRY}/ban-dien-tu", results.copy, name="result_copy"),
    path(f"{_ENTRY}/thay-the", results.replace, name="replace_result"),
    path(f"{_ENTRY}/gia-han", results.renew, name="renew_result"),
    path(f"{_ENTRY}/thu-hoi", results.revoke, name="revoke_result"),
    path("y-kien", consulting.waiting, name="consultations"),
    path(_ONE, dossier.dossier, name="dossier"),
    path(f"{_TASK}/nhan", acts.claim, name="claim"),
    path(f"{_TASK}/xac-nhan", acts.acknowledge, name="acknowledge"),
    path(f"{_TASK}/chuyen", acts.hand_over, name="hand_over"),
    path(f"{_TASK}/tra-lai-bo-phan", acts.release, name="release"),
    path(f"{_TASK}/chuyen-buoc", acts.send_back, name="send_back"),
    path(f"{_TASK}/hoan-thanh", acts.complete, name="complete"),
    path(f"{_TASK}/xem-truoc", papers.preview, name="preview"),
    path(f"{_TASK}/ky", acts.sign, name="sign"),
    path(f"{_TASK}/cap-so", acts.issue, name="issue"),
    path(f"{_TASK}/lay-y-kien", consulting.consult, name="consult"),
    path(f"{_ONE}/da-co", acts.tell, name="tell"),
    path(f"{_ONE}/y-kien/<uuid:consultation_id>", consulting.answer, name="answer"),
    path(f"{_ONE}/yeu-cau-bo-sung", acts.request_supplement, name="request_supplement"),
    path(f"{_ONE}/du-thao.pdf", papers.draft, name="draft"),
    path(f"{_ONE}/phieu/<uuid:slip_id>.pdf", papers.issued, name="issued_slip"),
    path(f"{_ONE}/phieu/<str:form>.pdf", papers.slip, name="slip"),
    path(f"{_ONE}/dung", ending.stop, name="stop"),
    path(f"{_ONE}/tep/<uuid:attachment>", papers.paper, name="paper"),
    path(f"{_ONE}/tep-khai/<uuid:document_id>", papers.answer_file, name="answer_file"),
    path(f"{_ONE}/ket-qua.pdf", papers.result, name="result"),
]
