"""Fields that name other fields: a number its birth date and sex, a signature its signer."""

from collections.abc import Iterator, Mapping, Sequence

from motcua.forms.checking.findings import Finding
from motcua.forms.checking.shape import Placed

FITTING: Mapping[str, frozenset[str]] = {
    "birth_date": frozenset({"date"}),
    "sex": frozenset({"choice"}),
}
SIGNERS = frozenset({"text", "person"})


def of_references(placed: Sequence[Placed]) -> Iterator[Finding]:
    """Return the fields that name one which is not there or is of another kind."""
    kinds = {one.path: str(one.field["kind"]) for one in placed}
    for one in placed:
        for name, wanted in _named(one.field):
            beside = f"{one.table['id']}.{name}" if one.table else name
            kind = kinds.get(beside) or kinds.get(name)
            if kind is None:
                yield Finding(one.path, "unknown-name", f"Biểu mẫu không có mục “{name}”.")
            elif kind not in wanted:
                message = f"Mục “{name}” không phải loại {' hoặc '.join(sorted(wanted))}."
                yield Finding(one.path, "reference", message)


def _named(field: Mapping[str, object]) -> Iterator[tuple[str, frozenset[str]]]:
    fits = field.get("fits", {})
    if not isinstance(fits, Mapping):
        fits = {"": str(fits)}
    for what, name in fits.items():
        yield str(name)[:60], FITTING.get(str(what), frozenset())
    if field["kind"] == "signature" and field.get("signer"):
        yield str(field["signer"])[:60], SIGNERS
