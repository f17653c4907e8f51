from django.apps import AppConfig

from motcua.events.moments import read_moments_fast


class EventsConfig(AppConfig):
    name = "motcua.events"
    label = "events"

    def ready(self) -> None:
        """Register how moments are read, for every app that stores any."""
        read_moments_fast()
