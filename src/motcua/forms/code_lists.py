"""Reading code lists: those that come with the system, and those that the province has written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Func, IntegerField

from motcua.forms.checking import Finding
from motcua.forms.checking.shape import read_shape
from motcua.forms.lists import Options, built_in
from motcua.forms.models import CodeList
from motcua.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class ListShown:
    """One version of a list; those that come with the system have no row.

    Its options are there only when the list itself is shown.
    """

    name: str
    version: int
    title: str
    basis: str
    many: int
    options: Options = ()
    row: CodeList | None = None

    @property
    def code(self) -> str:
        """Return what a field calls the list."""
        return f"{self.name}@{self.version}"

    @property
    def is_published(self) -> bool:
        """Say whether forms can name it."""
        return self.row is None or self.row.published_at is not None


def published_options(name: str, version: int) -> Options | None:
    """Return the options of a list that the province has published."""
    found = CodeList.objects.filter(name=name, version=version, published_at__isnull=False)
    options: Options | None = found.values_list("options", flat=True).first()
    return options


def last_version(name: str) -> int:
    """Return the highest number of a list so far, zero when there is none."""
    written = CodeList.objects.filter(name=name).order_by("-version")
    numbers = [*written.values_list("version", flat=True)[:1]]
    return max([*numbers, *(version for one, version, _ in built_in() if one == name)], default=0)


def all_lists() -> list[ListShown]:
    """Return every version of every list, by name, the newest first, without their options."""
    counted = Func(F("options"), function="jsonb_array_length", output_field=IntegerField())
    rows = CodeList.objects.defer("options").annotate(many=counted)
    written = [_shown(row, row.many) for row in rows]
    return sorted([*_given(), *written], key=lambda one: (one.name, -one.version))


def _given() -> list[ListShown]:
    return [
        ListShown(name, version, _vi(facts["title"]), str(facts["basis"]), len(options), options)
        for name, version, facts in built_in()
        for options in (_options(facts),)
    ]


def _options(facts: Mapping[str, object]) -> Options:
    options: Options = facts["options"]  # type: ignore[assignment]
    return options


def versions_of_list(name: str) -> list[ListShown]:
    """Return the versions of a list, the newest first; refuse when there are none."""
    rows = CodeList.objects.filter(name=name)
    written = [_shown(row, len(row.options), row.options) for row in rows]
    found = [*(one for one in _given() if one.name == name), *written]
    if not found:
        raise NotFound
    return sorted(found, key=lambda one: -one.version)


def offered_lists(day: date) -> list[tuple[str, str]]:
    """Return code and title of the newest version of each list that is in force on a day."""
    newest: dict[str, tuple[str, str]] = {}
    for one in all_lists():
        begun = one.row is None or one.row.valid_from <= day
        if one.is_published and begun and one.name not in newest:
            newest[one.name] = (one.code, one.title)
    return list(newest.values())


def list_advice(definition: Mapping[str, object], day: date) -> list[Finding]:
    """Name the fields that choose from a list of which a newer version is in force."""
    placed = [one for one in read_shape(definition)[0] if isinstance(one.field.get("list"), str)]
    if not placed:
        return []
    offered = {code.partition("@")[0]: code for code, _ in offered_lists(day)}
    return [
        Finding(one.path, "list", f"Danh mục đã có bản mới: {newest}.", is_error=False)
        for one in placed
        for newest in (offered.get(str(one.field["list"]).partition("@")[0], ""),)
        if _number(str(one.field["list"])) < _number(newest)
    ]


def _number(name: str) -> int:
    number = name.partition("@")[2]
    return int(number) if number.isdecimal() else 0


def list_by_id(list_id: UUID) -> CodeList:
    """Return a version by its id; refuse when there is none."""
    found = CodeList.objects.filter(pk=list_id).first()
    if found is None:
        raise NotFound
    return found


def _shown(row: CodeList, many: int, options: Options = ()) -> ListShown:
    return ListShown(row.name, row.version, _vi(row.title), row.basis, many, options, row)


def _vi(words: object) -> str:
    return str(words["vi"]) if isinstance(words, dict) else ""
