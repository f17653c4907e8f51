"""Which papers a second person looks at: a share of them, by chance that nobody can steer."""

from hashlib import sha256
from uuid import UUID

HUNDRED = 100


def is_sampled(copy: UUID, percent: int) -> bool:
    """Say whether a paper belongs to the sample; the same paper always does or never."""
    return int.from_bytes(sha256(copy.bytes).digest()[:4], "big") % HUNDRED < percent
