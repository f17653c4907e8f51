"""The tables of people, organisations, accounts and signing in."""

from motcua.people.models.accounts import (
    AccessToken,
    Account,
    Attempt,
    Confirmation,
    Passkey,
    PasswordBefore,
    RecoveryCode,
    SecondFactor,
)
from motcua.people.models.consents import Consent
from motcua.people.models.persons import (
    Mandate,
    MandateClaim,
    Organisation,
    OrganisationRecord,
    Person,
    PopulationRecord,
)
from motcua.people.models.sign_ins import (
    Identity,
    IdentityProvider,
    SignIn,
    SignInLine,
    SignInPolicy,
)

__all__ = [
    "AccessToken",
    "Account",
    "Attempt",
    "Confirmation",
    "Consent",
    "Identity",
    "IdentityProvider",
    "Mandate",
    "MandateClaim",
    "Organisation",
    "OrganisationRecord",
    "Passkey",
    "PasswordBefore",
    "Person",
    "PopulationRecord",
    "RecoveryCode",
    "SecondFactor",
    "SignIn",
    "SignInLine",
    "SignInPolicy",
]
