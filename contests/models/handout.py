"""What a contest hands out for its published results: certificates as facts, from which the papers are printed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest, Entrant
from contests.models.record import Edition
from people.models import Unit


class Certificate(models.Model):
    """One certificate, for one line of one published edition. The database itself refuses to change or remove one.

    of: the list of the edition ("contest" or "round N"). code: sixteen random letters, by which anybody who holds the
    paper verifies it. Whether it still stands is not kept: the edition that counts now says so (handouts.verifying).
    """

    class Kind(models.TextChoices):
        PRIZE = "prize", _("prize")
        TAKING_PART = "taking_part", _("proof of participation")

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="certificates")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="certificates")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    of = models.CharField(max_length=20)
    entrant = models.ForeignKey(Entrant, null=True, on_delete=models.PROTECT, related_name="certificates")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ("contest", "number")
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="one_certificate_per_number"),
            models.UniqueConstraint(
                fields=["edition", "of", "kind", "entrant"],
                condition=Q(entrant__isnull=False),
                name="one_certificate_per_person_and_line",
            ),
            models.UniqueConstraint(
                fields=["edition", "of", "kind", "unit"],
                condition=Q(unit__isnull=False),
                name="one_certificate_per_unit_and_line",
            ),
            models.CheckConstraint(
                condition=Q(entrant__isnull=False, unit__isnull=True) | Q(entrant__isnull=True, unit__isnull=False),
                name="certificate_of_a_person_or_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest} · {self.numbered}"

    @property
    def numbered(self) -> str:
        """Return the number as it stands on the paper: 07/GCN-5."""
        return f"{self.number:02}/GCN-{self.contest_id}"


class OfficeTemplate(models.Model):
    """A Word template with which a unit has replaced one of ours. Every version is kept; at most one is in use.

    kind: a code of `handouts.office.kinds.KINDS`. name: of the file as it was handed in. content: the .docx file.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="office_templates")
    kind = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)  # SHA-256 of the content
    in_use = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("unit", "kind", "-number")
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "number"], name="one_template_per_version"),
            models.UniqueConstraint(
                fields=["unit", "kind"], condition=Q(in_use=True), name="one_template_in_use_per_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.kind} · {self.number}"
