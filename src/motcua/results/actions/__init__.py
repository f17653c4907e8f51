"""Everything that changes the register of results and the templates its papers are drawn by."""

from motcua.results.actions.counting import count_standings
from motcua.results.actions.lines import (
    attach_copy,
    enter,
    enter_many,
    issue_copy,
    register,
    renew,
    replace,
    revoke,
)
from motcua.results.actions.looking import look_at_certified, look_at_copy
from motcua.results.actions.templates import draft_template, publish_template, retire_template

__all__ = [
    "attach_copy",
    "count_standings",
    "draft_template",
    "enter",
    "enter_many",
    "issue_copy",
    "look_at_certified",
    "look_at_copy",
    "publish_template",
    "register",
    "renew",
    "replace",
    "retire_template",
    "revoke",
]
