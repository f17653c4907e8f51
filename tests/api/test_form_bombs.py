"""Answers that are bombs: refused within a fifth of a second and with little memory."""

import json
import tracemalloc
from typing import Any

import pytest

from tests.api.callers import Caller, a_body, a_key
from tests.builders import a_citizen, a_procedure
from tests.quickest import quickest

pytestmark = pytest.mark.django_db
SECONDS, MEMORY = 0.2, 64 * 1024 * 1024
ANSWERS = '"the answers"'
BOMBS = {
    "depth": "[" * 100_000 + "]" * 100_000,
    "depth of objects": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "200,000 names": "{" + ",".join(f'"{at}":1' for at in range(200_000)) + "}",
    "50,000 names": "{" + ",".join(f'"{at}":1' for at in range(50_000)) + "}",
    "100,000 rows": '{"wish": [' + ",".join("{}" for _ in range(100_000)) + "]}",
    "a huge number": '{"wish": ' + "9" * 100_000 + "}",
    "a huge exponent": '{"wish": 1e999999}',
    "NaN": '{"wish": NaN}',
    "a name twice": '{"wish": "a", "wish": "b"}',
    "the last name twice": "{" + ",".join(f'"{at}":1' for at in range(80_000)) + ',"79999":1}',
    "a lone surrogate": '{"wish": "\\ud800"}',
    "NUL": '{"wish": "\\u0000"}',
    "long text": '{"wish": "' + "a " * 400_000 + '"}',
}


def filing(caller: Caller) -> str:
    """Return a whole body whose answers are to be put in."""
    paper = json.loads(caller.upload().content)
    return json.dumps({**a_body(a_procedure(), paper["id"]), "answers": "the answers"}, default=str)


def sent(caller: Caller, body: bytes) -> Any:
    return caller.client.generic(
        "POST",
        "/api/v1/dossiers",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {caller.token}", **a_key()},
    )


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_time(name: str) -> None:
    caller = Caller(a_citizen())
    body = filing(caller).replace(ANSWERS, BOMBS[name]).encode()
    sent(caller, filing(caller).replace(ANSWERS, "{}").encode())

    took, answer = quickest(lambda: sent(caller, body), SECONDS)

    assert took < SECONDS
    assert 400 <= answer.status_code < 500
    assert len(answer.content) < 100_000


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_little_memory(name: str) -> None:
    caller = Caller(a_citizen())
    body = filing(caller).replace(ANSWERS, BOMBS[name]).encode()
    tracemalloc.start()
    try:
        sent(caller, body)
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()
