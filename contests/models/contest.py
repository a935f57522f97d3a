"""A contest, its rules, and the people entered in it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.entering.identity import initials
from contests.entering.rules import WATCHING, EntryRules, Purpose, usual_entry
from people.folding import clean_name, fold
from people.models import Unit


class Phase(models.TextChoices):
    """What a contest is to whoever looks at it now."""

    DRAFT = "draft", _("Draft")
    COMING = "coming", _("Not yet begun")
    RUNNING = "running", _("Running")
    OVER = "over", _("Over")


class ContestQuerySet(models.QuerySet["Contest"]):
    def running_at(self, now: datetime) -> "ContestQuerySet":
        return self.filter(state=Contest.State.OPEN, opens_at__lte=now, closes_at__gt=now)

    def public(self) -> "ContestQuerySet":
        """Contests that anybody may know of."""
        return self.exclude(state=Contest.State.DRAFT)


class Contest(models.Model):
    """A contest with its rounds, its rules and who may enter.

    `rules` is the JSON form of `contests.rules.Rules`, `entry_rules` that of `contests.entering.rules.EntryRules`; both
    are frozen when the contest opens. The window reaches from the opening of the first round to the close of the last.
    `lots_seed` is drawn at opening and published when all is over; its digest is published at once, so that nobody
    can choose it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="contests", verbose_name=_("organising unit"))
    partner = models.CharField(_("held together with"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    entry_rules = models.JSONField(default=usual_entry)
    eligible_units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("eligible units"))
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    rules = models.JSONField()
    revision = models.PositiveIntegerField(default=1)  # of the draft: grows by one with every edit
    lots_seed = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = ContestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="contest_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def entering(self) -> EntryRules:
        """Return who may enter and what is asked of them."""
        return EntryRules.from_json(self.entry_rules)

    @property
    def watches(self) -> bool:
        """Whether it is noted how papers are sat: the rules say so, and the office has not switched it off."""
        return bool(settings.WATCH and self.rules.get("watch"))

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """Return what consent is asked for, each by itself."""
        return (*self.entering.purposes, *((WATCHING,) if self.watches else ()))

    def phase_at(self, now: datetime) -> Phase:
        """Return where the contest stands at `now`: its window ends it whether or not anybody closed it."""
        if self.state == self.State.DRAFT:
            return Phase.DRAFT
        if self.state == self.State.CLOSED or now >= self.closes_at:
            return Phase.OVER
        return Phase.RUNNING if now >= self.opens_at else Phase.COMING


class PositionGroup(models.Model):
    """A group of positions (nhóm chức danh) by which rules let people in: leaders, one-stop officers and so on."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("place", "name")

    def __str__(self) -> str:
        return self.name


class Entrant(models.Model):
    """One person in one contest, whether they signed in, stood on the list or registered on the spot.

    The citizen number is kept as a keyed digest and its last four digits only. Somebody set aside has no place:
    their papers stay and count nowhere. aside_why: the part in the contest that bars them (one of entry_rules.BARRED),
    or "left" for whoever took back their consent to take part.
    """

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="entrants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="entries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=120)
    full_name_folded = models.CharField(max_length=120, editable=False)
    phone = models.CharField(max_length=15, blank=True)
    born = models.DateField(null=True)
    group = models.ForeignKey(PositionGroup, null=True, on_delete=models.PROTECT, related_name="+")
    position = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True)
    citizen_hash = models.CharField(max_length=64, blank=True)
    citizen_last4 = models.CharField(max_length=4, blank=True)
    shows_name = models.BooleanField(default=True)  # on boards and in results
    return_code_hash = models.CharField(
        max_length=64, blank=True
    )  # lets a registered person come back on another phone
    is_simulated = models.BooleanField(default=False)
    entered_at = models.DateTimeField()
    disqualified_at = models.DateTimeField(null=True)  # their papers stay, and count nowhere; the record says why
    aside_at = models.DateTimeField(null=True)
    aside_why = models.CharField(max_length=12, blank=True)
    reminded_on = models.DateField(null=True)  # by the unit's contact, at the address given on entering
    forgotten_at = models.DateTimeField(null=True)  # when something of theirs was erased because its time was over

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "user"], name="one_entry_per_person_and_contest"),
            models.UniqueConstraint(
                fields=["contest", "phone"], condition=~Q(phone=""), name="one_entry_per_phone_and_contest"
            ),
            models.UniqueConstraint(
                fields=["contest", "citizen_hash"],
                condition=~Q(citizen_hash=""),
                name="one_entry_per_citizen_and_contest",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_name = clean_name(self.full_name)
        self.full_name_folded = fold(self.full_name)
        super().save(*args, **kwargs)

    @property
    def shown_name(self) -> str:
        """Return what others may read of the name: all of it, or its initials with the entry's number.

        In no language: boards and editions keep it for readers of any.
        """
        if self.shows_name and self.full_name:
            return self.full_name
        return f"{initials(self.full_name)} #{self.pk}".strip()
