"""Every number of a page that is a link opens a list of as many under the same filter."""

import re
from html import unescape

from django.test import Client

from tests.web.portals import text_of

_LINK = re.compile(r'<a class="govuk-link"[^>]*? href="([^"]+)"[^>]*>([\d.]+)</a>')
_ROWS = 50  # a page of a list


def numbers_of(client: Client, address: str) -> list[tuple[str, int]]:
    """Return the links of a page whose words are a number, with the number."""
    page = client.get(address).content.decode()
    return [(unescape(link), int(many.replace(".", ""))) for link, many in _LINK.findall(page)]


def assert_numbers_open(client: Client, address: str, least: int) -> None:
    """Check that a page has at least so many such links, and that each list holds its number."""
    links = numbers_of(client, address)
    assert len(links) >= least
    for link, many in set(links):
        page = client.get(link)
        assert page.status_code == 200, link
        said = f"{many:,}".replace(",", ".")
        assert re.search(rf"\b{re.escape(said)}\b", text_of(page.content)), link
        assert page.content.count(b'role="rowheader"') == min(many, _ROWS), link
