"""Stage contests: what is played, who competes, who judges, and what was given, measured, corrected and drawn.

All points are whole hundredths. Marks, points, times and decisions are only ever added to: of several with the same
key the highest `number` holds, and the database refuses to change or remove one (see record.guards).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest, Entrant
from contests.models.live import LiveRound, new_seed
from people.models import Unit


class Stage(models.Model):
    """The stage contest (hội thi) of a contest. `programme` is the JSON form of `contests.stage.programme.Programme`.

    begun_at: when programme, teams and jury were settled; from then on none of them changes. finished_at: when the
    result was locked for good; from then on nothing is corrected. version grows by one with whatever a screen shows.
    """

    class Scene(models.TextChoices):
        WELCOME = "welcome", _("Welcome")
        PART = "part", _("The part and who is on stage")
        DRAW = "draw", _("Draw of lots")
        SCORES = "scores", _("Scores of the part")
        TOTALS = "totals", _("Totals so far")
        FINAL = "final", _("Final standing")

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, related_name="stage")
    programme = models.JSONField()
    begun_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    # What the hall sees: a scene, the part it is about (0: none yet), who is on stage, and the clock of that team.
    scene = models.CharField(max_length=8, choices=Scene, default=Scene.WELCOME)
    part = models.PositiveSmallIntegerField(default=0)
    on_stage = models.ForeignKey("StageTeam", null=True, on_delete=models.SET_NULL, related_name="+")
    clock_started_at = models.DateTimeField(null=True)  # while it runs
    cues = models.JSONField(default=dict)  # what the MC reads before the first part and at the end, as of a segment
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.contest)


class StageTeam(models.Model):
    """The team of a unit. leader: who heads the delegation (trưởng đoàn), who need not be on the stage."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="teams")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    leader = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stage", "unit"], name="one_team_per_unit_on_stage"),
            models.UniqueConstraint(fields=["stage", "name"], name="one_team_per_name_on_stage"),
        ]

    def __str__(self) -> str:
        return self.name


class StageMember(models.Model):
    """An entrant of the contest who stands on the stage for one team."""

    team = models.ForeignKey(StageTeam, on_delete=models.CASCADE, related_name="members")
    entrant = models.OneToOneField(Entrant, on_delete=models.PROTECT, related_name="on_stage")
    captain = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team"], condition=Q(captain=True), name="one_captain_per_team"),
        ]

    def __str__(self) -> str:
        return f"{self.team} · {self.entrant}"


class StageJuror(models.Model):
    """A seat of the jury (giám khảo 1, 2, …). Without an account the secretary enters the marks of a paper sheet."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="jurors")
    seat = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    head = models.BooleanField(default=False)  # of the jury

    class Meta:
        ordering = ("stage", "seat")
        constraints = [
            models.UniqueConstraint(fields=["stage", "seat"], name="one_juror_per_seat"),
            models.UniqueConstraint(fields=["stage", "user"], name="one_seat_per_account"),
            models.UniqueConstraint(fields=["stage"], condition=Q(head=True), name="one_head_of_the_jury"),
            models.CheckConstraint(condition=Q(seat__gte=1), name="seats_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.name}"


class StageSegment(models.Model):
    """Where a segment of the programme stands. `version` grows by one with every committed step.

    live: the round in which a quiz is played; None: the secretary enters what the teams earned. cues: what the MC
    reads, and a note for the MC alone, at each moment: moment → {"read": …, "note": …}, as `contests.stage.cues` says.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Not yet opened")
        OPEN = "open", _("Being marked")
        CLOSED = "closed", _("Marking closed")
        LOCKED = "locked", _("Locked")

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="segments")
    position = models.PositiveSmallIntegerField()  # in the programme, from 1
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    version = models.PositiveIntegerField(default=1)
    live = models.OneToOneField(LiveRound, null=True, on_delete=models.PROTECT, related_name="stage_segment")
    cues = models.JSONField(default=dict)

    class Meta:
        ordering = ("stage", "position")
        constraints = [
            models.UniqueConstraint(fields=["stage", "position"], name="one_segment_per_place_on_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} · {self.position}"


class StageAbsence(models.Model):
    """A juror who is not there for a segment, and whose marks are not waited for."""

    segment = models.ForeignKey(StageSegment, on_delete=models.PROTECT, related_name="absences")
    juror = models.ForeignKey(StageJuror, on_delete=models.PROTECT, related_name="absences")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "juror"], name="absent_once_from_a_segment")]

    def __str__(self) -> str:
        return f"{self.segment} · {self.juror}"


class Kept(models.Model):
    """What is only added to. number: from 1, of those with the same key. reason: of what was entered after the lock."""

    segment = models.ForeignKey(StageSegment, on_delete=models.PROTECT, related_name="%(class)s_rows")
    team = models.ForeignKey(StageTeam, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("segment", "number", "pk")

    def __str__(self) -> str:
        return f"{self.segment} · {self.team} · {self.number}"


class StageMark(Kept):
    """What a juror gave a team for the criterion at this place of the segment's sheet. value: hundredths."""

    juror = models.ForeignKey(StageJuror, on_delete=models.PROTECT, related_name="+")
    criterion = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField()

    class Meta(Kept.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["segment", "team", "juror", "criterion", "number"], name="one_mark_per_cell_and_number"
            ),
            models.CheckConstraint(condition=Q(criterion__gte=1, number__gte=1), name="marks_count_from_one"),
        ]


class StagePoints(Kept):
    """What a team earned in a quiz, in hundredths as the quiz counts. live: taken from its live round at the lock."""

    value = models.IntegerField()
    live = models.BooleanField(default=False)

    class Meta(Kept.Meta):
        constraints = [
            models.UniqueConstraint(fields=["segment", "team", "number"], name="one_sum_per_team_and_number"),
        ]


class StageTime(Kept):
    """How long a team took, and what the jury takes away for it. deduction: hundredths; None: not yet decided."""

    seconds = models.PositiveIntegerField()
    deduction = models.PositiveIntegerField(null=True)

    class Meta(Kept.Meta):
        constraints = [
            models.UniqueConstraint(fields=["segment", "team", "number"], name="one_time_per_team_and_number"),
        ]


class StageDraw(models.Model):
    """A drawing of lots for the order of a segment. The seed is secret until it is made, its digest published at once.

    number: from 1; a draw that is done again has a reason, and leaves the one before.
    """

    segment = models.ForeignKey(StageSegment, on_delete=models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=32, default=new_seed, editable=False)
    reason = models.TextField(blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("segment", "number")
        constraints = [
            models.UniqueConstraint(fields=["segment", "number"], name="one_draw_per_number"),
            models.UniqueConstraint(
                fields=["segment"], condition=Q(made_at__isnull=True), name="one_draw_at_a_time_per_segment"
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="another_draw_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.segment} · {self.number}"


class StageLot(models.Model):
    """A captain's confirmation in a draw. chosen: their number. by: who pressed in their place; None: they themselves.

    place: in the order drawn, from 1; None until the draw is made.
    """

    draw = models.ForeignKey(StageDraw, on_delete=models.PROTECT, related_name="lots")
    team = models.ForeignKey(StageTeam, on_delete=models.PROTECT, related_name="+")
    chosen = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    place = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ("draw", F("place").asc(nulls_last=True), "pk")
        constraints = [
            models.UniqueConstraint(fields=["draw", "team"], name="one_lot_per_team_and_draw"),
            models.UniqueConstraint(fields=["draw", "place"], name="one_team_per_place_drawn"),
        ]

    def __str__(self) -> str:
        return f"{self.draw} · {self.team}"


class StageTie(models.Model):
    """The order of teams that every key of the programme leaves equal, best first. The latest about a team holds."""

    class How(models.TextChoices):
        BELL = "bell", _("extra question with the bell")
        JURY = "jury", _("decision of the jury")

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="ties")
    teams = models.JSONField()  # keys of StageTeam
    how = models.CharField(max_length=4, choices=How)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("stage", "pk")

    def __str__(self) -> str:
        return f"{self.stage} · {self.how}"


class StageBell(models.Model):
    """A live round of extra questions with the bell, which is to part teams that are equal. teams: their keys."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="bells")
    live = models.OneToOneField(LiveRound, on_delete=models.PROTECT, related_name="stage_bell")
    teams = models.JSONField()

    class Meta:
        ordering = ("stage", "pk")

    def __str__(self) -> str:
        return f"{self.stage} · {self.live}"
