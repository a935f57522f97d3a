"""What a contest tells everybody beside its rules and results: contacts, announcements, and who may show its page."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest


class PublicPage(models.Model):
    """The public page of a contest. version: grows by one with every change that its readers must see at once.

    hosts: origins (https://host) that may show the small page in a frame; none: nobody may.
    """

    contest = models.OneToOneField(Contest, on_delete=models.CASCADE, related_name="public_page")
    version = models.PositiveIntegerField(default=0)
    hotline = models.CharField(_("hotline"), max_length=120, blank=True)
    contacts = models.TextField(_("contacts"), blank=True)
    hosts = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.contest} · {self.version}"


class Notice(models.Model):
    """An announcement (thông báo). It is never changed; what was wrong is withdrawn and announced anew.

    uid: names it in feeds, for good.
    """

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="notices")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=160)
    words = models.TextField(_("words"), blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("contest", "-published_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_by__isnull=False),
                name="somebody_withdrew_the_notice",
            ),
        ]

    def __str__(self) -> str:
        return self.title
