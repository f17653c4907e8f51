"""A browser that goes through the pages of the system and notices what runs in them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
OFTEN = 4  # refusals of one kind, after which somebody asks for no more of it
READ_ON = 80  # pages that each person reads of those that were passed by
FILES = (".pdf", ".csv", ".xlsx", ".docx", ".zip", ".json", ".bpmn")
PATIENCE = 20_000  # milliseconds for a page
SEEN = re.compile(r"§(\d+)§")
# Runs before anything of a page: what is called, and what the content policy refused.
SHORT = 120  # characters of what is strange
HOOK = """
window.gate = () => gateTold('ran', location.pathname);
for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => gateTold('ran', name);
addEventListener('securitypolicyviolation', e =>
  gateTold('violation', e.effectiveDirective + ' ' + e.blockedURI + ' ' + location.pathname));
"""
# What was read as markup, and where a page leads and asks.
LOOK = """
() => ({
  strange: [...document.querySelectorAll('gate,[gate],xss,marquee')].map(e => e.outerHTML),
  scripted: [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a =>
    a.name.startsWith('on') || (['href', 'src', 'action', 'formaction', 'data', 'xlink:href']
      .includes(a.name) && a.value.trim().toLowerCase().match(/^(javascript|vbscript|data:text)/))))
    .map(e => e.outerHTML),
  links: [...document.querySelectorAll('a[href]')].map(e => e.href),
  forms: [...document.forms].map(f => ({method: f.method, action: f.action,
    fields: [...f.elements].filter(e => e.name && e.type != 'file').map(e =>
      ({name: e.name, type: e.type, value: e.value,
      on: !['checkbox', 'radio', 'submit'].includes(e.type) || e.checked}))})),
})
"""


Place = tuple[str, str]  # who looks, and where


@dataclass(frozen=True, slots=True)
class Most:
    """How many pages of one kind are looked at, by all together and by each person."""

    by_all: int
    by_each: int


FEW, USUAL = Most(3, 1), Most(8, 2)


@dataclass
class Told:
    """What was noticed, and what there is to ask for; `shown` says by the number of a column who
    saw it, and where; `passed_by` says which pages nobody opened, enough of their kind having
    been seen, by who found the way to them; `refused` says who may not open which."""

    pages: int = 0
    ran: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    shown: dict[int, set[Place]] = field(default_factory=dict)
    parameters: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    forms: dict[tuple[str, str], tuple[str, dict[str, Any]]] = field(default_factory=dict)
    papers: dict[str, str] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    passed_by: dict[str, list[str]] = field(default_factory=dict)
    refused: set[Place] = field(default_factory=set)

    @property
    def breaches(self) -> list[str]:
        """Return everything that should not have been noticed, in words."""
        return [
            *(f"đã chạy: {one}" for one in self.ran),
            *(f"trình duyệt chặn: {one}" for one in self.violations),
            *(f"thành phần lạ: {one}" for one in self.strange),
        ]


class Watcher:
    """Looks at pages as somebody; `told` is shared by all who look."""

    def __init__(
        self, browser: Browser, place: str, who: str, cookies: Sequence[Any], told: Told
    ) -> None:
        self.place, self.who, self.told = place, who, told
        self.context: BrowserContext = browser.new_context(base_url=place)
        self.context.set_default_timeout(PATIENCE)
        if cookies:
            self.context.add_cookies(list(cookies))
        self.context.expose_function("gateTold", self._tell)
        self.context.add_init_script(HOOK)
        self.page: Page = self.context.new_page()
        self.page.on("dialog", lambda dialog: (self._tell("ran", "dialog"), dialog.dismiss()))

    def _tell(self, what: str, where: str) -> None:
        (self.told.ran if what == "ran" else self.told.violations).append(where)

    def look(self, address: str) -> dict[str, Any] | None:
        """Open a page; note what is strange in it; return where it leads and asks."""
        try:
            answer = self.page.goto(address, wait_until="domcontentloaded")
            found: dict[str, Any] = self.page.evaluate(LOOK)
            content = self.page.content()
        except Error as error:
            if "Download is starting" not in str(error):
                self.told.broken.append(f"{address}: {str(error).splitlines()[0]}")
            return None
        self.told.pages += 1
        if answer is not None and answer.status >= 500:
            self.told.broken.append(f"{answer.status} {urlsplit(address).path}")
        where = urlsplit(address).path
        self.told.strange += [
            f"{where}: {one[:SHORT]}" for one in found["strange"] + found["scripted"]
        ]
        for number in SEEN.findall(content):
            there = (self.who, address.removeprefix(self.place))
            self.told.shown.setdefault(int(number), set()).add(there)
        return found

    def may(self, address: str) -> bool:
        """Say whether there is a page at an address for who looks."""
        answer = self.context.request.head(address, max_redirects=0)
        return answer.status != 302 and (answer.status < 400 or answer.status >= 500)

    def close(self) -> None:
        """Leave."""
        self.context.close()


def walk(watcher: Watcher, who: str, beginnings: Iterable[str], most: Most = USUAL) -> None:
    """Go from page to page, a few of each kind, noting parameters, forms and papers on the way."""
    waiting, known = list(beginnings), set[str]()
    by_all, own, refused, told = watcher.told.kinds, Counter[str](), Counter[str](), watcher.told
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if address in known or kind is None:
            continue
        known.add(address)
        is_enough = by_all[kind] >= most.by_all or own[kind] >= most.by_each
        if is_enough or refused[kind] >= OFTEN:
            told.passed_by.setdefault(who, []).append(address)
            continue
        there = (who, address.removeprefix(watcher.place))
        if there in told.refused or not watcher.may(address):
            told.refused.add(there)
            refused[kind] += 1
            continue
        by_all[kind] += 1
        own[kind] += 1
        found = watcher.look(address)
        if found is not None:
            waiting += [one for link in found["links"] for one in _leading(watcher, who, link)]
            for form in found["forms"]:
                _note(watcher, who, form)


def hunt(watcher: Watcher, who: str, wanted: set[int]) -> int:
    """Read what was passed by without opening it, and open what shows a wanted column; return how
    many pages were read."""
    read = 0
    for address in _spread(watcher.told.passed_by.get(who, []))[:READ_ON]:
        if wanted <= watcher.told.shown.keys():
            break
        read += 1
        answer = watcher.context.request.get(address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        there = {int(one) for one in SEEN.findall(answer.text())} & wanted
        if there - watcher.told.shown.keys():
            watcher.look(address)
    return read


def _spread(addresses: Iterable[str]) -> list[str]:
    """Return addresses of every kind in turn, each kind in its order."""
    at, found = Counter[str | None](), list[tuple[int, str]]()
    for address in addresses:
        kind = kind_of(address)
        found.append((at[kind], address))
        at[kind] += 1
    return [address for _, address in sorted(found, key=lambda one: one[0])]


def _leading(watcher: Watcher, who: str, link: str) -> list[str]:
    """Note what a link says of papers and parameters; return where it leads."""
    parts, told = urlsplit(link), watcher.told
    if not link.startswith(watcher.place):
        return []
    if parts.path.endswith(FILES):
        told.papers.setdefault(link.removeprefix(watcher.place), who)
        return []
    for name, _ in parse_qsl(parts.query):
        told.parameters.setdefault((kind_of(link) or "", name), (who, parts.path))
    return [link.partition("#")[0]]


def _note(watcher: Watcher, who: str, form: dict[str, Any]) -> None:
    """Note what a form asks for."""
    told, target = watcher.told, kind_of(form["action"])
    if target is None or not form["action"].startswith(watcher.place):
        return
    if form["method"] != "get":
        names = " ".join(sorted({one["name"] for one in form["fields"]}))
        told.forms.setdefault((target, names), (who, form))
        return
    for one in form["fields"]:
        path = urlsplit(form["action"]).path
        told.parameters.setdefault((target, one["name"]), (who, path))


def kind_of(address: str) -> str | None:
    """Return the name of the page at an address, None where there is none to look at."""
    path = urlsplit(address).path
    try:
        found = resolve(path)
    except Resolver404:
        return None
    if "dang-xuat" in path or path.startswith("/api/v1/"):
        return None
    return found.view_name or path


def chromium(playwright: Playwright) -> Browser:
    """Start Debian's Chromium."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


def each(browser: Browser, place: str, people: dict[str, Sequence[Any]], told: Told,
         act: Callable[[Watcher, str], None]) -> None:  # fmt: skip
    """Have everybody do something in a browser of their own, one after the other."""
    for who, cookies in people.items():
        watcher = Watcher(browser, place, who, cookies, told)
        try:
            act(watcher, who)
        finally:
            watcher.close()
