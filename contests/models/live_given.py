"""What phones and their people gave in a live round: presence, answers, rings, cards."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models.live import LivePlayer, LiveRound, LiveStep


class LiveReach(models.Model):
    """A phone's word that a question, with all its choices, is on its screen: that its player was there for it."""

    step = models.ForeignKey(LiveStep, on_delete=models.CASCADE, related_name="reached")
    run = models.PositiveSmallIntegerField()
    player = models.ForeignKey(LivePlayer, on_delete=models.CASCADE, related_name="reached")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "run", "player"], name="one_reach_per_step_run_and_player")
        ]

    def __str__(self) -> str:
        return f"{self.player} · {self.step}"


class LiveAttendance(models.Model):
    """Which players hold a socket of one process open; worth nothing once the process has stopped saying so."""

    round = models.ForeignKey(LiveRound, on_delete=models.CASCADE, related_name="attendance")
    process = models.UUIDField()
    players = models.JSONField()  # sorted ids of LivePlayer
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "process"], name="one_attendance_per_round_and_process")
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.process}"


class LiveAnswer(models.Model):
    """An answer, acknowledged only after this row was committed."""

    step = models.ForeignKey(LiveStep, on_delete=models.CASCADE, related_name="answers")
    run = models.PositiveSmallIntegerField()
    player = models.ForeignKey(LivePlayer, on_delete=models.CASCADE, related_name="answers")
    chosen = models.JSONField()  # sorted ids of Choice
    received_at = models.DateTimeField()
    elapsed_ms = models.PositiveIntegerField()  # from opening to receipt, by the server's clock
    fraction = models.FloatField(null=True)  # null until the step is closed and marked
    points = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "run", "player"], name="one_answer_per_step_run_and_player"),
            models.CheckConstraint(condition=Q(run__gte=1), name="run_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.player} · {self.step}"


class LiveBuzz(models.Model):
    """A ring at the bell, in the order (received_at, id); kept whatever became of it."""

    class Outcome(models.TextChoices):
        RIGHT = "right", _("Right")
        WRONG = "wrong", _("Wrong")
        SILENT = "silent", _("No answer")

    step = models.ForeignKey(LiveStep, on_delete=models.CASCADE, related_name="buzzes")
    run = models.PositiveSmallIntegerField()
    opening = models.PositiveSmallIntegerField()  # the how-manyth time that the bell was open; 0: a false start
    player = models.ForeignKey(LivePlayer, on_delete=models.CASCADE, related_name="buzzes")
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "run", "opening", "player"], name="one_ring_per_step_run_opening_and_player"
            )
        ]

    def __str__(self) -> str:
        return f"{self.player} · {self.step}"


class LiveCard(models.Model):
    """What a player has staked on a question, or the help they have taken with it."""

    class Kind(models.TextChoices):
        STAR = "star", _("Star of hope")
        HALF = "half", _("50:50")

    step = models.ForeignKey(LiveStep, on_delete=models.CASCADE, related_name="cards")
    run = models.PositiveSmallIntegerField()
    player = models.ForeignKey(LivePlayer, on_delete=models.CASCADE, related_name="cards")
    kind = models.CharField(max_length=10, choices=Kind)
    played_at = models.DateTimeField()
    removed = models.JSONField(default=list)  # sorted ids of the choices taken away for this player
    points = models.IntegerField(null=True)  # what it added or cost; null until the step is closed and marked

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "run", "player", "kind"], name="one_card_of_a_kind_per_question")
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.player} · {self.step}"


class LiveServing(models.Model):
    """When a player who goes on at their own pace was given a question, and when they left it without an answer."""

    step = models.ForeignKey(LiveStep, on_delete=models.CASCADE, related_name="servings")
    player = models.ForeignKey(LivePlayer, on_delete=models.CASCADE, related_name="servings")
    served_at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "player"], name="one_serving_per_step_and_player")]

    def __str__(self) -> str:
        return f"{self.player} · {self.step}"
