"""The application behind its lines: who stands in which, and what those hear who are sent away."""

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from motcua.api.problems import busy
from motcua.runtime.lines import WHO, Kind, Line, Lines
from motcua.runtime.turns import Turn
from motcua.web.admission import Admission

COMMUNE = "0199d2c4-0000-7000-8000-000000000001"
OFFICE = "0199d2c4-0000-7000-8000-000000000002"


class Seen(Lines):
    """Lines that note who came, and are full when told so."""

    def __init__(self) -> None:
        super().__init__(4, 4, 1.0)
        self.came: list[Line] = []
        self.is_full = False

    def enter(self, line: Line) -> bool:
        """Note the line."""
        self.came.append(line)
        return not self.is_full and super().enter(line)


class Site:
    """An application that recognises the token “known” as of an office, behind its lines."""

    def __init__(self) -> None:
        self.lines = Seen()
        self.has_room = True
        self.admission = Admission(self._application, self.lines, busy, lambda: self.has_room)
        self.read: list[bytes] = []
        self.head: tuple[str, dict[str, str]] = ("", {})

    def _application(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if "known" in environ.get("HTTP_AUTHORIZATION", ""):
            environ[WHO] = OFFICE if "officer" in environ["HTTP_AUTHORIZATION"] else ""
        self.read.append(environ["wsgi.input"].read())
        start_response("200 OK", [])
        return [b"served"]

    def ask(self, path: str, token: str = "", body: object = None, kind: str = "") -> bytes:
        """Send a request; text as it is, all else as JSON."""
        content = json.dumps(body).encode() if body is not None else b""
        content = body.encode() if isinstance(body, str) else content
        path, _, query = path.partition("?")
        environ = {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": kind,
            "REQUEST_METHOD": "GET" if body is None else "POST",
            "REMOTE_ADDR": "10.0.0.1",
            "CONTENT_LENGTH": str(len(content)),
            "wsgi.input": io.BytesIO(content),
        }
        if token:
            environ["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return b"".join(self.admission(environ, self._started))

    def _started(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.head = (status, dict(headers))


def test_made_up_tokens_stay_in_the_line_of_their_address() -> None:
    site = Site()

    for number in range(3):
        site.ask("/api/v1/inbox", f"invented-{number}")
        site.ask("/api/v1/inbox", f"invented-{number}")

    assert set(site.lines.came) == {Line("10.0.0.1")}


def test_whoever_was_recognised_stands_in_the_line_of_their_office() -> None:
    site = Site()

    for _ in range(2):
        site.ask("/api/v1/inbox", "known-officer")

    assert site.lines.came == [Line("10.0.0.1"), Line(OFFICE)]


def test_a_filing_stands_in_the_line_of_the_agency_it_names_and_is_read_whole() -> None:
    site = Site()
    filing = {"answers": {"name": "Nguyễn"}, "commune": COMMUNE}

    for _ in range(2):
        site.ask("/api/v1/dossiers", "known-citizen", filing)
    site.ask("/ho-so-cua-toi", "known-citizen")

    assert site.lines.came[1:] == [Line(COMMUNE), Line(COMMUNE)]
    assert [json.loads(body) for body in site.read[:2]] == [filing, filing]


def test_an_upload_and_who_chose_where_to_file_stand_in_the_line_of_that_agency() -> None:
    site = Site()
    upload = f"/api/v1/documents?commune={COMMUNE}"

    site.ask(upload, "known-citizen", {}, "multipart/form-data; boundary=x")
    site.ask(upload, "known-citizen", {}, "multipart/form-data; boundary=x")
    site.ask("/thu-tuc/1.000/noi-nop", "known-other", "a=1")
    site.ask("/thu-tuc/1.000/noi-nop", "known-other", f"a=1&commune={COMMUNE}&b=")
    site.ask("/tai-len", "known-other", "")

    assert site.lines.came == [
        Line("10.0.0.1", Kind.UPLOAD),
        Line(COMMUNE, Kind.UPLOAD),
        Line("10.0.0.1"),
        Line(COMMUNE),
        Line(COMMUNE, Kind.UPLOAD),
    ]
    assert site.read[3] == f"a=1&commune={COMMUNE}&b=".encode()


def test_whole_lists_as_files_have_a_line_of_their_own() -> None:
    site = Site()

    site.ask("/mot-cua/so-theo-doi.xlsx", "known-officer")

    assert site.lines.came == [Line("10.0.0.1", Kind.LIST)]


def test_what_asks_another_system_first_has_a_line_of_its_own() -> None:
    site, step = Site(), f"/can-bo/ho-so/{COMMUNE}/buoc/{COMMUNE}"

    site.ask("/dang-nhap/dinh-danh/vneid/tro-ve", "known-citizen")
    for path, body in ((f"{step}/ky", {}), (f"{step}/ky", None), ("/can-bo/ky", None)):
        site.ask(path, "known-officer", body)

    kinds = [line.kind for line in site.lines.came]
    assert kinds == [Kind.ABROAD, Kind.ABROAD, Kind.USUAL, Kind.USUAL]


def test_costly_things_wait_for_other_processes_and_nothing_else_does(tmp_path: Path) -> None:
    site, elsewhere = Site(), Turn(tmp_path / "costly", 0.05)
    site.admission._costly = Turn(tmp_path / "costly", 0.05).taken

    with elsewhere.taken() as is_mine:
        assert is_mine
        refused = site.ask("/mot-cua/so-theo-doi.xlsx", "known-officer")
        usual = site.ask("/mot-cua/", "known-officer")
    later = site.ask("/mot-cua/so-theo-doi.xlsx", "known-officer")

    assert b"served" not in refused
    assert [usual, later] == [b"served", b"served"]


def test_figures_over_years_wait_behind_each_other_and_dossiers_do_not() -> None:
    site = Site()

    for path in ("/theo-doi/bao-cao", "/theo-doi/", f"/theo-doi/ho-so/{COMMUNE}"):
        site.ask(path, "known-officer")

    kinds = [line.kind for line in site.lines.came]
    assert kinds == [Kind.LIST, Kind.LIST, Kind.USUAL]


@pytest.mark.django_db  # the page needs the static files that come with it
def test_whoever_is_sent_away_hears_when_to_come_back_and_nothing_was_done() -> None:
    site = Site()
    site.lines.is_full = True

    page, problem = site.ask("/thu-tuc"), json.loads(site.ask("/api/v1/inbox"))

    status, headers = site.head
    assert status.startswith("503 ")
    assert int(headers["Retry-After"]) > 0
    assert headers["Content-Type"] == "application/problem+json"
    assert (problem["status"], problem["code"]) == (503, "busy")
    assert "quá nhiều người truy cập" in page.decode()
    assert site.read == []


def test_a_load_balancer_is_always_answered() -> None:
    site = Site()
    site.lines.is_full = True

    assert site.ask("/readyz") == b"served"


def test_while_a_disk_has_no_room_acts_are_sent_away_and_reading_goes_on() -> None:
    site = Site()
    site.has_room = False

    refused = site.ask("/api/v1/dossiers", "known", {"commune": COMMUNE})
    status, head = site.head

    assert (status, head["Retry-After"]) == ("503 Service Unavailable", "5")
    assert json.loads(refused)["status"] == 503
    assert site.read == []
    assert site.ask("/api/v1/dossiers", "known") == b"served"
