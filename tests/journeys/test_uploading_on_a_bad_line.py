"""A citizen whose line breaks while a large file is sent: it arrives whole, once."""

import io
import random
import re
from hashlib import sha256

from PIL import Image
from playwright.sync_api import Browser, expect

from tests.journeys.cutting import CuttingLine
from tests.journeys.filing import begins
from tests.journeys.province import Province, Someone

CODE, CASE = "1.001612", "ca-nhan"
CUTS = ("inside", "after", "before", "answer", "inside")
MOST_WAITED = 30_000


def a_large_scan() -> bytes:
    """Return a picture of five million bytes, as a scanner makes it."""
    noise = random.Random(5).randbytes(1500 * 1200 * 3)  # noqa: S311 -- the same every time
    content = io.BytesIO()
    Image.frombytes("RGB", (1500, 1200), noise).save(content, "PNG")
    return content.getvalue()


def test_a_large_file_arrives_whole_over_a_line_that_breaks_five_times(
    province: Province, chromium: Browser
) -> None:
    scan = a_large_scan()
    with CuttingLine(province.address, b"PATCH /tai-len/") as line:
        citizen = Someone.comes(chromium, Province(line.address, province.state), wide=390)
        citizen.signs_in("cong-dan")
        begins(citizen, CODE, CASE)
        draft = re.sub(r"/ke-khai/.*", "", citizen.page.url)
        citizen.goes_to(f"{draft}/giay-to")
        row = citizen.page.locator("#upload-UQ")

        line.cut_next, line.then = CUTS[0], list(CUTS[1:])
        row.locator('input[type="file"]').set_input_files(
            {"name": "quét lớn.png", "mimeType": "image/png", "buffer": scan}
        )
        listed = citizen.page.locator("#upload-UQ a", has_text="quét lớn.png")
        expect(listed).to_have_count(1, timeout=MOST_WAITED)

        assert line.cuts == list(CUTS)
        with citizen.page.expect_download() as fetched:
            listed.click()
        kept = fetched.value.path().read_bytes()
        assert _pixels(kept) == _pixels(scan)
        citizen.goes_to(f"{draft}/giay-to")
        expect(citizen.page.locator("#upload-UQ .motcua-upload__files li")).to_have_count(1)
        citizen.is_content()


def test_without_scripts_a_file_is_sent_plainly(province: Province, chromium: Browser) -> None:
    citizen = Someone.comes(chromium, province, scripts=False).signs_in("cong-dan")
    begins(citizen, CODE, CASE)
    draft = re.sub(r"/ke-khai/.*", "", citizen.page.url)
    citizen.goes_to(f"{draft}/giay-to")
    row = citizen.page.locator("#upload-UQ")

    row.locator('input[type="file"]').set_input_files(
        {"name": "quét lớn.png", "mimeType": "image/png", "buffer": a_large_scan()}
    )
    row.locator("button", has_text="Tải lên").click()

    expect(citizen.page.locator("#upload-UQ a", has_text="quét lớn.png")).to_have_count(1)


def _pixels(picture: bytes) -> str:
    return sha256(Image.open(io.BytesIO(picture)).tobytes()).hexdigest()
