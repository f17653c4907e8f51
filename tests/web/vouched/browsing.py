"""Signing in through a provider, as a browser does."""

from django.test import Client

from motcua.people.models import SignIn
from tests.web.vouched.twin import Twin

BEGIN = "/dang-nhap/dinh-danh/quoc-gia"
BACK = f"{BEGIN}/tro-ve"
ENDED = f"{BEGIN}/phien"


def is_in(client: Client) -> bool:
    """Say whether somebody is signed in in this browser."""
    return client.get("/tin-nhan").status_code == 200


def question(client: Client, address: str = BEGIN) -> str:
    """Press the button; return where the browser is sent."""
    answer = client.get(address)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return str(answer.headers["Location"])


def signs_in(client: Client, twin: Twin, address: str = BEGIN) -> bool:
    """Go the whole honest way; say whether one is in at its end."""
    answer = client.get(BACK, twin.consent(question(client, address)))
    return answer.status_code == 302 and is_in(client)


def is_honest(twin: Twin) -> bool:
    """Say whether an honest sign-in works now, in a browser of its own."""
    client = Client()
    was_in = signs_in(client, twin)
    client.post("/dang-xuat")
    return was_in and not is_in(client) and not SignIn.objects.exists()
