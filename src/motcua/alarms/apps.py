from django.apps import AppConfig


class AlarmsConfig(AppConfig):
    name = "motcua.alarms"
    label = "alarms"
