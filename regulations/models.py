"""Regulations as trees of provisions."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.folding import fold
from regulations.validity import Status, status


class DocumentQuerySet(models.QuerySet["Document"]):
    def in_force_on(self, day: date) -> "DocumentQuerySet":
        """Documents with effect on `day`, whole or in part."""
        return self.filter(
            Q(expired_on__isnull=True) | Q(expired_on__gt=day),
            Q(effective_on__isnull=True) | Q(effective_on__lte=day),
            suspended=False,
        )

    def with_status(self, wanted: Status, day: date) -> "DocumentQuerySet":
        """Documents whose `status_on(day)` is `wanted`; the same rule as `validity.status`, in the database."""
        expired, later = Q(expired_on__isnull=False, expired_on__lte=day), Q(effective_on__gt=day)
        if wanted is Status.EXPIRED:
            return self.filter(expired)
        if wanted is Status.SUSPENDED:
            return self.filter(suspended=True).exclude(expired)
        if wanted is Status.NOT_YET:
            return self.filter(later, suspended=False).exclude(expired)
        changed = Q(changed_on__isnull=False, changed_on__lte=day)
        if wanted is Status.PARTLY:
            return self.in_force_on(day).filter(changed)
        return self.in_force_on(day).exclude(changed)

    def named_like(self, words: str) -> "DocumentQuerySet":
        """Documents whose type, number and title hold every one of `words`, whatever their tones and capitals."""
        found = self
        for word in search_words(words):
            found = found.filter(search_folded__contains=word)
        return found

    def numbered(self, number: str) -> "DocumentQuerySet":
        """Documents with this number, whatever its capitals, spaces and tone marks; the newest issued first."""
        return self.filter(number_folded=fold_number(number)).order_by(
            models.F("issued_on").desc(nulls_last=True), "-pk"
        )

    def without_source(self) -> "DocumentQuerySet":
        """The same documents, their long texts left in the database until asked for."""
        return self.defer("source_text", "search_folded")


def search_words(text: str) -> list[str]:
    """Return the words of `text` as they are compared: folded, without punctuation at their ends."""
    return [word for word in (part.strip(',.;:()“”"') for part in fold(text).split()) if word]


def fold_number(number: str) -> str:
    """Return a document's number as it is compared: no spaces, capitals or marks (Đ counts as D)."""
    return "".join(fold(number).split())


class Document(models.Model):
    """A regulation: its header facts, its source text and when it has effect.

    `expired_on` is the first day without effect.
    """

    number = models.CharField(_("number"), max_length=60)
    doc_type = models.CharField(_("type"), max_length=60)
    title = models.CharField(_("title"), max_length=600)
    issuer = models.CharField(_("issuing body"), max_length=200, blank=True)
    signer = models.CharField(_("signer"), max_length=120, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    expired_on = models.DateField(_("lost force on"), null=True, blank=True)
    expiry_reason = models.CharField(_("why it lost force"), max_length=300, blank=True)
    suspended = models.BooleanField(_("suspended"), default=False)
    # First day on which a provision no longer stands as issued; kept by `regulations.life` from the versions.
    changed_on = models.DateField(null=True, editable=False)
    source_note = models.TextField(blank=True)
    source_text = models.TextField()
    source_sha256 = models.CharField(max_length=64, unique=True)
    faults = models.JSONField(default=list, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    number_folded = models.CharField(max_length=60, editable=False, db_index=True)
    search_folded = models.TextField(editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            # The same number recurs every year for administrative documents.
            models.UniqueConstraint(
                fields=["number", "issuer", "issued_on"], name="one_document_per_number_issuer_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.doc_type} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.number_folded = fold_number(self.number)
        self.search_folded = " ".join(search_words(f"{self.doc_type} {self.number} {self.title}"))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("regulations:detail", args=[self.pk])

    def status_on(self, day: date) -> Status:
        """Return the effect that the document has on `day`."""
        return status(self.effective_on, self.expired_on, self.suspended, day, self.changed_on)


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

    def days_of_change(self) -> list[date]:
        """Return the days on which the words of this node, or of something under it, begin or end, in order."""
        if self.document.changed_on is None:
            return []
        spans = self.with_descendants().filter(versions__isnull=False)
        both = spans.values_list("versions__valid_from", "versions__valid_to")
        return sorted({day for span in both for day in span if day is not None})


def worded(document: Document, provisions: Iterable[Provision], day: date) -> list[Provision]:
    """Return those of `provisions` of `document` that are in force on `day`, with their words of that day.

    One query more, and none where nothing ever changed. The objects are not to be saved.
    """
    held = list(provisions)
    if not held or document.changed_on is None:
        return held
    versions: dict[int, list[ProvisionVersion]] = {}
    for version in ProvisionVersion.objects.filter(provision__document=document):
        versions.setdefault(version.provision_id, []).append(version)
    found = []
    for provision in held:
        if provision.pk in versions:
            then = next((v for v in versions[provision.pk] if v.covers(day)), None)
            if then is None:
                continue
            provision.text, provision.heading = then.text, then.heading
        found.append(provision)
    return found


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


class RelationQuerySet(models.QuerySet["Relation"]):
    def open(self) -> "RelationQuerySet":
        return self.filter(state=Relation.State.PROPOSED)

    def confirmed(self) -> "RelationQuerySet":
        return self.filter(state=Relation.State.CONFIRMED)


class Relation(models.Model):
    """What one document does to another, as its words were read; nothing follows from it until a person confirms it."""

    class Action(models.TextChoices):
        AMEND = "amend", _("Amends")
        SUPPLEMENT = "supplement", _("Supplements")
        REPLACE = "replace", _("Replaces words")
        REPEAL = "repeal", _("Repeals")
        REPLACES = "replaces", _("Replaces the document")
        GUIDES = "guides", _("Sets out in detail")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("To be confirmed")
        CONFIRMED = "confirmed", _("Confirmed")
        REJECTED = "rejected", _("Rejected")

    source = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="relations_made")
    source_provision = models.ForeignKey(Provision, null=True, on_delete=models.SET_NULL, related_name="+")
    position = models.PositiveIntegerField()  # among the relations of the source
    action = models.CharField(max_length=10, choices=Action)
    target_number = models.CharField(max_length=200, blank=True)  # as the source prints it
    target = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="relations_received")
    target_address = models.CharField(max_length=200, blank=True)
    new_text = models.TextField(blank=True)
    old_phrase = models.TextField(blank=True)
    new_phrase = models.TextField(blank=True)
    own_only = models.BooleanField(default=False)
    quote = models.TextField(blank=True)  # the amending words
    effective_note = models.CharField(max_length=300, blank=True)
    effective_on = models.DateField(_("in effect from"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    before = models.JSONField(null=True)  # the effect that the target had before this ended it

    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "position"], name="one_relation_per_position"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(effective_on__isnull=False) | Q(action="guides"),
                name="confirmed_relation_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target_address} {self.target_number}".strip()


class Upload(models.Model):
    """A text that was read but is not a document yet: it waits for its uploader to confirm the facts."""

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    raw = models.BinaryField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name or f"{self.created_at:%Y-%m-%d %H:%M}"
