"""Who performs what: the lanes of a process, and what lies in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from motcua.kernel.actors import Role
from motcua.workflow.bpmn.table_words import role_in
from motcua.workflow.bpmn.tree import Element
from motcua.workflow.bpmn.words import ours

SETTLING = "settling"


@dataclass(frozen=True, slots=True)
class Performer:
    """A role at an agency, and how one of its officers is chosen."""

    role: str = ""
    agency: str = SETTLING
    assign: str = "hand"


@dataclass(frozen=True, slots=True)
class Performers:
    """The performer of every node that lies in a lane; `otherwise` for the rest."""

    by_node: Mapping[str, Performer]
    otherwise: Performer
    agency: str = ""

    def of(self, element: Element) -> Performer:
        """Return who performs an element: what it says itself, else its lane."""
        lane = self.by_node.get(element.id, self.otherwise)
        agency = element.get(ours("agency"), lane.agency)
        return Performer(
            element.get(ours("role"), lane.role),
            self.agency if self.agency and agency == SETTLING else agency,
            element.get(ours("assign"), lane.assign),
        )

    def inside(self, subprocess: str) -> "Performers":
        """Return the performers inside a subprocess, whose lane is that of its nodes."""
        lane = self.by_node.get(subprocess, self.otherwise)
        return Performers(self.by_node, lane, self.agency)


def performers_of(process: Element, agency: str) -> Performers:
    """Return the performers of a process; `agency` settles it when it is called by another."""
    found: dict[str, Performer] = {}
    for element in process.below():
        if element.name != "lane":
            continue
        lane = Performer(
            element.get(ours("role")) or _role_by_name(element.get("name")),
            element.get(ours("agency"), SETTLING),
            element.get(ours("assign"), "hand"),
        )
        for reference in element.every("flowNodeRef"):
            found[reference.text.strip()] = lane
    return Performers(found, Performer(), agency)


def _role_by_name(name: str) -> str:
    """Return the role of a lane drawn elsewhere, by its name; who settles, when that says nothing.

    A lane of standard BPMN names its performer in no other way.
    """
    return (role_in(name) or Role.CASE_OFFICER).value
