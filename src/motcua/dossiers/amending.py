"""What an applicant may change when the agency asked for corrections: just those. Pure."""

from collections.abc import Collection, Iterator, Mapping

from motcua.forms.asking import FieldDict, pages_of, reads_of


def may_be_amended(
    form: Mapping[str, object], marked: Collection[str], wrong: Collection[str]
) -> set[str]:
    """Return the fields that were marked, those whose asking hangs on them, and wrong ones.

    A field that fits no more, since another day or list holds, must not stand in the way.
    """
    reads = dict(_reads(form))
    amended = {name for name in reads if name in marked}
    grown = True
    while grown:
        more = {name for name, read in reads.items() if read & amended} - amended
        amended |= more
        grown = bool(more)
    return amended | {name.split(".")[0] for name in wrong}


def _reads(form: Mapping[str, object]) -> Iterator[tuple[str, frozenset[str]]]:
    for page in pages_of(form):
        fields: list[FieldDict] = page["fields"]  # type: ignore[assignment]
        for field in fields:
            conditions = (
                page.get("show_if"),
                field.get("show_if"),
                field.get("required_if"),
                field.get("value") if isinstance(field.get("value"), str) else "",
            )
            yield str(field["id"]), reads_of(*conditions)
