"""Regulations as trees of provisions."""

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
        return self.in_force_on(day)

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
        return status(self.effective_on, self.expired_on, self.suspended, day)


class Provision(models.Model):
    """A node of a document's tree.

    `text` holds the node's own words, children excluded; the provisions of a document in
    order of `position`, concatenated, are its source text. Descendants of a node are those
    with position < p <= last_position.
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

    def full_text(self) -> str:
        """Return the words of this node and all under it."""
        return "".join(self.with_descendants().values_list("text", flat=True))


class Upload(models.Model):
    """A text that was read but is not a document yet: it waits for its uploader to confirm the facts."""

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    raw = models.BinaryField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name or f"{self.created_at:%Y-%m-%d %H:%M}"
