"""Guessing logins, passwords, codes of dossiers and their second facts, from one address and many.

`./motcua gate guess [--json] [--guesses N] [--addresses N] [--seed N]` asks over HTTP from
addresses of the loopback network, with forged headers, and looks for answers that let in, tell
more than others, come in another time, go on for too long, or lock somebody out elsewhere.
"""

import argparse
import os
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it
os.environ.update(MOTCUA_DEBUG="0", MOTCUA_SAMPLE="1", MOTCUA_WEB_WORKERS="2")
HOST, LOGIN, UNKNOWN = "127.0.0.1", "uy-quyen", "khong-co"
SIGN_IN, TRACK = "/dang-nhap", "/tra-cuu"
MOST = 20  # answers that one address gets
PAIRS = 100  # of a known and an unknown login, each from an address of its own
DIFFERENCE = 0.005  # seconds between the medians of both, or what chance makes on this machine
THREADS = 4
WINDOW = 15 * 60  # seconds
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
THROTTLED = "quá nhiều lần"


def arguments() -> argparse.Namespace:
    """Read how much to guess."""
    parser = argparse.ArgumentParser(prog="./motcua gate guess", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--guesses", type=int, default=10_000)
    parser.add_argument("--addresses", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


class Browser:
    """A browser at an address of the loopback network, with the cookies and token of a page."""

    def __init__(self, port: int, address: str) -> None:
        self.address = address
        self._line = HTTPConnection(HOST, port, timeout=60, source_address=(address, 0))
        self._line.request("GET", SIGN_IN)
        answer = self._line.getresponse()
        self._cookie = str(answer.getheader("Set-Cookie")).split(";")[0]
        found = TOKEN.search(answer.read().decode())
        assert found is not None
        self._token = found[1]

    def post(self, path: str, forged: str = "", **fields: str) -> tuple[int, str, float]:
        """Send a form; return status, page and seconds."""
        body = urlencode({"csrfmiddlewaretoken": self._token, **fields})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self._cookie}
        if forged:
            headers["X-Forwarded-For"] = forged
        began = time.perf_counter()
        self._line.request("POST", path, body, headers)
        answer = self._line.getresponse()
        page = answer.read().decode()
        return answer.status, page, time.perf_counter() - began

    def close(self) -> None:
        """End the connection."""
        self._line.close()


class Guesser:
    """Sends guesses and keeps count of what came back, by address."""

    def __init__(self, port: int, seed: int, number: str) -> None:
        self.port, self.number, self.seed = port, number, seed
        self.answered: Counter[tuple[str, str]] = Counter()
        self.sent, self.hits = 0, 0

    def guess(self, path: str, address: str, many: int) -> None:
        """Guess from one address, every time with another forged one."""
        rng = random.Random(f"{self.seed} {path} {address}")
        browser = Browser(self.port, address)
        for n in range(many):
            forged = f"10.{rng.randrange(256)}.{rng.randrange(256)}.{n % 256}"
            status, page, _ = browser.post(path, forged, **self._fields(path, rng, n))
            self.sent += 1
            self.hits += status in (200, 302)
            self.answered[path, address] += THROTTLED not in page
        browser.close()

    def _fields(self, path: str, rng: random.Random, n: int) -> dict[str, str]:
        word = f"{rng.randrange(10**12):012}"
        if path == SIGN_IN:
            return {"login": LOGIN if n % 2 else word, "password": word}
        return {"number": self.number if n % 2 else f"NT-{word}", "second": word}


def addresses(many: int, network: int) -> Iterator[str]:
    """Name addresses of the loopback network."""
    for n in range(many):
        yield f"127.{network}.{n // 250}.{n % 250 + 1}"


def compare(port: int, outcome: Any) -> None:
    """Look whether a known and an unknown login can be told apart by page, status or time."""
    took: dict[str, list[float]] = {LOGIN: [], UNKNOWN: []}
    said: set[tuple[int, str]] = set()
    for n, address in enumerate(addresses(PAIRS, 3)):
        browser = Browser(port, address)
        for login in (LOGIN, UNKNOWN) if n % 2 else (UNKNOWN, LOGIN):
            status, page, seconds = browser.post(SIGN_IN, login=login, password="sai")  # noqa: S106
            took[login].append(seconds)
            said.add((status, TOKEN.sub("", page).replace(login, "")))
        browser.close()
    if len(said) != 1:
        outcome.violations.append(f"{len(said)} câu trả lời khác nhau cho tên có và không có")
    between = abs(statistics.median(took[LOGIN]) - statistics.median(took[UNKNOWN]))
    chance = 3 * 1.253 * statistics.stdev(took[LOGIN] + took[UNKNOWN]) * (2 / PAIRS) ** 0.5
    outcome.figures["chênh lệch trung vị (ms)"] = round(between * 1000, 2)
    outcome.figures["do ngẫu nhiên đến (ms)"] = round(chance * 1000, 2)
    if between > max(DIFFERENCE, chance):
        outcome.violations.append(f"thời gian trả lời khác nhau {between * 1000:.1f} ms")


def attack(port: int, wanted: argparse.Namespace, outcome: Any) -> None:
    """Guess from one address and from many, then let the owner in from elsewhere."""
    dossier = import_module("motcua.dossiers.models").Dossier
    number = dossier.objects.exclude(status="draft").values_list("submission_code", flat=True)[0]
    guesser, began = Guesser(port, wanted.seed, number), time.time()
    share = wanted.guesses // 4
    for path in (SIGN_IN, TRACK):
        guesser.guess(path, "127.1.0.1", share)
    each = -(-share // wanted.addresses)
    with ThreadPoolExecutor(THREADS) as pool:
        for path in (SIGN_IN, TRACK):
            list(
                pool.map(
                    lambda address, path=path: guesser.guess(path, address, each),
                    addresses(wanted.addresses, 2),
                )
            )
    outcome.hit, outcome.figures["lọt"] = guesser.sent, guesser.hits
    if guesser.hits:
        outcome.violations.append(f"{guesser.hits} lần đoán lọt")
    most = max(guesser.answered.values())
    outcome.figures["trả lời nhiều nhất cho một địa chỉ"] = most
    windows = int(time.time() // WINDOW - began // WINDOW) + 1  # each begins to count anew
    if most > MOST * windows:
        outcome.violations.append(f"một địa chỉ được trả lời {most} lần")
    password = import_module("motcua.demo.people").password()
    status, _, _ = Browser(port, "127.4.0.1").post(SIGN_IN, login=LOGIN, password=password)
    if status != 302:
        outcome.violations.append("chủ tài khoản bị khóa ở nơi khác")


def main() -> int:
    """Attack, and say what came of it."""
    wanted = arguments()
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    import_module("django").setup()
    import_module("bench.province").prepare(100)
    del os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"]
    outcome = import_module("gates.shared.telling").Outcome("guess", wanted.seed, wanted.guesses)
    with import_module("bench.serving").served() as port:
        compare(port, outcome)
        attack(port, wanted, outcome)
    return int(outcome.tell(as_json=wanted.json))


if __name__ == "__main__":
    sys.exit(main())
