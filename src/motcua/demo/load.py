"""Loading the sample province, once."""

import logging
import random
from collections.abc import Callable
from datetime import date, datetime
from importlib import import_module

from django.db import connection, transaction
from django.utils.timezone import now

from motcua.demo.accounts import accounts, load_accounts
from motcua.demo.assessments import load_assessments
from motcua.demo.businesses import load_businesses
from motcua.demo.calendars import load_calendar, load_number_formats
from motcua.demo.catalogue import load_catalogue
from motcua.demo.history import load_history
from motcua.demo.history.draws import FIRST_DAY
from motcua.demo.occasions import load_occasions
from motcua.demo.organisations import load_agencies, load_officers
from motcua.demo.past_dossiers import load_past_dossiers
from motcua.demo.past_records import load_past_records
from motcua.demo.registers import load_register
from motcua.demo.stores import load_stores
from motcua.dossiers.lateness_figures import count_lateness
from motcua.dossiers.usual_times import count_usual_times
from motcua.dossiers.where_time_goes import count_where_time_goes
from motcua.events.years import keep_years
from motcua.indicators.actions import rebuild
from motcua.kernel.actors import SYSTEM, Role
from motcua.organisations.models import Agency
from motcua.people.actions import adopt_policy
from motcua.people.models import Account, SignInPolicy

log = logging.getLogger(__name__)
SEED = 42
SAMPLE_SINCE = date(2025, 1, 1)
PAST = "Tỉnh mẫu: số liệu năm 2021–2022"
FORECASTS = "Tỉnh mẫu: dự báo"
Progress = Callable[[str, int, int], None]


def load_sample(dossiers: int, progress: Progress) -> dict[str, int]:
    """Load agencies, officers, catalogue, accounts and a past of so many dossiers.

    Nothing happens when the province is there already; a failure leaves nothing behind. Returns
    for how many procedures the sources lack which fact.
    """
    missing: dict[str, int] = {}
    if Agency.objects.exists():
        return missing
    at = now()
    rng = random.Random(SEED)  # noqa: S311 -- a repeatable sample, nothing secret
    parts: list[tuple[str, Callable[[], object]]] = [
        ("Nhật ký theo năm", lambda: keep_years(at.date(), FIRST_DAY.year)),
        ("Lịch làm việc", load_calendar),
        ("Mẫu mã hồ sơ", load_number_formats),
        ("Cơ quan", load_agencies),
        ("Cán bộ và chứng thư mẫu", lambda: load_officers(rng, at)),
        ("Danh mục thủ tục", lambda: missing.update(load_catalogue(at))),
        ("Tài khoản mẫu", lambda: load_accounts(rng, at)),
        ("Doanh nghiệp mẫu", lambda: load_businesses(at)),
    ]
    with transaction.atomic():
        for done, (name, load) in enumerate(parts):
            progress("Tỉnh mẫu: danh mục", done, len(parts))
            log.info("loading %s", name)
            load()
        progress("Tỉnh mẫu: danh mục", len(parts), len(parts))
        load_stores(at)
        load_history(dossiers, rng, at, progress)
        load_register(at)
        load_occasions(at)
        _count(at)
        _load_past(at, progress)
        progress(FORECASTS, 0, 1)
        # Loaded here alone: a province that is there already starts without the library of it.
        import_module("motcua.forecasts.renewal").renew(at)
        progress(FORECASTS, 1, 1)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # or the first pages are planned as for empty tables
    return missing


def _count(at: datetime) -> None:
    """Count what is counted at night."""
    for count in (count_usual_times, count_lateness, count_where_time_goes):
        count(at=at)
    rebuild(by=SYSTEM, at=at)


def _load_past(at: datetime, progress: Progress) -> None:
    """Load what other systems recorded of the years before; what is there already counts too.

    Last year's assessments come after it, for they are measured by what is recorded.
    """
    parts = load_past_records, load_past_dossiers, load_assessments
    progress(PAST, 0, len(parts))
    for done, load in enumerate(parts, 1):
        load(at)
        progress(PAST, done, len(parts))
    import_module("motcua.opendata.actions").publish(by=SYSTEM, at=at)


__all__ = ["accounts", "load_sample"]


def keep_sign_in_policy() -> None:
    """Let the printed accounts in with their password, but for the one that runs the system.

    A sample is to be clicked through; an installation in use asks all of its staff.
    """
    if not SignInPolicy.objects.exists():
        asked = {
            "second_factor_roles": [Role.TECHNICAL_ADMIN.value],
            "classes_alone": 1,
            "admin_password_days": 3650,
            "idle_account_days": 3650,
        }
        basis = "Tỉnh mẫu để thử"
        adopt_policy(asked, from_on=SAMPLE_SINCE, basis=basis, by=SYSTEM, at=now())
        Account.objects.filter(password_set_at=None).update(password_set_at=now())
