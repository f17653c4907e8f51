from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "motcua.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        from motcua.dossiers.reassignment import reassign
        from motcua.dossiers.services import SERVICES, broadcast, serve
        from motcua.dossiers.signatures import HEARD, take_signature
        from motcua.dossiers.slips import FORMS, issue_slip
        from motcua.events.actions import subscribe
        from motcua.workflow.services import offer

        subscribe("slips", issue_slip, FORMS)
        subscribe("signatures", take_signature, HEARD)
        subscribe("reassignment", reassign, ["post.ended"])
        for name, (words, _) in SERVICES.items():
            offer(name, words)
        subscribe("services", serve, ["service.requested"])
        subscribe("signals", broadcast, ["process.signal_sent"])
