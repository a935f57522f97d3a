"""What the board decides between the last paper and the published result."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest, Entrant
from contests.models.paper import Paper
from contests.models.round import Round
from people.models import Unit
from questionbank.models import QuestionVersion


class KeyEdition(models.Model):
    """A correction of one question for all papers of a contest; the latest one holds."""

    class Ruling(models.TextChoices):
        KEY = "key", _("other right answers")
        VOID = "void", _("the question does not count")
        FULL = "full", _("full marks for everybody who had it")
        AS_WRITTEN = "as_written", _("the key as it was written")

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="key_editions")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    ruling = models.CharField(max_length=10, choices=Ruling)
    accepted = models.JSONField(default=list)  # answers that earn everything, each as `Answer.chosen` keeps one
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("contest", "version", "number")
        constraints = [
            models.UniqueConstraint(fields=["contest", "version", "number"], name="one_key_edition_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.number}"


class CorrectionProposal(models.Model):
    """A correction of a question that somebody proposes, with what it would do, until it is confirmed or dropped."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting to be confirmed")
        CONFIRMED = "confirmed", _("Confirmed")
        DROPPED = "dropped", _("Withdrawn")

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="correction_proposals")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    ruling = models.CharField(max_length=10, choices=KeyEdition.Ruling)
    accepted = models.JSONField(default=list)  # as KeyEdition keeps them
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    effect = models.JSONField(null=True)  # what review.proposals.effect_of tells; None while it is being worked out
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("contest", "proposed_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "version"], condition=Q(state="open"), name="one_open_proposal_per_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.ruling}"


class TieDecision(models.Model):
    """The board's order among people equal in every key of the ranking; best first."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="tie_decisions")
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="tie_decisions")
    entrants = models.JSONField()  # keys of Entrant
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contest} · {self.entrants}"


class Appeal(models.Model):
    """A participant asks for a question or a result to be looked at again (phúc khảo, khiếu nại)."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="appeals")
    position = models.PositiveSmallIntegerField(default=0)  # of the question; 0: about the paper as a whole
    words = models.TextField(_("what is wrong, and why"), max_length=2000)
    filed_at = models.DateTimeField()
    upheld = models.BooleanField(null=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "position"], name="one_appeal_per_question_of_a_paper")]

    def __str__(self) -> str:
        return f"{self.paper} · {self.position}"


class Incident(models.Model):
    """What went wrong where and when, and what the board decided about it."""

    class What(models.TextChoices):
        POWER = "power", _("power cut")
        NETWORK = "network", _("network down")
        DEVICE = "device", _("device broken")
        OTHER = "other", _("something else")

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="incidents")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    entrant = models.ForeignKey(Entrant, null=True, on_delete=models.PROTECT, related_name="incidents")
    what = models.CharField(_("what happened"), max_length=10, choices=What)
    began_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("to"))
    words = models.TextField(_("what is known of it"), max_length=2000)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )  # None: the entrant, who registered without an account
    reported_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True)  # given back; 0: none; None: not decided yet
    decision = models.TextField(_("decision and reason"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gte=models.F("began_at")), name="incident_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contest} · {self.what}"
