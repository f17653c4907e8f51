from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "motcua.exchange"
    label = "exchange"

    def ready(self) -> None:
        from motcua.events.actions import subscribe
        from motcua.exchange.rules import told_events
        from motcua.exchange.telling import tell

        subscribe("exchange", tell, told_events())
