"""The tree of topics, kept by people: added to, renamed, moved, reordered, taken out of use and back, never cut down.

A code never changes and no topic is ever deleted, so that questions, blueprints and addresses go on meaning the same.
"""

import re
from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.folding import fold
from people.models import User
from questionbank.models import Topic, TopicEvent

CODE = re.compile(r"[a-zđ0-9](?:[a-zđ0-9.-]{0,11})")
What = TopicEvent.What


class Refused(Exception):
    """A change that is not made. str() tells the person why; `field`: where, "" for the whole."""

    field = ""


class BadCode(Refused):
    field = "code"

    def __str__(self) -> str:
        return _("Give a code of 1 to 12 small letters and figures, such as “k” or “a1”.")


class CodeTaken(Refused):
    field = "code"

    def __str__(self) -> str:
        return _("Another topic has this code. Codes are never used again; choose a new one.")


class NameTaken(Refused):
    field = "name"

    def __str__(self) -> str:
        return _("Another topic in use has this name already.")


class NameMissing(Refused):
    field = "name"

    def __str__(self) -> str:
        return _("Write the name of the topic.")


class UnderItself(Refused):
    field = "parent"

    def __str__(self) -> str:
        return _("A topic cannot stand under itself or under one of its own.")


class ParentRetired(Refused):
    field = "parent"

    def __str__(self) -> str:
        return _("The topic above it is not in use. Take that one into use first, or choose another.")


class HasTopics(Refused):
    def __str__(self) -> str:
        return _("Topics in use stand under it. Move or retire those first.")


class MovedOn(Refused):
    def __str__(self) -> str:
        return _("Somebody has changed this topic in the meantime. Look at it again.")


@transaction.atomic
def add(*, code: str, name: str, parent: Topic | None, by: User, now: datetime) -> Topic:
    """Add a topic as the last under `parent`. Raises BadCode, CodeTaken, NameMissing, NameTaken or ParentRetired."""
    held = _locked()
    code = code.strip().lower()
    if not CODE.fullmatch(code):
        raise BadCode
    if any(topic.code == code for topic in held.values()):
        raise CodeTaken
    name = _free_name(held, name, but=None)
    if parent is not None and held[parent.pk].retired_at is not None:
        raise ParentRetired
    topic = Topic.objects.create(code=code, name=name, parent=parent, position=len(held))
    _settle([*held.values(), topic])
    _record(topic, What.ADDED, "", name, by, now)
    topic.refresh_from_db()
    return topic


@transaction.atomic
def rename(*, topic: Topic, name: str, seen: str, by: User, now: datetime) -> None:
    """Change the name that the person saw. Raises NameMissing, NameTaken or MovedOn."""
    name = _free_name(_locked(), name, but=topic)
    if Topic.objects.filter(pk=topic.pk, name=seen).update(name=name) != 1:
        raise MovedOn
    _record(topic, What.RENAMED, seen, name, by, now)


@transaction.atomic
def move(*, topic: Topic, parent: Topic | None, seen: int | None, by: User, now: datetime) -> None:
    """Put a topic, with all under it, last under another or at the top. seen: key of the topic that it stood under.

    Raises UnderItself, ParentRetired or MovedOn.
    """
    held = _locked()
    above = held[parent.pk] if parent is not None else None  # as it stands now, whatever the page saw
    while above is not None:
        if above.pk == topic.pk:
            raise UnderItself
        above = held[above.parent_id] if above.parent_id else None
    if parent is not None and held[parent.pk].retired_at is not None:
        raise ParentRetired
    before = held[topic.pk].parent_id
    if before != seen or not Topic.objects.filter(pk=topic.pk).update(parent=parent, position=len(held)):
        raise MovedOn
    _settle(list(_locked().values()))
    _record(topic, What.MOVED, held[before].name if before else "", parent.name if parent else "", by, now)


@transaction.atomic
def shift(*, topic: Topic, up: bool, seen: int, by: User, now: datetime) -> None:
    """Let a topic change places with its neighbour above, or below; the first and the last stay. Raises MovedOn."""
    held = _locked()
    if held[topic.pk].position != seen:
        raise MovedOn
    order = _children(list(held.values()))[held[topic.pk].parent_id]
    at = next(place for place, other in enumerate(order) if other.pk == topic.pk)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(order):
        return
    first, second = order[at], order[other]
    first.position, second.position = second.position, first.position
    Topic.objects.bulk_update([first, second], ["position"])
    _settle(list(held.values()))
    _record(topic, What.REORDERED, "", "", by, now)


@transaction.atomic
def retire(*, topic: Topic, by: User, now: datetime) -> None:
    """Offer a topic no more; its questions and the blueprints that name it stay. Raises HasTopics or MovedOn."""
    held = _locked()
    if any(other.parent_id == topic.pk and other.retired_at is None for other in held.values()):
        raise HasTopics
    if Topic.objects.filter(pk=topic.pk, retired_at=None).update(retired_at=now) != 1:
        raise MovedOn
    _record(topic, What.RETIRED, "", "", by, now)


@transaction.atomic
def restore(*, topic: Topic, by: User, now: datetime) -> None:
    """Offer a topic again. Raises ParentRetired, NameTaken or MovedOn."""
    held = _locked()
    above = held[topic.pk].parent_id
    if above and held[above].retired_at is not None:
        raise ParentRetired
    _free_name(held, topic.name, but=topic)
    if Topic.objects.filter(pk=topic.pk, retired_at__isnull=False).update(retired_at=None) != 1:
        raise MovedOn
    _record(topic, What.RESTORED, "", "", by, now)


def in_order() -> list[tuple[int, Topic]]:
    """Return (how deep, topic) for all topics, each before those under it."""
    every = list(Topic.objects.order_by("position", "code"))
    children = _children(every)

    def under(parent: int | None, depth: int) -> list[tuple[int, Topic]]:
        return [line for topic in children[parent] for line in [(depth, topic), *under(topic.pk, depth + 1)]]

    return under(None, 0)


def _locked() -> dict[int, Topic]:
    """Return all topics by key; whoever else changes the tree waits."""
    return {topic.pk: topic for topic in Topic.objects.select_for_update().order_by("pk")}


def _children(topics: list[Topic]) -> dict[int | None, list[Topic]]:
    found: defaultdict[int | None, list[Topic]] = defaultdict(list)
    for topic in sorted(topics, key=lambda t: (t.position, t.code)):
        found[topic.parent_id].append(topic)
    return found


def _settle(topics: list[Topic]) -> None:
    """Number the topics anew from 0, each before those under it."""
    children = _children(topics)
    order: list[Topic] = []

    def walk(parent: int | None) -> None:
        for topic in children[parent]:
            order.append(topic)
            walk(topic.pk)

    walk(None)
    for place, topic in enumerate(order):
        topic.position = place
    Topic.objects.bulk_update(order, ["position"])


def _free_name(held: dict[int, Topic], name: str, *, but: Topic | None) -> str:
    name = " ".join(name.split())[:200]
    if not name:
        raise NameMissing
    others = (t for t in held.values() if t.retired_at is None and (but is None or t.pk != but.pk))
    if any(fold(other.name) == fold(name) for other in others):
        raise NameTaken
    return name


def _record(topic: Topic, what: str, before: str, after: str, by: User, now: datetime) -> None:
    TopicEvent.objects.create(topic=topic, what=what, before=before, after=after, by=by, at=now)
