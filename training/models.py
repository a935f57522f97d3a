"""What was computed from a contest's answers, kept so that a page need not compute it again."""

from django.db import models

from contests.models import Contest
from training.planning.models import (
    Attendance,
    ClassGroup,
    FollowUp,
    Plan,
    PlanEdition,
    PlanEvent,
    TrainingClass,
)

__all__ = [
    "Analysis",
    "Attendance",
    "ClassGroup",
    "FollowUp",
    "Plan",
    "PlanEdition",
    "PlanEvent",
    "TrainingClass",
]


class Analysis(models.Model):
    """One computation. stamp: what of the contest it was asked for (`analyses.stamp_of`). content:
    `analysis.Analysed.to_json`.

    done of total steps were reached at beat_at.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"
        FAILED = "failed"

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="analyses")
    stamp = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    content = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contest"], condition=models.Q(state="running"), name="one_analysis_of_a_contest_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["contest", "state", "-asked_at"])]

    def __str__(self) -> str:
        return f"{self.contest_id}: {self.state}"
