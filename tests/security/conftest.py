"""The province that everybody in these files comes to, made once for each file."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.security.world import World, a_world
from tests.web.portals import seen_by_all


@pytest.fixture(scope="module")
def world(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """The province, for all who come; nothing that they do lasts."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "KEYS", tmp_path_factory.mktemp("keys"))
        seen_by_all(patch)
        with transaction.atomic():
            yield a_world()
            transaction.set_rollback(True)
