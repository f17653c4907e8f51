from django.apps import AppConfig


class OpendataConfig(AppConfig):
    name = "motcua.opendata"
    label = "opendata"
