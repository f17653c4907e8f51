"""The authenticator app of somebody in a journey."""

import time
from base64 import b32decode

from playwright.sync_api import expect

from motcua.people.totp import code_of
from tests.journeys.province import Someone

STEP = 30  # seconds a code is good for


def adds_an_app(someone: Someone, button: str) -> bytes:
    """Scan what the page shows and confirm it with a code; return the key of the app."""
    expect(someone.page.get_by_role("img", name="Mã QR để quét")).to_be_visible()
    secret = b32decode("".join(someone.page.locator("strong .motcua-code").all_inner_texts()))
    someone.page.fill("#code", code(secret, -1))
    someone.clicks(button)
    someone.sees("chúng chỉ hiện một lần")
    someone.clicks("Đã cất, tiếp tục")
    return secret


def code(secret: bytes, steps: int = 0) -> str:
    """Return the code of so many steps from now, which the app shows before or after."""
    while time.time() % STEP > STEP - 4:  # it would be another step before it arrives
        time.sleep(0.5)
    return code_of(secret, int(time.time()) // STEP + steps)
