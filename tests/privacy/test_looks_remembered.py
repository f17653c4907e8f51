"""What a process remembers of reads that it has written down, it need not write again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.privacy.models import Look
from motcua.web.looks import Noted
from tests.builders import a_case_officer, a_dossier_at
from tests.web.portals import NOW, browser_of


def test_within_a_quarter_of_an_hour_the_same_process_writes_once(
    real_commits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = a_dossier_at("appraise")
    browser = browser_of(a_case_officer(dossier))

    def statements_about_looks() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"/can-bo/ho-so/{dossier.id}").status_code == 200
        return sum("INTO privacy_look " in one["sql"] for one in asked)

    monkeypatch.setattr("motcua.web.looks.now", lambda: NOW)
    assert [statements_about_looks() for _ in range(2)] == [1, 0]
    monkeypatch.setattr("motcua.web.looks.now", lambda: NOW + timedelta(minutes=15))
    assert statements_about_looks() == 1
    assert Look.objects.count() == 2


def test_what_is_remembered_is_of_one_reader_and_one_quarter_of_an_hour() -> None:
    noted, (reader, other, dossier, another) = Noted(), (uuid4() for _ in range(4))
    noted.add({dossier}, reader, NOW)

    assert noted.missing({dossier, another}, reader, NOW) == {another}
    assert noted.missing({dossier}, other, NOW) == {dossier}
    assert noted.missing({dossier}, reader, NOW + timedelta(minutes=15)) == {dossier}
