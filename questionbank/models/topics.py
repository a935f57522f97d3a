"""What questions are filed under."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet


class TopicQuerySet(TreeQuerySet["Topic"]):
    def offered(self) -> "TopicQuerySet":
        """Topics that a question can be filed under from now on, in their order."""
        return self.filter(retired_at=None).order_by("position", "code")


class Topic(TreeNode):
    """A subject that questions are filed under (chuyên đề), seeded with II.1 a) to i) of the decision.

    Its code never changes and it is never deleted. position: among all topics, a parent before its children.
    """

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    objects = TopicQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.code}) {self.name}"


class TopicEvent(models.Model):
    """Who changed the tree of topics, when and how. before, after: name, or name of the parent. Never changed."""

    class What(models.TextChoices):
        ADDED = "added", _("Added to the topics")
        RENAMED = "renamed", _("Renamed")
        MOVED = "moved", _("Moved under another topic")
        REORDERED = "reordered", _("Moved up or down")
        RETIRED = "retired", _("Retired")
        RESTORED = "restored", _("Taken into use again")

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=10, choices=What)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.topic.code}: {self.what}"
