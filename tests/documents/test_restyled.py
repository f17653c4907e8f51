"""Templates written by others: what they may reach, and what is said when they fail."""

import pytest

from motcua.documents.restyled import TemplateRefused, check_template, draw_restyled

HEAD = '#set document(title: "x")\n'
SHARED = {"slip.typ": "#let twice(words) = [#words #words]"}


def drawn(template: str) -> bytes:
    return draw_restyled(HEAD + template, {"name": "Mẫu"}, SHARED)


def refusal(template: str) -> str:
    with pytest.raises(TemplateRefused) as refused:
        drawn(template)
    return str(refused.value)


def test_a_template_draws_facts_and_the_shared_layout() -> None:
    paper = drawn('#import "/slip.typ": *\n#twice(json(bytes(sys.inputs.data)).name)')

    assert paper.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        '#read("../../../etc/passwd")',
        '#import "@preview/cetz:0.3.0": *',
        '#import "@pre" + "view/cetz:0.3.0": *',
        '#include "/etc/passwd"',
        '#import "/main.typ"',
        '#eval("read(\\"/etc/passwd\\")")',
        '#dictionary(std).at("ev" + "al")("1")',
        '#plugin("x.wasm")',
        '#image("/etc/hostname")',
        '#json("/proc/self/environ")',
        "#let f = raw\n#csv(bytes(sys.inputs.data))",
    ],
)
def test_a_hostile_template_reaches_nothing(hostile: str) -> None:
    assert "Mẫu chưa dùng được" in refusal(hostile)


@pytest.mark.parametrize(
    "endless",
    [
        "#let words = ()\n#for i in range(2000000000) { words.push(i) }",
        '#let s = "a"\n#for i in range(60) { s = s + s }\n#s',
        "#{ let i = 0; while i < 1 { i = i - 1 } }",
    ],
)
def test_a_template_that_takes_everything_is_ended(endless: str) -> None:
    assert "dòng" in refusal(endless) or "quá nhiều" in refusal(endless)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("#nothing", "dòng 2: không có tên “nothing”"),
        ("\n#text(size: 10pt", "chưa đóng"),
        ("#json(bytes(sys.inputs.data)).age", "không có mục “age”"),
        ("#let f(n) = f(n)\n#f(1)", "tự gọi lại chính nó"),
        ('#image("/x.png")', "không có tệp này"),
        ("#panic(1)", "trình vẽ báo"),
    ],
)
def test_what_the_compiler_says_is_told_plainly(wrong: str, words: str) -> None:
    assert words in refusal(wrong)


def test_an_empty_or_endless_text_is_no_template() -> None:
    for text in ("  \n", "a" * 60_001):
        with pytest.raises(TemplateRefused):
            check_template(text, ["slip.typ"])
