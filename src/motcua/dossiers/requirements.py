"""What a version asks of a dossier in its case: papers and fees."""

from collections.abc import Mapping
from datetime import date

from motcua.dossiers.rules import Demand
from motcua.forms.queries import definition
from motcua.forms.rules import known_values
from motcua.kernel.expressions import holds
from motcua.procedures.queries import Terms


def demands_of(kept: Terms, answers: Mapping[str, object], case: str) -> list[Demand]:
    """Return the components with whether these answers make each of them required."""
    values: dict[str, object] = {"case": case}
    if kept.version.form_id is not None and any(c.required_if for c in kept.components):
        values = known_values(definition(kept.version.form_id), dict(answers), case)
    return [
        Demand(
            component.code,
            component.name["vi"],
            component.source,
            holds(component.required_if, values) if component.required_if else component.required,
        )
        for component in kept.components
    ]


def fee_of(kept: Terms, case: str, channel: str, day: date) -> int:
    """Return what is charged in all, in đồng, for a case and channel on a day."""
    return sum(fee.amount for fee in kept.fees_on(case, channel, day))
