"""The designer of forms: saving, checking, showing, test cases; and the same with files."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.demo.reading import FLAGSHIPS, flagship
from motcua.forms.models import FormVersion
from motcua.kernel.actors import Role
from tests.builders import a_procedure, a_province, an_officer
from tests.forms.drawing import CODE, SOUND, TRIAL, UNSOUND, WRONG_TRIAL, a_definition
from tests.forms.test_files import BOMBS
from tests.forms.test_rules import a_field
from tests.forms.test_schema import EVERY_KIND
from tests.quickest import quickest
from tests.web.catalogue.drawing import a_drawer
from tests.web.catalogue.forms import a_draft, a_file, a_proposal, many_forms, sent, told
from tests.web.portals import FEW, MANY, assert_flat, browser_of, text_of

pytestmark = pytest.mark.django_db
SLUGS = sorted(file.parent.name for file in FLAGSHIPS.glob("*/form.json"))
SECONDS = 0.2
NAMED: dict[str, Any] = {"vi": "Tên đường", "en": "Street"}


def asked(client: Client, page: str, given: dict[str, str]) -> dict[str, Any]:
    answer = client.post(reverse(f"catalogue:{page}"), given)
    assert answer.status_code == 200
    return told(answer.content)


def shown(client: Client, definition: dict[str, Any], **more: str) -> str:
    html: str = asked(client, "form_preview", sent(definition, **more))["html"]
    return html


def test_a_draft_is_shown_in_the_designer() -> None:
    drawer = a_drawer()
    version = a_draft(drawer)

    page = browser_of(drawer).get(reverse("catalogue:form_draw", args=[version.id]))

    assert "data-form-designer" in page.content.decode()
    assert page.headers["Content-Security-Policy"].count("unsafe") == 0


def test_what_is_proposed_is_only_looked_at() -> None:
    drawer = a_drawer()
    version = a_proposal(drawer)

    answer = browser_of(drawer).get(reverse("catalogue:form_draw", args=[version.id]))

    assert answer.headers["Location"] == reverse("catalogue:form_version", args=[version.id])


def test_the_designer_asks_the_same_few_questions_at_any_size() -> None:
    drawer = a_drawer()
    version = a_draft(drawer)
    many_forms(FEW)

    assert_flat(
        drawer,
        reverse("catalogue:form_draw", args=[version.id]),
        lambda: many_forms(MANY),
    )


def test_saving_tells_the_new_revision_and_keeps_the_form() -> None:
    drawer = a_drawer()
    version, client = a_draft(drawer), browser_of(drawer)
    address = reverse("catalogue:form_save", args=[version.id])
    changed = a_definition(name="Tên mới")

    answer = told(client.post(address, sent(changed, TRIAL, revision="1")).content)

    kept = FormVersion.objects.get(pk=version.id)
    assert answer["revision"] == 2
    assert (kept.definition, kept.trials) == (changed, [TRIAL])


@pytest.mark.parametrize("revision", ["", "0", "x", "9" * 30])
def test_two_tabs_do_not_overwrite_each_other(revision: str) -> None:
    drawer = a_drawer()
    version, client = a_draft(drawer), browser_of(drawer)

    answer = client.post(reverse("catalogue:form_save", args=[version.id]), sent(revision=revision))

    assert (answer.status_code, told(answer.content)["code"]) == (409, "stale_draft")


def test_only_those_who_draw_may_ask() -> None:
    client = browser_of(an_officer(a_province().committee, Role.CASE_OFFICER))

    for page in ("form_check", "form_preview", "form_outcome"):
        assert client.post(reverse(f"catalogue:{page}"), sent()).status_code == 403


@pytest.mark.parametrize("page", ["form_check", "form_preview", "form_outcome"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_refused_within_a_fifth_of_a_second(page: str, bomb: str) -> None:
    client = browser_of(a_drawer())
    client.post(reverse("catalogue:form_check"), sent())
    address, sending = reverse(f"catalogue:{page}"), {"form": BOMBS[bomb]}

    took, answer = quickest(lambda: client.post(address, sending), SECONDS)

    assert answer.status_code == 409
    assert took < SECONDS


def test_answers_by_the_hundred_thousand_are_refused() -> None:
    client = browser_of(a_drawer())
    answers = "&".join(f"f{at}=1" for at in range(200_000))

    answer = client.post(reverse("catalogue:form_preview"), sent(answers=answers))

    assert answer.status_code == 400


def test_checking_says_what_is_wrong_and_what_could_be_better() -> None:
    client = browser_of(a_drawer())
    definition = a_definition(a_field("a", "choice"), a_field("b", label={"vi": "Số sổ hộ khẩu"}))

    answer = asked(client, "form_check", sent(definition))

    found = [(one["field"], one["rule"], one["error"]) for one in answer["findings"]]
    assert ("a", "options", True) in found
    assert ("b", "held", False) in found
    assert answer["trials"] is None


def test_checking_runs_the_test_cases() -> None:
    client = browser_of(a_drawer())

    answer = asked(client, "form_check", sent(SOUND, TRIAL, WRONG_TRIAL))

    assert [bool(said) for said in answer["trials"]] == [False, True]
    assert "Ca thử 2" in next(one["message"] for one in answer["findings"] if one["error"])


def test_checking_knows_the_cases_of_the_procedures_and_the_version_in_force() -> None:
    procedure = a_procedure(cases=["moi"], form=SOUND)
    assert procedure.form is not None
    changed = a_definition(
        a_field("a", "long_text"), a_field("b", show_if='case == "cu"', label=NAMED)
    )
    client = browser_of(a_drawer())

    answer = asked(client, "form_check", sent(changed, code=procedure.form.code))
    kept = asked(
        client,
        "form_check",
        sent(a_definition(a_field("a", "long_text")), code=procedure.form.code),
    )

    assert "unknown-option" in [one["rule"] for one in answer["findings"]]
    assert "kind-changed" in [one["rule"] for one in kept["findings"]]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_of_every_modelled_form_is_shown(slug: str, language: str) -> None:
    client, form = browser_of(a_drawer()), flagship(slug, "form.json")

    for page in form["pages"]:
        html = shown(client, form, page=page["id"], language=language)

        assert f'<html lang="{language}"' in html
        assert page["title"][language] in text_of(html.encode()).replace("&#39;", "'")
        assert "<script" not in html


def test_a_form_with_every_kind_is_shown() -> None:
    html = shown(browser_of(a_drawer()), EVERY_KIND)

    assert html.count('class="govuk-form-group') > 25


def test_what_was_typed_decides_what_is_asked() -> None:
    client = browser_of(a_drawer())
    form = a_definition(
        a_field("married", "yes_no", label=NAMED),
        a_field("spouse", show_if="married", label={"vi": "Tên vợ hoặc chồng"}),
    )

    assert "Tên vợ hoặc chồng" not in shown(client, form)
    assert "Tên vợ hoặc chồng" in shown(client, form, answers="married=yes")


def test_errors_are_shown_when_asked_for_and_values_computed() -> None:
    client = browser_of(a_drawer())
    form = a_definition(a_field("n", "number"), a_field("twice", "calculated", value="n * 2"))

    assert "Lỗi" not in text_of(shown(client, form).encode())
    assert "Xin nhập" in text_of(shown(client, form, checked="1").encode())
    assert ">84<" in shown(client, form, answers="n=42")


def test_a_page_that_is_not_asked_is_shown_with_a_word() -> None:
    client = browser_of(a_drawer())
    form = a_definition()
    form["pages"][0]["show_if"] = 'case == "x"'

    assert "không được hỏi" in text_of(shown(client, form).encode())
    assert "không được hỏi" not in text_of(shown(client, form, case="x").encode())


@pytest.mark.parametrize("definition", [UNSOUND, {"title": {"vi": "a"}, "pages": 5}, {}])
def test_nothing_that_can_be_drawn_is_told(definition: dict[str, Any]) -> None:
    assert "Chưa có câu hỏi nào" in shown(browser_of(a_drawer()), definition)


def test_what_was_typed_becomes_a_test_case() -> None:
    client = browser_of(a_drawer())
    form = a_definition(a_field("n", "number"), a_field("twice", "calculated", value="n * 2"))

    trial = asked(client, "form_outcome", sent(form, answers="n=21&more=1"))["trial"]

    assert trial["answers"] == {"n": 21}
    assert trial["expected"] == {"pages": ["trang"], "errors": [], "values": {"twice": 42}}
    named = {**trial, "name": "Hai mươi mốt"}
    assert asked(client, "form_check", sent(form, named))["trials"] == [[]]


def test_a_form_with_errors_has_no_outcome() -> None:
    client = browser_of(a_drawer())

    answer = client.post(reverse("catalogue:form_outcome"), sent(UNSOUND))

    assert answer.status_code == 409
    assert "Xin sửa các lỗi" in told(answer.content)["message"]


def test_a_file_takes_the_place_of_what_was_drawn() -> None:
    drawer = a_drawer()
    version, client = a_draft(drawer), browser_of(drawer)
    address = reverse("catalogue:form_upload", args=[version.id])

    client.post(address, {"revision": "1", "file": a_file()})

    assert FormVersion.objects.get(pk=version.id).trials == [TRIAL]


@pytest.mark.parametrize("given", [{}, {"file": a_file("[")}])
def test_a_file_that_is_none_changes_nothing(given: dict[str, Any]) -> None:
    drawer = a_drawer()
    version, client = a_draft(drawer), browser_of(drawer)

    client.post(reverse("catalogue:form_upload", args=[version.id]), {"revision": "1", **given})

    assert FormVersion.objects.get(pk=version.id).revision == 1


def test_a_form_is_fetched_as_blank_paper() -> None:
    drawer = a_drawer()
    version = a_draft(drawer, UNSOUND)
    address = reverse("catalogue:form_blank", args=[version.id])

    answer = browser_of(drawer).get(address, {"language": "en"})

    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"


def test_a_form_is_shown_as_paper_while_it_is_drawn() -> None:
    client = browser_of(a_drawer())

    pages = asked(client, "form_pictures", sent(EVERY_KIND, code=CODE))["pages"]

    assert len(pages) >= 2
    assert all(page.startswith("data:image/png;base64,") for page in pages)
    filled = asked(client, "form_pictures", sent(EVERY_KIND, filled="1", answers="text=Mẫu"))
    assert filled["pages"] != pages
