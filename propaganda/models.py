"""What units plan and do to make administrative reform known: plans of a year, activities, and who changed what.

Contests are not kept here: they are taken over from `contests` when they are counted.
"""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Unit
from questionbank.models import Topic

FOLDER = "propaganda"  # of proofs, in the store of files
EVENTS = ("propaganda_event",)  # tables that the database keeps as they were written


FIELDS = {
    "kind": _("form"),
    "title": _("title"),
    "held_on": _("held on"),
    "quantity": _("how many"),
    "people": _("people reached"),
    "topics": _("topics of the plan"),
    "areas": _("areas of administrative reform"),
    "proof_link": _("link to a proof"),
    "proof": _("file that proves it"),
    "note": _("note"),
    "number": _("number of the plan"),
    "signed_on": _("signed on"),
    "due_on": _("to be done by"),
}


class Kind(models.TextChoices):
    """Forms of propaganda by Decision 47/QĐ-UBND, II.2. Contests are planned here and counted where they were held."""

    CONTEST = "contest", _("Contest")
    DIALOGUE = "dialogue", _("Dialogue, conference")
    POSTER = "poster", _("Banners, posters, leaflets")
    BROADCAST = "broadcast", _("News, articles, broadcasts")
    CLASS = "class", _("Training class")
    MEETING = "meeting", _("Part of a meeting")
    OTHER = "other", _("Other form")


class YearPlan(models.Model):
    """A unit's propaganda plan of a reporting year. number, signed_on: of the paper that promulgated it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="propaganda_plans")
    year = models.PositiveSmallIntegerField()
    number = models.CharField(_("number of the plan"), max_length=60, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_propaganda_plan_per_unit_and_year")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.year}"


class PlanItem(models.Model):
    """A line of a plan: how many of a kind are to be done, by when."""

    plan = models.ForeignKey(YearPlan, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(_("form"), max_length=10, choices=Kind)
    title = models.CharField(_("what is planned"), max_length=300)
    quantity = models.PositiveIntegerField(_("how many"), default=1)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=1), name="a_plan_asks_for_something")]

    def __str__(self) -> str:
        return self.title


def _generated_name(_activity: "Activity", _given: str) -> str:
    return f"{FOLDER}/{uuid4().hex}"


class Activity(models.Model):
    """Something that a unit did. quantity: times, pieces or programmes. people: reached, None where not counted.

    areas: codes of `areas.AREAS`. A proof is a link, or a file kept under a name that says nothing (its own is
    proof_name). One that was withdrawn counts nowhere, and stays with its reason.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="propaganda")
    kind = models.CharField(_("form"), max_length=10, choices=Kind)
    title = models.CharField(_("what was done"), max_length=300)
    held_on = models.DateField(_("held on"))
    quantity = models.PositiveIntegerField(_("how many times, pieces or programmes"), default=1)
    people = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics of the plan"))
    areas = models.JSONField(default=list)
    proof_link = models.URLField(_("link to a proof"), max_length=500, blank=True)
    proof = models.FileField(upload_to=_generated_name, blank=True)
    proof_name = models.CharField(max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-held_on", "-pk")
        indexes = [models.Index(fields=["unit", "held_on"])]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="contest"), name="contests_are_not_typed_twice"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="an_activity_was_held"),
        ]

    def __str__(self) -> str:
        return self.title


class Event(models.Model):
    """Who changed what of a unit's register, and when. The database refuses to change or remove one.

    about, subject: "plan", "item" or "activity" and its key. before, after: what it said; {} where there was nothing.
    """

    class What(models.TextChoices):
        ENTERED = "entered", _("entered it")
        CHANGED = "changed", _("changed it")
        WITHDRAWN = "withdrawn", _("withdrew it")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=10)
    subject = models.PositiveBigIntegerField()
    what = models.CharField(max_length=10, choices=What)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["about", "subject"])]

    def __str__(self) -> str:
        return f"{self.about} {self.subject}: {self.what}"

    @property
    def title(self) -> str:
        """Return what it is about, as it is called since."""
        return str((self.after or self.before).get("title", ""))

    @property
    def differences(self) -> list[tuple[str, Any, Any]]:
        """Return what a change changed: the name of the field, and what it said before and after."""
        if self.what != self.What.CHANGED:
            return []
        return [
            (str(FIELDS.get(name, name)), _said(self.before.get(name)), _said(new))
            for name, new in self.after.items()
            if self.before.get(name) != new
        ]


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")
