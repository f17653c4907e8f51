"""What the pages of a process and of a form show of their versions."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from motcua.events.versions import Listed, V, Version
from motcua.organisations.queries import officer_names
from motcua.web.catalogue.words import state_of
from motcua.web.wording import datetime_vn


def listed_row(one: Listed[V], used: int, page: str) -> dict[str, object]:
    """Return a row of a list by code: what is in force, what is being drawn, how many use it."""
    state = state_of(one.draft) if one.draft else None
    return {
        "code": one.code,
        "name": {"text": one.name, "href": reverse(page, args=[one.code])},
        "in_force": f"Bản {one.in_force}" if one.in_force else "Chưa có",
        "draft": {"words": state[0], "tone": state[1]} if state else "",
        "used": str(used),
    }


def shown_versions(
    versions: Sequence[V], page: str, more: Mapping[UUID, Mapping[str, object]] | None = None
) -> dict[str, object]:
    """Return versions, newest first, as rows that lead to their page, and which of them is in force
    and which in the making; `more` has further cells of a row."""
    names = officer_names(
        person for one in versions for person in (one.drafted_by, one.proposed_by, one.published_by)
    )
    return {
        "name": versions[0].name or versions[0].code,
        "versions": versions,
        "rows": [{**_row(one, names, page), **(more or {}).get(one.id, {})} for one in versions],
        "draft": next((one for one in versions if one.published_at is None), None),
        "in_force": next(
            (one for one in versions if one.published_at and not one.retired_at), None
        ),
    }


def _row(one: Version, names: Mapping[UUID, str], page: str) -> dict[str, object]:
    words, tone = state_of(one)
    return {
        "version": {"text": f"Bản {one.version}", "href": reverse(page, args=[one.id])},
        "state": {"words": words, "tone": tone},
        "drafted": _who(names, one.drafted_by, datetime_vn(one.drafted_at)),
        "proposed": _who(names, one.proposed_by, datetime_vn(one.proposed_at)),
        "published": _who(names, one.published_by, datetime_vn(one.published_at)),
    }


def _who(names: Mapping[UUID, str], person: UUID | None, when: str) -> str:
    who = names.get(person, "") if person else ""
    return ", ".join(part for part in (who, when) if part)
