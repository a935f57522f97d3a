"""Rosters (danh sách chốt): who belongs to each unit, as frozen for a contest or round, and what the board rules."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest
from contests.models.round import Round
from people.folding import clean_name, fold
from people.models import Unit


class RosterSet(models.Model):
    """The rosters of all units for a contest or for one of its rounds; they freeze together.

    `digest` is the SHA-256 of all that they said when they froze; the record keeps it.
    """

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="roster_sets")
    round = models.ForeignKey(Round, null=True, on_delete=models.CASCADE, related_name="roster_sets")
    revision = models.PositiveIntegerField(default=0)
    frozen_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contest"], condition=Q(round__isnull=True), name="one_roster_set_of_a_contest"
            ),
            models.UniqueConstraint(fields=["round"], name="one_roster_set_of_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.contest} · {self.round or '*'}"


class Roster(models.Model):
    """One unit's people: how many, and by name where names were given (`headcount` then counts the lines).

    `exempted` of them need not take part and count neither among those who did nor in the headcount.
    """

    set = models.ForeignKey(RosterSet, on_delete=models.CASCADE, related_name="rosters")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    block = models.CharField(_("block"), max_length=20, blank=True)
    headcount = models.PositiveIntegerField(_("people"))
    exempted = models.PositiveIntegerField(_("exempted"), default=0)
    exempt_reason = models.CharField(_("reason of the exemption"), max_length=300, blank=True)
    named = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["set", "unit"], name="one_roster_of_a_unit"),
            models.CheckConstraint(condition=Q(exempted__lte=F("headcount")), name="no_more_exempted_than_people"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.headcount}"

    @property
    def counted(self) -> int:
        """How many people the rate counts against."""
        return self.headcount - self.exempted


class RosterLine(models.Model):
    """One person on a roster. With an account, taking part is seen by it; without one by name within the unit."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="lines")
    full_name = models.CharField(_("full name"), max_length=120)
    full_name_folded = models.CharField(max_length=120, editable=False)
    code = models.CharField(_("staff code"), max_length=40, blank=True)
    position_group = models.CharField(_("position group"), max_length=60, blank=True)
    email = models.EmailField(_("email"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="roster_lines"
    )
    exempt_reason = models.CharField(_("reason of the exemption"), max_length=300, blank=True)
    reminded_on = models.DateField(null=True)  # the day of the last reminder: one a day at most

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roster", "user"], condition=Q(user__isnull=False), name="an_account_once_on_a_roster"
            ),
            models.UniqueConstraint(fields=["roster", "code"], condition=~Q(code=""), name="a_code_once_on_a_roster"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_name = clean_name(self.full_name)
        self.full_name_folded = fold(self.full_name)
        super().save(*args, **kwargs)


class RosterUpload(models.Model):
    """A list that was read from a file and waits for its sender to confirm it; nothing of it counts before."""

    set = models.ForeignKey(RosterSet, on_delete=models.CASCADE, related_name="uploads")
    content = models.JSONField()  # of each unit, by its key: rows or a headcount; see roster_files
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.set} · {self.sent_at}"


class RosterRequest(models.Model):
    """A unit asks for its frozen roster to be corrected; the organiser accepts it, or refuses with a reason."""

    set = models.ForeignKey(RosterSet, on_delete=models.CASCADE, related_name="requests")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    change = models.JSONField()  # see roster_requests.Change
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.unit} · {self.reason}"


class UnitRuling(models.Model):
    """What the board decided about units on one list; the latest about a unit holds.

    "out" takes a unit off the places (a serious violation), "in" takes it back, "order" parts equals, best first.
    """

    class What(models.TextChoices):
        OUT = "out", _("not ranked")
        IN = "in", _("ranked again")
        ORDER = "order", _("order among equals")

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="unit_rulings")
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="unit_rulings")
    what = models.CharField(max_length=5, choices=What)
    units = models.JSONField()  # keys of Unit
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contest} · {self.what} {self.units}"
