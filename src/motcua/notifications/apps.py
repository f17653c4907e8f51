from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "motcua.notifications"
    label = "notifications"

    def ready(self) -> None:
        from motcua.events.actions import subscribe
        from motcua.notifications.rules import MESSAGES
        from motcua.notifications.telling import tell

        subscribe("notifications", tell, MESSAGES)
