"""What the tests of forms share: rules are tested with the lists that come with the system."""

import pytest

from motcua.forms import lists


@pytest.fixture(autouse=True)
def without_the_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for lists in files only, unless the test is one of those with a database."""
    if request.node.get_closest_marker("django_db") is None:
        monkeypatch.setattr(lists, "_written", [])
