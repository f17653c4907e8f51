"""Scripts written wherever a person may write, and every page that shows it opened in a browser.

`./motcua gate xss [--json] [--dossiers N] [--seed N]` sends the texts of `gates/shared/payloads.py`
through the forms and parameters of the pages, writes them past all checks into every column that
people fill, into answers, contacts, code lists, forms and drawn processes, and opens the pages as
everybody in Chromium. Nothing may run, no element may come of a text, the content policy may have
nothing to refuse; papers and mails carry the texts as texts.
"""

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it
from gates.shared.payloads import PAYLOADS
from gates.shared.reading_papers import mails, papers

os.environ.update(
    MOTCUA_DEBUG="0",
    MOTCUA_SAMPLE="1",
    MOTCUA_WEB_WORKERS="2",
    MOTCUA_EXCHANGE_ALLOW="127.0.0.1:9",
)
WANTED = 60  # payloads for each column
TELLING = 60.0  # seconds for a worker to draw papers and write mails
AT_ONCE = 32  # payloads in one parameter or field
TYPED = {"text", "search", "email", "tel", "textarea", "hidden", "url", "number", "date"}
KEPT = {"csrfmiddlewaretoken", "revision", "key"}
ENDING = (
    "accounts", "act_for", "language", "own_sessions", "password", "renew_password",
    "second_factor", "sign_in", "sign_out",
)  # fmt: skip


def arguments() -> argparse.Namespace:
    """Read how much to attack."""
    parser = argparse.ArgumentParser(prog="./motcua gate xss", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--dossiers", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def send_forms(watcher: Any, who: str, told: Any) -> int:
    """Send every form that somebody saw, once with each handful of payloads; look at what comes."""
    sent = 0
    for (kind, _), (whose, form) in list(told.forms.items()):
        if whose != who or kind.rpartition(":")[2] in ENDING:
            continue
        for at in range(0, len(PAYLOADS), AT_ONCE):
            text = " ".join(PAYLOADS[at : at + AT_ONCE])
            fields = {one["name"]: _filled(one, text) for one in form["fields"] if one["on"]}
            answer = watcher.context.request.post(
                form["action"], form=fields, headers={"Referer": form["action"]}
            )
            sent += 1
            if answer.status >= 500:
                told.broken.append(f"{answer.status} POST {kind}")
            if answer.headers.get("content-type", "").startswith("text/html"):
                found = _read(watcher, answer.text())
                told.strange += [f"POST {kind}: {one[:120]}" for one in found]
    return sent


def _filled(one: dict[str, Any], text: str) -> str:
    return text if one["type"] in TYPED and one["name"] not in KEPT else str(one["value"])


def _read(watcher: Any, markup: str) -> list[str]:
    """Return what a page would make of its markup, without running it."""
    found: list[str] = watcher.page.evaluate(
        """markup => [...new DOMParser().parseFromString(markup, 'text/html')
        .querySelectorAll('gate,[gate],xss,[onerror],[onload],[onfocus]')].map(e => e.outerHTML)""",
        markup,
    )
    return found


def reflect(watcher: Any, who: str, told: Any) -> int:
    """Open every page with payloads in each parameter that it takes."""
    sent = 0
    for (_, name), (whose, path) in list(told.parameters.items()):
        if whose != who:
            continue
        for at in range(0, len(PAYLOADS), AT_ONCE):
            handful = PAYLOADS[at : at + AT_ONCE]
            query = urlencode({name: " ".join(handful)})
            watcher.look(f"{path}?{query}")
            sent += len(handful)
    return sent


def owner() -> str:
    """Return how the owner of the database signs in."""
    state, postgres = (
        import_module("motcua.runtime.state"),
        import_module("motcua.runtime.postgres"),
    )
    cluster = postgres.Cluster(state.open_state(state.state_path()))
    return str(cluster.owner_url(postgres.DATABASE))


def plant(seed: int, outcome: Any) -> Any:
    """Write payloads past all checks; say what got fewer than wanted."""
    planting = import_module("gates.shared.planting")
    with import_module("psycopg").connect(owner()) as database:
        planted = planting.plant(database, seed)
    planting.plant_sealed(seed)
    outcome.figures["cột đã gieo"] = sum(bool(had) for had in planted.payloads.values())
    outcome.figures["cột không có dòng nào"] = sum(not had for had in planted.payloads.values())
    outcome.violations += [
        f"không gieo được {name}: {why}" for name, why in planted.refused.items()
    ]
    many = sum(len(had) for had in planted.payloads.values())
    outcome.planned, outcome.hit = outcome.planned + many, outcome.hit + many
    return planted


def few(planted: Any, told: Any) -> list[str]:
    """Return the columns that a page shows and that had fewer payloads than wanted."""
    return [
        name
        for at, name in enumerate(planted.columns)
        if at in told.shown and 0 < len(planted.payloads.get(name, ())) < WANTED
    ]


def places(wanted: set[int], told: Any) -> set[tuple[str, str]]:
    """Return few pages that show all wanted columns: always the one with most of what is left."""
    showing: dict[tuple[str, str], set[int]] = {}
    for number in wanted:
        for place in told.shown[number]:
            showing.setdefault(place, set()).add(number)
    chosen, left = set(), set(wanted)
    while left:
        place = max(sorted(showing), key=lambda one: len(showing[one] & left))
        chosen.add(place)
        left -= showing[place]
    return chosen


def look_again(seen: set[tuple[str, str]], people: Any, told: Any) -> None:
    """Open some pages, each as who is named beside it, of a server that begins anew: what is
    published stays in the memory of one that runs."""
    watching = import_module("gates.shared.watching")
    some = {who: people[who] for who, _ in sorted(seen)}

    def act(watcher: Any, who: str) -> None:
        for whose, path in sorted(seen):
            if whose == who:
                watcher.look(f"{watcher.place}{path}")

    os.environ["MOTCUA_WEB_WORKERS"] = "1"  # sooner ready, and one looks at a time
    with (
        import_module("bench.serving").served() as port,
        import_module("playwright.sync_api").sync_playwright() as playwright,
    ):
        browser = watching.chromium(playwright)
        watching.each(browser, f"http://127.0.0.1:{port}", some, told, act)
        browser.close()


def deepen(planted: Any, told: Any, outcome: Any, people: Any) -> None:
    """Write into columns with few rows again and again, and open the page that shows each."""
    planting = import_module("gates.shared.planting")
    left = few(planted, told)
    while left:
        print(f"\rcột còn dưới {WANTED} mẫu: {len(left)} ", end="", file=sys.stderr, flush=True)
        with import_module("psycopg").connect(owner()) as database:
            now = planting.plant_further(database, planted, left)
        look_again(places({planted.columns.index(one) for one in left}, told), people, told)
        for name, had in now.payloads.items():
            outcome.planned, outcome.hit = outcome.planned + len(had), outcome.hit + len(had)
            planted.payloads[name] |= had
        left = [name for name in few(planted, told) if now.payloads.get(name)]


class Round:
    """Everybody on one running server, one after the other in one browser."""

    def __init__(self, people: Any, starts: list[str], outcome: Any) -> None:
        self._people, self._starts, self._outcome = people, starts, outcome
        self._watching = import_module("gates.shared.watching")
        self._needed = import_module("gates.shared.everybody").needed()
        self.told = self._watching.Told()

    def walk(self, port: int, most: Any, also: Any) -> None:
        """Open pages from everywhere and those that are needed, then do something else."""
        place = f"http://127.0.0.1:{port}"

        def act(watcher: Any, who: str) -> None:
            self._watching.walk(watcher, who, [f"{place}{one}" for one in self._starts], most)
            for path in self._needed.get(who, ()) if most == self._watching.USUAL else ():
                if watcher.may(f"{place}{path}"):
                    watcher.look(f"{place}{path}")
            sent = also(watcher, who, self.told)
            self._outcome.planned, self._outcome.hit = (
                self._outcome.planned + sent, self._outcome.hit + sent
            )  # fmt: skip

        with import_module("playwright.sync_api").sync_playwright() as playwright:
            browser = self._watching.chromium(playwright)
            self._watching.each(browser, place, self._people, self.told, act)
            browser.close()

    def hunt(self, port: int, wanted: set[int]) -> None:
        """Have everybody read on where a wanted column may be shown."""
        with import_module("playwright.sync_api").sync_playwright() as playwright:
            browser = self._watching.chromium(playwright)
            self._watching.each(
                browser, f"http://127.0.0.1:{port}", self._people, self.told,
                lambda watcher, who: self._watching.hunt(watcher, who, wanted),
            )  # fmt: skip
            browser.close()


def look(outcome: Any, seed: int) -> None:
    """Walk through the pages as they are, attack them from outside, then from within."""
    everybody, watching = (
        import_module("gates.shared.everybody"),
        import_module("gates.shared.watching"),
    )
    serving = import_module("bench.serving")
    rarely = import_module("gates.shared.rarely")
    outcome.violations += rarely.happen()
    people, starts = everybody.people(), everybody.beginnings()
    usual, after = (Round(people, starts, outcome) for _ in range(2))
    with serving.served(with_worker=True) as port:  # which sends and draws what comes of it
        usual.walk(port, watching.FEW, send_forms)
    outcome.violations += rarely.happen([rarely.alarm])  # a worker would end it: all is well
    planted = plant(seed, outcome)
    outcome.violations += rarely.happen([rarely.told_of])
    with serving.served(with_worker=True):
        import_module("gates.shared.drained").wait_until_told(TELLING)
    after.told.refused = usual.told.refused  # who may open what is the same
    with serving.served() as port:
        after.walk(port, watching.USUAL, reflect)
        after.hunt(port, {planted.columns.index(one) for one in expected(planted)})
        outcome.violations += papers(f"http://127.0.0.1:{port}", people, after.told)
    deepen(planted, after.told, outcome, people)
    outcome.violations += mails()
    tell(outcome, usual.told, after.told, planted)


def expected(planted: Any) -> list[str]:
    """Return the columns that some page ought to show."""
    known = import_module("gates.shared.columns").columns()
    return [one for one in planted.columns if not known[one].why]


def tell(outcome: Any, usual: Any, after: Any, planted: Any) -> None:
    """Put together what was noticed."""
    outcome.violations += usual.breaches + after.breaches
    outcome.violations += [f"trang hỏng: {one}" for one in {*usual.broken, *after.broken}]
    outcome.figures["trang đã mở"] = usual.pages + after.pages
    outcome.figures["biểu mẫu đã gửi"] = len(usual.forms)
    outcome.figures["tham số đã thử"] = len(after.parameters)
    outcome.figures["cột thấy trên trang"] = len(after.shown)
    outcome.figures["tệp giấy đã đọc"] = len(after.papers)
    empty = [one for one in expected(planted) if not planted.payloads.get(one)]
    unseen = [one for one in expected(planted)
              if planted.columns.index(one) not in after.shown and one not in empty]  # fmt: skip
    outcome.violations += [f"cột trống, không gieo được: {one}" for one in empty]
    outcome.violations += [f"không trang nào cho thấy: {one}" for one in unseen]
    outcome.figures["cột không cho ai thấy, có lý do"] = len(planted.columns) - len(
        expected(planted)
    )
    left = sorted(few(planted, after))
    outcome.figures[f"cột dưới {WANTED} mẫu"] = len(left)
    print(f"dưới {WANTED} mẫu vì quá ngắn:", ", ".join(left), file=sys.stderr)


def main() -> int:
    """Attack, and say what came of it."""
    wanted = arguments()
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    import_module("django").setup()
    import_module("bench.province").prepare(wanted.dossiers, anew=True)
    del os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"]
    outcome = import_module("gates.shared.telling").Outcome("xss", wanted.seed, 0)
    look(outcome, wanted.seed)
    return int(outcome.tell(as_json=wanted.json))


if __name__ == "__main__":
    sys.exit(main())
