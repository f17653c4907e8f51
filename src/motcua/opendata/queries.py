"""Reading what is published; everybody may."""

from motcua.kernel.errors import NotFound
from motcua.opendata.models import PublishedFigure, Release, ReleaseFile
from motcua.opendata.rules import ALL

FORMATS = ("csv", "json", "parquet")
MONTHS_SHOWN = 24


def latest() -> Release | None:
    """Return what is published now; None before the first night."""
    return Release.objects.order_by("-at").first()


def months_of(release: Release, agency: str = ALL, procedure: str = ALL) -> list[PublishedFigure]:
    """Return the latest months of an agency, a procedure or both, the newest first."""
    found = PublishedFigure.objects.filter(release=release, agency=agency, procedure=procedure)
    return list(found.order_by("-month")[:MONTHS_SHOWN])


def agencies_in(release: Release, month: str, procedure: str = ALL) -> list[PublishedFigure]:
    """Return the agencies of a month with most dossiers first, of a procedure or of all."""
    found = PublishedFigure.objects.filter(release=release, month=month, procedure=procedure)
    return list(found.exclude(agency=ALL).order_by("-received", "agency"))


def procedures_in(release: Release, month: str, agency: str = ALL) -> list[PublishedFigure]:
    """Return the procedures of a month with most dossiers first, of an agency or of all."""
    found = PublishedFigure.objects.filter(release=release, month=month, agency=agency)
    return list(found.exclude(procedure=ALL).order_by("-received", "procedure"))


def digest_of(form: str) -> str | None:
    """Return the hash of a published file; None when there is no such one."""
    found = ReleaseFile.objects.filter(form=form).order_by("-release__at")
    return found.values_list("digest", flat=True).first()


def content_of(form: str) -> tuple[Release, bytes]:
    """Return a published file with its release, or say that there is none."""
    found = ReleaseFile.objects.filter(form=form).select_related("release")
    file = found.order_by("-release__at").first()
    if file is None:
        raise NotFound
    return file.release, bytes(file.content)
