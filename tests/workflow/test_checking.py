"""The checker: a sound file has no findings; each fault has one that names it."""

import pytest

from motcua.kernel.limits import Limit, limit_from
from motcua.workflow.checking import check
from tests.processes import ONE_AGENCY
from tests.workflow.drawing import (
    arrow,
    arrows,
    border,
    catch,
    drawn,
    element,
    end,
    gateway,
    repeated,
    start,
    task,
    tasks,
    throw,
)

ROW = start(), tasks("a"), end()


def rules(xml: str, limit: str = "") -> list[tuple[str, str]]:
    allowed: Limit | None = limit_from(limit) if limit else None
    return sorted((one.rule, one.element) for one in check(xml, limit=allowed))


def parallel(join: str = "parallel", split: str = "parallel") -> str:
    return drawn(
        start(),
        gateway(split, "fork", default="fork_a" if split != "parallel" else ""),
        gateway(join, "join"),
        tasks("a b z"),
        end(),
        arrows("s fork a join z e", "b join"),
        arrow("fork", "b", "" if split == "parallel" else "outcome == 'b'"),
    )


def looping(decides: str = "exclusive") -> str:
    return drawn(
        start(),
        gateway("exclusive", "back"),
        gateway(decides, "x", default="x_e"),
        tasks("a b"),
        end(),
        arrows("s back a x e", "b back"),
        arrow("x", "b", "outcome == 'return'"),
    )


SOUND = {
    "one agency": ONE_AGENCY,
    "parallel": parallel(),
    "exclusive": parallel("exclusive", "exclusive"),
    "inclusive": parallel("inclusive", "inclusive"),
    "inclusive join of a parallel split": parallel("inclusive"),
    "loop": looping(),
    "reminder of two steps": drawn(
        *ROW,
        border("t", "a", timer="P1D", interrupts=False),
        tasks("b c"),
        end("e2"),
        arrows("s a e", "t b c e2"),
    ),
    "parallel branches that end apart": drawn(
        start(),
        gateway("parallel", "fork"),
        tasks("a b"),
        end(),
        end("e2"),
        arrows("s fork a e", "fork b e2"),
    ),
    "race": drawn(
        start(),
        element("eventBasedGateway", "g"),
        catch("m1", message="m"),
        catch("t1", timer="PT1H"),
        gateway("exclusive", "merge"),
        tasks("a"),
        end(),
        arrows("s g m1 merge a e", "g t1 merge"),
    ),
    "repeated": drawn(
        start(), task("a", repeated("p_whom", until="outcome == 'no'")), end(), arrows("s a e"),
        data="whom:list",
    ),
    "subprocess with an error": drawn(
        start(),
        element(
            "subProcess", "sub", start("si"), tasks("a"), gateway("exclusive", "x", "x_ok"),
            end("ok"), end("bad", error="err"), arrows("si a x ok"),
            arrow("x", "bad", "outcome == 'bad'"),
        ),
        border("caught", "sub", error="err"),
        tasks("b z"),
        gateway("exclusive", "merge"),
        end(),
        arrows("s sub merge z e", "caught b merge"),
    ),
    "two messages that start": drawn(
        start(message="m"), start("s2", message="n"), gateway("exclusive", "merge"), tasks("a"),
        end(), arrows("s merge a e", "s2 merge"),
    ),
    "signal inside": drawn(
        start(),
        gateway("parallel", "fork join"),
        catch("c", signal="sig"),
        tasks("a"),
        throw("t", signal="sig"),
        end(),
        arrows("s fork c join e", "fork a t join"),
    ),
    "terminated": drawn(
        start(),
        gateway("parallel", "fork"),
        tasks("a b"),
        end(terminates=True),
        end("e2"),
        arrows("s fork a e", "fork b e2"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_process_has_no_findings(name: str) -> None:
    assert check(SOUND[name]) == []


UNSOUND = {
    "unreachable": (drawn(*ROW, tasks("b"), arrows("s a e", "b e")), ("unreachable", "b")),
    "no way to an end": (
        drawn(*ROW, gateway("exclusive", "x", "x_e"), tasks("b"), arrows("s a x e"),
              arrow("x", "b", "outcome == 'b'")),
        ("no-path-to-end", "b"),
    ),
    "round and round": (
        drawn(*ROW, tasks("b c"), gateway("exclusive", "x", "x_e"), arrows("s a x e", "b c b"),
              arrow("x", "b", "outcome == 'b'")),
        ("no-path-to-end", "b"),
    ),
    "no start": (drawn(tasks("a"), end(), arrows("a e")), ("no-start", "p")),
    "no start inside": (
        drawn(start(), element("subProcess", "sub", tasks("a")), end(), arrows("s sub e")),
        ("no-start", "sub"),
    ),
    "two starts": (drawn(*ROW, start("s2"), arrows("s a e", "s2 a")), ("two-starts", "s2")),
    "no default": (
        drawn(*ROW, gateway("exclusive", "x"), arrows("s a x"), end("e2"),
              arrow("x", "e", "outcome == 'a'"), arrow("x", "e2", "outcome != 'a'")),
        ("gateway-without-default", "x"),
    ),
    "no default of an inclusive gateway": (
        drawn(*ROW, gateway("inclusive", "x"), arrows("s a x"), end("e2"),
              arrow("x", "e", "outcome == 'a'"), arrow("x", "e2", "outcome != 'a'")),
        ("gateway-without-default", "x"),
    ),
    "no condition": (
        drawn(*ROW, gateway("exclusive", "x", "x_e"), end("e2"), arrows("s a x e", "x e2")),
        ("no-condition", "x_e2"),
    ),
    "a default that is none": (
        drawn(*ROW, gateway("exclusive", "x", "s_a"), arrows("s a x e")), ("default", "x"),
    ),
    "no performer": (
        drawn(start(), task("a", motcua_role=""), end(), arrows("s a e")),
        ("missing-performer", "a"),
    ),
    "a performer that does not exist": (
        drawn(start(), task("a", motcua_role="king"), end(), arrows("s a e")),
        ("missing-performer", "a"),
    ),
    "no outcome": (
        drawn(start(), task("a", motcua_outcomes=";"), end(), arrows("s a e")), ("no-outcome", "a"),
    ),
    "two of one id": (drawn(*ROW, tasks("a"), arrows("s a e")), ("duplicate-id", "a")),
    "an unknown name": (
        drawn(*ROW, gateway("exclusive", "x", "x_e"), end("e2"), arrows("s a x e"),
              arrow("x", "e2", "amount > 3")),
        ("unknown-name", "x_e2"),
    ),
    "an unknown name in a rule": (
        drawn(*ROW, element("businessRuleTask", "r", motcua_decision="n", motcua_result="n"),
              arrows("s r a e")),
        ("unknown-name", "r"),
    ),
    "an unknown name in a timer": (
        drawn(*ROW, catch("c", timer="days"), arrows("s c a e")), ("unknown-name", "c"),
    ),
    "an unknown list": (
        drawn(start(), task("a", repeated("gone")), end(), arrows("s a e")), ("unknown-name", "a"),
    ),
    "an unknown field": (
        drawn(start(), task("a", motcua_form="gone"), end(), arrows("s a e")),
        ("unknown-name", "a"),
    ),
    "a condition of another type": (
        drawn(*ROW, gateway("exclusive", "x", "x_e"), end("e2"), arrows("s a x e"),
              arrow("x", "e2", "n + 'a' == 'a'"), data="n:int"),
        ("expression", "x_e2"),
    ),
    "a condition that is no question": (
        drawn(*ROW, gateway("exclusive", "x", "x_e"), end("e2"), arrows("s a x e"),
              arrow("x", "e2", "n + 1"), data="n:int"),
        ("expression", "x_e2"),
    ),
    "a rule that gives another type": (
        drawn(*ROW, element("businessRuleTask", "r", motcua_decision="n > 1", motcua_result="n"),
              arrows("s r a e"), data="n:int"),
        ("expression", "r"),
    ),
    "a list that is none": (
        drawn(start(), task("a", repeated("p_n")), end(), arrows("s a e"), data="n:int"),
        ("expression", "a"),
    ),
    "syntax": (
        drawn(*ROW, gateway("exclusive", "x", "x_e"), end("e2"), arrows("s a x e"),
              arrow("x", "e2", "outcome ==")),
        ("expression", "x_e2"),
    ),
    "exclusive into parallel": (parallel(split="exclusive"), ("deadlock", "join")),
    "inclusive into parallel": (parallel(split="inclusive"), ("deadlock", "join")),
    "parallel into exclusive": (parallel("exclusive"), ("lack-of-synchronisation", "join")),
    "parallel into exclusive before the end": (
        drawn(start(), gateway("parallel", "fork"), gateway("exclusive", "join"), tasks("a b"),
              end(), arrows("s fork a join e", "fork b join")),
        ("lack-of-synchronisation", "join"),
    ),
    "parallel into a step": (
        drawn(start(), gateway("parallel", "fork"), tasks("a b z"), end(),
              arrows("s fork a z e", "fork b z")),
        ("lack-of-synchronisation", "z"),
    ),
    "stuck in a subprocess that a timer would leave": (
        drawn(start(),
              element("subProcess", "sub", start("si"), gateway("exclusive", "x", "x_a"),
                      gateway("parallel", "join"), tasks("a b"), end("ei"),
                      arrows("si x a join ei", "b join"), arrow("x", "b", "outcome == 'b'")),
              border("t", "sub", timer="P1D"), end(), end("e2"), arrows("s sub e", "t e2")),
        ("deadlock", "join"),
    ),
    "gateways that feed each other": (
        drawn(*ROW, gateway("exclusive", "x", "x_e"), gateway("exclusive", "y"),
              arrows("s a y x e"), arrow("x", "y", "outcome == 'r'")),
        ("livelock", "x"),
    ),
    "a step behind an event gateway": (
        drawn(*ROW, element("eventBasedGateway", "g"), arrows("s g a e")), ("event-gateway", "a"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSOUND)
def test_an_unsound_process_is_told_what_is_wrong_and_where(name: str) -> None:
    xml, finding = UNSOUND[name]

    assert finding in rules(xml)
    assert all(one.message.endswith(".") for one in check(xml))


def test_tokens_that_multiply_without_end_are_too_many_to_check() -> None:
    xml = drawn(
        start(), gateway("exclusive", "in"), gateway("parallel", "fork"), tasks("a b"), end(),
        arrows("s in fork a in", "fork b e"),
    )  # fmt: skip

    assert rules(xml)


def test_a_finding_names_the_line() -> None:
    xml = drawn(start(), task("a", motcua_role=""), end(), arrows("s a e"))
    line = next(at for at, text in enumerate(xml.split("\n"), 1) if "userTask" in text)

    assert [one.line for one in check(xml)] == [line]


@pytest.mark.parametrize("text", ["", "không phải XML", "<a><b></a>", "<!DOCTYPE x><x/>", "\0"])
def test_a_file_that_cannot_be_read_is_one_finding(text: str) -> None:
    assert rules(text) == [("file", "")]


def timed(id: str, limit: str) -> str:
    return task(id, motcua_limit=limit)


TIMER = "<bpmn:timerEventDefinition/>"
IN_PARALLEL = drawn(
    start(), gateway("parallel", "fork join"),
    timed("a", "8h"), timed("b", "2wd"), timed("z", "1wd"), end(),
    arrows("s fork a join z e", "fork b join"),
)  # fmt: skip
IN_A_LOOP = drawn(
    start(), gateway("exclusive", "back"), timed("a", "2wd"), gateway("exclusive", "x", "x_e"),
    end(), arrows("s back a x e"), arrow("x", "back", "outcome == 'r'"),
)  # fmt: skip
INSIDE = start("si"), timed("a", "2wd"), end("ei"), arrows("si a ei")
SUB = drawn(start(), element("subProcess", "sub", *INSIDE), end(), arrows("s sub e"))
LIMITED_SUB = drawn(
    start(), element("subProcess", "sub", *INSIDE, motcua_limit="1wd"), end(), arrows("s sub e")
)
OVER_THE_BORDER = drawn(
    start(), timed("a", "1wd"), timed("b", "1wd"),
    element("boundaryEvent", "t", TIMER, attachedToRef="a", motcua_limit="2wd"),
    end(), end("e2"), arrows("s a e", "t b e2"),
)  # fmt: skip
WAITING = drawn(
    start(), element("intermediateCatchEvent", "t", TIMER, motcua_limit="2wd"),
    tasks("a"), end(), arrows("s t a e"),
)  # fmt: skip
MIXED = drawn(start(), timed("a", "7d"), timed("b", "8h"), end(), arrows("s a b e"))


@pytest.mark.parametrize(
    ("xml", "enough", "too_little"),
    [
        (IN_PARALLEL, "3wd", "23h"),
        (IN_A_LOOP, "2wd", "1wd"),
        (SUB, "2wd", "1wd"),
        (LIMITED_SUB, "1wd", "7h"),
        (OVER_THE_BORDER, "3wd", "2wd"),
        (WAITING, "2wd", "1wd"),
        (MIXED, "6wd", "5wd"),
    ],
    ids=["parallel", "loop", "subprocess", "limited subprocess", "border", "timer", "mixed"],
)
def test_the_longest_way_must_fit_into_the_legal_limit(
    xml: str, enough: str, too_little: str
) -> None:
    assert rules(xml, enough) == []
    assert [rule for rule, _ in rules(xml, too_little)] == ["limit-exceeded"]
