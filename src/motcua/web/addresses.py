"""The addresses of pages by their names."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=512)
def address(name: str) -> str:
    """Return the address of a page that is the same for everybody; looked up once.

    A page has some forty of them in its frame.
    """
    return reverse(name)
