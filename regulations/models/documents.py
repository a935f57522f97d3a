"""Regulations: their header facts, what is said of their effect, and where their texts came from."""

from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.folding import fold
from regulations.models.files import SourceKind
from regulations.validity import Status, status


class DocumentQuerySet(models.QuerySet["Document"]):
    def in_force_on(self, day: date) -> "DocumentQuerySet":
        """Documents with effect on `day`, whole or in part."""
        return self.filter(
            ~suspended_on(day),
            Q(expired_on__isnull=True) | Q(expired_on__gt=day),
            Q(effective_on__isnull=True) | Q(effective_on__lte=day),
        )

    def with_status(self, wanted: Status, day: date) -> "DocumentQuerySet":
        """Documents whose `status_on(day)` is `wanted`; the same rule as `validity.status`, in the database."""
        expired, later = Q(expired_on__isnull=False, expired_on__lte=day), Q(effective_on__gt=day)
        if wanted is Status.EXPIRED:
            return self.filter(expired)
        if wanted is Status.SUSPENDED:
            return self.filter(suspended_on(day)).exclude(expired)
        if wanted is Status.NOT_YET:
            return self.filter(later, ~suspended_on(day)).exclude(expired)
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


def suspended_on(day: date) -> Exists:
    """Whether a document as a whole is suspended on `day`, for use in a filter."""
    suspensions = apps.get_model("regulations", "Suspension").objects
    return Exists(suspensions.on(day).filter(provision=None, document=OuterRef("pk")))


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
    # First day on which it, or a provision of it, is suspended; kept by `regulations.suspending`.
    suspended_from = models.DateField(null=True, editable=False)
    # First day on which a provision no longer stands as issued; kept by `regulations.life` from the versions.
    changed_on = models.DateField(null=True, editable=False)
    source_kind = models.CharField(_("kind of source"), max_length=10, choices=SourceKind, blank=True)
    source_name = models.CharField(_("file"), max_length=200, blank=True)
    source_file = models.ForeignKey("SourceFile", null=True, on_delete=models.PROTECT, related_name="documents")
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
        return status(self.effective_on, self.expired_on, self.is_suspended_on(day), day, self.changed_on)

    def is_suspended_on(self, day: date) -> bool:
        """Say whether it is suspended as a whole; no query where nothing ever was."""
        if self.suspended_from is None or self.suspended_from > day:
            return False
        return any(one.covers(day) for one in self.suspensions.all() if one.provision_id is None)

    def has_suspended_parts_on(self, day: date) -> bool:
        """Say whether a provision of it is suspended; no query where nothing ever was."""
        if self.suspended_from is None or self.suspended_from > day:
            return False
        return any(one.covers(day) for one in self.suspensions.all() if one.provision_id is not None)
