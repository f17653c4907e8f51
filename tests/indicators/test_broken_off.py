"""An import that is broken off keeps what it stored, and goes on from there."""

from pathlib import Path

import pytest
from django.db import connection

from motcua.indicators import importing
from motcua.indicators.models import DossierFact
from motcua.indicators.staging import Compared
from tests.indicators.test_importing import LEAST, taken, written

pytestmark = pytest.mark.usefixtures("real_commits")


def test_a_run_that_was_broken_off_goes_on_without_doubling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "SLICE", 2)
    file = written(tmp_path / "a.csv", *({**LEAST, "number": f"N{n}"} for n in range(5)))

    def stop(what: str, done: int, _total: int) -> None:
        if what == "Lưu hồ sơ" and done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        taken(file, progress=stop)
    connection.close()
    kept = DossierFact.objects.count()
    rest = taken(file)

    assert (kept, rest) == (4, Compared(new=1, changed=0, unchanged=4))
    assert DossierFact.objects.count() == 5
