"""What was read from a file and waits for a person's word."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionbank.models.questions import Asset


class ImportBatch(models.Model):
    """A read but not yet accepted file. read_at: None while it is being read, and if that was broken off."""

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    written = models.PositiveIntegerField(null=True)  # questions, once accepted

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """A question of a file that waits for a person's word. record: `formats.record.Record.to_json`. keys: of its stem.

    verdict: whether its faults let it be taken; KNOWN: only as a new version, as the bank holds its code.
    """

    class Verdict(models.TextChoices):
        GOOD = "good", _("Can be taken")
        KNOWN = "known", _("Can be taken as a new version")
        BAD = "bad", _("Cannot be taken")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    record = models.JSONField()
    keys = models.JSONField()
    verdict = models.CharField(max_length=5, choices=Verdict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="one_question_per_row")]
        indexes = [models.Index(fields=["batch", "verdict", "row"])]

    def __str__(self) -> str:
        return f"{self.batch}: {self.row}"


class ImportFault(models.Model):
    """A `formats.record.Fault` of a file. of_bank: found by comparing with the bank, not by reading."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="faults")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=40)
    value = models.TextField(blank=True)
    note = models.BooleanField()
    of_bank = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["batch", "row"])]

    def __str__(self) -> str:
        return f"{self.batch}: {self.row} {self.code}"


class ImportAsset(models.Model):
    """An asset that a file brought, held for it until the file is accepted."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="assets")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "asset"], name="one_hold_per_batch_and_asset")]

    def __str__(self) -> str:
        return f"{self.batch}: {self.asset}"
