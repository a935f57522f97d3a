"""Provisions, their words from day to day, and the days on which they have no effect."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regulations.models.documents import Document


class Provision(models.Model):
    """A node of a document's tree.

    `text` holds the node's own words as issued, children excluded; the provisions of a document
    that no later document put in, in order of `position`, concatenated, are its source text.
    Descendants of a node are those with position < p <= last_position. What it says on a day
    stands in its versions; without any it says on every day what it said when it was issued.
    """

    class Kind(models.TextChoices):
        PREAMBLE = "preamble", _("Preamble")
        PART = "part", _("Part")
        CHAPTER = "chapter", _("Chapter")
        SECTION = "section", _("Section")
        SUBSECTION = "subsection", _("Subsection")
        ARTICLE = "article", _("Article")
        CLAUSE = "clause", _("Clause")
        POINT = "point", _("Point")
        INDENT = "indent", _("Indent")
        ANNEX = "annex", _("Attached document")
        CLOSING = "closing", _("Closing")

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="provisions")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")
    position = models.PositiveIntegerField()
    last_position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    number = models.CharField(max_length=20, blank=True)
    heading = models.CharField(max_length=600, blank=True)
    text = models.TextField()
    eid = models.CharField(max_length=200)
    address = models.CharField(max_length=200)  # official form within the document: "điểm b khoản 2 Điều 5"
    added_by = models.ForeignKey("Relation", null=True, on_delete=models.CASCADE, related_name="+")

    repealed: "ProvisionVersion | None" = None  # set by `standing` for the day asked for …
    suspension: "Suspension | None" = None  # … as this is

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="one_provision_per_position"),
            models.UniqueConstraint(fields=["document", "eid"], name="one_provision_per_eid"),
            models.CheckConstraint(
                condition=Q(last_position__gte=models.F("position")), name="provision_span_is_ordered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.document.number}".strip()

    def get_absolute_url(self) -> str:
        return reverse("regulations:provision", args=[self.pk])

    def with_descendants(self) -> models.QuerySet["Provision"]:
        """This node and all under it, in document order."""
        return Provision.objects.filter(
            document_id=self.document_id, position__gte=self.position, position__lte=self.last_position
        ).order_by("position")

    def full_text(self, day: date | None = None) -> str:
        """Return the words of this node and all under it: as issued, or as they stand on `day` ("" if repealed)."""
        nodes = self.with_descendants()
        if day is None:
            return "".join(nodes.filter(added_by=None).values_list("text", flat=True))
        return "".join(node.text for node in worded(self.document, nodes, day))

    def text_in_effect(self, day: date) -> str:
        """Return `full_text` of that day without what is suspended."""
        nodes = worded(self.document, self.with_descendants(), day)
        return "".join(node.text for node in nodes if node.suspension is None)

    def days_of_effect(self) -> list[date]:
        """Return the days of change and those on which a suspension of this node, or above or under it, turns."""
        days = set(self.days_of_change())
        if self.document.suspended_from is not None:
            touching = [one for one in self.document.suspensions.select_related("provision") if one.touches(self)]
            days |= {day for one in touching for day in (one.since, one.until) if day is not None}
        return sorted(days)

    def days_of_change(self) -> list[date]:
        """Return the days on which the words of this node, or of something under it, begin or end, in order."""
        if self.document.changed_on is None:
            return []
        spans = self.with_descendants().filter(versions__isnull=False)
        both = spans.values_list("versions__valid_from", "versions__valid_to")
        return sorted({day for span in both for day in span if day is not None})


def worded(document: Document, provisions: Iterable[Provision], day: date) -> list[Provision]:
    """Return those of `provisions` of `document` that are in force on `day`, with their words of that day.

    What is suspended has `suspension`. A query more for each of changes and suspensions, none where there never was
    any. The objects are not to be saved.
    """
    return [provision for provision in standing(document, provisions, day) if provision.repealed is None]


def standing(document: Document, provisions: Iterable[Provision], day: date) -> list[Provision]:
    """Return what `worded` returns and, where they stood, the provisions repealed by `day`, with their last words.

    What is repealed has `repealed`: the version that was its last.
    """
    held = list(provisions)
    if held and document.changed_on is not None:
        held = list(_on(held, _versions(document), day))
    if held and document.suspended_from is not None and document.suspended_from <= day:
        _mark_suspended(document, held, day)
    return held


def _versions(document: Document) -> dict[int, list["ProvisionVersion"]]:
    rows = ProvisionVersion.objects.filter(provision__document=document).select_related(
        "ended_by__source", "ended_by__source_provision"
    )
    versions: dict[int, list[ProvisionVersion]] = {}
    for version in rows.defer("ended_by__source__source_text", "ended_by__source_provision__text"):
        versions.setdefault(version.provision_id, []).append(version)
    return versions


def _on(
    provisions: Iterable[Provision], versions: dict[int, list["ProvisionVersion"]], day: date
) -> Iterator[Provision]:
    for provision in provisions:
        own = versions.get(provision.pk)
        if own:
            then = next((version for version in own if version.covers(day)), None) or _repealed(own, day)
            if then is None:
                continue
            provision.text, provision.heading = then.text, then.heading
            provision.repealed = None if then.covers(day) else then
        yield provision


def _repealed(versions: Iterable["ProvisionVersion"], day: date) -> "ProvisionVersion | None":
    """Return the last version that a repeal ended by `day`; what an amendment left out is not repealed."""
    ended = [version for version in versions if version.valid_to is not None and version.valid_to <= day]
    last = max(ended, key=lambda version: version.valid_to or date.min, default=None)
    return last if last and last.ended_by is not None and last.ended_by.action == "repeal" else None


def _mark_suspended(document: Document, provisions: Iterable[Provision], day: date) -> None:
    covering = document.suspensions.select_related("provision", "made_by__source", "made_by__source_provision").defer(
        "provision__text", "made_by__source__source_text"
    )
    parts = [one for one in covering if one.provision is not None and one.covers(day)]
    for provision in provisions:
        provision.suspension = next((one for one in parts if one.holds(provision)), None)


class ProvisionVersion(models.Model):
    """The own words of a provision from `valid_from` (None: since it was issued) up to, not including, `valid_to`.

    A provision that nothing ever changed has none. made_by, ended_by: the confirmed changes.
    """

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="versions")
    text = models.TextField()
    heading = models.CharField(max_length=600, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    made_by = models.ForeignKey("Relation", null=True, on_delete=models.CASCADE, related_name="versions_made")
    ended_by = models.ForeignKey("Relation", null=True, on_delete=models.CASCADE, related_name="versions_ended")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provision", "valid_from"], name="one_version_per_first_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=models.F("valid_from")),
                name="version_lasts_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provision} {self.valid_from or ''}–{self.valid_to or ''}"

    def covers(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def on(self, day: date) -> "SuspensionQuerySet":
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


class Suspension(models.Model):
    """Days on which a document (provision: None) or a provision with all under it has no effect, its words kept.

    From `since` up to, not including, `until` (None: until further notice). made_by: the confirmed relation, or None
    for a decision that `reason` names.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="suspensions")
    provision = models.ForeignKey(Provision, null=True, on_delete=models.CASCADE, related_name="suspensions")
    since = models.DateField()
    until = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.OneToOneField("Relation", null=True, on_delete=models.CASCADE, related_name="suspension")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("since")), name="suspension_lasts_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provision or self.document} {self.since}–{self.until or ''}"

    @property
    def by(self) -> str:
        """The clause or the decision that suspends it."""
        return self.made_by.by_clause if self.made_by is not None else self.reason

    @property
    def last_day(self) -> date | None:
        """The last day without effect, as the law says it; None until further notice."""
        return self.until - timedelta(1) if self.until else None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def holds(self, provision: Provision) -> bool:
        """Say whether `provision` is what is suspended, or under it."""
        part = self.provision
        return part is not None and part.position <= provision.position <= part.last_position

    def touches(self, provision: Provision) -> bool:
        """Say whether it holds `provision`, or something under it."""
        part = self.provision
        return part is not None and (
            self.holds(provision) or provision.position <= part.position <= provision.last_position
        )
