from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate

from motcua.events.moments import read_moments_fast
from motcua.runtime.app_role import let_serve


class EventsConfig(AppConfig):
    name = "motcua.events"
    label = "events"

    def ready(self) -> None:
        """Register how moments are read, for every app that stores any, and that tables which were
        changed may still be used by who serves."""
        read_moments_fast()
        post_migrate.connect(_let_serve, sender=self)


def _let_serve(using: str, plan: Any = (), **_: Any) -> None:
    if plan:  # tests empty the tables and say so too
        connections[using].ensure_connection()
        let_serve(connections[using].connection, settings.APP_ROLE)
