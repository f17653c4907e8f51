"""The conventions that no linter states; the reasons are in docs/architecture.md."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "motcua"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "node_modules" not in path.parts)
OURS = [path for path in SOURCES if "migrations" not in path.parts]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
PAGES = [path for path in OURS if path.relative_to(PACKAGE).parts[0] in {"web", "api"}]
WRITES = {
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "delete",
    "save",
    "select_for_update",
}
EMPTY_NAMES = {"utils", "helpers", "common", "manager", "service", "handler", "base"}
NOT_ACTS = {"subscribe", "subscribers", "owed_to", "deliver_next"}  # the outbox of `events`
MAY_BE_FROZEN = {"motcua.kernel.ids"}  # Django names the default of a key by its function
MAY_SEE_THE_CLOCK = {"web", "api", "cli", "demo"}
CLOCKS = {
    "now",
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "datetime.now",
    "datetime.datetime.now",
    "date.today",
    "datetime.date.today",
    "time.time",
}
MAY_CATCH_EVERYTHING = {"events/actions.py"}  # the delivery loop; procrastinate has the other


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def actions_modules() -> Iterator[Path]:
    for path in OURS:
        if path.name == "actions.py" or path.parent.name == "actions":
            yield path


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_every_action_says_who_and_when() -> None:
    silent = [
        f"{named(path)}:{function.lineno} {function.name}"
        for path in actions_modules()
        for function in public_functions(path)
        if function.name not in NOT_ACTS
        if not {"by", "at"} <= {argument.arg for argument in function.args.kwonlyargs}
    ]

    assert silent == []


def reaches_a_table(call: ast.Call) -> str | None:
    """Return the write of a call such as `Thing.objects.filter(…).update(…)` or `thing.save()`."""
    if not isinstance(call.func, ast.Attribute):
        return None
    name, owner = call.func.attr, ast.unparse(call.func.value)
    if name == "update" and "objects" in owner:
        return f"{owner}.update"
    if name in WRITES and not owner.startswith(("form", "request.session", "self.session")):
        return f"{owner}.{name}"
    return None


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_pages_and_the_api_never_write(path: Path) -> None:
    tree = tree_of(path)
    writes = [
        f"{named(path)}:{node.lineno} {written}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (written := reaches_a_table(node))
    ]

    assert writes == []


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def test_pages_open_no_transactions() -> None:
    opened = [
        f"{named(path)}:{line}"
        for path in PAGES
        for line, module in imported(tree_of(path))
        if module == "django.db.transaction"
    ] + [
        f"{named(path)}:{node.lineno}"
        for path in PAGES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "transaction.atomic"
    ]

    assert opened == []


def test_migrations_import_no_code_of_ours() -> None:
    leaning = [
        f"{named(path)}:{line} {module}"
        for path in SOURCES
        if "migrations" in path.parts
        for line, module in imported(tree_of(path))
        if module.split(".")[0] == "motcua" and module not in MAY_BE_FROZEN
    ]

    assert leaning == []


def test_no_app_has_two_latest_migrations() -> None:
    numbers: dict[tuple[str, str], list[str]] = {}
    for path in PACKAGE.glob("*/migrations/0*.py"):
        numbers.setdefault((path.parts[-3], path.name[:4]), []).append(path.name)

    assert [names for names in numbers.values() if len(names) > 1] == []


@pytest.mark.parametrize("path", [*OURS, *TESTS], ids=named)
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    long = [
        f"{function.name} has {length} lines"
        for function in functions(tree_of(path))
        if (length := (function.end_lineno or 0) - function.lineno + 1) > 40
    ]

    assert long == []
    assert len(text.splitlines()) <= 400


def test_names_say_something() -> None:
    empty = [
        named(path)
        for path in [*OURS, *TESTS]
        if EMPTY_NAMES & set(re.split(r"[_.]", path.name)) or path.parent.name in EMPTY_NAMES
    ]

    assert empty == []


def test_only_the_two_loops_catch_everything() -> None:
    catching = [
        f"{named(path)}:{node.lineno}"
        for path in OURS
        if str(path.relative_to(PACKAGE)) not in MAY_CATCH_EVERYTHING
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        if node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
        if not reraises(node)
    ]

    assert catching == []


def reraises(handler: ast.ExceptHandler) -> bool:
    """Undoing something and passing the error on is not catching it."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_rules_and_actions_never_look_at_the_clock() -> None:
    looking = [
        f"{named(path)}:{node.lineno} {called}"
        for path in OURS
        if path.relative_to(PACKAGE).parts[0] not in MAY_SEE_THE_CLOCK
        if path.name != "jobs.py" and path.parent.name != "commands"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        if (called := ast.unparse(node.func)) in CLOCKS
    ]

    assert looking == []


def test_the_settings_are_one_short_file() -> None:
    assert len((PACKAGE / "settings.py").read_text(encoding="utf-8").splitlines()) < 250
    assert list(PACKAGE.rglob("settings_*.py")) == []


def test_the_example_environment_lists_exactly_what_is_read() -> None:
    read = set(
        re.findall(r"""["'](MOTCUA_[A-Z_]+)["']""", (PACKAGE / "settings.py").read_text("utf-8"))
    )
    listed = re.findall(r"^#? ?(MOTCUA_[A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.M)

    assert sorted(listed) == sorted(read)
