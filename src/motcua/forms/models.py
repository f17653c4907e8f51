"""Electronic forms (biểu mẫu điện tử), the lists they choose from, and the versions of both."""

from django.db import models
from django.db.models import F, Q

from motcua.events.templates import Drafted
from motcua.events.versions import Version


class FormVersion(Version):
    """A form, drafted and proposed by one person, published by another; then frozen.

    `trials` are the test cases (ca thử) kept with it; `revision` counts how often its draft was
    saved.
    """

    name = models.CharField(max_length=1000, blank=True, default="", db_default="")
    definition = models.JSONField()
    trials = models.JSONField(
        default=list, db_default=models.Value([], output_field=models.JSONField())
    )
    revision = models.IntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="form_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(published_at=None), name="form_one_draft"
            ),
            models.CheckConstraint(
                name="form_published_by_a_second_person",
                condition=Q(published_by=None)
                | Q(proposed_by=None)
                | ~Q(published_by=F("proposed_by")),
            ),
        ]


class CodeList(Drafted):
    """A version of a code list (danh mục), written by one person and published by another; then
    frozen. Those that ship were written by nobody."""

    name = models.CharField(max_length=60)
    version = models.IntegerField()
    title = models.JSONField()
    basis = models.CharField(max_length=300)
    options = models.JSONField()
    drafted_by = models.UUIDField(null=True)  # type: ignore[assignment]  # nobody's, where it ships

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="code_list_version_once"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(published_at=None), name="code_list_one_draft"
            ),
            models.CheckConstraint(
                name="code_list_published_by_a_second_person",
                condition=Q(published_by=None)
                | Q(drafted_by=None)
                | ~Q(published_by=F("drafted_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"

    @property
    def named(self) -> dict[str, object]:
        """Return name and version."""
        return {"name": self.name, "version": self.version}
