"""Signature fields of a form: typed, drawn by hand, or made with a certificate of one's own."""

from collections.abc import Mapping

from motcua.forms.asking import fields_of


def has_signature(definition: Mapping[str, object]) -> bool:
    """Say whether a form is signed at all; one that is may be signed with a certificate too."""
    return any(field["kind"] == "signature" for field in fields_of(definition))


def needs_certificate(definition: Mapping[str, object]) -> bool:
    """Say whether a form filed online must be signed with a certificate (`"certificate": true`)."""
    return any(field.get("certificate") is True for field in fields_of(definition))
