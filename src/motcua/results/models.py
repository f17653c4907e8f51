"""The register of results (sổ kết quả giải quyết thủ tục hành chính)."""

from datetime import date
from uuid import UUID

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from motcua.events.templates import Template
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import new_id
from motcua.results.rules import Origin, Standing, standing_on

FORMATS = [("docx", "Word"), ("html", "HTML"), ("typst", "Typst")]
STANDS = Q(revoked_at=None, replaced_at=None)


class EntryQuerySet(models.QuerySet["Entry"]):
    """Lines of the register, and the one that is being changed."""

    def locked(self, entry: UUID) -> "Entry":
        """Fetch a line and hold it until the transaction ends; refuse an unknown one."""
        found = self.select_for_update().filter(pk=entry).first()
        if found is None:
            raise NotFound
        return found

    def in_force(self, day: date) -> "EntryQuerySet":
        """Keep the results that are worth something on a day."""
        ends_later = Q(valid_to=None) | Q(valid_to__gte=day)
        return self.filter(STANDS).filter(ends_later, valid_from__lte=day)


class Entry(models.Model):
    """A result as the register has it, whether a dossier here or a book of paper brought it.

    What the paper says of its holder beyond the name is sealed; a keyed hash finds the number.
    Whether it has expired follows from its dates. `replaced_at` is set by the act that enters the
    line which replaces it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    type_code = models.CharField("mã loại kết quả", max_length=40, blank=True)
    name = models.CharField("tên kết quả", max_length=500)
    number = models.CharField("số, ký hiệu", max_length=60)
    procedure_code = models.CharField(max_length=30, blank=True)
    agency = models.ForeignKey(
        "organisations.Agency", models.PROTECT, related_name="+", db_index=False
    )
    sector = models.CharField("lĩnh vực", max_length=120, blank=True)
    holder = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    holder_name = models.CharField("người được cấp", max_length=200)
    number_digest = models.BinaryField(null=True)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    issued_on = models.DateField("ngày cấp")
    valid_from = models.DateField("có hiệu lực từ")
    valid_to = models.DateField("có hiệu lực đến hết ngày", null=True)
    scope = models.CharField("phạm vi hiệu lực", max_length=300, blank=True)
    summary = models.CharField("trích yếu", max_length=1000, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    replaced_at = models.DateTimeField(null=True)
    replacement_reason = models.CharField(max_length=500, blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    revoke_reason = models.CharField(max_length=500, blank=True)
    revoke_basis = models.CharField(max_length=300, blank=True)
    document = models.UUIDField("bản điện tử", null=True)
    code = models.CharField("mã kết quả số hóa", max_length=120, blank=True)
    digitised_at = models.DateTimeField(null=True)
    digitised_by = models.UUIDField(null=True)
    dossier = models.UUIDField(null=True)
    origin = models.CharField(max_length=10, choices=[(o.value, o.label) for o in Origin])
    entered_by = models.UUIDField(null=True)
    entered_at = models.DateTimeField()
    search = models.GeneratedField(
        expression=models.Func(F("holder_name"), function="motcua_search_document"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                # What dossiers bring has the next number of a series, and must never be held up.
                fields=["agency", "number", "issued_on", "type_code"],
                condition=~Q(origin=Origin.DOSSIER.value),
                name="entry_number_once",
            ),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(dossier__isnull=False, replaces=None),
                name="entry_one_first_of_a_dossier",
            ),
            models.CheckConstraint(
                name="entry_says_what_and_whose",
                condition=~Q(name="") & ~Q(number="") & ~Q(holder_name=""),
            ),
            models.CheckConstraint(
                name="entry_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="entry_of_a_dossier_names_it",
                condition=~Q(origin=Origin.DOSSIER.value) | Q(dossier__isnull=False),
            ),
            models.CheckConstraint(
                name="entry_revoked_says_why",
                condition=Q(revoked_at=None) | ~Q(revoke_reason="") & ~Q(revoke_basis=""),
            ),
            models.CheckConstraint(
                name="entry_not_revoked_and_replaced",
                condition=Q(revoked_at=None) | Q(replaced_at=None),
            ),
            models.CheckConstraint(
                name="entry_digitised_has_its_copy",
                condition=Q(digitised_at=None) | Q(document__isnull=False) & ~Q(code=""),
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-issued_on", "-id"], name="entry_of_agency"),
            models.Index(fields=["-issued_on", "-id"], name="entry_by_day"),
            models.Index(
                fields=["agency", "sector", "issued_on"],
                include=["valid_from", "valid_to", "document"],
                condition=STANDS,
                name="entry_standing",
            ),
            models.Index(fields=["sector", "-issued_on", "-id"], name="entry_of_sector"),
            models.Index(fields=["number"], name="entry_number"),
            models.Index(
                fields=["number_digest"],
                condition=Q(number_digest__isnull=False),
                name="entry_holder_number",
            ),
            models.Index(fields=["holder"], condition=Q(holder__isnull=False), name="entry_holder"),
            models.Index(
                fields=["dossier"], condition=Q(dossier__isnull=False), name="entry_dossier"
            ),
            GinIndex(fields=["search"], name="entry_search", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.number

    def standing(self, day: date) -> Standing:
        """Say what the result is worth on a day."""
        return standing_on(
            day,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            replaced_at=self.replaced_at,
            revoked_at=self.revoked_at,
        )


class StandingFigures(models.Model):
    """How many more results are in force from a day on than on the day before, and how many more of
    them have an electronic copy: of an agency, a field and a year of issue.

    Written by the database whenever a line changes, several rows for one day; all days that have
    passed are summed once a day.
    """

    agency = models.UUIDField()
    sector = models.CharField(max_length=120, blank=True)
    year = models.IntegerField()
    day = models.DateField()
    many = models.IntegerField()
    digitised = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["day"], name="standing_figures_day")]

    def __str__(self) -> str:
        return f"{self.agency} {self.day} {self.many:+}"


class StandingsCounted(models.Model):
    """The day on which `StandingFigures` were counted from the lines; there is one row, or none."""

    counted_on = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return str(self.counted_on)


class CertifiedCopy(models.Model):
    """An electronic copy drawn from the register by who keeps it (bản sao điện tử từ sổ gốc).

    It says what the register says on the day, carries the keeper's seal, and is checked like a
    result by its own code.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="copies", db_index=False)
    ordinal = models.SmallIntegerField("bản sao thứ")
    asked_by = models.CharField("người yêu cầu", max_length=200)
    document = models.UUIDField(unique=True)
    verify_code = models.CharField("mã xác thực", max_length=24, unique=True)
    issued_by = models.UUIDField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "ordinal"], name="copy_ordinal_once"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Return what the copy is called: the number of the result, and which copy it is."""
        return f"{self.entry.number}, bản sao số {self.ordinal}"


class ResultTemplate(Template):
    """How results of a procedure are drawn from a day on: what is granted and refusals apart.

    `content` is the Word, HTML or Typst file as it was uploaded, `fields` what it merges. One
    person drafts, another publishes; then it is frozen.
    """

    procedure_code = models.CharField(max_length=30)
    granted = models.BooleanField()
    format = models.CharField(max_length=10, choices=FORMATS)
    content = models.BinaryField()
    fields = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["procedure_code", "granted"],
                condition=Q(published_at=None),
                name="result_template_one_draft",
            ),
            models.CheckConstraint(
                name="result_template_published_by_a_second_person",
                condition=Q(published_by=None) | ~Q(published_by=F("drafted_by")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["procedure_code", "granted", "-valid_from"], name="result_template_of"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_code} {self.valid_from}"
