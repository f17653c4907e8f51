"""Reading forms as those who draw them see them: versions, drafts, who did what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from motcua.events.models import Event
from motcua.forms.checking import Finding, problems
from motcua.forms.difference import forbidden
from motcua.forms.models import FormVersion
from motcua.forms.trials import PlacesOn, read_trials, run
from motcua.kernel.errors import InvalidInput, NotFound

PAGE = 50
LARGE = ("definition", "trials")


@dataclass(frozen=True, slots=True)
class Listed:
    """A form in the list: the version in force, and the one being drawn."""

    code: str
    name: str
    in_force: int | None
    draft: FormVersion | None


@dataclass(frozen=True, slots=True)
class Returned:
    """A proposal that was sent back: by whom, when and why."""

    by: UUID | None
    at: datetime
    reason: str


def forms(words: str = "", after: str = "") -> tuple[list[Listed], str]:
    """Return a page of forms by code, and the code after which the next page begins."""
    found = FormVersion.objects.filter(code__gt=after)
    if words:
        found = found.filter(Q(code__icontains=words) | Q(name__icontains=words))
    codes = list(found.values_list("code", flat=True).distinct().order_by("code")[: PAGE + 1])
    following = codes[PAGE - 1] if len(codes) > PAGE else ""
    by_code: dict[str, list[FormVersion]] = {code: [] for code in codes[:PAGE]}
    for version in FormVersion.objects.filter(code__in=by_code).defer(*LARGE).order_by("version"):
        by_code[version.code].append(version)
    return [_listed(code, versions) for code, versions in by_code.items()], following


def _listed(code: str, versions: Sequence[FormVersion]) -> Listed:
    in_force = [one for one in versions if one.published_at and not one.retired_at]
    drafts = [one for one in versions if one.published_at is None]
    newest = in_force[-1] if in_force else versions[-1]
    return Listed(
        code,
        newest.name or code,
        in_force[-1].version if in_force else None,
        drafts[0] if drafts else None,
    )


def versions_of(code: str) -> list[FormVersion]:
    """Return the versions of a form, the newest first, without their definitions."""
    return list(FormVersion.objects.filter(code=code).defer(*LARGE).order_by("-version"))


def version_by_id(version: UUID) -> FormVersion:
    """Return a version with its definition; refuse when there is none."""
    found = FormVersion.objects.filter(pk=version).first()
    if found is None:
        raise NotFound
    return found


def in_force_of(code: str) -> FormVersion | None:
    """Return the version of a form that is in force."""
    found = FormVersion.objects.filter(code=code, published_at__isnull=False, retired_at=None)
    return found.order_by("-version").first()


def authors_of(version: FormVersion) -> set[UUID | None]:
    """Return everybody who has drawn on a version or proposed it now."""
    drawn = Event.objects.filter(subject=version.id, verb="form.drafted")
    return {version.drafted_by, version.proposed_by, *drawn.values_list("by", flat=True)} - {None}


def last_return(version: FormVersion) -> Returned | None:
    """Return why a version was last sent back, None when it never was."""
    events = Event.objects.filter(subject=version.id, verb="form.sent_back")
    last = events.order_by("-sequence").first()
    return Returned(last.by, last.at, str(last.facts["reason"])) if last else None


def findings(
    code: str, definition: object, trials: object, places: PlacesOn, cases: Collection[str] = ()
) -> list[Finding]:
    """Return what keeps a form from being published: its shape, kinds that changed since the
    version in force, and test cases that do not come out."""
    found = problems(definition, cases)
    if found:
        return found
    earlier = in_force_of(code)
    if earlier is not None and not problems(earlier.definition):
        found = forbidden(earlier.definition, definition)  # type: ignore[arg-type]
    return [*found, *trial_findings(definition, trials, places)]


def trial_findings(definition: object, trials: object, places: PlacesOn) -> list[Finding]:
    """Return the test cases of a sound form that do not come out as expected."""
    try:
        read = read_trials(trials)
    except InvalidInput as refusal:
        return [Finding("", "trial", refusal.errors["trials"])]
    return [
        Finding("", "trial", f"Ca thử “{trial.name}”: {words}")
        for trial in read
        for words in run(definition, trial, places)  # type: ignore[arg-type]
    ]
