"""Merging one Word or HTML template in a process of its own, which has little time and no network.

Run by `merging` with a job on its standard input: the template, the values, and whether the
merge fields are asked for or the merged text. Out comes JSON; a refusal goes to the other output.
The template is code: it is read in Jinja's sandbox, calls nothing, and sees the values alone.
"""

import base64
import io
import json
import sys
import zipfile
from pathlib import Path
from runpy import run_path
from typing import Any

LARGEST_UNPACKED = 20_000_000
MOST_PARTS = 500
MOST_BLOCKS = 5_000
MANY = ("*", "**")


class Refused(Exception):
    """The template cannot be used; the message says why in Vietnamese."""


def main() -> int:
    """Do the job; return 1 when the template is refused."""
    confined = run_path(str(Path(__file__).with_name("confined.py")))
    confined["limit"](confined["SECONDS"], confined["BYTES"])
    confined["leave_network"]()
    job = json.load(sys.stdin)
    content = base64.b64decode(job["template"])
    merging = (html_fields, html_merged) if job["format"] == "html" else (fields, merged)
    try:
        done = merging[0](content) if job["act"] == "fields" else merging[1](content, job["values"])
    except Refused as refusal:
        json.dump({"reason": str(refusal)}, sys.stderr, ensure_ascii=False)
        return 1
    json.dump(done, sys.stdout, ensure_ascii=False)
    return 0


def check_package(content: bytes) -> None:
    """Refuse what is no Word file, carries programs, or unpacks without end."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_UNPACKED:
                raise Refused("tệp mở ra quá lớn")
            names = [one.filename.lower() for one in parts]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refused("không phải tệp .docx") from error
    if "word/document.xml" not in names:
        raise Refused("không phải tệp .docx")
    if any("vbaproject" in name or "/embeddings/" in name or "activex" in name for name in names):
        raise Refused("tệp có chương trình hoặc tệp nhúng bên trong")


def sandbox() -> Any:
    """Return the environment that templates are read in: it multiplies and reaches nothing."""
    from jinja2 import ChainableUndefined
    from jinja2.sandbox import SandboxedEnvironment

    class Sandbox(SandboxedEnvironment):
        intercepted_binops = frozenset(MANY)

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            raise Refused("mẫu không được dùng phép nhân, phép lũy thừa")

    return Sandbox(autoescape=True, undefined=ChainableUndefined)


def parsed(content: bytes) -> tuple[Any, Any, Any]:
    """Return a Word template, its environment, and its tree; refuse what calls something."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

    check_package(content)
    template, environment = DocxTemplate(io.BytesIO(content)), sandbox()
    template.init_docx()
    return template, environment, tree_of(template.patch_xml(template.get_xml()), environment)


def tree_of(text: str, environment: Any) -> Any:
    """Return a template as a tree; refuse one that calls something or takes in other files."""
    from jinja2 import TemplateError, nodes

    try:
        tree = environment.parse(text)
    except TemplateError as error:
        raise Refused(f"có chỗ trộn viết sai: {error.message}") from error
    if any(True for _ in tree.find_all((nodes.Call, nodes.CallBlock, nodes.Macro))):
        raise Refused("mẫu không được gọi hàm")
    loading = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
    if any(True for _ in tree.find_all(loading)):
        raise Refused("mẫu không được lấy tệp khác")
    return tree


def fields(content: bytes) -> list[str]:
    """Return the merge fields that a Word template names, `applicant.full_name` and such."""
    return fields_in(parsed(content)[2])


def fields_in(tree: Any) -> list[str]:
    """Return the merge fields that a tree names."""
    from jinja2 import meta, nodes

    roots = meta.find_undeclared_variables(tree)
    named = {dotted(node) for node in tree.find_all((nodes.Getattr, nodes.Getitem))}
    named = {one for one in named if one and one.split(".", 1)[0] in roots}
    whole = {one.split(".", 1)[0] for one in named}
    return sorted(named | (roots - whole))


def dotted(node: Any) -> str:
    """Return `a.b` for an attribute or an item of a name; nothing for anything else."""
    from jinja2 import nodes

    if isinstance(node, nodes.Getattr):
        inner, last = node.node, node.attr
    elif isinstance(node.arg, nodes.Const):
        inner, last = node.node, str(node.arg.value)
    else:
        return ""
    return f"{inner.name}.{last}" if isinstance(inner, nodes.Name) else ""


def html_fields(content: bytes) -> list[str]:
    """Return the merge fields of an HTML template, every element of which has its place."""
    text, _, tree = html_parsed(content)
    html_blocks(text)
    return fields_in(tree)


def html_merged(content: bytes, values: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the paragraphs and tables of a merged HTML template."""
    from jinja2 import TemplateError

    text, environment, _ = html_parsed(content)
    try:
        return html_blocks(environment.from_string(text).render(values))
    except TemplateError as error:
        raise Refused(f"không trộn được: {error.message}") from error


def html_parsed(content: bytes) -> tuple[str, Any, Any]:
    """Return an HTML template as text, its environment, and its tree."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("tệp không phải UTF-8") from error
    environment = sandbox()
    return text, environment, tree_of(text, environment)


def html_blocks(text: str) -> list[dict[str, Any]]:
    """Return the blocks of HTML; refuse what has no place on a paper."""
    read = run_path(str(Path(__file__).with_name("html_blocks.py")))["read"]
    try:
        found: list[dict[str, Any]] = read(text)
    except ValueError as error:
        raise Refused(str(error)) from error
    if len(found) > MOST_BLOCKS:
        raise Refused("văn bản dài quá")
    return found


def merged(content: bytes, values: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the paragraphs and tables of the merged text, with what a paper shows of them."""
    from jinja2 import TemplateError

    template, environment, _ = parsed(content)
    try:
        template.render(values, jinja_env=environment)
    except TemplateError as error:
        raise Refused(f"không trộn được: {error.message}") from error
    out = io.BytesIO()
    template.save(out)
    out.seek(0)
    return blocks(out)


def blocks(file: io.BytesIO) -> list[dict[str, Any]]:
    """Read a merged Word file in order; refuse pictures, which a result has no place for."""
    import docx
    from docx.table import Table

    document = docx.Document(file)
    if document.inline_shapes:
        raise Refused("mẫu có hình; quốc huy, mã QR và chữ ký do hệ thống vẽ")
    found: list[dict[str, Any]] = []
    for one in document.iter_inner_content():
        found.append(table(one) if isinstance(one, Table) else paragraph(one))
        if len(found) > MOST_BLOCKS:
            raise Refused("văn bản dài quá")
    return found


def table(one: Any) -> dict[str, Any]:
    """Return a table as rows of cells, each a list of paragraphs."""
    return {
        "kind": "table",
        "columns": len(one.columns),
        "rows": [
            [[paragraph(p) for p in cell.paragraphs] for cell in row.cells] for row in one.rows
        ],
    }


def paragraph(one: Any) -> dict[str, Any]:
    """Return a paragraph with its runs, how it is aligned, and whether it is a point of a list."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    aligned = one.alignment if one.alignment is not None else one.style.paragraph_format.alignment
    names = {
        WD_ALIGN_PARAGRAPH.CENTER: "center",
        WD_ALIGN_PARAGRAPH.RIGHT: "right",
    }
    styled = one.style.element.pPr
    heading = str(one.style.name).lower().startswith(("heading", "title"))
    return {
        "kind": "paragraph",
        "align": names.get(aligned, "left"),
        "listed": any(p is not None and p.numPr is not None for p in (one._p.pPr, styled)),
        "heading": heading,
        "runs": [run(part) for part in one.runs if part.text],
    }


def run(part: Any) -> dict[str, Any]:
    """Return a run of letters with its looks; sizes are kept within what a paper bears."""
    size = part.font.size.pt if part.font.size is not None else 0
    return {
        "text": part.text,
        "bold": bool(part.bold),
        "italic": bool(part.italic),
        "underline": bool(part.underline),
        "size": min(max(size, 8), 24) if size else 0,
    }


if __name__ == "__main__":
    sys.exit(main())
