"""The body of a table that is written at once."""

from markupsafe import Markup

from motcua.web.table_rows import table_rows

COLUMNS: list[dict[str, object]] = [
    {"key": "code", "label": "Mã", "code": True},
    {"key": "who", "label": "Người nộp", "header": True, "link_code": True},
    {"key": "due", "label": "Hạn", "numeric": True},
]
NASTY = "<script>\"'&"


def written(**cells: object) -> str:
    row = {"id": "1", "code": "H42", "who": "A", "due": None, **cells}
    return str(table_rows(COLUMNS, [row], None, "Chọn"))


def test_every_text_is_escaped() -> None:
    cells = {
        "code": NASTY,
        "who": {"text": NASTY, "href": f"/{NASTY}", "shortcut": NASTY},
        "due": {"words": NASTY, "tone": NASTY, "before": NASTY},
    }
    row = {"id": NASTY, "select_label": NASTY, **cells}

    body = str(table_rows(COLUMNS, [row], NASTY, NASTY))

    assert "<script>" not in body
    assert body.count("&lt;script&gt;") == 11


def test_lines_of_a_cell_are_escaped_and_stand_below_each_other() -> None:
    body = written(who={"lines": [NASTY, "B"], "muted": NASTY})

    nasty = "&lt;script&gt;&quot;&#x27;&amp;"
    assert f'<div>{nasty}<br>B<br><span class="motcua-muted">{nasty}</span></div>' in body


def test_what_a_component_has_written_stays_as_it_is() -> None:
    assert "<b>đậm</b>" in written(code=Markup("<b>đậm</b>"))


def test_cells_carry_their_role_label_and_kind() -> None:
    body = written(due={"words": "Quá hạn", "tone": "overdue"})

    assert '<th scope="row" role="rowheader" class="govuk-table__header"' in body
    assert 'class="govuk-table__cell motcua-code" data-label="Mã">H42</td>' in body
    assert 'govuk-table__cell--numeric" data-label="Hạn">' in body
    assert "motcua-tag--overdue" in body


def test_a_table_without_boxes_has_none() -> None:
    assert "checkbox" not in written()
