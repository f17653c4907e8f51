from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "motcua.staffing"
    label = "staffing"
