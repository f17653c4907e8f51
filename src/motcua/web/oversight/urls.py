"""Addresses of the pages for those who watch and never act."""

from django.urls import path

from motcua.web.oversight import (
    figures,
    forecasting,
    genuine,
    index_766,
    ledger,
    reform,
    results,
    statutory,
    times,
    today,
    views,
)

app_name = "oversight"
_ONE = "ho-so/<uuid:dossier_id>"
urlpatterns = [
    path("", today.home, name="home"),
    path("du-bao", forecasting.most_endangered, name="forecasts"),
    path("du-bao/do-tin-cay", forecasting.reliability, name="reliability"),
    path("tim", views.search, name="search"),
    path("qua-han", views.overdue, name="overdue"),
    path("co-quan/<uuid:agency_id>", views.overdue, name="agency"),
    path("chi-so-766", index_766.index_766, name="index_766"),
    path("chi-so-766/danh-sach", index_766.index_list, name="index_list"),
    path("thuc-chat", genuine.genuine_filing, name="genuine"),
    path("thuc-chat/danh-sach", genuine.genuine_list, name="genuine_list"),
    path("thuc-chat/so-dau-hieu", ledger.ledger_page, name="ledger"),
    path("thuc-chat/so-dau-hieu/danh-sach", ledger.ledger_list, name="ledger_list"),
    path("bao-cao", statutory.statutory, name="statutory"),
    path("bao-cao/danh-sach", statutory.statutory_list, name="statutory_list"),
    path("bao-cao.xlsx", statutory.statutory_excel, name="statutory_excel"),
    path("bao-cao.docx", statutory.statutory_word, name="statutory_word"),
    path("cai-cach", reform.reform, name="reform"),
    path("cai-cach/danh-sach", reform.reform_list, name="reform_list"),
    path("cai-cach.docx", reform.reform_word, name="reform_word"),
    path("tre-han", figures.lateness, name="lateness"),
    path("tre-han/ho-so", figures.late_list, name="late_list"),
    path("tre-han.xlsx", figures.lateness_excel, name="lateness_excel"),
    path("tre-han.csv", figures.lateness_csv, name="lateness_csv"),
    path("thoi-gian", times.procedures, name="times"),
    path("thoi-gian/<str:code>", times.procedure, name="time_of"),
    path("ket-qua", results.in_force, name="results"),
    path(_ONE, views.dossier, name="dossier"),
    path(f"{_ONE}/phieu/<uuid:slip_id>.pdf", views.issued, name="issued_slip"),
    path(f"{_ONE}/phieu/<str:form>.pdf", views.slip, name="slip"),
    path(f"{_ONE}/tep/<uuid:attachment>", views.paper, name="paper"),
    path(f"{_ONE}/tep-khai/<uuid:document_id>", views.answer_file, name="answer_file"),
    path(f"{_ONE}/ket-qua.pdf", views.result, name="result"),
]
