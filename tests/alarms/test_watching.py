"""The system looks at itself: alarms, who is told, and what each measure finds."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep, time
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import connection
from django.utils.timezone import now

from motcua.alarms import actions, jobs
from motcua.alarms.measuring import judged, look
from motcua.alarms.models import Alarm
from motcua.alarms.rules import QUIET, REMINDER, Level, Reading
from motcua.alarms.thresholds import measures
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Role
from motcua.kernel.environment import SettingMissing
from motcua.kernel.errors import InvalidInput, NotFound, NotPermitted
from motcua.runtime.backups.server import Server
from motcua.runtime.postgres import Cluster
from motcua.runtime.state import State
from motcua.runtime.sweep import OUTCOME
from tests.builders import a_citizen, a_province, an_officer
from tests.calendars import MONDAY_MORNING as AT
from tests.conftest import TESTS

pytestmark = pytest.mark.django_db
FULL = Reading("disk_free", 0.05, "dữ liệu")
ROOM = Reading("disk_free", 0.6, "dữ liệu")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, settings: Any) -> Path:
    settings.STATE, settings.ANCHORS, settings.KEYS = tmp_path, tmp_path, tmp_path / "keys"
    measures.cache_clear()
    return tmp_path


def watched(*readings: Reading, at: datetime = AT) -> list[UUID]:
    return actions.watch(list(readings), by=SYSTEM, at=at)


def read(measure: str) -> dict[str, float | None]:
    return {one.subject: one.value for one in look(now(), time) if one.measure == measure}


def test_an_alarm_rings_once_and_ends_when_all_was_well_for_a_while() -> None:
    assert len(watched(FULL)) == 1
    assert watched(FULL, at=AT + timedelta(minutes=1)) == []
    assert watched(ROOM, at=AT + timedelta(minutes=2)) == []
    ended = watched(ROOM, at=AT + timedelta(minutes=2) + QUIET)

    (alarm,) = Alarm.objects.all()
    assert ended == [alarm.id]
    assert alarm.ended_at == AT + timedelta(minutes=2) + QUIET
    events = Event.objects.filter(subject=alarm.id).order_by("sequence")
    assert [event.verb for event in events] == ["alarm.rang", "alarm.ended"]


def test_trouble_that_comes_back_at_once_is_the_same_alarm() -> None:
    watched(FULL)
    watched(ROOM, at=AT + timedelta(minutes=1))
    watched(FULL, at=AT + timedelta(minutes=2))

    assert watched(ROOM, at=AT + timedelta(minutes=3) + QUIET) == []
    assert Alarm.objects.get().ended_at is None


def test_people_are_reminded_a_day_after_they_were_told() -> None:
    told = watched(FULL)
    actions.note_told(told, by=SYSTEM, at=AT)

    assert watched(FULL, at=AT + REMINDER - timedelta(minutes=1)) == []
    assert watched(FULL, at=AT + REMINDER) == told


def test_two_disks_are_two_alarms() -> None:
    assert len(watched(FULL, Reading("disk_free", 0.15, "sao lưu"))) == 2
    assert set(Alarm.objects.values_list("subject", "level")) == {
        ("dữ liệu", "alarm"),
        ("sao lưu", "warning"),
    }


def test_who_keeps_the_machines_notes_what_is_being_done_and_nobody_else() -> None:
    watched(FULL)
    alarm = Alarm.objects.get()
    province = a_province()
    admin = an_officer(province.commune, Role.TECHNICAL_ADMIN)

    for other in (a_citizen(), an_officer(province.commune, Role.MONITOR)):
        with pytest.raises(NotPermitted):
            actions.take_note(alarm.id, "Tôi xem", by=other, at=AT)
    with pytest.raises(InvalidInput):
        actions.take_note(alarm.id, "  ", by=admin, at=AT)
    with pytest.raises(NotFound):
        actions.take_note(uuid4(), "Tôi xem", by=admin, at=AT)
    noted = actions.take_note(alarm.id, " Đã đặt thêm ổ ", by=admin, at=AT)
    assert (noted.note, noted.noted_by) == ("Đã đặt thêm ổ", admin.person)


def test_a_message_says_what_rang_and_what_is_well_again(settings: Any, mailoutbox: Any) -> None:
    settings.ALARM_MAIL = ["truc@h42.gov.vn"]
    first = watched(FULL)
    jobs.tell([str(one) for one in first])
    watched(ROOM, at=AT + timedelta(minutes=1))
    ended = watched(ROOM, at=AT + timedelta(minutes=1) + QUIET)
    jobs.tell([str(one) for one in ended])

    ringing, over = mailoutbox
    assert ringing.to == ["truc@h42.gov.vn"]
    assert "PHẢI XỬ LÝ: Chỗ trống trên đĩa (dữ liệu): 5 %" in ringing.body
    assert "1 cảnh báo" in ringing.subject
    assert "ĐÃ ỔN: Chỗ trống trên đĩa (dữ liệu)" in over.body
    assert Alarm.objects.get().told_at is not None


def test_a_database_that_runs_elsewhere_is_backed_up_there_and_not_measured(state: Path) -> None:
    assert read("backup_age") == {}


def test_a_fresh_system_without_backup_and_anchor_says_so(state: Path) -> None:
    made = Cluster(State(state)).data / "PG_VERSION"
    made.parent.mkdir(parents=True)
    made.touch()

    levels = {key[0]: level for key, (_, level) in judged(look(now(), time)).items()}

    assert levels["backup_age"] is Level.ALARM
    assert levels["anchor_age"] is Level.ALARM
    assert levels["years_missing"] is Level.WELL
    assert levels["clock_skew"] is Level.WELL
    assert levels["connections_used"] is Level.WELL


def test_a_clock_that_is_off_is_seen_in_either_direction() -> None:
    for clock in (lambda: time() - 40, lambda: time() + 40):
        (seen,) = [one for one in look(now(), clock) if one.measure == "clock_skew"]
        assert seen.value == pytest.approx(40, abs=2)


def test_what_the_sweep_found_is_measured(state: Path) -> None:
    (state / OUTCOME).parent.mkdir(parents=True, exist_ok=True)
    told = {"at": now().isoformat(), "violations": {"one": 2, "other": 1}}
    (state / OUTCOME).write_text(json.dumps(told))

    assert read("sweep_violations") == {"": 3}


def test_jobs_that_failed_for_good_within_a_day_are_counted() -> None:
    with connection.cursor() as cursor:
        for age in ("1 hour", "30 hours"):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
                " VALUES ('default', 'x', 'failed') RETURNING id"
            )
            job = cursor.fetchone()[0]
            cursor.execute("DELETE FROM procrastinate_events WHERE job_id = %s", [job])
            cursor.execute(
                "INSERT INTO procrastinate_events (job_id, type, at)"
                " VALUES (%s, 'failed', now() - %s::interval)",
                [job, age],
            )

    assert read("failed_jobs") == {"": 1}


def test_what_receives_the_log_for_a_backup_is_no_replica_that_lags(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    server = Server(Cluster(TESTS, durable=False))
    place = tmp_path_factory.mktemp("wal")
    receiver = subprocess.Popen(
        server.command("pg_receivewal", "-D", str(place)), env=server.surroundings()
    )
    try:
        while not replicating():
            assert receiver.poll() is None
            sleep(0.1)

        assert read("replica_lag") == {}
    finally:
        receiver.terminate()
        receiver.wait()


def replicating() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees who was there first
        cursor.execute("SELECT application_name FROM pg_stat_replication WHERE state = 'streaming'")
        return [name for (name,) in cursor.fetchall()]


def test_a_certificate_of_the_site_is_counted_in_days(state: Path, settings: Any) -> None:
    path = state / "tls.pem"
    path.write_bytes(a_certificate(datetime.now(UTC) + timedelta(days=5, hours=1)))
    settings.TLS_CERTIFICATE = path

    assert read("certificate_days")["trang web"] == 5


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_a_certificate_that_cannot_be_read_is_an_alarm_and_no_fault(
    state: Path, settings: Any, content: bytes | None
) -> None:
    settings.TLS_CERTIFICATE = state / "tls.pem"
    if content is not None:
        settings.TLS_CERTIFICATE.write_bytes(content)

    found = judged(look(now(), time))

    assert found[("certificate_days", "trang web")][1] is Level.ALARM


def a_certificate(ends: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "motcua.h42.gov.vn")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(ends - timedelta(days=90))
        .not_valid_after(ends)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


def test_an_installation_changes_thresholds_and_nothing_else(state: Path, settings: Any) -> None:
    settings.THRESHOLDS = state / "mine.toml"
    settings.THRESHOLDS.write_text('[[measure]]\nid = "disk_free"\nwarning = 0.9\nalarm = 0.8\n')
    measures.cache_clear()

    assert judged([ROOM])[("disk_free", "dữ liệu")][1] is Level.ALARM
    for wrong in ('id = "no_such"\nalarm = 1', 'id = "disk_free"\nname = "x"'):
        settings.THRESHOLDS.write_text(f"[[measure]]\n{wrong}\n")
        measures.cache_clear()
        with pytest.raises(SettingMissing):
            measures()
    settings.THRESHOLDS = None
    measures.cache_clear()
