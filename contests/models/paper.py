"""Papers: one attempt by one entrant, its questions and its answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest, Entrant
from contests.models.round import Round
from questionbank.models import QuestionVersion


class Paper(models.Model):
    """One attempt. The server's clock alone sets every time on it."""

    class ClosedBy(models.TextChoices):
        ENTRANT = "entrant", _("Handed in")
        DEADLINE = "deadline", _("Closed at the deadline")

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="papers")
    entrant = models.ForeignKey(Entrant, on_delete=models.PROTECT, related_name="papers")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="papers")
    number = models.PositiveSmallIntegerField()  # of the entrant's attempts in the round, from 1
    seed = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=10, choices=ClosedBy, blank=True)
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    max_score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    to_mark = models.PositiveSmallIntegerField(default=0)  # answers that wait for a person's marks
    correct_count = models.PositiveSmallIntegerField(null=True)
    time_used_ms = models.PositiveIntegerField(null=True)
    time_correct_ms = models.PositiveIntegerField(default=0)  # spent on right answers; see marking.spent
    reached = models.PositiveSmallIntegerField(default=1)  # the place of the question that may be answered, one way
    prediction = models.PositiveIntegerField(null=True)  # of the figure that the round asks to foretell
    prediction_hold = models.PositiveSmallIntegerField(default=0)  # the hold in which it was last saved
    holder = models.CharField(max_length=64, blank=True)  # digest of the browser that may answer; see holding
    hold = models.PositiveSmallIntegerField(default=0)  # grows by one with every browser that takes the paper over
    held_since = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=24, blank=True)  # code over the answers kept, set at the close; see receipts

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entrant", "round", "number"], name="one_paper_per_attempt"),
            models.UniqueConstraint(
                fields=["entrant"], condition=Q(submitted_at__isnull=True), name="one_open_paper_per_entrant"
            ),
        ]
        indexes = [
            models.Index(
                fields=["contest", "deadline_at"],
                condition=Q(submitted_at__isnull=True),
                name="open_papers_by_deadline",
            ),
            models.Index(fields=["contest", "receipt"], condition=~Q(receipt=""), name="papers_by_receipt"),
        ]

    def __str__(self) -> str:
        return f"{self.entrant} #{self.number}"

    def question_at(self, position: int) -> "PaperQuestion | None":
        """Return the question at that place; looked up once, because a paper's questions never change."""
        if position not in self._in_hand:
            self.hold_question(position, self.questions.select_related("version").filter(position=position).first())
        return self._in_hand[position]

    def hold_question(self, position: int, found: "PaperQuestion | None") -> None:
        """Take what was looked up for `question_at`."""
        self._in_hand[position] = found

    @cached_property
    def _in_hand(self) -> "dict[int, PaperQuestion | None]":
        return {}


class PaperQuestion(models.Model):
    """A question on a paper, in the wording and with the order of choices that this paper shows."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    choice_order = models.JSONField()  # first shown first: ids of Choice; places of an order's items, a match's sides
    points = models.PositiveSmallIntegerField(default=100)  # hundredths of a point that it is worth

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "position"], name="one_question_per_place_on_paper"),
            models.UniqueConstraint(fields=["paper", "version"], name="no_question_twice_on_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.paper} · {self.position}"


class Answer(models.Model):
    """The last saved answer to one question of one paper; marked when the paper closes."""

    question = models.OneToOneField(PaperQuestion, on_delete=models.CASCADE, related_name="answer")
    chosen = models.JSONField()  # sorted ids of Choice; for the other kinds as `kinds.settled` gives it
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    hold = models.PositiveSmallIntegerField(default=0)  # the paper's when it was saved; see versions
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    points = models.JSONField(default=list)  # a person's points for each criterion of an essay's rubric
    marked_at = models.DateTimeField(null=True)
    fraction = models.FloatField(null=True)  # share of the marks earned, 0 to 1; null until marked
    spent_us = models.PositiveBigIntegerField(default=0)  # since the save before; set when the paper closes

    def __str__(self) -> str:
        return f"{self.question} r{self.revision}"


class LateAnswer(models.Model):
    """An answer that came when the paper took none any more: kept as it came, never marked, never changed."""

    class After(models.TextChoices):
        DEADLINE = "deadline", _("after the deadline")
        SUBMISSION = "submission", _("after the paper had been handed in")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="late_answers")
    position = models.PositiveSmallIntegerField()
    chosen = models.JSONField()  # as `Answer.chosen`
    received_at = models.DateTimeField()
    after = models.CharField(max_length=10, choices=After)
    closed_at = models.DateTimeField()  # until when the paper took answers

    class Meta:
        ordering = ("paper", "received_at", "pk")

    def __str__(self) -> str:
        return f"{self.paper} · {self.position} {self.after}"
