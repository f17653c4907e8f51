"""Answers for a load balancer."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

_migrated: list[bool] = []


@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Say that the database answers and has every migration; 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _migrated and not _pending():
            _migrated.append(True)
    except DatabaseError:
        return HttpResponse("database unavailable\n", content_type="text/plain", status=503)
    if not _migrated:
        return HttpResponse("migrations pending\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")


def _pending() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
