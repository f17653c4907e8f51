"""A small description of a process, and the BPMN 2.0 file that it becomes, drawn.

A process may be described in a few lines:

process = Sketch("cap_ban_sao", "Cấp bản sao")
desk = process.lane("Bộ phận Một cửa", Role.RECEPTIONIST, "receiving")
process.start(desk, "Đã tiếp nhận hồ sơ")
process.task("deliver", desk, "Trả kết quả", act="deliver", limit="2h")
process.end(desk, "Đã trả kết quả")
xml = process.xml()
"""

from collections.abc import Mapping
from dataclasses import dataclass

from motcua.workflow.bpmn.description import Arrow, Datum, Description, Element, Lane
from motcua.workflow.bpmn.markup import written

__all__ = ["Arrow", "Datum", "Element", "Lane", "Sketch", "written"]


@dataclass(slots=True)
class Sketch(Description):
    """A process while it is described; each step follows the one before unless said otherwise."""

    _last: str = ""
    _onward: str = ""

    def lane(self, name: str, role: str, agency: str = "settling", assign: str = "") -> str:
        """Add a lane below the others and return its id."""
        lane = Lane(f"lane_{len(self.lanes) + 1}", name, role, agency, assign)
        self.lanes.append(lane)
        return lane.id

    def datum(self, name: str, kind: str, label: str = "") -> None:
        """Declare a property that conditions may read."""
        self.data.append(Datum(name, kind, label))

    def start(self, lane: str, name: str, id: str = "begin") -> str:
        """Begin here."""
        return self.add(Element(id, "startEvent", name, lane))

    def task(
        self,
        id: str,
        lane: str,
        name: str,
        *,
        outcomes: Mapping[str, str] | None = None,
        **ours: str,
    ) -> str:
        """Add a step for a person; `act`, `limit`, `public`, `public_en` … become attributes."""
        if outcomes:
            ours["outcomes"] = ";".join(f"{key}={words}" for key, words in outcomes.items())
        written = {key.replace("_", "-"): value for key, value in ours.items() if value}
        return self.add(Element(id, "userTask", name, lane, written))

    def either(self, id: str, lane: str, name: str = "", onward: str = "") -> str:
        """Add an exclusive gateway; the arrow that goes straight on is the default, `onward` its
        words."""
        self.add(Element(id, "exclusiveGateway", name, lane))
        self._onward = onward
        return id

    def together(self, id: str, lane: str, name: str = "") -> str:
        """Add a parallel gateway."""
        return self.add(Element(id, "parallelGateway", name, lane))

    def end(self, lane: str, name: str, id: str = "finish") -> str:
        """End here; what is added next begins anew until it is joined by hand."""
        self.add(Element(id, "endEvent", name, lane))
        self._last = ""
        return id

    def add(self, element: Element) -> str:
        """Add any element after the one before; a boundary event or inner start is not joined."""
        alone = element.attached_to or element.inside
        if self._last and not alone:
            self.join(self._last, element.id, name=self._onward)
            self._onward = ""
        self.elements.append(element)
        if not alone:
            self._last = element.id
        return element.id

    def join(self, source: str, target: str, when: str = "", name: str = "") -> None:
        """Draw an arrow, taken when an outcome was chosen or a condition in CEL holds."""
        condition = f'outcome == "{when}"' if when.isidentifier() else when
        kinds = {one.id: one.kind for one in self.elements}
        splits = kinds.get(source) in {"exclusiveGateway", "inclusiveGateway"}
        known = {one.id for one in self.arrows}
        arrow = f"{source}_to_{target}"
        while arrow in known:
            arrow += "_"
        default = splits and not condition and not self._has_default(source)
        self.arrows.append(Arrow(arrow, source, target, condition, name, default))

    def after(self, element: str) -> None:
        """Let the next element follow this one."""
        self._last = element

    def _has_default(self, source: str) -> bool:
        return any(arrow.default for arrow in self.arrows if arrow.source == source)

    def xml(self) -> str:
        """Return the BPMN 2.0 file, drawn."""
        return written(self)
