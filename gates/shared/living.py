"""What people do with values that are nobody else's business: at the counter, by the API, in a
browser; each act says which values have really arrived."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

from bench.clients import Line, as_json
from bench.clients import Request as Asked
from bench.papers import a_pdf
from bench.province import Cast, Citizen, filing_request
from gates.shared.canaries import Canary, Round, paper, photograph
from motcua.documents.models import Document
from motcua.documents.queries import content_of
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Dossier
from motcua.people.models import Account, Person
from motcua.people.queries import contact_of, person_by_number

CODE, CASE = "1.001612", "ca-nhan"
PATIENCE, SAVING = 20_000, 4_000  # milliseconds
CREATED = 201
BOUNDARY = "canari-canari"
# All that a page has put into the browser, where it was called from, and what it has asked for.
KEPT = """
async () => {
  const kept = [location.href, document.referrer, document.title,
    JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie,
    ...performance.getEntries().map(e => e.name)];
  for (const {name} of await indexedDB.databases()) {
    const open = indexedDB.open(name);
    await new Promise(done => { open.onsuccess = done; });
    const base = open.result;
    for (const store of base.objectStoreNames) {
      const all = base.transaction(store).objectStore(store).getAll();
      await new Promise(done => { all.onsuccess = done; });
      kept.push(JSON.stringify(all.result));
    }
    base.close();
  }
  if (self.caches) for (const name of await caches.keys())
    for (const asked of await (await caches.open(name)).keys()) kept.push(asked.url);
  return kept.join('\\n');
}
"""


@dataclass
class Seen:
    """What a browser kept and which addresses it asked for."""

    kept: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    cacheable: set[str] = field(default_factory=set)
    pages: int = 0


class Somebody:
    """A person in Chromium; everything the browser keeps of them is noted."""

    def __init__(self, browser: Browser, place: str, person: UUID | None, seen: Seen) -> None:
        self.context: BrowserContext = browser.new_context(base_url=place)
        self.context.set_default_timeout(PATIENCE)
        self.seen = seen
        if person is not None:
            self.context.add_cookies([_cookie(person, place)])
        self.page: Page = self.context.new_page()
        self.page.on("request", self._asked)
        if person is not None:
            self.page.on("response", self.sees_answer)

    def _asked(self, request: Request) -> None:
        self.seen.addresses += [request.url, request.headers.get("referer", "")]

    def sees_answer(self, response: Response) -> None:
        """Note a page of somebody signed in that a cache may keep."""
        headers = response.headers
        is_page = headers.get("content-type", "").startswith("text/html")
        if is_page and "no-store" not in headers.get("cache-control", ""):
            self.seen.cacheable.add(response.url)

    def goes(self, address: str) -> int:
        """Open a page, and note what the browser keeps then; return the status."""
        answer = self.page.goto(address)
        self.looks()
        return answer.status if answer is not None else 0

    def presses(self, words: str) -> None:
        """Press a button or follow a link by its words."""
        name, main = re.compile(rf"^\s*{re.escape(words)}"), self.page.locator("main")
        main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first.click()
        self.page.wait_for_load_state()
        self.looks()

    def looks(self) -> None:
        """Note what the browser keeps now."""
        self.seen.pages += 1
        self.seen.kept.append(self.page.evaluate(KEPT))
        self.seen.kept.append(json.dumps([dict(one) for one in self.context.cookies()]))

    def leaves(self) -> None:
        """Close the browser."""
        self.context.close()


def _cookie(person: UUID, place: str) -> Any:
    account = Account.objects.filter(person=person).first()
    if account is None:
        account = Account.objects.create(login=f"do-{person}", person_id=person)
    browser = Client()
    browser.force_login(account)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": browser.cookies[name].value, "url": place}


def registers(clerk: Somebody, one: Round) -> Person | None:
    """Have the desk write down who stands there, from their card."""
    clerk.goes("/mot-cua/nop")
    page = clerk.page
    typed = {"personal_number": one.number, "full_name": one.name, "phone": one.phone,
             "email": one.email, "address": one.address}  # fmt: skip
    for name, canary in typed.items():
        page.fill(f'[name="{name}"]', canary.value)
    for part, text in (("day", "12"), ("month", "4"), ("year", "1990")):
        page.fill(f'[name="birth_date.{part}"]', text)
    page.locator('[name="sex"][value="female"]').check()
    clerk.presses("Tiếp tục")
    if page.locator("#seen_card").count():
        page.locator("#seen_card").check()
        clerk.presses("Tiếp tục")
    return person_by_number(one.number.value)


def arrived_contacts(person: Person, one: Round) -> list[Canary]:
    """Return which particulars of a person are there, sealed."""
    contact = contact_of(person)
    told = (contact.personal_number, contact.phone, contact.email, contact.address)
    return [
        canary
        for canary, kept in zip((one.number, one.phone, one.email, one.address), told, strict=True)
        if canary.value == kept
    ]


class Caller:
    """Files and settles through the API."""

    def __init__(self, port: int, people: Cast) -> None:
        self._port, self._people = port, people
        self._line = Line(port)
        self.refused: list[str] = []

    def files(self, citizen: Citizen, one: Round, at: int) -> Iterator[Canary]:
        """File an application with its papers, have it supplemented and accepted; yield what has
        arrived."""
        self._line.close()
        self._line = Line(self._port)  # the one before was idle for longer than a server waits
        papers = [self._paper(citizen, f"don{n}.pdf", a_pdf(at * 10 + n)) for n in range(2)]
        content = (photograph if one.is_picture else paper)(one.inside.value)
        third = self._paper(citizen, one.file_name.value, content)
        told = {"conditions_met": one.answer.value, "agent_number": one.agent.value}
        people = replace(self._people, answers={**self._people.answers, **told})
        commune = people.communes[at % len(people.communes)]
        request = filing_request(people, citizen, commune, [*papers, third])
        dossier = str(self._answer(request, CREATED).get("id", ""))
        if not dossier:
            return
        said = json.dumps(answers_of(Dossier.objects.get(pk=dossier)), ensure_ascii=False)
        yield from (canary for canary in (one.answer, one.agent) if canary.value in said)
        if third and self._is_kept(third, one):
            yield one.inside
        desk = people.tokens[(commune, "receptionist")]
        asked = {"items": [{"target": "UQ", "kind": "component", "why": one.reason.value}]}
        self._answer(as_json(desk, "POST", f"/dossiers/{dossier}/request-supplement", asked))
        self._answer(as_json(citizen.token, "POST", f"/dossiers/{dossier}/answer-supplement"))
        self._answer(as_json(desk, "POST", f"/dossiers/{dossier}/accept"))
        self._answer(as_json(citizen.token, "GET", f"/dossiers/{dossier}"))

    def _is_kept(self, document: str, one: Round) -> bool:
        """Say whether a paper holds its text; what a camera wrote into a picture must be gone."""
        content = content_of(Document.objects.get(pk=document))
        return (one.inside.value.encode() in content) is not one.is_picture

    def _paper(self, citizen: Citizen, name: str, content: bytes) -> str:
        kind = "image/jpeg" if name.endswith("jpg") else "application/pdf"
        head = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"'
                f"\r\nContent-Type: {kind}\r\n\r\n")  # fmt: skip
        body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        headers = (
            ("Authorization", f"Bearer {citizen.token}"),
            ("Content-Type", f"multipart/form-data; boundary={BOUNDARY}"),
        )
        request = Asked("POST", "/api/v1/documents", headers, body)
        return str(self._answer(request, CREATED).get("id", ""))

    def _answer(self, request: Asked, wanted: int = 0) -> dict[str, Any]:
        status, body = self._line.ask(request)
        if status >= 500 or (wanted and status != wanted):
            self.refused.append(f"{request.method} {request.path.split('/')[-1]}: {status}")
        told = json.loads(body or b"{}")
        return told if isinstance(told, dict) else {}


def types(citizen: Somebody, one: Round) -> None:
    """Begin a draft, type into it until it is saved, and go on after the session has ended."""
    citizen.goes(f"/thu-tuc/{CODE}")
    citizen.presses("Nộp hồ sơ trực tuyến")
    citizen.page.locator(f"#case-{CASE}").check()
    citizen.presses("Bắt đầu")
    if citizen.page.locator("#commune").count():
        citizen.page.select_option("#commune", index=1)
    citizen.page.locator("#result_channel-online").check()
    citizen.presses("Lưu và tiếp tục")
    citizen.page.fill('[name="phone"]', one.phone.value)
    citizen.page.wait_for_timeout(SAVING)
    citizen.looks()
    citizen.page.remove_listener("response", citizen.sees_answer)
    citizen.context.clear_cookies()
    citizen.presses("Lưu và tiếp tục")


def reads(citizen: Somebody, dossiers: Sequence[UUID]) -> None:
    """Read everything of one's own, and take it away."""
    for address in ("/ho-so-cua-toi", "/du-lieu-cua-toi", "/tin-nhan", "/kho-giay-to"):
        citizen.goes(address)
    for dossier in dossiers:
        citizen.goes(f"/ho-so-cua-toi/{dossier}")
        citizen.goes(f"/ho-so-cua-toi/{dossier}/luot-xem")
    citizen.context.request.get("/kho-giay-to/tai-ve")


def guesses(stranger: Somebody, one: Round) -> bool:
    """Type a number where one signs in and where one looks a dossier up; say whether both were
    answered."""
    stranger.goes("/dang-nhap")
    stranger.page.fill('main [name="login"]', one.typed.value)
    stranger.page.fill('main [name="password"]', f"{one.typed.value}-mật-khẩu")
    stranger.page.locator("main button.govuk-button").first.click()
    stranger.page.wait_for_load_state()
    stranger.looks()
    signed_out = "dang-nhap" in stranger.page.url
    stranger.goes("/tra-cuu")
    for name in ("number", "second"):
        stranger.page.fill(f'main [name="{name}"]', one.typed.value)
    stranger.page.locator("main button.govuk-button").first.click()
    stranger.page.wait_for_load_state()
    stranger.looks()
    return signed_out
