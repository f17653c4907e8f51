"""The addresses of pages by their names."""

from collections.abc import Callable
from functools import lru_cache
from uuid import UUID

from django.urls import reverse

_ANY = UUID(int=0)  # stands for a thing in an address that is put together once


@lru_cache(maxsize=512)
def address(name: str) -> str:
    """Return the address of a page that is the same for everybody; looked up once.

    A page has some forty of them in its frame.
    """
    return reverse(name)


@lru_cache(maxsize=64)
def address_of_each(name: str) -> Callable[[UUID], str]:
    """Return what tells the address of a page about one thing from its id: a list has fifty."""
    before, after = reverse(name, args=[_ANY]).split(str(_ANY))
    return lambda one: f"{before}{one}{after}"
