"""The same process in our engine and in SpiffWorkflow, its state stored and loaded at each step."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from motcua.workflow.bpmn.reading import read
from motcua.workflow.rules import Token, begin, complete, readable

FILE = Path(__file__).with_name("three_steps.bpmn")
OUTCOMES = ("propose", "return", "propose", "approve", "done")  # how the steps end, one by one
STEPS = len(OUTCOMES)
BATCH = 0.25  # seconds


@dataclass(frozen=True, slots=True)
class Measured:
    """How fast one engine was, wall-clock time and CPU."""

    name: str
    instances: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Return whole instances a second."""
        return self.instances / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Return the CPU milliseconds of one instance."""
        return self.cpu * 1000 / self.instances


def ours() -> Callable[[], None]:
    """Return what runs one instance in our engine."""
    process = read(FILE.read_text())

    def run() -> None:
        data: dict[str, object] = {}
        move = begin(process, readable(process.properties, data))
        stored = json.dumps([move.marking, data])
        for outcome in OUTCOMES:
            tokens, data = json.loads(stored)
            marking = tuple(Token(*token) for token in tokens)
            data["outcome"] = outcome
            values = readable(process.properties, data)
            move = complete(process, marking, marking[0].number, values)
            data.update(move.data)
            stored = json.dumps([move.marking, data])
        assert not move.marking

    return run


def theirs() -> Callable[[], None]:
    """Return what runs one instance in SpiffWorkflow."""
    parser = BpmnParser()
    written = FILE.read_text().replace("PT4H", '"PT4H"')  # it takes times for expressions
    parser.add_bpmn_str(written.encode())
    spec, inner = parser.get_spec("three_steps"), parser.get_subprocess_specs("three_steps")
    serializer = BpmnWorkflowSerializer()

    def run() -> None:
        instance = BpmnWorkflow(spec, inner)
        instance.do_engine_steps()
        stored = serializer.serialize_json(instance)
        for outcome in OUTCOMES:
            instance = serializer.deserialize_json(stored)
            task = next(
                one for one in instance.get_tasks(state=TaskState.READY) if one.task_spec.manual
            )
            task.data["outcome"] = outcome
            task.run()
            instance.do_engine_steps()
            stored = serializer.serialize_json(instance)
        assert instance.is_completed()

    return run


def side_by_side(seconds: float) -> list[Measured]:
    """Measure both engines in turns, so that whatever else the machine does meets both."""
    engines = {"Motcua": ours(), "SpiffWorkflow": theirs()}
    spent = {name: [0, 0.0, 0.0] for name in engines}
    for run in engines.values():
        run()
    while min(taken for _, taken, _ in spent.values()) < seconds:
        for name, run in engines.items():
            spent[name] = [a + b for a, b in zip(spent[name], _batch(run), strict=True)]
    return [Measured(name, int(many), *times) for name, (many, *times) in spent.items()]


def _batch(run: Callable[[], None]) -> tuple[int, float, float]:
    many = 0
    begun, cpu = time.perf_counter(), time.process_time()
    while time.perf_counter() - begun < BATCH:
        run()
        many += 1
    return many, time.perf_counter() - begun, time.process_time() - cpu
