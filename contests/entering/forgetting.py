"""What people gave on registering ends when its time is over; what was published and recorded stays as it was.

A field is kept as many days after the first publication of results as the contest's rules told whoever gave it. Where
none are published, the days count from UNPUBLISHED_DAYS after the close, as the rules tell, too.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min, Q, QuerySet

from contests import boards
from contests.entering.identity import initials
from contests.entering.inviting import forget_waiting
from contests.entering.return_codes import GUESSES_FORGOTTEN
from contests.entering.rules import UNPUBLISHED_DAYS, Asked, Field
from contests.models import CodeGuess, Contest, Edition, Entrant
from contests.record.ledger import note

# Field → what an erased one holds. A phone number takes along the return code, which needs it.
EMPTY: dict[Field, dict[str, Any]] = {
    "birth": {"born": None},
    "group": {"group": None},
    "position": {"position": ""},
    "phone": {"phone": "", "return_code_hash": ""},
    "email": {"email": ""},
    "citizen": {"citizen_hash": "", "citizen_last4": ""},
}


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many people of a contest a field was erased of. field: one of entry_rules.FIELDS, or "list" for its lines."""

    contest: str
    field: str
    people: int


def forget_due(*, now: datetime, dry_run: bool = False) -> list[Forgotten]:
    """Erase what is past its time in every contest; each contest in a transaction of its own, noted in its record.

    dry_run: count only.
    """
    if not dry_run:
        forget_waiting(now)
        CodeGuess.objects.filter(since__lte=now - GUESSES_FORGOTTEN).delete()
    contests = Contest.objects.annotate(first=Min("editions__published_at")).order_by("pk")
    ended = [(each, each.first or each.closes_at + timedelta(days=UNPUBLISHED_DAYS)) for each in contests]
    return [told for contest, since in ended if now >= since for told in _forget(contest, since, now, dry_run)]


@transaction.atomic
def _forget(contest: Contest, since: datetime, now: datetime, dry_run: bool) -> list[Forgotten]:
    Contest.objects.select_for_update().get(pk=contest.pk)
    told = []
    for asked in _terms(contest):
        if now >= since + timedelta(days=asked.keep_days):
            erase = _erase_name if asked.field == "name" else _eraser(asked.field)
            told.append(Forgotten(contest.slug, asked.field, erase(contest, now, dry_run)))
    longest = max((each.keep_days for each in contest.entering.fields), default=0)
    if now >= since + timedelta(days=longest):
        told.append(Forgotten(contest.slug, "list", _erase_list(contest, dry_run)))
    told = [each for each in told if each.people]
    if told and not dry_run:
        note(contest, "forgotten", {each.field: each.people for each in told}, by=None, now=now)
        transaction.on_commit(lambda: boards.renew(contest), robust=True)
    return told


def _terms(contest: Contest) -> list[Asked]:
    """Return the fields that end; what the rules do not ask for, and a list or account told, ends at publication."""
    rules = contest.entering
    asked = [each for each in rules.fields if each.keep_days and (each.field in EMPTY or each.field == "name")]
    return asked + [Asked(field) for field in EMPTY if rules.asks(field) is None]


def _eraser(field: Field) -> Callable[[Contest, datetime, bool], int]:
    empty = EMPTY[field]

    def erase(contest: Contest, now: datetime, dry_run: bool) -> int:
        held = Q()
        for column, value in empty.items():
            held |= ~Q(**{column: value}) if value is not None else Q(**{f"{column}__isnull": False})
        people: QuerySet[Entrant] = contest.entrants.filter(held)
        return people.count() if dry_run else people.update(**empty, forgotten_at=now)

    return erase


def _erase_name(contest: Contest, now: datetime, dry_run: bool) -> int:
    """Erase the names of whoever stands in no published list; of those there under initials, keep the initials."""
    listed = _listed(contest)
    count = 0
    for entrant in contest.entrants.exclude(full_name="").exclude(pk__in=listed, shows_name=True).iterator(2000):
        letters = " ".join(f"{letter}." for letter in initials(entrant.full_name).split(".") if letter)
        kept = letters if entrant.pk in listed else ""
        if kept == entrant.full_name:
            continue
        count += 1
        if not dry_run:
            entrant.full_name, entrant.forgotten_at = kept, now
            entrant.save(update_fields=["full_name", "full_name_folded", "forgotten_at"])
    return count


def _listed(contest: Contest) -> set[int]:
    """Return the keys of the entrants who stand in a published list."""
    editions = Edition.objects.filter(contest=contest, published_at__isnull=False).values_list("content", flat=True)
    return {line[1] for content in editions for each in json.loads(content)["lists"] for line in each["lines"]}


def _erase_list(contest: Contest, dry_run: bool) -> int:
    lines = contest.invited.all()
    return lines.count() if dry_run else lines.delete()[0]
