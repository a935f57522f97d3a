"""A contest begun from something that stands: a rulebook, or a contest of an earlier year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from contests.drafts.drafting import WEEK, shifted
from contests.drafts.opening import Draft, HostDraft, RoundDraft, create_contest
from contests.models import Contest
from contests.rulebooks.book import Rulebook
from contests.rules import Rules
from people.models import Unit, User
from questionbank.blueprint import Slot


@dataclass(frozen=True)
class Source:
    """A topic or regulation that questions are asked from, and how many it has to ask."""

    slot: Slot
    have: int


@transaction.atomic
def start_from_rulebook(
    *, book: Rulebook, title: str, unit: Unit, opens_at: datetime, closes_at: datetime | None,
    sources: Sequence[Source], public: Sequence[Source], by: User, now: datetime,
) -> Contest:  # fmt: skip
    """Draft a contest by the rules of `book`. Raises RulesError where its shares do not fit, or NotOverUnit."""
    papers = book.paper_rules(
        [source.slot for source in sources], [source.have for source in sources], [source.slot for source in public]
    )
    rounds = [
        RoundDraft(opens, closes, papers, title) for title, opens, closes in book.rounds_from(opens_at, closes_at)
    ]
    draft = Draft(
        title=title,
        introduction="",
        unit=unit,
        partner="",
        rounds=rounds,
        rules=book.rules,
    )
    return create_contest(draft=draft, by=by, now=now, entry=book.entry)


@transaction.atomic
def copy_contest(*, contest: Contest, title: str, opens_at: datetime, by: User, now: datetime) -> Contest:
    """Draft a contest like `contest`: every setting, its rounds moved so that the first opens at `opens_at`.

    Nobody who took part, nothing that was answered and no signature comes along. Raises RulesError or NotOverUnit.
    """
    move = opens_at - contest.opens_at
    rounds = [RoundDraft(one.opens_at, one.closes_at, one.paper_rules, one.title) for one in contest.rounds.all()]
    hosts = [HostDraft(body.name, body.signer, body.signer_title) for body in contest.hosts.select_related("signer")]
    draft = Draft(
        title=title,
        introduction=contest.introduction,
        unit=contest.unit,
        partner=contest.partner,
        rounds=[shifted(one, move) for one in rounds],
        rules=Rules.from_json(contest.rules),
        hosts=hosts,
    )
    units = list(contest.eligible_units.all())
    return create_contest(draft=draft, by=by, now=now, entry=contest.entering, eligible_units=units)


def proposed_opening(contest: Contest, now: datetime) -> datetime:
    """Return when a copy may open: a year later on the same weekday and hour, or the next such hour that is to come."""
    later = contest.opens_at + 52 * WEEK
    if later > now:
        return later
    return later + max(-((later - now) // WEEK), 1) * WEEK


def proposed_title(title: str) -> str:
    """Return the title with its latest year made the next one."""
    words = title.split(" ")
    for place in range(len(words) - 1, -1, -1):
        bare = words[place].strip(".,:;()")
        if len(bare) == 4 and bare.isdecimal() and bare.startswith("20"):
            words[place] = words[place].replace(bare, str(int(bare) + 1))
            return " ".join(words)
    return title
