"""The blank paper form: for everybody once it is published, in both languages."""

import pytest
from django.test import Client
from django.urls import reverse

from motcua.kernel.ids import new_id
from tests.builders import a_procedure
from tests.forms.drawing import a_draft, a_publication

pytestmark = pytest.mark.django_db


def test_anybody_fetches_the_blank_form_of_a_published_version() -> None:
    answer = Client().get(reverse("blank_form", args=[a_publication().id]))

    assert answer.content.startswith(b"%PDF-")
    assert "inline" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("version", [new_id, lambda: a_draft().id])
def test_drafts_and_what_never_was_are_not_found(version: object) -> None:
    address = reverse("blank_form", args=[version()])  # type: ignore[operator]

    assert Client().get(address).status_code == 404


def test_the_page_of_a_procedure_links_to_its_blank_form() -> None:
    procedure = a_procedure()

    page = Client().get(reverse("citizen:procedure", args=[procedure.procedure.code]))

    assert reverse("blank_form", args=[procedure.form_id]) in page.content.decode()
