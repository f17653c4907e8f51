"""Requests that are sent at the same moment, over connections of their own."""

import json
import threading
from collections.abc import Sequence
from typing import Any

from bench.clients import Line, Request

Answer = tuple[int, Any]


class Senders:
    """Connections that are kept, one for each request of a moment."""

    def __init__(self, port: int, many: int) -> None:
        self._lines = [Line(port) for _ in range(many)]

    def send(self, requests: Sequence[Request]) -> list[Answer]:
        """Send requests at once; return status and body of each answer, in their order."""
        together = threading.Barrier(len(requests))
        answers: list[Answer] = [(0, {})] * len(requests)

        def one(at: int) -> None:
            together.wait()
            status, body = self._lines[at].ask(requests[at])
            answers[at] = status, json.loads(body or b"{}")

        crew = [threading.Thread(target=one, args=(at,)) for at in range(len(requests))]
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join()
        return answers


def is_done(answer: Answer) -> bool:
    """Say whether a request was carried out."""
    return 200 <= answer[0] < 300
