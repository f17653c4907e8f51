"""The background worker: tells subscribers what happened, sends to other systems, runs queued jobs.

Imported only once Django is ready.
"""

import asyncio
import logging
import os
import signal
import threading
from time import perf_counter

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.job_context import JobContext
from procrastinate.middleware import SyncCallNext
from procrastinate.worker import Worker

from motcua.events import actions as events
from motcua.exchange.jobs import send_until
from motcua.runtime import logs, metrics, traces
from motcua.runtime.room import room_in

log = logging.getLogger(__name__)

PAUSE = 0.3  # seconds between two looks at an empty outbox
LEAVING = 20.0  # seconds for what is in hand, once told to leave; jobs get ten of them
LONGEST_WAIT = 30.0  # seconds between two attempts to reach a database that is away


def run() -> None:
    """Work until SIGTERM or SIGINT; finish the delivery and the jobs in hand first."""
    traces.begin("worker")
    asyncio.run(_work())


async def _work() -> None:
    stop = threading.Event()
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    outbox = asyncio.create_task(asyncio.to_thread(deliver_until, stop))
    exchange = asyncio.create_task(asyncio.to_thread(send_until, stop))
    jobs = asyncio.create_task(_run_jobs())
    told = asyncio.create_task(stopped.wait())
    working = {outbox, exchange, jobs, told}
    done, _ = await asyncio.wait(working, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    jobs.cancel()  # procrastinate then finishes the jobs in hand
    _, lasting = await asyncio.wait({outbox, exchange, jobs}, timeout=LEAVING)
    if lasting:
        # What they have in hand is a transaction: it is rolled back, and done by who comes next,
        # who also finds an embedded database that only this worker used still running.
        log.warning("leaving what does not end: the database may be away")
        logging.shutdown()
        os._exit(0)
    for task in done:
        task.result()


def deliver_until(stop: threading.Event) -> None:
    """Empty the outbox again and again; wait longer and longer while the database is away."""
    wait = PAUSE
    room = room_in(settings.STATE, settings.LEAST_FREE_MIB)
    while not stop.wait(wait):
        if not room.is_left():
            continue  # news wait: what follows from them is written, too
        try:
            deliver_all(stop)
            wait = PAUSE
        except (OperationalError, InterfaceError):
            wait = min(wait * 2, LONGEST_WAIT)
            log.warning("the database is away; next attempt in %.1f s", wait)
            connection.close()
    connection.close()


def deliver_all(stop: threading.Event) -> None:
    """Hand every waiting event to its subscriber, until there is none or `stop` is set."""
    close_old_connections()
    for name in events.subscribers():
        while not stop.is_set() and events.deliver_next(name):
            continue


async def _run_jobs() -> None:
    """Run the queue of jobs and the periodic ones; come back when the database does."""
    wait = PAUSE
    while True:
        try:
            await _run_queue()
        except ConnectorException:
            wait = min(wait * 2, LONGEST_WAIT)
            log.warning("the queue of jobs is away; next attempt in %.1f s", wait)
        await asyncio.sleep(wait)


async def _run_queue() -> None:
    """Work on an app of our own, so that what tasks defer stays in Django's transactions."""
    assert isinstance(app.connector, DjangoConnector)
    runner = app.with_connector(app.connector.get_worker_connector())
    async with runner.open_async():
        await runner.run_worker_async(
            install_signal_handlers=False,
            concurrency=1,
            shutdown_graceful_timeout=10,
            task_middleware=[_observed],
        )


def _observed(call: SyncCallNext, context: JobContext, _worker: Worker) -> object:
    """Count a job, give its lines in the log an id, and have a span for it."""
    name, began = context.job.task_name, perf_counter()
    logs.begin(f"job-{context.job.id:08}")
    try:
        with traces.working(name), traces.statements(connection):
            return call()
    except Exception:
        metrics.FAULTS.labels(name).inc()
        raise
    finally:
        metrics.JOBS.labels(name).observe(perf_counter() - began)
        logs.end()
