"""A person who uses the keyboard alone."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

MOST_TABS = 150
_REACHED = "selector => !!document.activeElement && document.activeElement.matches(selector)"
_STATE = "() => [document.activeElement.value, document.activeElement.checked]"


def reach(page: Page, selector: str) -> None:
    """Press Tab until something is in focus, as a person would who sees where they are."""
    for _ in range(MOST_TABS):
        if page.evaluate(_REACHED, selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector} on {page.url}")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Reach a link or button, press a key on it, and wait for where it leads."""
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def write(page: Page, selector: str, text: str) -> None:
    """Reach an input, put what stands in it aside, and type."""
    reach(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def choose(page: Page, name: str, value: str) -> None:
    """Reach a group of radio buttons or a list and go down it to a value."""
    reach(page, f'[name="{name}"]')
    if page.evaluate("() => document.activeElement.type") == "radio":
        page.keyboard.press("Space")
    for _ in range(300):
        if page.evaluate(_STATE)[0] == value:
            break
        page.keyboard.press("ArrowDown")
    page.wait_for_load_state("networkidle")


def answer(page: Page, question: dict[str, Any], value: Any, name: str = "") -> None:
    """Answer one question of an electronic form by the keyboard."""
    name = name or str(question["id"])
    if page.locator(f'.motcua-settled[id="{name}"]').count():
        return
    if question["kind"] == "table":
        for at, row in enumerate(value):
            for column in question["fields"]:
                answer(page, column, row.get(column["id"]), f"{name}.{at}.{column['id']}")
    elif value is not None:
        _WAYS.get(str(question["kind"]), _write)(page, name, value)


def _write(page: Page, name: str, value: Any) -> None:
    write(page, f'[name="{name}"]', str(value))


def _date(page: Page, name: str, value: str) -> None:
    year, month, day = value.split("-")
    for part, text in (("day", day), ("month", month), ("year", year)):
        write(page, f'[name="{name}.{part}"]', text)


def _yes_no(page: Page, name: str, value: bool) -> None:
    choose(page, name, "yes" if value else "no")


def _declare(page: Page, name: str, value: bool) -> None:
    reach(page, f'[name="{name}"]')
    if page.evaluate(_STATE)[1] is not value:
        page.keyboard.press("Space")


def _address(page: Page, name: str, value: dict[str, str]) -> None:
    choose(page, f"{name}.province", value["province"])
    page.locator(f'[name="{name}.commune"] option[value="{value["commune"]}"]').wait_for(
        state="attached"
    )
    choose(page, f"{name}.commune", value["commune"])
    write(page, f'[name="{name}.line"]', value["line"])


_WAYS: dict[str, Callable[[Page, str, Any], None]] = {
    "date": _date,
    "address": _address,
    "yes_no": _yes_no,
    "declaration": _declare,
    "choice": choose,
}
