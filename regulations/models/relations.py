"""What documents do to one another."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regulations.models.documents import Document
from regulations.models.provisions import Provision


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
        SUSPEND = "suspend", _("Suspends")

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
    effective_until = models.DateField(_("back in effect from"), null=True, blank=True)  # of a suspension
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

    @property
    def by_clause(self) -> str:
        """The clause that does it, as it is cited: "khoản 3 Điều 1 Nghị định 9/2026/NĐ-CP"."""
        place = self.source_provision.address if self.source_provision else ""
        return f"{place} {self.source}".strip()
