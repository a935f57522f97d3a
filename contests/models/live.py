"""Live rounds: what the state machine needs to go on after every process has died."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest, Entrant
from questionbank.models import QuestionVersion


class LiveRound(models.Model):
    """A round played in a hall. `version` grows by one with every committed transition."""

    class State(models.TextChoices):
        LOBBY = "lobby", _("Lobby")
        QUESTION = "question", _("Question shown")
        ANSWERING = "answering", _("Answering")
        CLOSED = "closed", _("Answers closed")
        REVEALED = "revealed", _("Answer revealed")
        BOARD = "board", _("Leaderboard")
        FINISHED = "finished", _("Finished")

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="live_rounds")
    title = models.CharField(max_length=200)
    join_code = models.CharField(max_length=8, unique=True)  # a locator, never a right
    state = models.CharField(max_length=10, choices=State, default=State.LOBBY)
    version = models.PositiveIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=0)  # of the current step; 0 before the first
    run = models.PositiveSmallIntegerField(default=1)  # of the current step; grows when it is played again
    opened_at = models.DateTimeField(null=True)  # when answering to the current step opened
    closes_at = models.DateTimeField(null=True)
    scoring = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title


class LiveStep(models.Model):
    """One question of a live round."""

    round = models.ForeignKey(LiveRound, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    choice_order = models.JSONField()  # ids of Choice; the same on every screen of the hall
    seconds = models.PositiveSmallIntegerField(default=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="one_step_per_place_in_round"),
            models.UniqueConstraint(fields=["round", "version"], name="no_question_twice_in_round"),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.position}"


class LivePlayer(models.Model):
    """One entrant in one round, through any number of phones and reconnects."""

    round = models.ForeignKey(LiveRound, on_delete=models.CASCADE, related_name="players")
    entrant = models.ForeignKey(Entrant, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "entrant"], name="one_player_per_entrant_and_round")]

    def __str__(self) -> str:
        return str(self.entrant)


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
