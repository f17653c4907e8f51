"""What a BPMN file declares beside its processes: messages, signals, errors, types of data."""

import re
from dataclasses import dataclass

from motcua.workflow.bpmn.tree import Element
from motcua.workflow.bpmn.words import BPMN, DI, SILENT_AT_TOP
from motcua.workflow.rules.findings import Finding
from motcua.workflow.rules.shape import ProcessRefused

MAX_ID = 100
_ID = re.compile(rf"[\w.-]{{1,{MAX_ID}}}")


@dataclass(slots=True)
class Definitions:
    """A file's declarations: `names` of messages, signals and errors by id, types by id."""

    processes: dict[str, Element]
    main: Element | None
    names: dict[str, str]
    types: dict[str, str]
    property_names: dict[str, str]
    language: str
    findings: list[Finding]


def definitions_of(root: Element) -> Definitions:
    """Return what a file declares; raise `ProcessRefused` when it is no BPMN 2.0 file."""
    if (root.namespace, root.name) != (BPMN, "definitions"):
        raise ProcessRefused(reason="tệp không phải BPMN 2.0")
    processes: dict[str, Element] = {}
    findings: list[Finding] = []
    names: dict[str, str] = {}
    types: dict[str, str] = {}
    _check_ids(root, findings)
    for child in root.children:
        if child.name == "process":
            processes.setdefault(child.id, child)
        elif child.name == "itemDefinition":
            types[child.id] = child.get("structureRef").rpartition(":")[2]
        elif child.name in {"message", "signal"}:
            names[child.id] = child.get("name") or child.id
        elif child.name == "error":
            names[child.id] = child.get("errorCode") or child.get("name") or child.id
        elif child.name not in SILENT_AT_TOP and child.namespace != DI:
            findings.append(_finding(child, "not-executed", f"chưa hỗ trợ phần tử {child.name}"))
    main = _main(processes, findings)
    return Definitions(
        processes=processes,
        main=main,
        names=names,
        types=types,
        property_names=_property_names(processes),
        language=root.get("expressionLanguage"),
        findings=findings,
    )


def _check_ids(root: Element, findings: list[Finding]) -> None:
    """Note every id that two elements carry, and ids that could not be told from our own keys."""
    seen: set[str] = set()
    for element in root.below():
        if not element.id or element.namespace != BPMN:
            continue
        if element.id in seen:
            findings.append(_finding(element, "duplicate-id", "hai phần tử cùng mang mã"))
        elif not _ID.fullmatch(element.id):
            short = element.id[:20]
            message = f"Mã “{short}” dài quá {MAX_ID} ký tự hoặc có ký tự lạ."
            findings.append(Finding(short, "id", message, element.line))
        seen.add(element.id)


def _property_names(processes: dict[str, Element]) -> dict[str, str]:
    """Return the name of each declared datum by its id, by which BPMN refers to it."""
    return {
        declared.id: declared.get("name") or declared.id
        for process in processes.values()
        for declared in process.every("property")
    }


def _main(processes: dict[str, Element], findings: list[Finding]) -> Element | None:
    """Return the process that no other of the file calls."""
    called = {
        element.get("calledElement").rpartition(":")[2]
        for process in processes.values()
        for element in process.below()
        if element.name == "callActivity"
    }
    free = [process for name, process in processes.items() if name not in called]
    executable = [process for process in free if process.says("isExecutable", False)] or free
    if len(executable) == 1:
        return executable[0]
    if not processes:
        findings.append(Finding("", "no-process", "Tệp không có quy trình nào."))
    elif not free:
        message = "Các quy trình trong tệp gọi vòng nhau."
        findings.append(Finding(next(iter(processes)), "cyclic-call", message))
    else:
        message = "Tệp có nhiều quy trình mà không rõ quy trình nào là chính."
        findings.append(Finding(executable[1].id, "two-processes", message, executable[1].line))
    return None


def _finding(element: Element, rule: str, reason: str) -> Finding:
    message = f"{reason[:1].upper()}{reason[1:]} “{element.id}”."
    return Finding(element.id or element.name, rule, message, element.line)
