"""Finding a procedure."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.kernel.ids import new_id
from motcua.procedures.models import Procedure, ProcedureVersion
from tests.builders import a_citizen, a_procedure, a_province
from tests.web.portals import FEW, assert_flat, text_of

pytestmark = pytest.mark.django_db
MANY = 400


def _more_like(version: ProcedureVersion, many: int) -> None:
    procedures = Procedure.objects.bulk_create(
        Procedure(code=f"8.{new_id().hex[-12:]}") for _ in range(many)
    )
    ProcedureVersion.objects.bulk_create(
        ProcedureVersion(
            procedure=one,
            name=f"{version.name} {one.code}",
            sector=version.sector,
            settled_here=True,
            tier="commune",
            valid_from=version.valid_from,
            published_at=version.published_at,
        )
        for one in procedures
    )


@pytest.mark.parametrize(
    "words", ["đăng ký khai sinh", "dang ky khai sinh", "KHAI SINH", "khai si"]
)
def test_accents_case_and_an_unfinished_last_word_do_not_matter(words: str) -> None:
    a_procedure(name="Thủ tục đăng ký khai sinh")
    a_procedure(name="Thủ tục đăng ký kết hôn")

    page = text_of(Client().get("/thu-tuc", {"q": words}).content)

    assert "Thủ tục đăng ký khai sinh" in page
    assert "kết hôn" not in page


@pytest.mark.parametrize("words", ["'", "&|!():*", "a" * 5000, "%00", "<script>", "\x00"])
def test_strange_words_find_nothing_and_break_nothing(words: str) -> None:
    a_procedure()

    response = Client().get("/thu-tuc", {"q": words})

    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_a_procedure_shows_its_parts_and_the_way_to_file() -> None:
    version = a_procedure(name="Thủ tục có phí", fee=50_000)

    page = text_of(Client().get(f"/thu-tuc/{version.procedure.code}").content)

    assert "Nộp hồ sơ trực tuyến" in page
    assert "5 ngày làm việc" in page
    assert "50.000 ₫" in page
    assert "Giấy tờ GT" in page


def test_a_procedure_says_by_what_law_its_limit_and_its_fees_are_and_tells_fees_apart() -> None:
    fees = {"Phí thẩm định": 150_000, "Lệ phí cấp giấy": 20_000}
    version = a_procedure(fee=fees, law="Điều 9 của luật mẫu")

    page = text_of(Client().get(f"/thu-tuc/{version.procedure.code}").content)

    assert "Thời hạn: Điều 9 của luật mẫu." in page
    assert "Phí, lệ phí: Điều 9 của luật mẫu." in page
    assert "Phí thẩm định: 150.000 ₫" in page
    assert "Lệ phí cấp giấy: 20.000 ₫" in page


def test_an_unknown_procedure_is_not_found_in_plain_words() -> None:
    response = Client().get("/thu-tuc/0.000000")

    assert response.status_code == 404
    assert "Không tìm thấy" in text_of(response.content)


def test_filing_is_three_clicks_from_the_home_page() -> None:
    a_province()
    version = a_procedure(life_events=["co-con"])
    stranger = Client()

    home = stranger.get("/").content.decode()
    event = stranger.get("/thu-tuc/su-kien/co-con").content.decode()
    page = stranger.get(f"/thu-tuc/{version.procedure.code}").content.decode()

    assert "/thu-tuc/su-kien/co-con" in home
    assert f"/thu-tuc/{version.procedure.code}" in event
    assert f"/thu-tuc/{version.procedure.code}/nop-ho-so" in page


@pytest.mark.parametrize("page", ["/", "/thu-tuc", "/thu-tuc?q=mẫu", "/thu-tuc/su-kien/co-con"])
def test_the_catalogue_asks_as_many_questions_for_few_procedures_as_for_many(page: str) -> None:
    a_province()
    version = a_procedure(life_events=["co-con"])
    _more_like(version, FEW)
    cache.clear()

    assert_flat(a_citizen(), page, lambda: _more_like(version, MANY))


def test_lists_page_by_key_until_the_end() -> None:
    version = a_procedure(name="Thủ tục đầu")
    _more_like(version, 45)
    client = Client()

    first = client.get(f"/thu-tuc/linh-vuc/{version.sector.slug}").content.decode()
    following = first.split("?sau=")[1].split('"')[0]
    with CaptureQueriesContext(connection) as captured:
        second = client.get(f"/thu-tuc/linh-vuc/{version.sector.slug}", {"sau": following})

    assert 'href="?sau=' not in second.content.decode()
    assert not [q for q in captured.captured_queries if "OFFSET" in q["sql"]]


def test_pages_are_vietnamese_whatever_the_browser_wishes_and_english_when_chosen() -> None:
    a_province()
    client = Client(headers={"accept-language": "en"})
    before = client.get("/thu-tuc").content.decode()

    client.post("/ngon-ngu", {"language": "en", "next": "/thu-tuc"})
    after = client.get("/thu-tuc").content.decode()

    assert '<html lang="vi"' in before
    assert '<html lang="en"' in after
    assert "By sector" in after


def test_the_language_switch_leads_nowhere_else() -> None:
    response = Client().post("/ngon-ngu", {"language": "en", "next": "https://evil.example/x"})

    assert response.headers["Location"] == "/"
