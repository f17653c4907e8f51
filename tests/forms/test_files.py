"""Forms as files: what is written comes back, and what nobody would write is refused at once."""

import resource

import pytest

from motcua.demo.reading import FLAGSHIPS, flagship
from motcua.forms.files import FormFileRefused, read_form, read_json, written
from tests.forms.drawing import SOUND, TRIAL
from tests.quickest import quickest

SECONDS, KIBIBYTES = 0.2, 64 * 1024
SLUGS = sorted(file.parent.name for file in FLAGSHIPS.glob("*/form.json"))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_form_written_to_a_file_comes_back_with_its_test_cases(slug: str) -> None:
    form = flagship(slug, "form.json")

    assert read_form(written(slug, form, [TRIAL])) == (form, [TRIAL])


def test_a_bare_definition_is_a_form_file_too() -> None:
    assert read_form('{"title": {"vi": "Mẫu"}, "pages": []}') == (
        {"title": {"vi": "Mẫu"}, "pages": []},
        [],
    )


@pytest.mark.parametrize("text", ["[]", "5", '{"format": "motcua-form-1"}', "", "{"])
def test_what_is_no_form_is_refused(text: str) -> None:
    with pytest.raises(FormFileRefused):
        read_form(text)


def test_test_cases_of_a_file_are_a_list() -> None:
    text = written("a", SOUND, []).replace('"trials": []', '"trials": {}')

    with pytest.raises(FormFileRefused):
        read_form(text)


BOMBS = {
    "depth": "[" * 100_000 + "]" * 100_000,
    "open brackets": "[" * 100_000,
    "objects": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "escaped quotes": '"' + '\\"' * 400_000,
    "quotes": '"' * 900_001,
    "huge number": "1" * 100_000,
    "huge exponent": "1e999999",
    "large float": "1e300",
    "NaN": "NaN",
    "infinity": '{"a": -Infinity}',
    "twice": '{"a": 1, "a": 2}',
    "lone surrogate": '"\\ud800"',
    "lone surrogate in a name": '{"\\udfff": 1}',
    "NUL": '{"a": "\\u0000"}',
    "too large": " " * 1_000_001,
}


def is_refused(text: str) -> bool:
    try:
        read_json(text)
    except FormFileRefused:
        return True
    return False


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_within_a_fifth_of_a_second_and_little_memory(name: str) -> None:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    took, refused = quickest(lambda: is_refused(BOMBS[name]), SECONDS)

    assert refused
    assert took < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most < KIBIBYTES


def test_two_hundred_thousand_names_are_read_or_refused_in_time() -> None:
    text = "{" + ",".join(f'"{at}":1' for at in range(200_000)) + "}"

    took, refused = quickest(lambda: is_refused(text), SECONDS)

    assert refused
    assert took < SECONDS
