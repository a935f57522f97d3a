"""What makes a result official: who signed which version, what was published, and the chain that nobody can mend."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest
from contests.record.chain import FIRST


class HostBody(models.Model):
    """A body that holds the contest, under the name and with the signer that it has in that year."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="hosts")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("body"), max_length=200)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signs_for")
    signer_title = models.CharField(_("title of the signer"), max_length=120, blank=True)

    class Meta:
        ordering = ("contest", "position")
        constraints = [
            models.UniqueConstraint(fields=["contest", "position"], name="one_body_per_place_in_contest"),
            models.UniqueConstraint(fields=["contest", "signer"], name="nobody_signs_for_two_bodies"),
        ]

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """A state of the results. `content` is canonical JSON, `digest` its SHA-256; neither ever changes.

    A later change of any result makes a further edition; the ones before stay to be read.
    """

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)  # before publication, because a result had changed meanwhile

    class Meta:
        ordering = ("contest", "number")
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="one_edition_per_number"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(withdrawn_at__isnull=True), name="published_or_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest} · {self.number}"


class SignOff(models.Model):
    """One body's signature under one version: of the rules, or of an edition of the results."""

    class Subject(models.TextChoices):
        RULES = "rules", _("the rules")
        RESULTS = "results", _("the results")

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="sign_offs")
    body = models.CharField(max_length=200)  # its name as it was
    subject = models.CharField(max_length=8, choices=Subject)
    digest = models.CharField(max_length=64)  # of what was signed
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "body", "subject", "digest"], name="a_body_signs_a_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.subject}"


class RecordEntry(models.Model):
    """A line of the record (sổ ghi nhận). The database itself refuses to change or remove one; see record.guards."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="record")
    number = models.PositiveIntegerField()
    at = models.CharField(max_length=32)  # ISO 8601 in UTC, as hashed
    kind = models.CharField(max_length=40)
    actor = models.CharField(max_length=150, blank=True)  # name and account as they were; empty: the system
    content = models.TextField()  # canonical JSON
    previous = models.CharField(max_length=64, default=FIRST)
    salt = models.CharField(max_length=32, blank=True)  # see record.chain.Line; told to nobody
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("contest", "number")
        constraints = [models.UniqueConstraint(fields=["contest", "number"], name="one_line_per_number_in_record")]

    def __str__(self) -> str:
        return f"{self.contest} · {self.number} {self.kind}"


class RecordHead(models.Model):
    """How long a contest's record is and how it ends, so that lines taken off its end are missed."""

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, related_name="record_head")
    length = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, default=FIRST)

    def __str__(self) -> str:
        return f"{self.contest} · {self.length}"
