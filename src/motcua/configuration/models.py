"""Proposals of what shall hold for everybody."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from motcua.configuration.rules import any_day_in
from motcua.events.versions import Version


class SettingVersion(Version):
    """A setting (thiết lập) as one person proposes it and another puts it in force; then frozen.

    `code` begins with that of its kind; `content` is what was typed, field by field, `replaced`
    what held when it was put in force.
    """

    content = models.JSONField()
    replaced = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="setting_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(published_at=None), name="setting_one_draft"
            ),
            models.CheckConstraint(
                name="setting_published_by_a_second_person",
                condition=Q(published_at=None)
                | (
                    Q(proposed_by__isnull=False, published_by__isnull=False)
                    & ~Q(published_by=F("proposed_by"))
                    & ~Q(published_by=F("drafted_by"))
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["code"], name="setting_waiting", condition=Q(published_at=None)),
        ]

    @property
    def begins_on(self) -> date | None:
        """Return the day that it names; None when it holds at once."""
        return any_day_in(self.content, "from_on") if self.content.get("from_on") else None
