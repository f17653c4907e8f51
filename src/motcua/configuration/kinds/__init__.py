"""The kinds of settings that two persons set, each with the app that keeps what is in force."""

from motcua.configuration.kinds import calendars, policies, providers, terms
from motcua.configuration.kinds.kind import Kind
from motcua.kernel.errors import NotFound

KINDS: tuple[Kind, ...] = (providers.KIND, policies.KIND, terms.KIND, calendars.KIND)


def kind_of(code: str) -> Kind:
    """Return the kind of a setting by its code; refuse a code of none."""
    for kind in KINDS:
        if kind.owns(code):
            return kind
    raise NotFound


__all__ = ["KINDS", "Kind", "kind_of"]
