"""Joins for what runs at once: each parallel split gets the gateway where its branches meet again.

The meeting place is the first element that every way from the split to the end passes
(its immediate post-dominator); splits inside others are joined first.
"""

from collections.abc import Mapping
from dataclasses import replace

from motcua.workflow.bpmn.writing import Arrow, Element, Sketch

FINISH = "finish"


class NotNested(Exception):
    """The branches of a split lead back before it or into one another, or are entered elsewhere."""

    def __init__(self, split: str) -> None:
        self.split = split
        super().__init__(split)


def joined(sketch: Sketch) -> Sketch:
    """Return the process with its parallel branches joined; raise `NotNested` if they cannot be."""
    splits = [one for one in sketch.elements if one.kind == "parallelGateway"]
    for split in sorted(splits, key=lambda one: (_extent(sketch, one.id), one.id)):
        _join(sketch, split)
    return sketch


def _extent(sketch: Sketch, split: str) -> int:
    """Return how many elements lie between a split and where its branches meet."""
    onward = _onward(sketch)
    return len(_reached(onward, split, _meeting(onward, split)))


def _join(sketch: Sketch, split: Element) -> None:
    onward = _onward(sketch)
    meeting = _meeting(onward, split.id)
    heads = [arrow for arrow in sketch.arrows if arrow.source == split.id]
    seen: set[str] = set()
    entering: list[list[Arrow]] = []
    for head in heads:
        region = _reached(onward, head.target, meeting) if head.target != meeting else set()
        if split.id in region or seen & region:
            raise NotNested(split.id)
        seen |= region
        last = [one for one in sketch.arrows if one.target == meeting and one.source in region]
        entering.append(last or [head])
    if any(one.target in seen and one.source not in seen | {split.id} for one in sketch.arrows):
        raise NotNested(split.id)
    lane = next(one.lane for one in sketch.elements if one.id == meeting)
    join = f"{split.id}_join"
    sketch.elements.append(Element(join, split.kind, "", lane))
    for at, arrows in enumerate(entering):
        target = join
        if len(arrows) > 1:
            target = f"{split.id}_merge_{at}"
            sketch.elements.append(Element(target, "exclusiveGateway", "", lane))
            sketch.arrows.append(Arrow(f"{target}_out", target, join))
        _redirect(sketch, arrows, target)
    sketch.arrows.append(Arrow(f"{join}_out", join, meeting))


def _redirect(sketch: Sketch, arrows: list[Arrow], target: str) -> None:
    moved = {arrow.id for arrow in arrows}
    sketch.arrows[:] = [
        replace(arrow, target=target) if arrow.id in moved else arrow for arrow in sketch.arrows
    ]


def _onward(sketch: Sketch) -> dict[str, list[str]]:
    onward: dict[str, list[str]] = {one.id: [] for one in sketch.elements}
    for arrow in sketch.arrows:
        onward[arrow.source].append(arrow.target)
    return onward


def _reached(onward: Mapping[str, list[str]], first: str, before: str) -> set[str]:
    """Return what is reached from an element without passing another."""
    seen: set[str] = set()
    waiting = [first]
    while waiting:
        node = waiting.pop()
        if node not in seen and node != before:
            seen.add(node)
            waiting.extend(onward[node])
    return seen


def _meeting(onward: Mapping[str, list[str]], split: str) -> str:
    """Return the first element that every way from a split to the end passes."""
    for candidate in _one_way(onward, split):
        if candidate != split and FINISH not in _reached(onward, split, candidate):
            return candidate
    return FINISH


def _one_way(onward: Mapping[str, list[str]], split: str) -> list[str]:
    """Return the elements of one shortest way from a split to the end, in order."""
    came: dict[str, str] = {split: ""}
    waiting = [split]
    for node in waiting:
        for after in onward[node]:
            if after not in came:
                came[after] = node
                waiting.append(after)
    way = [FINISH]
    while came[way[-1]]:
        way.append(came[way[-1]])
    return way[::-1]
