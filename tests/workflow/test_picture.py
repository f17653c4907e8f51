"""Pictures of processes: what they show, how light they are, and that nothing in them runs."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from motcua.demo.reading import called_processes
from motcua.workflow.bpmn.reading import read, read_with
from motcua.workflow.ladder import Rung, ladder
from motcua.workflow.lettering import in_lines, width_of
from motcua.workflow.picture import Captions, Stage, swimlanes
from motcua.workflow.stops import stops_of
from tests.workflow.test_writing import a_sketch

SVG = "{http://www.w3.org/2000/svg}"
CAPTIONS = Captions("Sơ đồ", "Hồ sơ đang ở bước <Thẩm định>", "Hồ sơ đang ở đây")
FLAGSHIPS = Path(__file__).resolve().parents[2] / "src" / "motcua" / "demo" / "flagships"
FILES = sorted(FLAGSHIPS.glob("*/process.bpmn"))
MOST_BYTES = 30_000


def a_ladder(xml: str, stages: dict[str, Stage] | None = None) -> str:
    """Return the citizen's picture of a file, each stop under its name."""
    process = read_with(xml, called_processes().get)
    stops = stops_of(process)
    known = stages or {}
    rungs = {
        stop: Rung(
            stop,
            process.nodes[stop].name,
            at,
            "thường mất 1–3 giờ làm việc",
            known.get(stop, Stage.COMING),
        )
        for at, stop in enumerate(stops.order)
    }
    return ladder(stops, rungs, CAPTIONS)


def both(xml: str, stages: dict[str, Stage] | None = None) -> list[str]:
    return [swimlanes(xml, stages or {}, CAPTIONS), a_ladder(xml, stages)]


def words_of(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 -- written by ourselves
    return [" ".join(one.itertext()) for one in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_the_flagships_are_light_and_have_nothing_that_runs(file: Path) -> None:
    for svg in both(file.read_text(encoding="utf-8")):
        assert len(svg.encode()) < MOST_BYTES
        assert not re.search(r"\sstyle=|<script|\son\w+=|href=", svg)
        root = ET.fromstring(svg)  # noqa: S314 -- written by ourselves
        assert root.get("role") == "img"
        assert root.find(f"{SVG}title") is not None
        assert root.find(f"{SVG}desc") is not None
        named = {one.get("id") for one in root.iter()}
        assert {root.get("aria-labelledby"), root.get("aria-describedby")} <= named


def test_where_the_dossier_is_has_a_flag_a_line_and_a_mark_of_its_own() -> None:
    stages = {"begin": Stage.DONE, "appraise": Stage.CURRENT, "opinion": Stage.COMING}

    for svg in both(a_sketch().xml(), stages):
        assert words_of(svg).count("Hồ sơ đang ở đây") == 1
        assert 'stroke-width="4"' in svg
    assert 'id="process-picture-here"' in swimlanes(a_sketch().xml(), stages, CAPTIONS)


def test_what_is_done_has_a_tick_and_what_is_not_needed_a_broken_line() -> None:
    done, skipped = {"appraise": Stage.DONE}, {"appraise": Stage.SKIPPED}

    assert [svg.count("l4 4 7-9") for svg in both(a_sketch().xml(), done)] == [1, 1]
    assert [svg.count("l4 4 7-9") for svg in both(a_sketch().xml(), skipped)] == [0, 0]
    assert all("stroke-dasharray" in svg for svg in both(a_sketch().xml(), skipped))


def test_words_from_a_file_are_never_markup() -> None:
    xml = a_sketch().xml().replace('name="Thẩm định"', 'name="&lt;b onload=x&gt;Hi"')

    for svg in both(xml):
        assert "<b" not in svg.replace("<bpmn", "")
        assert any("onload" in words for words in words_of(svg))


def test_every_word_of_a_step_stands_inside_the_picture() -> None:
    svg = a_ladder(a_sketch().xml())
    root = ET.fromstring(svg)  # noqa: S314 -- written by ourselves

    width = float(str(root.get("viewBox")).split()[2])
    for line in [*root.iter(f"{SVG}text"), *root.iter(f"{SVG}tspan")]:
        size = float(line.get("font-size", "16"))
        if line.text and line.get("text-anchor") != "middle":
            assert float(line.get("x", "0")) + width_of(line.text, size) * 0.9 <= width


def test_a_subprocess_shows_its_steps_and_gateways_are_no_stops() -> None:
    stops = stops_of(read(a_sketch().xml()))

    assert stops.order == ("begin", "appraise", "opinion", "pay_wait", "finish")
    assert [(way.source, way.target) for way in stops.back] == [("appraise", "appraise")]
    assert ("appraise", "finish") in {(way.source, way.target) for way in stops.onward}


def test_steps_of_a_branch_stand_together_and_below_what_comes_before() -> None:
    xml = next(one for one in FILES if one.parent.name == "cap-phep-xay-dung").read_text("utf-8")

    stops = stops_of(read(xml))

    place = {stop: at for at, stop in enumerate(stops.order)}
    assert all(place[way.source] < place[way.target] for way in stops.onward)
    assert {way.target for way in stops.onward if way.together} >= {"opinion_land"}


def test_a_called_process_is_one_stop() -> None:
    sketch = a_sketch()
    inner = (
        '<bpmn:process id="inner"><bpmn:startEvent id="s"/><bpmn:userTask id="t" name="T"/>'
        '<bpmn:endEvent id="e"/><bpmn:sequenceFlow id="x" sourceRef="s" targetRef="t"/>'
        '<bpmn:sequenceFlow id="y" sourceRef="t" targetRef="e"/></bpmn:process></bpmn:definitions>'
    )
    xml = sketch.xml().replace("</bpmn:definitions>", inner)
    call = 'bpmn:callActivity id="opinion" calledElement="inner"'
    start, end = (
        xml.index('<bpmn:userTask id="opinion"'),
        xml.index("</bpmn:userTask>", xml.index('<bpmn:userTask id="opinion"')),
    )
    xml = f"{xml[:start]}<{call}/>{xml[end + len('</bpmn:userTask>') :]}"

    stops = stops_of(read(xml))

    assert "opinion" in stops.order
    assert stops.covers == {"opinion/s": "opinion", "opinion/t": "opinion", "opinion/e": "opinion"}


def test_lines_break_between_words_and_end_with_an_ellipsis_when_there_are_too_many() -> None:
    lines = in_lines("Thẩm định hồ sơ và trình lãnh đạo phòng xem xét", 100, 13, 2)

    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(width_of(line, 13) <= 100 for line in lines)
