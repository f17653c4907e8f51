"""The province under test, and a person at a browser in it."""

import json
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from motcua.forms.fields import GROUPS, parts_of
from motcua.forms.lists import options_of

AXE = Path(__file__).parents[1] / "web" / "axe.min.js"
ROOT = Path(__file__).parents[2]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN_AXE = f"""axe.run({{runOnly: {json.dumps(RULES)}}}).then(found => found.violations.map(
    one => one.id + ": " + one.nodes.map(node => node.target.join(" ")).join(" | ")))"""


@dataclass(frozen=True, slots=True)
class Province:
    """Where the demo answers, and its state folder."""

    address: str
    state: Path

    @property
    def password(self) -> str:
        """Return the password of the sample accounts."""
        return (self.state / "keys" / "sample.password").read_text()

    def mails(self) -> str:
        """Return everything that was sent by e-mail."""
        return "\n".join(file.read_text() for file in (self.state / "mail").glob("*"))

    def verify(self, pdf: Path) -> str:
        """Return what `./motcua verify` prints about a file."""
        said = subprocess.run(
            [str(ROOT / "motcua"), "verify", str(pdf)],
            env={"PATH": "/usr/bin:/bin", "HOME": "/root", "MOTCUA_STATE": str(self.state)},
            capture_output=True,
            text=True,
            check=True,
        )
        return said.stdout


@dataclass(slots=True)
class Someone:
    """A person at a browser window, whose every page is looked at by axe."""

    province: Province
    context: BrowserContext
    page: Page
    problems: list[str] = field(default_factory=list)

    @classmethod
    def comes(
        cls, browser: Browser, province: Province, *, wide: int = 1280, scripts: bool = True
    ) -> "Someone":
        """Open a window of a width; axe needs scripts, so without them nothing is checked."""
        context = browser.new_context(
            viewport={"width": wide, "height": 900},
            java_script_enabled=scripts,
            bypass_csp=scripts,
            accept_downloads=True,
            locale="vi-VN",
        )
        context.set_default_timeout(15_000)
        return cls(province, context, context.new_page())

    def goes_to(self, path: str) -> None:
        """Open a page by its path or address."""
        self.page.goto(path if path.startswith("http") else self.province.address + path)
        self.looks()

    def looks(self) -> None:
        """Have axe look at the page, and see that it does not scroll sideways."""
        self.page.wait_for_load_state()
        if self.context.pages and self._has_scripts():
            self.page.add_script_tag(path=AXE)
            self.problems += [f"{self.page.url}: {one}" for one in self.page.evaluate(_RUN_AXE)]
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            if self.page.evaluate(wide) > 0:
                self.problems.append(f"{self.page.url}: scrolls sideways")

    def _has_scripts(self) -> bool:
        return self.page.locator("html.govuk-template").count() > 0 and bool(
            self.page.locator("body.js-enabled").count()
        )

    def signs_in(self, login: str) -> "Someone":
        """Sign in with a printed account."""
        self.goes_to("/dang-nhap")
        self.page.fill("#login", login)
        self.page.fill("#password", self.province.password)
        self.clicks("Đăng nhập")
        expect(self.page.locator("#password")).to_have_count(0)
        return self

    def clicks(self, words: str) -> None:
        """Press the button or link of the main part with these words, then look around."""
        name = re.compile(rf"^\s*{re.escape(words)}")
        main = self.page.locator("main")
        pressed = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name))
        pressed.first.click()
        self.looks()

    def opens(self, code: str) -> bool:
        """Open the dossier with this code from a list; say whether it was there."""
        row = self.page.locator("main tr", has_text=code)
        if row.count() == 0:
            return False
        row.first.get_by_role("link").first.click()
        self.looks()
        return True

    def sees(self, words: str) -> None:
        """Expect words on the page."""
        expect(self.page.locator("body")).to_contain_text(words)

    def is_content(self) -> None:
        """Expect that axe found nothing on any page so far, and that no page was broken."""
        assert self.problems == []


def answer(page: Page, question: dict[str, Any], value: Any, name: str = "") -> None:
    """Fill one question of an electronic form as a person would."""
    name = name or str(question["id"])
    if page.locator(f'.motcua-settled[id="{name}"]').count():
        return  # a register knows it
    kind = str(question["kind"])
    if kind == "table":
        for at, row in enumerate(value):
            _answer_parts(page, question["fields"], row, f"{name}.{at}")
    elif kind in GROUPS:
        _answer_parts(page, parts_of(question), value, name)
    elif kind == "choice" and question.get("list"):
        page.fill(f'[name="{name}"]', _words_of(question, value))
    elif kind in _WAYS:
        _WAYS[kind](page, name, value)
    elif kind not in {"heading", "guidance", "calculated"}:
        page.fill(f'[name="{name}"]', _written(value))


def _answer_parts(page: Page, parts: Sequence[Mapping[str, Any]], value: Any, name: str) -> None:
    for part in parts:
        if value.get(part["id"]) is not None:
            answer(page, dict(part), value[part["id"]], f"{name}.{part['id']}")


def _written(value: Any) -> str:
    """Return an answer as it is typed: a comma before the decimals."""
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def _words_of(question: dict[str, Any], value: str) -> str:
    """Return what somebody types to find an option of a long list."""
    labels = {str(one["value"]): one["label"] for one in options_of(question)}
    return str(labels[value]["vi"])  # type: ignore[index]


def _answer_date(page: Page, name: str, value: str) -> None:
    year, month, day = value.split("-")
    for part, text in (("day", day), ("month", month), ("year", year)):
        page.fill(f'[name="{name}.{part}"]', text)


def _answer_yes_no(page: Page, name: str, value: bool) -> None:
    _check(page, f'[name="{name}"][value="{"yes" if value else "no"}"]')


def _declare(page: Page, name: str, value: bool) -> None:
    _check(page, f'[name="{name}"]')


def _answer_choices(page: Page, name: str, value: list[str]) -> None:
    for one in value:
        _check(page, f'[name="{name}"][value="{one}"]')


def _check(page: Page, selector: str) -> None:
    page.locator(selector).check()
    page.wait_for_load_state("networkidle")


def _choose(page: Page, name: str, value: str) -> None:
    if page.locator(f'select[name="{name}"]').count():
        page.select_option(f'[name="{name}"]', value)
    else:
        _check(page, f'[name="{name}"][value="{value}"]')


def _answer_address(page: Page, name: str, value: dict[str, str]) -> None:
    if page.locator(f'[name="{name}.province"]').input_value() != value["province"]:
        page.select_option(f'[name="{name}.province"]', value["province"])
        if page.locator("body.js-enabled").count() == 0:
            page.locator('button[name="refresh"]').first.click()
        page.wait_for_load_state("networkidle")
    page.locator(f'[name="{name}.commune"] option[value="{value["commune"]}"]').wait_for(
        state="attached"
    )
    page.select_option(f'[name="{name}.commune"]', value["commune"])
    page.fill(f'[name="{name}.line"]', value["line"])


_WAYS: dict[str, Callable[[Page, str, Any], None]] = {
    "date": _answer_date,
    "address": _answer_address,
    "yes_no": _answer_yes_no,
    "declaration": _declare,
    "choices": _answer_choices,
    "choice": _choose,
}
