from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "motcua.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        from motcua.dossiers.slips import issue_slip
        from motcua.events.actions import subscribe

        subscribe("slips", issue_slip)
