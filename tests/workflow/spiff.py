"""The same process file run by SpiffWorkflow, to be compared with our engine.

Its conditions are Python, and its timers watch the clock of the machine: conditions are written
over, and a timer is given to it as a message of its own that comes when the timer fires.
"""

import re
from collections.abc import Mapping

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import (
    EventBasedGateway,
)
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

TIMER = re.compile(r"<bpmn:timerEventDefinition>.*?</bpmn:timerEventDefinition>")
EVENT = re.compile(r'<bpmn:(\w+Event) id="(\w+)"[^>]*><bpmn:timerEventDefinition>')
CHILD = " [child]"


def in_its_words(xml: str) -> str:
    """Return the file with conditions in Python and messages in the place of timers."""
    for found in EVENT.finditer(xml):
        message = f'<bpmn:messageEventDefinition messageRef="m_{found[2]}"/>'
        begin = xml.index(f'id="{found[2]}"')
        xml = xml[:begin] + TIMER.sub(message, xml[begin:], count=1)
        declared = f'<bpmn:message id="m_{found[2]}" name="m_{found[2]}"/>'
        if declared not in xml:
            xml = xml.replace("\n<bpmn:process", f"{declared}\n<bpmn:process", 1)
    return xml.replace("&amp;&amp;", "and")


class Other:
    """A run of a file in SpiffWorkflow."""

    def __init__(self, xml: str, data: Mapping[str, object]) -> None:
        parser = BpmnParser()
        parser.add_bpmn_str(in_its_words(xml).encode())
        self.run = BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))
        self.run.task_tree.data.update(data)
        self.run.do_engine_steps()

    @property
    def finished(self) -> bool:
        """Say whether the run has ended."""
        return bool(self.run.is_completed())

    def waiting(self) -> list[str]:
        """Return the sorted keys of open steps and of events waited for, as our engine does."""
        found: list[str] = []
        for task in self.run.get_tasks(state=TaskState.READY | TaskState.WAITING):
            spec = task.task_spec
            if isinstance(spec, EventBasedGateway):
                found.extend(one.bpmn_id for one in spec.outputs)
            elif task.state == TaskState.READY and spec.manual:
                found.append(_key(task))
            elif type(spec).__name__ == "IntermediateCatchEvent":
                found.append(spec.bpmn_id)
        return sorted(found)

    def do(self, step: str, message: str, data: Mapping[str, object]) -> None:
        """Finish a step, or let a message come in."""
        if message:
            self.run.catch(BpmnEvent(MessageEventDefinition(message), {}))
        else:
            ready = self.run.get_tasks(state=TaskState.READY)
            task = next(one for one in ready if one.task_spec.manual and _key(one) == step)
            task.data.update(data)
            task.run()
        self.run.do_engine_steps()


def _key(task: Task) -> str:
    key: str = task.task_spec.name
    if key.endswith(CHILD):
        return f"{key.removesuffix(CHILD)}[{task.internal_data['key_or_index']}]"
    return key
