"""The questions that a contest may draw on a day."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Count

from questionbank.blueprint import Item
from questionbank.models import Choice, Kind, Question


def pool_on(day: date, topics: Collection[str]) -> list[Item]:
    """Return what may be drawn on `day` of the topics with these codes; two queries."""
    rows = list(
        Question.objects.drawable_on(day)
        .filter(topic__code__in=topics)
        .values_list("approved_version_id", "topic__code", "approved_version__keep_order", "approved_version__kind")
    )
    choices: defaultdict[int, list[int]] = defaultdict(list)
    of_versions = Choice.objects.filter(version__in=[row[0] for row in rows])
    for version, choice in of_versions.order_by("version_id", "position").values_list("version_id", "pk"):
        choices[version].append(choice)
    return [
        Item(version, topic, tuple(choices[version]), keep_order or kind == Kind.TRUE_FALSE)
        for version, topic, keep_order, kind in rows
    ]


def drawable_counts(day: date) -> dict[str, int]:
    """Return how many questions may be drawn on `day`, by code of topic; topics without any are left out."""
    rows = Question.objects.drawable_on(day).values_list("topic__code").annotate(Count("pk")).order_by("topic__code")
    return dict(rows)
