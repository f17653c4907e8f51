"""What the web server calls."""

import gc
import os
import sys
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from motcua.runtime import traces
from motcua.runtime.lines import Lines
from motcua.runtime.room import room_in
from motcua.runtime.turns import Turn
from motcua.web.admission import Admission

# Nobody waits longer for a statement; read with the settings, and only by the web server.
os.environ.setdefault("MOTCUA_STATEMENT_TIMEOUT_MS", "5000")

SENT_AWAY = 16  # threads for those that find the lines full
WORKERS = settings.WEB_WORKERS
THREADS = settings.WEB_THREADS + settings.WEB_WAITING + SENT_AWAY


def _made() -> Admission:
    traces.begin("web")
    answers = get_wsgi_application()
    # Both can be imported once the apps are ready; all pages before the workers are forked.
    busy, _ = import_module("motcua.api.problems").busy, import_module(settings.ROOT_URLCONF)
    lines = Lines(settings.WEB_THREADS, settings.WEB_WAITING, settings.WEB_PATIENCE)
    room = room_in(settings.STATE, settings.LEAST_FREE_MIB)
    costly = Turn(Path(settings.STATE) / "run" / "costly", settings.WEB_PATIENCE)
    return Admission(answers, lines, busy, room.is_left, costly.taken)


gc.disable()  # nothing of what is loaded is garbage, and looking for it takes a sixth of the time
application = _made()
# Whoever comes must soon be able to stand in line while others are served (five times the default
# of turns a second between threads).
sys.setswitchinterval(0.001)
# What was loaded stays for good; the collector need not look through it again and again.
gc.freeze()
gc.enable()
