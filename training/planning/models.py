"""A training plan: classes for the needs of a contest, who attended them, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contests.models import Contest
from people.folding import clean_name, fold
from people.models import Unit
from questionbank.models import Topic
from regulations.models import Provision
from training.planning.allocation import HOURS_A_DAY, Budget


class Plan(models.Model):
    """Classes proposed from the needs of `contest` and edited by trainers.

    target, threshold: the rule of the report that it was made from, cut_off: when that was computed. seats, half_days,
    largest, fewest: the budget that the trainer gave. left_out: what did not fit, `proposing.left_out_of`. version:
    grows by one with the first edit after an approval. revision: grows by one with every change; an edit names the one
    that its page showed, so that no editor writes over another.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")
        DONE = "done", _("Carried out")

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(_("title"), max_length=200)
    host = models.CharField(_("who holds the classes"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveSmallIntegerField(default=1)
    revision = models.PositiveIntegerField(default=1)
    target = models.FloatField()
    threshold = models.FloatField()
    cut_off = models.DateTimeField()
    seats = models.PositiveIntegerField()
    half_days = models.PositiveIntegerField()
    largest = models.PositiveSmallIntegerField()
    fewest = models.PositiveSmallIntegerField()
    left_out = models.JSONField(default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def budget(self) -> Budget:
        return Budget(self.seats, self.half_days, self.largest, self.fewest)


class TrainingClass(models.Model):
    """A class of a plan (lớp bồi dưỡng): what is taught to whom, when and where. cost: đồng."""

    class Form(models.TextChoices):
        HALL = "hall", _("In a room")
        ONLINE = "online", _("Online")
        BOTH = "both", _("In a room and online")

    class Priority(models.TextChoices):
        HIGH = "high", _("High")
        MEDIUM = "medium", _("Medium")
        LOW = "low", _("Low")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="classes")
    position = models.PositiveSmallIntegerField()
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    clauses = models.ManyToManyField(Provision, blank=True, related_name="+")
    priority = models.CharField(max_length=10, choices=Priority)
    hours = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=10, choices=Form, default=Form.HALL)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    place = models.CharField(max_length=200, blank=True)
    teacher = models.CharField(max_length=200, blank=True)
    cost = models.PositiveBigIntegerField(null=True)
    funding = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("plan", "position", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(hours__gte=1), name="class_takes_an_hour"),
            models.CheckConstraint(
                condition=Q(starts_on=None, ends_on=None) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="class_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.topic}"

    @property
    def people(self) -> int:
        """How many people are to sit in it."""
        return sum(group.people for group in self.groups.all())

    @property
    def days(self) -> float:
        return self.hours / HOURS_A_DAY


class ClassGroup(models.Model):
    """People of one unit, or of several small ones together, in a class. gap: theirs, None where none was measured."""

    of = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="groups")
    units = models.ManyToManyField(Unit, related_name="+")
    label = models.CharField(max_length=200, blank=True)  # empty: several units, too small to be told apart
    people = models.PositiveIntegerField()
    gap = models.FloatField(null=True)

    class Meta:
        ordering = ("of", "pk")
        constraints = [models.CheckConstraint(condition=Q(people__gte=1), name="class_group_has_people")]

    def __str__(self) -> str:
        return f"{self.label} ({self.people})"


class PlanEvent(models.Model):
    """Who did what to a plan, when. about: a class or a number, as it was called then. Never changed."""

    class What(models.TextChoices):
        PROPOSED = "proposed", _("Proposed from the needs")
        RENAMED = "renamed", _("Changed the heading")
        ADDED = "added", _("Added a class")
        CHANGED = "changed", _("Changed a class")
        MERGED = "merged", _("Merged two classes")
        SPLIT = "split", _("Split a class")
        MOVED = "moved", _("Moved people to another class")
        RESIZED = "resized", _("Changed how many people a group has")
        JOINED = "joined", _("Put a unit into a class")
        LEFT = "left", _("Took a group out of a class")
        REMOVED = "removed", _("Removed a class")
        APPROVED = "approved", _("Approved")
        DONE = "done", _("Marked as carried out")
        ATTENDED = "attended", _("Recorded attendance")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="events")
    version = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=10, choices=What)
    about = models.CharField(max_length=250, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.version}: {self.what}"


class PlanEdition(models.Model):
    """A version as it was approved: `sheet.Sheet.to_json`. Never changed."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="editions")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        ordering = ("plan", "version")
        constraints = [models.UniqueConstraint(fields=["plan", "version"], name="one_edition_per_version_of_plan")]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.version}"


class Attendance(models.Model):
    """A person who attended a class. Without an account they are counted, and compared with nobody."""

    of = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=120)
    full_name_folded = models.CharField(max_length=120, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("of", "full_name_folded", "pk")
        constraints = [
            models.UniqueConstraint(fields=["of", "user"], name="a_person_attends_a_class_once"),
            models.UniqueConstraint(
                fields=["of", "unit", "full_name_folded"],
                condition=Q(user=None),
                name="a_name_without_account_once_per_class_and_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: object, **kwargs: object) -> None:
        self.settle_name()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def settle_name(self) -> None:
        """Write the name as names are kept; many made at once need it called."""
        self.full_name = clean_name(self.full_name)
        self.full_name_folded = fold(self.full_name)


class FollowUp(models.Model):
    """What came of a class, by the answers in a later contest. content: `following.Found.to_json`."""

    of = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="follow_ups")
    later = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("of", "-made_at", "-pk")
        constraints = [models.UniqueConstraint(fields=["of", "later"], name="one_follow_up_per_class_and_contest")]

    def __str__(self) -> str:
        return f"{self.of_id} → {self.later_id}"
