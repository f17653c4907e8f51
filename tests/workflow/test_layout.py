"""Laying out a process: nothing overlaps, nothing is crossed, everything lies where it belongs."""

import time
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.workflow.bpmn.layout import Box, Layout, Link, Shape, lay_out

KINDS = ["userTask", "exclusiveGateway", "parallelGateway", "intermediateCatchEvent", "endEvent"]


@some.composite
def processes(draw: some.DrawFn) -> tuple[list[str], list[Shape], list[Link]]:
    """Draw lanes, elements with subprocesses and boundary events, and any arrows between them."""
    lanes = [f"lane{at}" for at in range(draw(some.integers(0, 4)))]
    shapes: list[Shape] = []
    links: list[Link] = []
    _fill(draw, "", lanes, shapes, links)
    return lanes, shapes, links


def _fill(
    draw: some.DrawFn, inside: str, lanes: list[str], shapes: list[Shape], links: list[Link]
) -> None:
    names = [f"{inside}n{at}" for at in range(draw(some.integers(1, 5 if inside else 14)))]
    sources = list(names)
    for name in names:
        kind = draw(some.sampled_from(KINDS if inside else [*KINDS, "subProcess"]))
        lane = draw(some.sampled_from(lanes)) if lanes and not inside else ""
        shapes.append(Shape(name, kind, draw(some.sampled_from(["", "Tên bước"])), lane, inside))
        if kind == "subProcess":
            _fill(draw, name, lanes, shapes, links)
        if kind in {"userTask", "subProcess"}:
            for at in range(draw(some.integers(0, 2))):
                event = f"{name}e{at}"
                shapes.append(Shape(event, "boundaryEvent", "Quá hạn", lane, inside, name))
                sources.append(event)
    for at in range(draw(some.integers(0, 2 * len(names)))):
        source, target = draw(some.sampled_from(sources)), draw(some.sampled_from(names))
        words = draw(some.sampled_from(["", "Trả lại"]))
        links.append(Link(f"{inside}f{at}", source, target, words))


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom
        and other.y < one.bottom
    )


def on_border(box: Box, point: tuple[int, int]) -> bool:
    x, y = point
    level = box.x <= x <= box.right and y in {box.y, box.bottom}
    return level or (box.y <= y <= box.bottom and x in {box.x, box.right})


def within(outer: Box, inner: Box) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


def crosses(box: Box, first: tuple[int, int], last: tuple[int, int]) -> bool:
    left, right = sorted((first[0], last[0]))
    top, bottom = sorted((first[1], last[1]))
    if top == bottom:
        return box.y < top < box.bottom and left < box.right and box.x < right
    return box.x < left < box.right and top < box.bottom and box.y < bottom


def related(one: Shape, other: Shape, shapes: dict[str, Shape]) -> bool:
    """Say whether one holds the other, or hangs on it."""
    for inner, outer in ((one, other), (other, one)):
        at = inner
        while True:
            if outer.id in {at.inside, at.attached_to}:
                return True
            if not at.inside:
                break
            at = shapes[at.inside]
    return False


@settings(max_examples=150, deadline=None)
@given(processes())
def test_no_two_elements_overlap(drawn: tuple[list[str], list[Shape], list[Link]]) -> None:
    lanes, shapes, links = drawn
    by_id = {one.id: one for one in shapes}

    boxes = lay_out(lanes, shapes, links).boxes

    assert boxes.keys() == by_id.keys()
    for one, other in combinations(shapes, 2):
        if not related(one, other, by_id):
            assert not overlap(boxes[one.id], boxes[other.id]), (one, other)


@settings(max_examples=150, deadline=None)
@given(processes())
def test_every_element_lies_in_its_lane_and_its_subprocess(
    drawn: tuple[list[str], list[Shape], list[Link]],
) -> None:
    lanes, shapes, links = drawn

    layout = lay_out(lanes, shapes, links)

    for one in shapes:
        box = layout.boxes[one.id]
        assert within(layout.pool, box)
        if one.lane:
            assert within(layout.lanes[one.lane], box)
        if one.inside:
            assert within(layout.boxes[one.inside], box)


@settings(max_examples=150, deadline=None)
@given(processes())
def test_arrows_join_borders_at_right_angles_and_cross_no_element(
    drawn: tuple[list[str], list[Shape], list[Link]],
) -> None:
    lanes, shapes, links = drawn
    by_id = {one.id: one for one in shapes}

    layout = lay_out(lanes, shapes, links)

    for link in links:
        points = layout.routes[link.id]
        assert on_border(layout.boxes[link.source], points[0])
        assert on_border(layout.boxes[link.target], points[-1])
        for first, last in pairwise(points):
            assert first[0] == last[0] or first[1] == last[1]
            for one in shapes:
                holds = related(one, by_id[link.source], by_id) and not one.attached_to
                inside_it = one.kind == "subProcess" and holds
                if not inside_it:
                    assert not crosses(layout.boxes[one.id], first, last), (link, one)


def a_long_process(many: int) -> Layout:
    """Lay out many steps in three lanes, each third one with a way back and a branch ahead."""
    shapes = [Shape(f"n{at}", KINDS[at % 3], "Bước", f"lane{at % 3}") for at in range(many)]
    links = [Link(f"f{at}", f"n{at}", f"n{at + 1}") for at in range(many - 1)]
    links += [Link(f"b{at}", f"n{at}", f"n{at - 2}", "Trả lại") for at in range(2, many, 3)]
    links += [Link(f"s{at}", f"n{at}", f"n{at + 5}") for at in range(0, many - 5, 4)]
    return lay_out(["lane0", "lane1", "lane2"], shapes, links)


def test_two_hundred_elements_take_well_under_a_second() -> None:
    began = time.perf_counter()

    a_long_process(200)

    assert time.perf_counter() - began < 0.7


def test_the_same_process_is_always_drawn_alike() -> None:
    assert a_long_process(40) == a_long_process(40)


def test_steps_one_after_another_go_from_left_to_right() -> None:
    shapes = [Shape(name, "userTask") for name in "abc"]

    boxes = lay_out([], shapes, [Link("1", "a", "b"), Link("2", "b", "c")]).boxes

    assert boxes["a"].right < boxes["b"].x < boxes["b"].right < boxes["c"].x
    assert boxes["a"].y == boxes["b"].y == boxes["c"].y


def test_a_way_back_leaves_and_enters_from_above() -> None:
    shapes = [Shape(name, "userTask") for name in "ab"]

    layout = lay_out([], shapes, [Link("on", "a", "b"), Link("back", "b", "a", "Trả lại")])

    top = layout.boxes["a"].y
    assert layout.routes["back"][0][1] == layout.routes["back"][-1][1] == top
    assert min(y for _, y in layout.routes["back"]) < top
    assert layout.labels["back"].bottom <= min(y for _, y in layout.routes["back"])


def test_an_arrow_to_nowhere_is_left_out() -> None:
    layout = lay_out([], [Shape("a", "userTask")], [Link("lost", "a", "gone")])

    assert layout.routes == {}
