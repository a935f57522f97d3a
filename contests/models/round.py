"""A round (đợt thi): a window of a contest with rules of its own for the papers sat in it."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest, Phase
from contests.rules import PaperRules


class RoundQuerySet(models.QuerySet["Round"]):
    def running_at(self, now: datetime) -> "RoundQuerySet":
        return self.filter(opens_at__lte=now, closes_at__gt=now)


class Round(models.Model):
    """`rules` is the JSON form of `contests.rules.PaperRules`; it is frozen when the contest opens."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="rounds")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=120, blank=True)
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    rules = models.JSONField()

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ("contest", "position")
        constraints = [
            models.UniqueConstraint(fields=["contest", "position"], name="one_round_per_place_in_contest"),
            models.CheckConstraint(condition=Q(closes_at__gt=models.F("opens_at")), name="round_closes_after_it_opens"),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Round %(number)s") % {"number": self.position})

    @property
    def paper_rules(self) -> PaperRules:
        """The rules of its papers. Raises RulesError where a draft's are not complete."""
        return PaperRules.from_json(self.rules)

    def ends_at(self) -> datetime:
        """Return when the round ends, or ended, whichever of its window and its contest came to an end first."""
        closed = self.contest.closed_at
        return min(self.closes_at, closed) if closed is not None else self.closes_at

    def phase_at(self, now: datetime) -> Phase:
        """Return where the round stands at `now`; it is over when its contest is."""
        whole = self.contest.phase_at(now)
        if whole in (Phase.DRAFT, Phase.OVER):
            return whole
        if now >= self.closes_at:
            return Phase.OVER
        return Phase.RUNNING if now >= self.opens_at else Phase.COMING


class FixedPaper(models.Model):
    """One of the papers that a round with fixed ones hands out. questions: [key of wording, hundredths of a point]."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="fixed_papers")
    number = models.PositiveSmallIntegerField()
    public = models.BooleanField(default=False)  # for those who enter without an account
    questions = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "public", "number"], name="one_fixed_paper_per_number_of_round")
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.number}"
