"""Reading forms as those who draw them see them: versions, drafts, who did what."""

from collections.abc import Collection

from motcua.events.versions import Versions
from motcua.forms.checking import Finding, problems
from motcua.forms.difference import forbidden
from motcua.forms.models import FormVersion
from motcua.forms.trials import PlacesOn, read_trials, run
from motcua.kernel.errors import InvalidInput

LARGE = ("definition", "trials")
FORMS = Versions(FormVersion, "form", LARGE)


def findings(
    code: str, definition: object, trials: object, places: PlacesOn, cases: Collection[str] = ()
) -> list[Finding]:
    """Return what keeps a form from being published: its shape, kinds that changed since the
    version in force, and test cases that do not come out."""
    found = problems(definition, cases)
    if found:
        return found
    earlier = FORMS.in_force(code)
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
