from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "motcua.notifications"
    label = "notifications"

    def ready(self) -> None:
        from motcua.documents.personal.reminding import EXPIRING
        from motcua.events.actions import subscribe
        from motcua.incidents.actions.ending import TELLS
        from motcua.notifications.breaches import tell_concerned
        from motcua.notifications.expiring import tell_expiring
        from motcua.notifications.forgetting import DOSSIER, PERSON, forget_told
        from motcua.notifications.newcomers import BEGUN, tell_leaders
        from motcua.notifications.recounted import tell_recounted
        from motcua.notifications.rules import MESSAGES
        from motcua.notifications.staff import VERBS, tell_staff
        from motcua.notifications.telling import tell

        subscribe("notifications", tell, MESSAGES)
        subscribe("forgetting", forget_told, [DOSSIER, PERSON])
        subscribe("expiring", tell_expiring, [EXPIRING])
        subscribe("staff", tell_staff, VERBS)
        subscribe("recounted", tell_recounted, ["recount.finished"])
        subscribe("newcomers", tell_leaders, [BEGUN])
        subscribe("concerned", tell_concerned, [TELLS])
