from django.apps import AppConfig


class ConfigurationConfig(AppConfig):
    name = "motcua.configuration"
    label = "configuration"
