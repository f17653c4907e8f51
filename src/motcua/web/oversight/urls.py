"""Addresses of the pages for those who watch and never act."""

from django.urls import path

from motcua.web.oversight import forecasting, views

app_name = "oversight"
_ONE = "ho-so/<uuid:dossier_id>"
urlpatterns = [
    path("", views.home, name="home"),
    path("du-bao", forecasting.most_endangered, name="forecasts"),
    path("du-bao/do-tin-cay", forecasting.reliability, name="reliability"),
    path("tim", views.search, name="search"),
    path("co-quan/<uuid:agency_id>", views.agency, name="agency"),
    path(_ONE, views.dossier, name="dossier"),
    path(f"{_ONE}/phieu/<uuid:slip_id>.pdf", views.issued, name="issued_slip"),
    path(f"{_ONE}/phieu/<str:form>.pdf", views.slip, name="slip"),
    path(f"{_ONE}/tep/<uuid:attachment>", views.paper, name="paper"),
    path(f"{_ONE}/ket-qua.pdf", views.result, name="result"),
]
