from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "motcua.indicators"
    label = "indicators"

    def ready(self) -> None:
        from motcua.events.actions import subscribe
        from motcua.indicators.keeping import VERBS, keep

        subscribe("indicators", keep, VERBS)
