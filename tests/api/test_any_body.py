"""Whatever is sent as a filing is answered: filed, or refused with a problem, never a fault."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.api.bodies import DEEPEST, from_json
from motcua.api.problems import UnreadableBody
from motcua.dossiers.models import Dossier
from tests.api.callers import Caller, a_body, a_key, problem_in
from tests.builders import ANSWERS, a_citizen, a_component, a_procedure

pytestmark = pytest.mark.django_db
LETTERS = st.characters() | st.sampled_from("\x00\ud800\udfff\u202e đĐ'\"%{}\\")
TEXTS = st.text(LETTERS, max_size=30)
PARTS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | TEXTS
VALUES = st.recursive(
    PARTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        "answers",
        "applicant",
        "assisted",
        "attachments",
        "case",
        "channel",
        "commune",
        "procedure",
        "result_address",
        "result_channel",
    ]
)
CHANGES = st.dictionaries(NAMES | TEXTS, VALUES, min_size=1, max_size=3)
TRIES = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@TRIES
@given(changes=CHANGES, answers=st.dictionaries(st.sampled_from(sorted(ANSWERS)), VALUES))
def test_any_filing_is_filed_or_refused(changes: dict[str, Any], answers: dict[str, Any]) -> None:
    procedure = a_procedure(components=[a_component(required=False)])
    body = a_body(procedure, answers={**ANSWERS, **answers}) | changes

    answer = Caller(a_citizen()).ask("fileDossier", body, headers=a_key())

    if answer.status_code == 201:
        assert Dossier.objects.filter(procedure=procedure).count() == 1
    else:
        assert answer.status_code < 500
        assert problem_in("fileDossier", answer)["detail"]


@settings(max_examples=300)
@given(st.binary(max_size=60) | VALUES.map(lambda value: repr(value).encode(errors="replace")))
def test_any_bytes_are_json_or_refused(body: bytes) -> None:
    with suppress(UnreadableBody):
        read = from_json(body)
        assert json.loads(json.dumps(read)) == read


@pytest.mark.parametrize("depth", [DEEPEST + 2, 500, 100_000])
def test_what_is_nested_too_deep_is_refused(depth: int) -> None:
    with pytest.raises(UnreadableBody):
        from_json(b"[" * depth + b"]" * depth)
