"""Everything that changes people, their accounts, organisations and who speaks for them."""

from motcua.people.actions.accounts import (
    SIGN_IN_TRIES,
    SIGN_IN_WINDOW,
    begin_second_factor,
    confirm,
    confirm_second_factor,
    count_attempt,
    forget_attempts,
    issue_token,
    open_account,
    register,
    remove_second_factor,
    reset_second_factor,
    sign_in,
    spend,
)
from motcua.people.actions.organisations import (
    claim_mandate,
    confirm_claim,
    record_mandate,
    refuse_claim,
    register_organisation,
    revoke_mandate,
)

__all__ = [
    "SIGN_IN_TRIES",
    "SIGN_IN_WINDOW",
    "begin_second_factor",
    "claim_mandate",
    "confirm",
    "confirm_claim",
    "confirm_second_factor",
    "count_attempt",
    "forget_attempts",
    "issue_token",
    "open_account",
    "record_mandate",
    "refuse_claim",
    "register",
    "register_organisation",
    "remove_second_factor",
    "reset_second_factor",
    "revoke_mandate",
    "sign_in",
    "spend",
]
