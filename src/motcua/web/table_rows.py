"""The body of a table of plain cells, written at once.

An inbox has hundreds of cells, and a template that writes each by itself spends more time on
them than everything else on the page takes together. The component `data_table` calls this.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from markupsafe import Markup

Cell = object
Row = Mapping[str, Cell]


def table_rows(
    columns: Sequence[Mapping[str, object]], rows: Sequence[Row], select: str | None, choose: str
) -> Markup:
    """Return the rows of a table; every text in it is escaped here.

    A cell is text, nothing, a mapping {text, href, shortcut} for a link, a mapping
    {words, tone, before} for a tag, or a mapping {lines, muted} for lines of text.
    """
    shapes = [(str(column["key"]), column, *_edges(column)) for column in columns]
    written = []
    for row in rows:
        written.append('<tr class="govuk-table__row" role="row">')
        if select:
            written.append(_box(row, select, choose))
        for key, column, opening, closing in shapes:
            written += (opening, _cell(row.get(key), column), closing)
        written.append("</tr>\n")
    return Markup("".join(written))  # noqa: S704 -- put together from escaped texts


def _edges(column: Mapping[str, object]) -> tuple[str, str]:
    """Return what stands before and after every cell of a column."""
    header = bool(column.get("header"))
    name, role = ("th", "rowheader") if header else ("td", "cell")
    classes = ["govuk-table__header" if header else "govuk-table__cell"]
    if column.get("numeric"):
        classes.append("govuk-table__cell--numeric")
    if column.get("code"):
        classes.append("motcua-code")
    scope = ' scope="row"' if header else ""
    label = escape(str(column["label"]))
    opening = f'<{name}{scope} role="{role}" class="{" ".join(classes)}" data-label="{label}">'
    return opening, f"</{name}>"


def _box(row: Row, select: str, choose: str) -> str:
    label = escape(f"{choose} {row.get('select_label') or row['id']}")
    return (
        '<td class="govuk-table__cell" role="cell"><input class="motcua-select" type="checkbox"'
        f' name="{escape(select)}" value="{escape(str(row["id"]))}" aria-label="{label}"></td>'
    )


def _cell(value: Cell, column: Mapping[str, object]) -> str:
    if not isinstance(value, dict):
        return "" if value is None else escape_once(value)
    if "href" in value:
        code = " motcua-code" if column.get("link_code") else ""
        key = ""
        if value.get("shortcut"):
            key = f' data-key="F4" data-key-label="{escape(str(value["shortcut"]))}"'
        href, text = escape(str(value["href"])), escape_once(value["text"])
        return f'<a class="govuk-link{code}" href="{href}"{key}>{text}</a>'
    if "lines" in value:
        return _lines(value)
    before = f"{escape_once(value['before'])} " if value.get("before") else ""
    tone, words = escape(str(value["tone"])), escape_once(value["words"])
    return f'{before}<strong class="govuk-tag motcua-tag motcua-tag--{tone}">{words}</strong>'


def _lines(value: Mapping[str, Any]) -> str:
    lines = [escape_once(line) for line in value["lines"]]
    if value.get("muted"):
        lines.append(f'<span class="motcua-muted">{escape_once(value["muted"])}</span>')
    return f"<div>{'<br>'.join(lines)}</div>"


def escape_once(value: object) -> str:
    """Return text for HTML; what a component has written already stays as it is."""
    return str(value) if isinstance(value, Markup) else escape(str(value))
