"""What a contest has announced and published, for portals and readers: JSON Feed 1.1 and RSS 2.0.

No person is named in a feed: readers copy items and keep them, and a consent taken back could not reach the copies.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from contests.models import Contest, Edition
from contests.portal.addresses import address
from official.figures import written_date

MOST_ITEMS = 50
IDS = uuid.UUID("5b0f5c5e-4f0a-5a0c-9d5e-2f9d4a6b7c11")  # the namespace of what has no random id of its own


@dataclass(frozen=True)
class Item:
    """id: of the item, for good, whatever host serves it. path: where it is read, on the contest's page."""

    id: str
    path: str
    title: str
    words: str
    at: datetime


def items_of(contest: Contest) -> list[Item]:
    """Return what there is to tell, the newest first, in the active language."""
    page = address("public", contest)
    found = [
        Item(f"urn:uuid:{each.uid}", f"{page}#tin-{each.pk}", each.title, each.words, each.published_at)
        for each in contest.notices.filter(withdrawn_at=None)[:MOST_ITEMS]
    ]
    editions = contest.editions.defer("content").filter(published_at__isnull=False)
    found += [_published(contest, page, each, each.published_at) for each in editions if each.published_at]
    if contest.opened_at is not None:
        opened = _("The contest “%(title)s” is announced") % {"title": contest.title}
        found.append(
            Item(_id(f"opened {contest.slug} {contest.opened_at.isoformat()}"), page, opened, contest.introduction,
                 contest.opened_at)
        )  # fmt: skip
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST_ITEMS]


def _published(contest: Contest, page: str, edition: Edition, at: datetime) -> Item:
    first = edition.number == 1
    said = _("Results of “%(title)s” are published") if first else _("Results of “%(title)s” have changed")
    told = {"number": edition.number, "day": written_date(timezone.localdate(at))}
    words = _("Edition %(number)s, %(day)s.") % told  # not its reason, which may speak of a person
    return Item(_id(f"edition {edition.digest}"), f"{page}#ket-qua", said % {"title": contest.title}, words, at)


def _id(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(IDS, name)}"


def json_feed(contest: Contest, host: str, feed: str) -> dict[str, Any]:
    """Return the feed as jsonfeed.org 1.1 has it. host: https://host of all addresses. feed: its own path."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": contest.title,
        "home_page_url": host + address("public", contest),
        "feed_url": host + feed,
        "description": contest.introduction,
        "language": "vi",
        "authors": [{"name": contest.unit.name}],
        "items": [
            {
                "id": each.id,
                "url": host + each.path,
                "title": each.title,
                "content_text": each.words or each.title,
                "date_published": each.at.isoformat(),
            }
            for each in items_of(contest)
        ],
    }


def rss(contest: Contest, host: str, feed: str) -> str:
    """Return the feed as RSS 2.0; arguments as of `json_feed`."""
    told = Rss201rev2Feed(
        title=contest.title, link=host + address("public", contest), description=contest.introduction or contest.title,
        language="vi", feed_url=host + feed,
    )  # fmt: skip
    for each in items_of(contest):
        told.add_item(
            title=each.title, link=host + each.path, description=each.words, unique_id=each.id,
            unique_id_is_permalink=False, pubdate=each.at,
        )  # fmt: skip
    return told.writeString("utf-8")
