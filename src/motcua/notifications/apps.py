from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "motcua.notifications"
    label = "notifications"

    def ready(self) -> None:
        from motcua.events.actions import subscribe
        from motcua.notifications.recounted import tell_recounted
        from motcua.notifications.rules import MESSAGES
        from motcua.notifications.staff import VERBS, tell_staff
        from motcua.notifications.telling import tell

        subscribe("notifications", tell, MESSAGES)
        subscribe("staff", tell_staff, VERBS)
        subscribe("recounted", tell_recounted, ["recount.finished"])
