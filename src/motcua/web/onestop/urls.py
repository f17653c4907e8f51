"""Addresses of the reception desk."""

from django.urls import path

from motcua.web.onestop.views import (
    desk,
    filing,
    organisations,
    papers,
    reception,
    register,
    supplements,
    uncollected,
)

app_name = "onestop"
_ONE = "ho-so/<uuid:dossier_id>"
urlpatterns = [
    path("", reception.reception, name="reception"),
    path("tim", reception.search, name="search"),
    path("so-theo-doi", register.register, name="register"),
    path("so-theo-doi.pdf", register.register_pdf, name="register_pdf"),
    path("so-theo-doi.xlsx", register.register_excel, name="register_excel"),
    path("chua-nhan", uncollected.uncollected, name="uncollected"),
    path(f"{_ONE}/nhac-nhan", uncollected.remind, name="remind"),
    path("nop", filing.person, name="person"),
    path("nop/<uuid:person_id>", filing.procedure, name="procedure"),
    path("nop/<uuid:person_id>/<uuid:version_id>", filing.application, name="application"),
    path("to-chuc", organisations.organisations, name="organisations"),
    path("to-chuc/moi", organisations.new_organisation, name="new_organisation"),
    path("to-chuc/<uuid:organisation_id>", organisations.organisation, name="organisation"),
    path(
        "to-chuc/<uuid:organisation_id>/dai-dien/<uuid:mandate_id>/cham-dut",
        organisations.end_mandate,
        name="end_mandate",
    ),
    path(
        "to-chuc/de-nghi/<uuid:claim_id>/tu-choi", organisations.refuse_claim, name="refuse_claim"
    ),
    path(_ONE, desk.dossier, name="dossier"),
    path(f"{_ONE}/tiep-nhan", desk.accept, name="accept"),
    path(f"{_ONE}/giay-tiep-nhan", desk.receipt, name="receipt"),
    path(f"{_ONE}/yeu-cau-bo-sung", desk.request_supplement, name="request_supplement"),
    path(f"{_ONE}/tu-choi", desk.decline, name="decline"),
    path(f"{_ONE}/tra-ket-qua", desk.deliver, name="deliver"),
    path(f"{_ONE}/nghia-vu-tai-chinh", desk.confirm_obligation, name="confirm_obligation"),
    path(f"{_ONE}/bo-sung", supplements.supplement, name="supplement"),
    path(f"{_ONE}/bo-sung/tep", supplements.attach, name="attach"),
    path(f"{_ONE}/bo-sung/tep/<uuid:attachment>/bo", supplements.detach, name="detach"),
    path(f"{_ONE}/phieu/<uuid:slip_id>.pdf", papers.issued, name="issued_slip"),
    path(f"{_ONE}/phieu/<str:form>.pdf", papers.slip, name="slip"),
    path(f"{_ONE}/tep/<uuid:attachment>", papers.paper, name="paper"),
    path(f"{_ONE}/tep-khai/<uuid:document_id>", papers.answer_file, name="answer_file"),
    path(f"{_ONE}/ket-qua.pdf", papers.result, name="result"),
]
