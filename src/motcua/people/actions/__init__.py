"""Everything that changes people, their accounts, organisations and who speaks for them."""

from motcua.people.actions.accounts import (
    SIGN_IN_TRIES,
    SIGN_IN_WINDOW,
    count_attempt,
    forget_attempts,
    issue_token,
    note_accounts_taken,
    open_account,
    register,
    sign_in,
)
from motcua.people.actions.consents import consent, withdraw_consent
from motcua.people.actions.erasing import erase_account, erase_person
from motcua.people.actions.first_passwords import (
    give_password,
    open_with_first_password,
    register_officer,
)
from motcua.people.actions.organisations import (
    claim_mandate,
    confirm_claim,
    record_mandate,
    refuse_claim,
    register_organisation,
    revoke_mandate,
)
from motcua.people.actions.passkeys import add_passkey, check_passkey, remove_passkey
from motcua.people.actions.passwords import (
    change_password,
    check_new_password,
    close_account,
    close_idle_accounts,
    end_sessions,
    is_stale,
    note_review,
    reopen_account,
)
from motcua.people.actions.policy import adopt_policy
from motcua.people.actions.providers import (
    ask_providers_soon,
    configure_provider,
    identify,
    release_identity,
)
from motcua.people.actions.rotation import note_rotation
from motcua.people.actions.second_factors import (
    begin_second_factor,
    check_code,
    confirm,
    confirm_second_factor,
    refused_second_step,
    remove_second_factor,
    renew_recovery_codes,
    reset_second_factor,
    spend,
)
from motcua.people.actions.sessions import (
    begin_sign_in,
    end_own,
    end_sign_ins,
    forget_ended_sign_ins,
    keep_alive,
    sign_out,
)

__all__ = [
    "SIGN_IN_TRIES",
    "SIGN_IN_WINDOW",
    "add_passkey",
    "adopt_policy",
    "ask_providers_soon",
    "begin_second_factor",
    "begin_sign_in",
    "change_password",
    "check_code",
    "check_new_password",
    "check_passkey",
    "claim_mandate",
    "close_account",
    "close_idle_accounts",
    "configure_provider",
    "confirm",
    "confirm_claim",
    "confirm_second_factor",
    "consent",
    "count_attempt",
    "end_own",
    "end_sessions",
    "end_sign_ins",
    "erase_account",
    "erase_person",
    "forget_attempts",
    "forget_ended_sign_ins",
    "give_password",
    "identify",
    "is_stale",
    "issue_token",
    "keep_alive",
    "note_accounts_taken",
    "note_review",
    "note_rotation",
    "open_account",
    "open_with_first_password",
    "record_mandate",
    "refuse_claim",
    "refused_second_step",
    "register",
    "register_officer",
    "register_organisation",
    "release_identity",
    "remove_passkey",
    "remove_second_factor",
    "renew_recovery_codes",
    "reopen_account",
    "reset_second_factor",
    "revoke_mandate",
    "sign_in",
    "sign_out",
    "spend",
    "withdraw_consent",
]
