"""What happens seldom, done once through the acts that people have, so that no column that people
fill is empty when it is planted. What a newcomer would look for, the sample brings itself."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.timezone import localdate, now

from bench.papers import a_pdf
from gates.shared.payloads import PAYLOADS
from gates.shared.peers import put_in_force
from motcua.alarms import actions as alarms
from motcua.alarms.models import Alarm
from motcua.alarms.rules import Reading
from motcua.alarms.thresholds import measures
from motcua.configuration import actions as configuration
from motcua.configuration.kinds.terms import code_of as code_of_term
from motcua.deadlines.actions import set_parameter
from motcua.deadlines.proposals import Proposal, ProposedDay
from motcua.deadlines.rules import Key, Timetable
from motcua.demo.accounts import acting, sample_commune
from motcua.demo.load import keep_sign_in_policy
from motcua.demo.occasions.walking import Walk, holder, performer
from motcua.digitisation import actions as digitisation
from motcua.documents.actions import begin, note_reading
from motcua.documents.models import Document, StoredPaper
from motcua.documents.personal.actions import upload_own
from motcua.documents.personal.retention import set_keepings
from motcua.documents.reading_rules import Why
from motcua.documents.retention_rules import Keeping, What
from motcua.documents.store_rules import PaperFacts
from motcua.dossiers import actions as dossiers
from motcua.dossiers.actions.deciding import HandedTo
from motcua.dossiers.models import Attachment, BulkItem, Dossier, ShownDraft
from motcua.dossiers.results import signature_stamp
from motcua.dossiers.rules import Act, ResultChannel, ResultNotReady, SupplementItem
from motcua.exchange.rules import told_events
from motcua.incidents import actions as incidents
from motcua.incidents.actions.opening import Told
from motcua.incidents.models import Duty
from motcua.incidents.rules import Gravity
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.ids import DossierId, PersonId, TaskId
from motcua.organisations.models import Agency, Officer, Position
from motcua.organisations.rules import Post
from motcua.people import actions as people
from motcua.people.identity_rules import Provider
from motcua.people.models import Account
from motcua.people.passkeys import to_make
from motcua.people.queries import secret_of
from motcua.people.sign_in_rules import Proof
from motcua.people.totp import code_of, step_of
from motcua.privacy import actions as privacy
from motcua.privacy.actions import note_looks
from motcua.privacy.models import DataRequest
from motcua.privacy.reading_log import Asked
from motcua.results import actions as register
from motcua.results.rules import Holder, Line
from motcua.signing import actions as signing
from motcua.signing.authority import SampleAuthority
from motcua.signing.fitness import Owner
from motcua.signing.rules import Keeper
from motcua.staffing import actions as staffing
from motcua.staffing.rules import Newcomer
from tests.passkey_device import Device

CITIZEN, DESK, SIGNATORY = "cong-dan", "tiep-nhan", "lanh-dao"
BUSINESS, TECHNICAL, CONTROLLER = "quan-tri-nghiep-vu", "quan-tri-ky-thuat", "kiem-soat"
HOUSEHOLD, LAND = ("1.001612", "ca-nhan"), ("1.013949", "dat-o")
HERE = "127.0.0.1"
PASSKEYS, PAPERS, FEW = 15, 12, 4  # of what holds short texts only
WORDS = " ".join(one for one in PAYLOADS if one.isprintable())[:3900]


def tokens(at: datetime) -> None:
    """Give programs tokens of the citizen."""
    account = Account.objects.get(login=CITIZEN)
    for _ in range(FEW):
        people.issue_token(
            account, agency=None, purpose="Phần mềm kế toán", expires_at=at + timedelta(days=9),
            by=acting(CITIZEN), at=at,
        )  # fmt: skip


def providers(at: datetime) -> None:
    """Name systems that vouch for people."""
    claims = {"personal_number": "sub", "full_name": "name"}
    for one in range(FEW):
        issuer = f"https://127.0.0.1:9/{one}"
        provider = Provider(
            f"thu-{one}", "Hệ thống thử", issuer, "motcua", "openid", claims, {"loa2": 2}, 2
        )
        people.configure_provider(provider, is_enabled=True, by=SYSTEM, at=at)


def stores(at: datetime) -> None:
    """Upload papers with a scope, begin another upload, and set how long papers are kept."""
    citizen = acting(CITIZEN)
    for one in range(PAPERS):
        facts = PaperFacts(
            "Giấy thử", number=f"{one}/GT", agency_name="Cơ quan thử", scope="Trong tỉnh"
        )
        upload_own(facts, name="giay-thu.pdf", content=a_pdf(one), by=citizen, at=at)
    begin("dang-tai-len.pdf", size=9_000, by=citizen, at=at)
    rule = Keeping(What.LOOSE, "", 3, localdate(at), "Quy chế thử")
    set_keepings([rule], by=SYSTEM, at=at)


def papers(at: datetime) -> None:
    """Use a paper of the store in a dossier, and have the desk open papers with a reason."""
    walk = Walk(*LAND, 1, at)
    wanting = SupplementItem("GCN", "component", "Bản chụp mờ")
    dossiers.request_supplement(walk.id, items=[wanting], by=acting(DESK), at=at)
    paper = StoredPaper.objects.get(owner=acting(CITIZEN).who, kind_code="KQ.G10.001147")
    dossiers.attach_stored(
        walk.id, component="GCN", paper=paper.id, consented=True, by=acting(CITIZEN), at=at
    )
    note_looks([walk.id], by=acting(DESK), at=at)
    for one in Attachment.objects.filter(dossier=walk.id, document__isnull=False):
        assert one.document is not None
        document = Document.objects.get(pk=one.document)
        note_reading(
            document, why=Why.IDENTITY, reason="Đối chiếu với người đến nộp", by=acting(DESK), at=at
        )
        dossiers.look_at(walk.id, document=document.id, by=acting(DESK), at=at)


def posted(at: datetime) -> None:
    """Send a result by post."""
    walk = Walk(
        *HOUSEHOLD, 3, at, result_channel=ResultChannel.POST, result_address="Số 1, phố Thử"
    )
    walk.accept()
    walk.up_to(Act.DELIVER)
    sent = HandedTo(ResultChannel.POST, "Bưu tá Thử", postal_code="VN123456789")
    who = performer(walk.task)
    dossiers.deliver(walk.id, TaskId(walk.task.id), handed_to=sent, by=who, at=walk.later(1))


def calendars(at: datetime) -> None:
    """Announce a day and hours of work, here and at a few agencies, and set a number of the law."""
    day = localdate(at) + timedelta(days=45)
    shifts = dict.fromkeys(range(5), ((time(7, 30), time(11, 30)), (time(13), time(16, 30))))
    hours = Timetable(day, shifts, time(15))
    change = Proposal(days=(ProposedDay(day, "swapped_day_off", "Ngày nghỉ thử"),), hours=hours)
    communes = Agency.objects.in_force(localdate(at)).filter(kind="commune").order_by("code")
    for agency in (None, *communes.values_list("id", flat=True)[:FEW]):
        one = replace(change, agency=agency)
        dossiers.change_calendar(
            one, source="Quyết định thử", expected=0, by=acting(BUSINESS), at=at
        )
    set_parameter(
        Key.WARN_HOLDER_AT, "70", valid_from=day, basis="Quyết định thử", by=acting(BUSINESS), at=at
    )


def signatures(at: datetime) -> None:
    """Enter a certificate whose key lies elsewhere, ask it to sign, and give up."""
    head = acting("lanh-dao-phong")
    name = Officer.objects.get(pk=head.who).full_name
    issued = SampleAuthority(at).issue(head.who, "person", name)
    owner = Owner(head.who, "person", name)
    signing.enter_certificate(
        issued.pem.encode(), owner, Keeper.REMOTE, "khoa-thu", by=SYSTEM, at=at
    )
    content = a_pdf(2)
    how = signing.Signing(
        head.who, "person", name, "Thử", signature_stamp(content, name, at), "thu", uuid4()
    )
    paper = signing.Paper(content, "giay-ky-thu.pdf", "draft", head.who)
    asked = signing.ask(paper, how, by=head, at=at)
    signing.give_up(asked.id, "Nơi giữ khóa từ chối", by=SYSTEM, at=at)


def batches(at: datetime) -> None:
    """Plan to digitise results of one field, one at a time."""
    clerk, day = acting("van-thu"), localdate(at) - timedelta(days=9)
    for one in range(FEW):
        line = Line(
            "Giấy phép thử", f"{one}/GP-THU", sample_commune().id, Holder("Lê Thị Thử"), day,
            sector="Lĩnh vực thử",
        )  # fmt: skip
        register.enter(line, by=clerk, at=at)
        digitisation.open_batch(f"Đợt thử {one}", sector="Lĩnh vực thử", by=clerk, at=at)


def settings_changed(at: datetime) -> None:
    """Have one setting in force in place of another, as two persons put it there."""
    keep_sign_in_policy()
    day = localdate(at) + timedelta(days=20)
    typed = {"value": "90", "from_on": f"{day:%d/%m/%Y}", "basis": "Quyết định thử"}
    drafted = configuration.draft(code_of_term(Key.WARN_HEAD_AT), typed, by=acting(BUSINESS), at=at)
    configuration.propose(drafted.id, by=acting(BUSINESS), at=at)
    configuration.publish(drafted.id, by=acting(CONTROLLER), at=at)


def together(at: datetime) -> None:
    """Lay a draft before the signatory, and fail to sign it together with others."""
    walk = Walk(*HOUSEHOLD, 3, at)
    walk.accept()
    walk.up_to(Act.SIGN)
    signatory, task = acting(SIGNATORY), TaskId(walk.task.id)
    dossiers.show_draft(walk.id, task, by=signatory, at=at)
    draft = ShownDraft.objects.filter(dossier=walk.id).latest("shown_at")
    bulk = dossiers.begin_bulk(
        [draft.id], confirmation=_confirmed(signatory, at), by=signatory, at=at
    )
    for item in BulkItem.objects.filter(bulk=bulk):
        dossiers.fail_item(item.id, ResultNotReady(), by=SYSTEM, at=at)


def called(at: datetime) -> None:
    """Have a dossier wait for a part that another process settles."""
    walk = Walk("1.013831", "nha-dat", 4, at)
    walk.accept()
    walk.step()


def incident(at: datetime) -> None:
    """Open an incident, write its minutes, tell of it, and word what people are told."""
    keeper = acting(CONTROLLER)
    both = Gravity(is_network=True, is_personal=True, is_severe=True, tells_people=True)
    told = Told("Sự cố thử", WORDS, at - timedelta(hours=1), "Người trực", both, systems=WORDS)
    opened = incidents.open_incident(told, by=keeper, at=at)
    incidents.note(opened.id, WORDS, by=keeper, at=at)
    incidents.fulfil(Duty.objects.filter(incident=opened)[0].id, "Gửi văn bản", by=keeper, at=at)
    asked = Asked(at - timedelta(days=2), at + timedelta(minutes=1))
    incidents.reckon(opened.id, replace(asked, agency="H42", address=HERE), by=keeper, at=at)
    extent = incidents.reckon(opened.id, asked, by=keeper, at=at)
    incidents.draft_notice(extent.id, WORDS, by=keeper, at=at)


def requests(at: datetime) -> None:
    """Ask about one's own data, and be refused."""
    asked: DataRequest = privacy.ask("correct", WORDS, by=acting(CITIZEN), at=at)
    privacy.ask("view", WORDS, by=acting(CITIZEN), at=at)
    privacy.refuse(asked.id, words=WORDS, article="Điều thử", by=acting(CONTROLLER), at=at)


def alarm(at: datetime) -> None:
    """Let alarms ring, and take note of them."""
    first = next(iter(measures()))
    rung = alarms.watch(
        [Reading(first, 1e9, f"thử {one}", "Chi tiết thử") for one in range(FEW)], by=SYSTEM, at=at
    )
    for one in Alarm.objects.filter(pk__in=rung, ended_at=None):
        alarms.take_note(one.id, "Đang xem", by=acting(TECHNICAL), at=at)


def staff(at: datetime) -> None:
    """Give posts, propose others that have to be confirmed, and open an account."""
    day, keeper, here = localdate(at), acting(TECHNICAL), sample_commune().id
    proposed = Post(here, Role.SIGNATORY, "Phó Chủ tịch", day, "Phòng thử")
    given = replace(proposed, role=Role.CASHIER, title="Thủ quỹ")
    held = Position.objects.filter(agency=here, role=Role.CASE_OFFICER.value, valid_to=None)
    for officer in held.order_by("officer").values_list("officer_id", flat=True)[:FEW]:
        for post in (proposed, given):
            staffing.appoint(PersonId(officer), post, by=keeper, at=at)
    newcomer = Newcomer("Lê Thị Thử", "037190009999", "CB-0001", "nguoi-moi-thu")
    staffing.open_and_appoint(newcomer, given, Proof.IDENTITY_CARD, by=keeper, at=at)


def peers(at: datetime) -> None:
    """Put a system in force that is told of dossiers, and answers nothing."""
    put_in_force("ben-thu", "http://127.0.0.1:9/nghe", "b" * 40, list(told_events()))
    Walk(*HOUSEHOLD, 0, at).accept()


RARE: tuple[Callable[[datetime], None], ...] = (
    tokens, providers, stores, papers, calendars, settings_changed, posted, signatures, batches,
    together, called, incident, requests, staff, peers,
)  # fmt: skip


def told_of(at: datetime) -> None:
    """Go on with dossiers of the citizen, so that papers are drawn and mails written of all that
    was planted."""
    waiting = Dossier.objects.filter(applicant=acting(CITIZEN).who, status="submitted")
    for dossier in waiting.order_by("id"):
        desk = holder(dossier.receiving_agency_id, Role.RECEPTIONIST)
        dossiers.accept(DossierId(dossier.id), by=desk, at=at)
    Walk(*HOUSEHOLD, 0, at)


def happen(stories: Sequence[Callable[[datetime], None]] = RARE) -> list[str]:
    """Have something happen; return what could not, in words."""
    failed = []
    for one in stories:
        try:
            one(now())
        except Exception as error:
            failed.append(f"không làm được {one.__name__}: {error!r}"[:300])
    return failed


def _confirmed(by: Actor, at: datetime) -> UUID:
    """Give somebody a second factor and a passkey, and confirm one act with a code."""
    secret = secret_of(people.begin_second_factor(by=by, at=at))
    people.confirm_second_factor(code_of(secret, step_of(at)), by=by, at=at)
    asked, challenge = to_make(Account.objects.get(person=by.who), [])
    site = settings.PUBLIC_URL
    devices = [Device(site, str(urlsplit(site).hostname)) for _ in range(PASSKEYS)]
    for one in devices:
        people.add_passkey(one.makes(asked), challenge, name="Điện thoại", by=by, at=at)
    next_step = at + timedelta(seconds=30)
    return people.confirm(code_of(secret, step_of(next_step)), by=by, at=next_step).id
