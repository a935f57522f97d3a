"""What people who have seen a question say of it (phản ánh câu hỏi), and what its keepers answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Entrant
from contests.models.paper import Paper
from questionbank.models import QuestionVersion


class Feedback(models.Model):
    """One person's word on one wording of a question, answered once. It moves no result: an appeal asks for that.

    Sent by an entrant about a question of a paper of theirs, or by an account that saw it elsewhere (in practice).
    shown_to_all: the answer stands with the question for everybody who may see its explanation.
    """

    class About(models.TextChoices):
        KEY = "key", _("the right answer is wrong")
        UNCLEAR = "unclear", _("it can be understood in two ways")
        OUTDATED = "outdated", _("the regulation has changed")
        WORDS = "words", _("a mistake in the words")
        OTHER = "other", _("something else")

    class Finding(models.TextChoices):
        RIGHT = "right", _("the question is right")
        KEY_WRONG = "key_wrong", _("the key is wrong")
        TO_REWRITE = "to_rewrite", _("the question is to be rewritten")
        NOTED = "noted", _("noted")

    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="feedback")
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="feedback")
    entrant = models.ForeignKey(Entrant, null=True, on_delete=models.PROTECT, related_name="feedback")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(_("what it is about"), max_length=8, choices=About)
    words = models.TextField(_("what is wrong, and why"))
    sent_at = models.DateTimeField()
    finding = models.CharField(max_length=10, choices=Finding, blank=True)  # empty until answered
    answer = models.TextField(blank=True)
    shown_to_all = models.BooleanField(default=False)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(entrant__isnull=False, paper__isnull=False, user__isnull=True)
                | Q(entrant__isnull=True, paper__isnull=True, user__isnull=False),
                name="feedback_of_an_entrant_or_an_account",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, finding="", shown_to_all=False)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(finding="")),
                name="feedback_answered_whole_or_not",
            ),
            models.UniqueConstraint(
                fields=["entrant", "version"], condition=Q(answered_at__isnull=True), name="one_open_word_of_an_entrant"
            ),
            models.UniqueConstraint(
                fields=["user", "version"],
                condition=Q(answered_at__isnull=True, user__isnull=False),
                name="one_open_word_of_an_account",
            ),
        ]
        indexes = [
            models.Index(fields=["sent_at"], condition=Q(answered_at__isnull=True), name="feedback_that_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.about}"
