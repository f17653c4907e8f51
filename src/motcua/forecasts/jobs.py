"""What the worker does for forecasts by itself: learning anew every night."""

import os
import subprocess
import sys

from django.utils.timezone import now
from procrastinate.contrib.django import app

PATIENCE = 1800  # seconds


@app.periodic(cron="45 19 * * *")  # in UTC: at night here
@app.task(name="forecasts.renew", queueing_lock="forecasts.renew")
def renew_forecasts_nightly(timestamp: int) -> None:
    """Learn and foresee anew, in a process of its own: the memory it takes goes when it ends."""
    command = [sys.executable, "-P", "-m", "motcua.forecasts", now().isoformat()]
    without_limit = {**os.environ, "MOTCUA_STATEMENT_TIMEOUT_MS": "0"}
    subprocess.run(command, env=without_limit, check=True, timeout=PATIENCE)
