"""Two people publish one proposal at the same moment: it is published once."""

import pytest

from motcua.events.models import Event
from motcua.workflow import actions
from motcua.workflow.models import ProcessVersion
from tests.real_database import at_once, guarded_again, real_commits
from tests.workflow.test_authoring import LATER, SECOND, a_proposal

__all__ = ["guarded_again", "real_commits"]
pytestmark = pytest.mark.usefixtures("real_commits")


def test_two_people_who_publish_at_once_publish_once() -> None:
    version = a_proposal()

    def publish() -> ProcessVersion:
        return actions.publish(version.id, by=SECOND, at=LATER)

    outcomes = at_once([publish, publish])

    assert sorted(type(one).__name__ for one in outcomes) == ["NotProposed", "ProcessVersion"]
    assert Event.objects.filter(subject=version.id, verb="process.published").count() == 1
