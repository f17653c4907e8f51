"""Everything that changes records of reform, scoring templates and assessments."""

from motcua.reform.actions.appraising import (
    adjust,
    appraise,
    close,
    finish_appraisal,
)
from motcua.reform.actions.records import take_in
from motcua.reform.actions.scoring import (
    add_evidence,
    explain,
    look_at_evidence,
    remove_evidence,
    score,
    submit,
)
from motcua.reform.actions.templates import (
    draft_template,
    open_assessment,
    publish_template,
    retire_template,
)

__all__ = [
    "add_evidence",
    "adjust",
    "appraise",
    "close",
    "draft_template",
    "explain",
    "finish_appraisal",
    "look_at_evidence",
    "open_assessment",
    "publish_template",
    "remove_evidence",
    "retire_template",
    "score",
    "submit",
    "take_in",
]
