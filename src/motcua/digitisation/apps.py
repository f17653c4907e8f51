from django.apps import AppConfig


class DigitisationConfig(AppConfig):
    name = "motcua.digitisation"
    label = "digitisation"
