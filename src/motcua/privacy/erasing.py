"""What of somebody's data goes when they ask for it, and what the law keeps, with its article."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.utils.timezone import localdate

from motcua.documents.models import StoredPaper
from motcua.documents.personal.retention import keepings
from motcua.documents.queries import loose_of
from motcua.documents.retention_rules import Keeping, What, keeping_of, over_before
from motcua.documents.store_rules import Owner, Source
from motcua.dossiers.erasure_rules import may_be_erased
from motcua.dossiers.models import Dossier, in_name_of
from motcua.dossiers.rules import ENDED, Status
from motcua.events.models import Event
from motcua.organisations.queries import was_in_office
from motcua.people.mandates import has_spoken_for_others
from motcua.people.models import Account
from motcua.people.rules import ERASED
from motcua.privacy.own_data import purposes_on


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays, why in plain words, and the article that keeps it."""

    what: str
    why: str
    article: str


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of everything that is kept about a person."""

    dossiers: tuple[UUID, ...]
    papers: tuple[UUID, ...]
    uploads: int
    has_account: bool
    is_person: bool
    kept: tuple[Kept, ...]

    @property
    def goes(self) -> list[str]:
        """Return in words what is erased."""
        told = [
            (len(self.dossiers), f"{len(self.dossiers)} bản nháp và hồ sơ chưa được tiếp nhận"),
            (len(self.papers), f"{len(self.papers)} giấy tờ tự tải lên trong kho"),
            (self.uploads, f"{self.uploads} tệp đã tải lên mà chưa dùng"),
            (self.has_account, "Tài khoản và các lượt đăng nhập đang mở"),
            (self.is_person, "Họ tên, ngày sinh, số định danh, liên lạc"),
        ]
        return [words for many, words in told if many]

    @property
    def words(self) -> dict[str, str]:
        """Return what was erased and what was kept, as its person reads it."""
        kept = [f"{one.what}: {one.why} ({one.article})" for one in self.kept]
        return {"erased": "; ".join(self.goes), "kept": "; ".join(kept)}


def fate_of(person: UUID, at: datetime) -> Fate:
    """Return what goes and what stays of a person's data at a moment. Dossiers of an organisation
    that the person acted for are the organisation's."""
    day, articles = localdate(at), {one.code: one.article for one in purposes_on(localdate(at))}
    own = list(Dossier.objects.filter(in_name_of(Owner(person))).exclude(applicant_name=ERASED))
    goes, waiting, basis = _over(own, day)
    under_way = [one for one in own if one.status not in {*ENDED, Status.DRAFT}]
    settled = [one for one in own if one not in goes and one not in under_way + waiting]
    store = StoredPaper.objects.filter(owner=person, erased_at=None)
    uploaded = tuple(store.filter(source=Source.UPLOAD.value).values_list("id", flat=True))
    issued = store.exclude(source=Source.UPLOAD.value).count()
    serves = was_in_office(person)
    binds = issued or serves or has_spoken_for_others(person) or _acted_for_others(person)
    kept = [
        _kept(len(under_way), "hồ sơ đang giải quyết", "còn phải giải quyết", articles["settle"]),
        _kept(len(settled), "hồ sơ đã giải quyết", "phải lưu trữ", articles["archive"]),
        _kept(len(waiting), "hồ sơ đã rút hoặc bị từ chối", "chưa hết thời hạn giữ", basis),
        _kept(
            issued, "giấy tờ đã cấp trong kho", "là bản của giấy tờ còn trong sổ", articles["store"]
        ),
        _kept(int(serves), "tài khoản công vụ", "còn ghi ai đã làm việc gì", articles["log"]),
        Kept("Nhật ký", "ghi ai đã làm gì, không có nội dung khai", articles["log"]),
    ]
    return Fate(
        tuple(sorted(one.id for one in goes)),
        uploaded,
        loose_of(person).count(),
        not (under_way or serves) and Account.objects.filter(person=person).exists(),
        not (under_way or settled or waiting or binds),
        tuple(one for one in kept if one is not None),
    )


def _over(own: Sequence[Dossier], day: date) -> tuple[list[Dossier], list[Dossier], str]:
    """Return the dossiers that nothing keeps, those that are kept for some time still, and the
    basis of that time."""
    rule = keeping_of(keepings(), What.UNACCEPTED, "", day)
    first = over_before(day, rule)
    erasable = [one for one in own if may_be_erased(one.status, one.accepted_at)]
    ended = _last_days(erasable)
    goes = [
        one
        for one in erasable
        if one.status == Status.DRAFT or (first is not None and ended[one.id] < first)
    ]
    return goes, [one for one in erasable if one not in goes], _basis(rule)


def _last_days(dossiers: Sequence[Dossier]) -> dict[UUID, date]:
    found = Event.objects.filter(subject__in=[one.id for one in dossiers])
    last = dict(found.order_by().values_list("subject").annotate(last=Max("at")))
    return {one.id: localdate(last.get(one.id, one.opened_at)) for one in dossiers}


def _basis(rule: Keeping | None) -> str:
    return rule.basis if rule is not None else ""


def _acted_for_others(person: UUID) -> bool:
    return Dossier.objects.filter(applicant=person, organisation__isnull=False).exists()


def _kept(many: int, what: str, why: str, article: str) -> Kept | None:
    return Kept(f"{many} {what}", why, article) if many else None
