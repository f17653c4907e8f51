"""What is said about a bad picture before it is signed, and nothing about a good one."""

import pytest
from PIL import Image

from motcua.digitisation.knowledge import limits
from motcua.digitisation.quality import measure
from tests.scans import SECOND_PAGE, a_picture, blurred, skewed


def warned(picture: Image.Image) -> list[str]:
    return measure(picture).warnings(limits())


@pytest.mark.parametrize("dpi", [200, 300])
@pytest.mark.parametrize("source", [None, SECOND_PAGE])
def test_nothing_is_said_about_a_good_page(dpi: int, source: str | None) -> None:
    picture = a_picture(dpi=dpi) if source is None else a_picture(source, dpi)

    assert warned(picture) == []


def test_a_page_out_of_focus_is_told() -> None:
    assert warned(blurred(a_picture(), 3)) == ["Ảnh bị nhòe"]


@pytest.mark.parametrize("degrees", [-2.5, -1.5, 1.25, 2.0])
def test_a_page_that_lay_askew_is_told_with_its_angle(degrees: float) -> None:
    found = measure(skewed(a_picture(), degrees))

    assert found.skew == pytest.approx(-degrees, abs=0.3)
    assert any("nghiêng" in words for words in found.warnings(limits()))


def test_a_page_without_colour_is_told() -> None:
    assert warned(a_picture().convert("L")) == ["Ảnh đen trắng, cần chụp màu"]


def test_a_page_of_few_dots_is_told() -> None:
    assert "Độ phân giải 120 dpi, cần từ 200 dpi" in warned(a_picture(dpi=120))


def test_writing_at_the_edge_is_told() -> None:
    page = a_picture()

    assert warned(page.crop((270, 0, 1480, page.height))) == ["Nội dung sát mép, có thể bị cắt"]


def test_an_empty_page_is_only_empty() -> None:
    assert warned(Image.new("RGB", (1654, 2339), (240, 238, 230))) == ["Trang trắng"]


def test_a_telephone_is_not_believed_about_its_dots() -> None:
    photo = a_picture(dpi=200)
    photo.info["dpi"] = (72, 72)

    assert measure(photo).dpi == 200
