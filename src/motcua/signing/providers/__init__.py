"""Where keys are kept: one file per kind of signing service."""

from motcua.signing.providers import key_file

__all__ = ["key_file"]
