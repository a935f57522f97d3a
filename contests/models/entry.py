"""Who may enter a contest and how they came in: position groups, the list, staff, consents and guesses at codes."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest, Entrant, PositionGroup
from people.folding import clean_name, fold
from people.models import Unit


class Invited(models.Model):
    """A person on the organisers' list of who may enter. They come in with the code, of which a digest is kept."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="invited")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=120)
    full_name_folded = models.CharField(max_length=120, editable=False)
    born = models.DateField(null=True)
    group = models.ForeignKey(PositionGroup, null=True, on_delete=models.PROTECT, related_name="+")
    position = models.CharField(max_length=120, blank=True)
    employee_code = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=15, blank=True)
    email = models.CharField(max_length=254, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)  # empty: none was made yet, or it has been used
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entrant = models.OneToOneField(Entrant, null=True, on_delete=models.PROTECT, related_name="invited_as")
    added_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["contest", "full_name_folded"], name="invited_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "employee_code"], condition=~Q(employee_code=""), name="one_line_per_employee_code"
            ),
            models.UniqueConstraint(
                fields=["contest", "user"], condition=Q(user__isnull=False), name="one_line_per_account_on_the_list"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_name = clean_name(self.full_name)
        self.full_name_folded = fold(self.full_name)
        super().save(*args, **kwargs)


class InvitedFile(models.Model):
    """A list that was read and waits for a person's word. It is removed when it is confirmed, replaced or a day old."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    rows = models.JSONField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name


class ContestStaff(models.Model):
    """What a person does for the contest, beside the roles that the system gives."""

    class Duty(models.TextChoices):
        ORGANISER = "organisers", _("organising board")
        HELPER = "helpers", _("support team")
        WRITER = "writers", _("question writer")
        VETTER = "vetters", _("question vetter")
        APPROVER = "approvers", _("approver of questions")
        SECRETARY = "secretaries", _("secretary")
        MC = "mc", _("master of ceremonies")

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="staff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(_("duty"), max_length=12, choices=Duty)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "user", "duty"], name="a_duty_is_named_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_duty_display()}"


class ConsentText(models.Model):
    """The words that people were asked to agree to; other words are another text."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="consent_texts")
    purpose = models.CharField(max_length=12)  # one of entry_rules.PURPOSES
    words = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "purpose", "digest"], name="the_same_words_are_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.contest} · {self.purpose}"


class Consent(models.Model):
    """Proof of consent: who agreed to which words, or took that back, and when. The latest of a purpose holds.

    The database itself refuses to change or remove one; see record.guards. It holds nothing of the person but the key.
    """

    entrant = models.ForeignKey(Entrant, on_delete=models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    given = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("entrant", "pk")

    def __str__(self) -> str:
        return f"{self.entrant_id} · {self.text_id} · {self.given}"


class CodeGuess(models.Model):
    """How often somebody tried a wrong code in one person's name. The name is kept as a keyed digest."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="+")
    who = models.CharField(max_length=64)
    failures = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "who"], name="one_count_per_person_guessed")]

    def __str__(self) -> str:
        return f"{self.contest_id} · {self.failures}"
