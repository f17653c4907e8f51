"""What is counted while the system works, for Prometheus: requests, news, jobs.

Every process counts into files of its own below the state folder, and whoever is asked reads them
all (the multiprocess mode of the client). Labels are routes, states and names of the program:
nothing that a person typed, and few enough.
"""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from motcua.runtime.sharing import FOLDER

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_LONG = (0.1, 1, 10, 60, 300, 1800)

REQUESTS = Histogram(
    "motcua_request_seconds",
    "Time from a request's turn to its answer",
    ["route", "method"],
    buckets=_SECONDS,
)
ANSWERS = Counter("motcua_answers", "Answers by status", ["route", "method", "status"])
REFUSED = Counter("motcua_refusals", "Requests that a rule refused, by its kind", ["code"])
WAITED = Histogram("motcua_request_wait_seconds", "Time in a line", buckets=_SECONDS)
SENT_AWAY = Counter("motcua_requests_sent_away", "Requests that found the lines full")
NEWS = Counter("motcua_deliveries", "Events handed to subscribers", ["subscriber", "outcome"])
JOBS = Histogram("motcua_job_seconds", "Time of a background job", ["job"], buckets=_LONG)
FAULTS = Counter("motcua_job_faults", "Background jobs that failed", ["job"])


class Gauges(Collector):
    """Values that are read when asked for: name -> its sentence and a value for each label."""

    def __init__(self, label: str, values: dict[str, tuple[str, dict[str, float]]]) -> None:
        self._label, self._values = label, values

    def collect(self) -> list[GaugeMetricFamily]:
        found = []
        for name, (words, by_label) in self._values.items():
            family = GaugeMetricFamily(f"motcua_{name}", words, labels=[self._label])
            for label, value in by_label.items():
                family.add_metric([label], value)
            found.append(family)
        return found


def exposition(*gauges: Gauges) -> bytes:
    """Return what all processes have counted, and the gauges, as text (version 0.0.4)."""
    registry = CollectorRegistry()
    if FOLDER in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        for one in (REQUESTS, ANSWERS, REFUSED, WAITED, SENT_AWAY, NEWS, JOBS, FAULTS):
            registry.register(one)
    for extra in gauges:
        registry.register(extra)
    return generate_latest(registry)
