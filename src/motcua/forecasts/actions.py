"""Keeping what was learned and foreseen."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from motcua.events.actions import record
from motcua.forecasts.models import Forecast, Training
from motcua.forecasts.permissions import require_the_system
from motcua.forecasts.rules import require_newer
from motcua.kernel.actors import Actor

_COLUMNS = [field.column for field in Forecast._meta.concrete_fields]
_FIELDS = [field.attname for field in Forecast._meta.concrete_fields]


@transaction.atomic
def replace_forecasts(
    training: Training, forecasts: Iterable[Forecast], *, by: Actor, at: datetime
) -> Training:
    """Keep a night's learning, and its forecasts in place of all earlier ones.

    Only the system itself does this; an older night never takes the place of a newer one.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE forecasts_training IN SHARE ROW EXCLUSIVE MODE")
    require_the_system(by)
    latest = Training.objects.order_by("-at").first()
    require_newer(at, latest.at if latest else None)
    training.at = at
    training.save(force_insert=True)
    Forecast.objects.all().delete()
    many = _copy(forecasts)
    record("forecasts.renewed", training.id, by=by, at=at, forecasts=many, brier=training.brier)
    return training


def _copy(forecasts: Iterable[Forecast]) -> int:
    names = ", ".join(f'"{column}"' for column in _COLUMNS)
    many = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY forecasts_forecast ({names}) FROM STDIN") as copy,
    ):
        for forecast in forecasts:
            copy.write_row([getattr(forecast, name) for name in _FIELDS])
            many += 1
    return many
