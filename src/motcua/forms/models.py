"""Electronic forms (biểu mẫu điện tử) and their versions."""

from django.db import models

from motcua.kernel.ids import new_id


class FormVersion(models.Model):
    """A form as published; frozen from that moment."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=60)
    version = models.IntegerField(default=1)
    definition = models.JSONField()
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="form_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"
