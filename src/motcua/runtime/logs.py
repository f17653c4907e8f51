"""Lines of the log: one JSON object each, with the id of the request or job they belong to.

A log holds no personal data (Nghị định 356/2025, reliability R26). Sentences of exceptions may
quote what somebody typed, a database error the row itself: of an exception only its kind and the
places in the program are written, and of a request its route instead of its address.
"""

import logging
import re
import secrets
import sys
import traceback
from contextvars import ContextVar
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

refusals = logging.getLogger("motcua.refusals")
_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_now_serving: ContextVar[str] = ContextVar("now_serving", default="")
_GIVEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def begin(given: str = "") -> str:
    """Return the id of what is served from here on in this thread: the one given, when it is well
    formed, or a new one."""
    chosen = given if _GIVEN.fullmatch(given) else secrets.token_hex(12)
    _now_serving.set(chosen)
    return chosen


def now_serving() -> str:
    """Return the id of the request or job in hand; empty when there is none."""
    return _now_serving.get()


def end() -> None:
    """Say that nothing is in hand any more."""
    _now_serving.set("")


def places(error: BaseException) -> str:
    """Return the kinds of an exception and of its causes, and where each was raised, without the
    sentences."""
    said: list[str] = []
    one: BaseException | None = error
    while one is not None and len(said) < 8:
        code = getattr(one, "sqlstate", None)
        name = f"{type(one).__module__}.{type(one).__qualname__}{f' {code}' if code else ''}"
        frames = traceback.extract_tb(one.__traceback__)[::-1]
        where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        said.append(" < ".join([name, *where]))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return " << ".join(said)


class _Discreet(logging.Formatter):
    """What both formats share: ids, routes and places instead of what people typed."""

    tells_all = False  # on the machine of a developer

    def formatException(self, ei: _Raised) -> str:  # noqa: N802
        if self.tells_all or ei[1] is None:
            return super().formatException(ei)
        return places(ei[1])

    def format(self, record: logging.LogRecord) -> str:
        record.request_id = now_serving() or None
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            path, route = getattr(request, "path", None), route_of(request)
            record.args = tuple(route if one == path else one for one in record.args)
        return super().format(record)


class Lines(_Discreet):
    """A line for eyes: time, level, who says it, id, sentence; never more than one line each."""

    def __init__(self, tells_all: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s")
        self.tells_all = tells_all

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return line if self.tells_all else _CONTROL.sub(" ", line)


class Objects(_Discreet, JsonFormatter):
    """A line for machines: the same as JSON, and whatever else was handed to the logger."""

    def __init__(self, tells_all: bool = False) -> None:
        JsonFormatter.__init__(
            self,
            ["asctime", "levelname", "name", "request_id", "message"],
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            datefmt="%Y-%m-%dT%H:%M:%S%z",
            json_ensure_ascii=False,
            reserved_attrs=[*_RESERVED],
        )
        self.tells_all = tells_all


_RESERVED = (*logging.makeLogRecord({}).__dict__, "message", "asctime", "request", "server")
_RESERVED += ("pageno",)  # the reader of scans gives one to every line of the process


def route_of(request: Any) -> str:
    """Return the pattern under which a request was found, without what stood in its place."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match is not None else "(none)"


def note_refusal(code: str, request: Any, who: object) -> None:
    """Note that somebody was refused, or found nothing: what, where, and who by their id."""
    route = route_of(request)
    facts = {"code": code, "route": route, "who": str(who or "")}
    refusals.info("refused %s %s", code, route, extra=facts)


def configured(
    wanted: str, level: str, *, counts_requests: bool, tells_all: bool
) -> dict[str, object]:
    """Return the setting LOGGING: how lines look (`lines`, `json`, or by who reads), from which
    level on, and whether each request leaves one."""
    chosen = wanted or ("lines" if sys.stderr.isatty() else "json")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {"()": "motcua.runtime.logs.Lines", "tells_all": tells_all},
            "json": {"()": "motcua.runtime.logs.Objects", "tells_all": tells_all},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": chosen}},
        "loggers": {
            "pyhanko": {"level": "CRITICAL"},  # its warnings name the holders of certificates
            "django.request": {"level": "ERROR"},  # what was refused stands in the access lines
            "motcua.access": {"level": "INFO" if counts_requests else "CRITICAL"},
            "motcua.refusals": {"level": "INFO"},
        },
        "root": {"handlers": ["console"], "level": level},
    }
