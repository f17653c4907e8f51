"""Addresses of the scan station and of the programme for what is still on paper."""

from django.urls import path

from motcua.web.digitisation.views import batches, checking, images, phone, station

app_name = "digitisation"
_ONE = "<uuid:copy_id>"
urlpatterns = [
    path("", station.home, name="home"),
    path("ho-so/<uuid:dossier_id>", station.dossier, name="dossier"),
    path("ho-so/<uuid:dossier_id>/bat-dau", station.begin_component, name="begin_component"),
    path("ket-qua/<uuid:entry_id>/bat-dau", station.begin_entry, name="begin_entry"),
    path("dot", batches.batches, name="batches"),
    path("dot/<uuid:batch_id>", batches.batch, name="batch"),
    path("dot/<uuid:batch_id>/giao", batches.assign, name="assign"),
    path("dot/<uuid:batch_id>/dong", batches.close, name="close"),
    path("mau/<uuid:copy_id>", batches.sample, name="sample"),
    path("dien-thoai/<str:token>", phone.phone, name="phone"),
    path(_ONE, station.copy, name="copy"),
    path(f"{_ONE}/trang", station.add, name="add"),
    path(f"{_ONE}/may-quet", station.take, name="take"),
    path(f"{_ONE}/trang/<uuid:page_id>", station.arrange, name="arrange"),
    path(f"{_ONE}/trang/<uuid:page_id>.jpg", images.page, name="page"),
    path(f"{_ONE}/bo-trang-trang", station.remove_blank, name="remove_blank"),
    path(f"{_ONE}/so-trang", station.count, name="count"),
    path(f"{_ONE}/ky", station.sign, name="sign"),
    path(f"{_ONE}/bo", station.discard, name="discard"),
    path(f"{_ONE}/ban-chup.pdf", images.scan, name="scan"),
    path(f"{_ONE}/tim-duoc-chu.pdf", images.searchable, name="searchable"),
    path(f"{_ONE}/luu", checking.store, name="store"),
    path(f"{_ONE}/tra-lai", checking.send_back, name="send_back"),
    path(f"{_ONE}/xac-nhan", checking.confirm, name="confirm"),
]
