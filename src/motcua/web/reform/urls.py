"""Addresses of yearly indices and of the assessments that agencies make of themselves."""

from django.urls import path

from motcua.web.reform.views import assessments, criteria, templates, yearly

app_name = "reform"
_ONE = "tu-danh-gia/<uuid:assessment_id>"
_TEMPLATE = "bo-tieu-chi/<uuid:template_id>"
urlpatterns = [
    path("chi-so", yearly.yearly, name="yearly"),
    path("bo-tieu-chi", templates.templates, name="templates"),
    path("bo-tieu-chi/tai-len", templates.upload, name="upload_template"),
    path(_TEMPLATE, templates.template, name="template"),
    path(f"{_TEMPLATE}.csv", templates.table, name="template_table"),
    path(f"{_TEMPLATE}/cong-bo", templates.publish, name="publish_template"),
    path(f"{_TEMPLATE}/thoi-dung", templates.retire, name="retire_template"),
    path("tu-danh-gia", assessments.assessments, name="assessments"),
    path("tu-danh-gia/mo", assessments.open_round, name="open_round"),
    path(_ONE, assessments.assessment, name="assessment"),
    path(f"{_ONE}.xlsx", assessments.excel, name="assessment_excel"),
    path(f"{_ONE}/buoc", assessments.step, name="step"),
    path(f"{_ONE}/diem-thuong", assessments.adjust, name="adjust"),
    path(f"{_ONE}/tieu-chi/<str:code>", criteria.criterion, name="criterion"),
    path(f"{_ONE}/tieu-chi/<str:code>/tai-lieu", criteria.add_evidence, name="add_evidence"),
    path("tai-lieu/<uuid:evidence_id>", criteria.evidence, name="evidence"),
    path(f"{_ONE}/tai-lieu/<uuid:evidence_id>/bo", criteria.remove, name="remove_evidence"),
]
