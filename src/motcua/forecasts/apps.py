from django.apps import AppConfig


class ForecastsConfig(AppConfig):
    name = "motcua.forecasts"
    label = "forecasts"
