"""Which procedures use a form, and what surrounds it: their cases, what it is filled from."""

import json
from collections.abc import Sequence
from datetime import date

from django.db.models import Count
from django.urls import reverse

from motcua.forms.authorship import FORMS
from motcua.forms.checking.shape import NOT_IN_TABLES, RESERVED
from motcua.forms.code_lists import offered_lists
from motcua.forms.difference import field_paths
from motcua.forms.fields import GROUPS, KINDS
from motcua.forms.fields.groups import USUAL
from motcua.forms.fields.naming import KIND_NAMES
from motcua.forms.library import ready_groups
from motcua.forms.models import FormVersion
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import cases_with_form

MOST_NAMED = 20
PREFILLS = [
    ("applicant.full_name", "Họ tên người nộp"),
    ("applicant.personal_number", "Số định danh của người nộp"),
    ("applicant.birth_date", "Ngày sinh của người nộp"),
    ("applicant.sex", "Giới tính của người nộp"),
    ("applicant.phone", "Số điện thoại của người nộp"),
    ("applicant.email", "Thư điện tử của người nộp"),
    ("applicant.address", "Nơi cư trú của người nộp"),
    ("organisation", "Tổ chức đứng tên hồ sơ"),
    ("organisation.applies", "Có nộp thay mặt tổ chức hay không"),
]


def used_by(codes: Sequence[str]) -> dict[str, int]:
    """Return how many procedures in force use a form, whatever its version."""
    pinned = ProcedureVersion.objects.filter(
        form__code__in=codes, published_at__isnull=False, valid_to=None
    )
    return dict(pinned.values_list("form__code").annotate(Count("id")))


def procedures_using(code: str) -> list[tuple[str, str, int]]:
    """Return code, name and version of the form of the first procedures in force that use it."""
    pinned = ProcedureVersion.objects.filter(
        form__code=code, published_at__isnull=False, valid_to=None
    )
    facts = pinned.order_by("procedure__code").values_list(
        "procedure__code", "name", "form__version"
    )
    return list(facts[:MOST_NAMED])


def designer_facts(version: FormVersion, day: date) -> str:
    """Return, as JSON, what the designer needs to know about its surroundings."""
    earlier = FORMS.in_force(version.code)
    facts = {
        "code": version.code,
        "revision": version.revision,
        "check": reverse("catalogue:form_check"),
        "preview": reverse("catalogue:form_preview"),
        "pictures": reverse("catalogue:form_pictures"),
        "outcome": reverse("catalogue:form_outcome"),
        "save": reverse("catalogue:form_save", args=[version.id]),
        "kinds": list(KIND_NAMES.items()),
        "parts": {
            kind: [[part["id"], _words(part["label"]), part["kind"]] for part in parts]
            for kind, parts in GROUPS.items()
        },
        "options": {
            f"{kind}.{part['id']}": part["options"]
            for kind, parts in GROUPS.items()
            for part in parts
            if "options" in part
        },
        "usual": {kind: sorted(names) for kind, names in USUAL.items()},
        "columns": sorted(KINDS - NOT_IN_TABLES),
        "reserved": sorted(RESERVED),
        "library": ready_groups(),
        "lists": offered_lists(day),
        "prefills": PREFILLS,
        "cases": cases_with_form(version.code),
        "kept": sorted(field_paths(earlier.definition)) if earlier else [],
    }
    return json.dumps(facts, ensure_ascii=False)


def _words(label: object) -> str:
    return str(label["vi"]) if isinstance(label, dict) else ""
