"""What must hold before the system answers anybody.

Imported only once Django is ready.
"""

import ipaddress
import re

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from motcua.cli.surroundings import disconnect
from motcua.runtime.refusals import CannotStart

SHORTEST_SECRET = 40
REFUSED = 2  # exit code


def require_ready(host: str) -> None:
    """Refuse settings that are not safe and tables that are not ours; leave no connection open, for
    workers are forked from whoever asks."""
    require_safe_settings(host)
    try:
        require_migrated()
    finally:
        disconnect()


def require_safe_settings(host: str) -> None:
    """Refuse a guessable secret, a malformed master key and DEBUG where others can reach it."""
    secret = settings.SECRET_KEY
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < 10 or "insecure" in secret:
        raise CannotStart(
            f"MOTCUA_SECRET_KEY ngắn hơn {SHORTEST_SECRET} ký tự hoặc là khóa mẫu;"
            " hãy đặt một chuỗi ngẫu nhiên.",
            REFUSED,
        )
    if any(
        not re.fullmatch(r"[0-9a-fA-F]{64}", one) or len(set(one)) < 6
        for one in settings.MASTER_KEY.split(",")
    ):
        raise CannotStart(
            "MOTCUA_MASTER_KEY phải là 64 chữ số thập lục phân ngẫu nhiên"
            " (ví dụ kết quả của: openssl rand -hex 32).",
            REFUSED,
        )
    if settings.DEBUG and not is_local(host):
        raise CannotStart(
            f"MOTCUA_DEBUG đang bật mà địa chỉ {host} mở ra bên ngoài; hãy tắt MOTCUA_DEBUG.",
            REFUSED,
        )


def is_local(host: str) -> bool:
    """Return whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def require_migrated() -> None:
    """Refuse a database whose tables are older than the program."""
    waiting = len(pending_migrations())
    if waiting:
        raise CannotStart(
            f"Cơ sở dữ liệu còn thiếu {waiting} bước cập nhật; hãy chạy: ./motcua manage migrate",
            REFUSED,
        )


def pending_migrations() -> list[str]:
    """Return the names of the migrations that were not applied yet."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise CannotStart(f"Không kết nối được cơ sở dữ liệu: {reason}") from error
    return [str(migration) for migration, _ in plan]
