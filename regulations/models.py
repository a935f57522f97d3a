"""Regulations as trees of provisions."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DocumentQuerySet(models.QuerySet["Document"]):
    def in_force_on(self, day: date) -> "DocumentQuerySet":
        """Documents with effect on `day`, whole or in part."""
        return self.filter(
            Q(expired_on__isnull=True) | Q(expired_on__gt=day),
            Q(effective_on__isnull=True) | Q(effective_on__lte=day),
            suspended=False,
        )


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

    def with_descendants(self) -> models.QuerySet["Provision"]:
        """This node and all under it, in document order."""
        return Provision.objects.filter(
            document_id=self.document_id, position__gte=self.position, position__lte=self.last_position
        ).order_by("position")

    def full_text(self) -> str:
        """Return the words of this node and all under it."""
        return "".join(self.with_descendants().values_list("text", flat=True))
