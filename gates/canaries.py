"""Values that are nobody else's business go through everything people do; then they are searched.

`./motcua gate canaries [--json] [--values 50] [--seed 7]` lets invented people be registered at the
counter, file with papers, supplement, type, sign in wrongly, read and take away their data, over
HTTP and in Chromium. Numbers, phones, mails, addresses, answers and what stands in papers and
pictures then stand nowhere in clear: a dump of the database, PostgreSQL's own files and log, files,
logs, metrics, traces, subjects of mails, messages to other systems, backups, addresses, Referer and
what a browser keeps. Names, reasons and names of files stand in the columns of one table
(`gates/shared/canaries.py`), and nowhere else.
"""

import argparse
import os
import secrets
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it
os.environ.update(
    DJANGO_ALLOW_ASYNC_UNSAFE="1",  # the browser's loop runs where the database is asked
    MOTCUA_DEBUG="0",
    MOTCUA_SAMPLE="1",
    MOTCUA_WEB_WORKERS="2",
    MOTCUA_LOG_LEVEL="INFO",
    MOTCUA_LOG_FORMAT="json",
    MOTCUA_ACCESS_LOG="1",
    MOTCUA_METRICS_TOKEN=secrets.token_hex(16),
    MOTCUA_ALARM_MAIL="nguoi-truc@rieng.example",
)
PEER = "ben-nhan-nghe-het"
CLERK, TYPING = "tiep-nhan", 3  # every third person types a draft as well
# What fails as statements of ours may: refused by a constraint, too long, too slow.
FAILING = (
    ("INSERT INTO people_person (id, full_name) VALUES (gen_random_uuid(), %s)", "null"),
    ("INSERT INTO people_person (id, full_name, wrapped_key, sealed)"
     " VALUES (gen_random_uuid(), repeat(%s, 9), '', '')", "long"),
    ("SELECT pg_sleep(9), %s::text", "slow"),
)  # fmt: skip


def arguments() -> argparse.Namespace:
    """Read how much to try."""
    parser = argparse.ArgumentParser(prog="./motcua gate canaries", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--values", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


class Search:
    """What is sought, where it may stand, and where it was found."""

    def __init__(self, outcome: Any, wanted: Sequence[Any]) -> None:
        self.outcome, self.wanted = outcome, wanted
        self.searching = import_module("gates.shared.searching")
        self.by_design: set[tuple[str, str]] = set()

    def text(self, where: str, words: str | bytes) -> None:
        """Search something that was heard or kept: nothing may be there."""
        content = words if isinstance(words, bytes) else words.encode()
        for one in self.searching.found_in(content, self.wanted):
            self._violation(where, one)

    def dump(self, place: Path) -> None:
        """Search a dump: what is open by design stands in its columns and in no others."""
        for column, one in self.searching.in_dump(place, self.wanted):
            if column in one.open_in:
                self.by_design.add((column, one.value))
            else:
                self._violation(column, one)

    def folder(self, root: Path) -> None:
        """Search all files below a folder."""
        for where, one in self.searching.in_folder(root, self.wanted):
            self._violation(where, one)

    def _violation(self, where: str, one: Any) -> None:
        told = f"{one.what} trong {where}"
        if told not in self.outcome.violations:
            self.outcome.violations.append(told)


class Life:
    """People who do what people do, one after the other, and what of it has arrived."""

    def __init__(self, port: int, browser: Any, seen: Any) -> None:
        self._living = import_module("gates.shared.living")
        self._province = import_module("bench.province")
        self._browser, self._place, self._seen = browser, f"http://127.0.0.1:{port}", seen
        self.caller = self._living.Caller(port, self._province.cast())
        accounts = import_module("motcua.people.models").Account.objects
        self.clerk = self._comes(accounts.get(login=CLERK).person_id)

    def _comes(self, person: Any) -> Any:
        return self._living.Somebody(self._browser, self._place, person, self._seen)

    def of(self, one: Any, at: int) -> Iterator[Any]:
        """Take one person from the counter to the end; yield what has arrived."""
        person = self._living.registers(self.clerk, one)
        if person is None:
            return
        yield from self._living.arrived_contacts(person, one)
        token = self._province.token_of(person.id, None)
        yield from self.caller.files(self._province.Citizen(person.id, token), one, at)
        stranger = self._comes(None)
        if self._living.guesses(stranger, one):
            yield one.typed
        stranger.leaves()
        self._reads(person, one, at)

    def _reads(self, person: Any, one: Any, at: int) -> None:
        dossiers = import_module("motcua.dossiers.models").Dossier.objects
        reader = self._comes(person.id)
        own = dossiers.filter(applicant=person.id).values_list("id", flat=True)
        self._living.reads(reader, list(own))
        if at % TYPING == 0:
            self._living.types(reader, one)
        reader.leaves()

    def ends(self) -> None:
        """Look over the lists of the desk, and go home."""
        for address in ("/mot-cua/", "/mot-cua/so-theo-doi"):
            self.clerk.goes(address)
        self.clerk.context.request.get("/mot-cua/so-theo-doi.xlsx")
        self.clerk.leaves()


def lives(port: int, wanted: Sequence[Any], outcome: Any, seen: Any) -> set[str]:
    """Have everybody do what they do; return which values have arrived."""
    arrived = set[str]()
    with import_module("playwright.sync_api").sync_playwright() as playwright:
        browser = import_module("gates.shared.watching").chromium(playwright)
        life = Life(port, browser, seen)
        for at, one in enumerate(wanted):
            arrived |= {canary.value for canary in life.of(one, at)}
            print(f"\r{at + 1}/{len(wanted)}", end="", file=sys.stderr, flush=True)
        life.ends()
        browser.close()
    print(file=sys.stderr)
    outcome.violations += sorted(f"không làm được: {one}" for one in set(life.caller.refused))
    return arrived


def fail(wanted: Sequence[Any]) -> int:
    """Have statements fail that carry values; return how many did."""
    psycopg, many = import_module("psycopg"), 0
    for sql, _ in FAILING:
        for one in wanted:
            with psycopg.connect(os.environ["MOTCUA_DATABASE_URL"]) as connection:
                connection.execute("SET statement_timeout = 200")
                try:
                    connection.execute(sql, [f"{one.name.value} {one.answer.value}"])
                except psycopg.Error:
                    many += 1
                    connection.rollback()
    return many


def search(look: Search, heard: Any, seen: Any, port: int, root: Path) -> None:
    """Look everywhere."""
    for what, path in (("vết OpenTelemetry", "/v1/traces"), ("tin gửi hệ thống khác", "/nghe")):
        look.outcome.violations += [] if heard.of(path) else [f"không nghe được {what}"]
        for whole in heard.of(path):
            look.text(what, whole)
    for what, words in (("bộ nhớ trình duyệt", seen.kept), ("địa chỉ trang", seen.addresses)):
        look.text(what, "\n".join(words))
    clients = import_module("bench.clients")
    token = (("Authorization", f"Bearer {os.environ['MOTCUA_METRICS_TOKEN']}"),)
    for path, headers in (("/metrics", token), ("/status", ())):
        status, body = clients.Line(port).ask(clients.Request("GET", path, headers))
        look.outcome.violations += (
            [] if status == 200 or path == "/status" else [f"{path}: {status}"]
        )
        look.text(path, body)
    sessions = import_module("django.contrib.sessions.models").Session.objects.all()
    look.text("phiên đăng nhập", "\n".join(str(one.get_decoded()) for one in sessions))
    look.outcome.violations += [f"trang có thể lưu đệm: {one}" for one in sorted(seen.cacheable)]
    _copies(look, root)
    look.folder(root)


def _copies(look: Search, root: Path) -> None:
    """Make a dump and a backup, and search them."""
    postgres, backups = import_module("motcua.runtime.postgres"), "motcua.runtime.backups"
    making, state = import_module(f"{backups}.making"), import_module("motcua.runtime.state")
    here = state.open_state(state.state_path())
    server = import_module(f"{backups}.server").Server(postgres.Cluster(here))
    place = here.folder("run") / f"canaries-{uuid4().hex}"
    place.mkdir()
    try:
        server.run("pg_dump", "-f", str(place / "dump.sql"), postgres.DATABASE)
        look.dump(place / "dump.sql")
        (place / "dump.sql").unlink()
        at = import_module("django.utils.timezone").now()
        making.back_up(here, place / "backup", place / "backup.key", lambda *_: None, at=at)
        look.folder(place / "backup")
    finally:
        slot = import_module(f"{backups}.following").SLOT
        with server.connected() as owner, suppress(import_module("psycopg").Error):
            owner.execute("SELECT pg_drop_replication_slot(%s)", [slot])
        (root / "keys" / making.TARGET).unlink(missing_ok=True)
        shutil.rmtree(place, ignore_errors=True)


def main() -> int:
    """Live, search, and say what came of it."""
    wanted = arguments()
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    hearing, serving = import_module("gates.shared.hearing"), import_module("bench.serving")
    port = serving.free_port()
    os.environ["MOTCUA_EXCHANGE_ALLOW"] = f"127.0.0.1:{port}"
    import_module("django").setup()
    import_module("bench.province").prepare(100, anew=True)
    del os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"]
    canaries, living = import_module("gates.shared.canaries"), import_module("gates.shared.living")
    rounds, seen = canaries.rounds(wanted.values, wanted.seed), living.Seen()
    secret = [one for each in rounds for one in each.secrets()]
    outcome = import_module("gates.shared.telling").Outcome("canaries", wanted.seed, len(secret))
    look = Search(outcome, [*secret, *(one for each in rounds for one in each.open())])
    with hearing.listening(port) as heard:
        address = f"http://127.0.0.1:{port}"
        told = list(import_module("motcua.exchange.rules").told_events())
        import_module("gates.shared.peers").put_in_force(
            PEER, f"{address}/nghe", secrets.token_urlsafe(36), told
        )
        os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address
        with serving.served(with_worker=True) as web:
            arrived = lives(web, rounds, outcome, seen)
            outcome.figures["câu lệnh hỏng"] = fail(rounds)
            import_module("gates.shared.drained").wait_until_told()
            state = import_module("motcua.runtime.state")
            search(look, heard, seen, web, state.open_state(state.state_path()).root)
    outcome.hit = outcome.acknowledged = len(arrived & {one.value for one in secret})
    outcome.figures["trang đã xem"] = seen.pages
    outcome.figures["để ngỏ theo thiết kế, cột × giá trị"] = len(look.by_design)
    outcome.figures["tin cho hệ thống khác"] = len(heard.of("/nghe"))
    outcome.figures["gói vết"] = len(heard.of("/v1/traces"))
    return int(outcome.tell(as_json=wanted.json))


if __name__ == "__main__":
    sys.exit(main())
