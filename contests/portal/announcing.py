"""Announcements of a contest, and what its public page says beside its rules: settled by its organisers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from contests.models import Contest, Notice, PublicPage
from contests.portal.hosts import MOST_HOSTS
from contests.portal.marks import moved
from contests.portal.refusals import NothingSaid, NotYetPublic, TooManyHosts, WithdrawnAlready
from contests.record.ledger import note
from people.models import User


@transaction.atomic
def announce(*, contest: Contest, title: str, words: str, by: User, now: datetime) -> Notice:
    """Publish an announcement. Raises NotYetPublic or NothingSaid."""
    if contest.state == Contest.State.DRAFT:
        raise NotYetPublic
    if not title.strip():
        raise NothingSaid
    made = Notice.objects.create(
        contest=contest, title=title.strip(), words=words.strip(), published_by=by, published_at=now
    )
    note(contest, "announced", {"notice": made.pk, "title": made.title, "words": made.words}, by=by, now=now)
    moved(contest)
    return made


@transaction.atomic
def withdraw(*, notice: Notice, by: User, now: datetime) -> None:
    """Take an announcement off every page and feed; that it was there stays in the record. Raises WithdrawnAlready."""
    changed = Notice.objects.filter(pk=notice.pk, withdrawn_at=None).update(withdrawn_by=by, withdrawn_at=now)
    if changed != 1:
        raise WithdrawnAlready
    note(notice.contest, "notice_withdrawn", {"notice": notice.pk, "title": notice.title}, by=by, now=now)
    moved(notice.contest)


@transaction.atomic
def settle_page(*, contest: Contest, hotline: str, contacts: str, hosts: Sequence[str]) -> PublicPage:
    """Settle whom to call and which portals may show the small page. hosts: as `hosts.hosts_in` gives them.

    Raises TooManyHosts.
    """
    if len(hosts) > MOST_HOSTS:
        raise TooManyHosts(most=MOST_HOSTS)
    page, _made = PublicPage.objects.get_or_create(contest=contest)
    page.hotline, page.contacts, page.hosts = hotline.strip(), contacts.strip(), list(hosts)
    page.save(update_fields=["hotline", "contacts", "hosts"])
    moved(contest)
    return page
