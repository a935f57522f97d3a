"""What the board decides about people: who is disqualified, and who of several equals stands first."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contests import boards
from contests.models import Contest, Entrant, Round, TieDecision
from contests.papers.moments import shown
from contests.ranking import lot
from contests.record.ledger import note
from contests.review.refusals import AboutYourself, AlreadySo, NotEqual, PlacesShared, ReasonMissing, StillRunning
from contests.rules import Rules
from contests.standings import standings
from contests.tally import is_over
from people.models import User


@transaction.atomic
def disqualify(*, entrant: Entrant, reason: str, by: User, now: datetime) -> None:
    """Take the entrant off every list, with the papers kept as they are.

    Raises AboutYourself, ReasonMissing or AlreadySo.
    """
    _set_disqualified(entrant, now, reason, by, now)


@transaction.atomic
def requalify(*, entrant: Entrant, reason: str, by: User, now: datetime) -> None:
    """Undo a disqualification: everything stands again as it was. Raises AboutYourself, ReasonMissing or AlreadySo."""
    _set_disqualified(entrant, None, reason, by, now)


def _set_disqualified(entrant: Entrant, at: datetime | None, reason: str, by: User, now: datetime) -> None:
    if entrant.user_id == by.pk:
        raise AboutYourself
    if not reason.strip():
        raise ReasonMissing
    changed = Entrant.objects.filter(pk=entrant.pk, disqualified_at__isnull=at is not None).update(disqualified_at=at)
    if changed != 1:
        raise AlreadySo
    kind = "disqualified" if at else "disqualification_undone"
    note(entrant.contest, kind, {"entrant": entrant.pk, "reason": reason.strip()}, by=by, now=now)
    entrant.disqualified_at = at
    transaction.on_commit(lambda: boards.renew(entrant.contest), robust=True)


@transaction.atomic
def decide_tie(*, of: Contest | Round, entrants: Sequence[int], reason: str, by: User, now: datetime) -> TieDecision:
    """Settle the order of people equal in every key, all that are at their place, best first.

    The board parts equals, and overturns no ranking. A later decision about the same people replaces this one.
    Raises ReasonMissing, StillRunning, AboutYourself, PlacesShared or NotEqual.
    """
    contest = of.contest if isinstance(of, Round) else of
    if not reason.strip():
        raise ReasonMissing
    rounds = [of] if isinstance(of, Round) else list(contest.rounds.all())
    if not all(is_over(one, now) for one in rounds):
        raise StillRunning(closes=shown(rounds[-1].ends_at()))
    rules = Rules.from_json(contest.rules)
    groups: dict[int, set[int]] = {}
    lines = standings(of, now, board=False)  # as before any decision, so that a later one can replace it
    for line in lines:
        groups.setdefault(line.place, set()).add(line.entrant)
    if len(entrants) < 2 or len(set(entrants)) != len(entrants) or set(entrants) not in groups.values():
        raise NotEqual
    if contest.entrants.filter(pk__in=entrants, user=by).exists():
        raise AboutYourself
    if rules.ties == "share" and not any(line.award.undecided for line in lines if line.entrant in entrants):
        raise PlacesShared
    made = TieDecision.objects.create(
        contest=contest,
        round=of if isinstance(of, Round) else None,
        entrants=list(entrants),
        reason=reason.strip(),
        decided_by=by,
        decided_at=now,
    )
    told = {"on": str(of), "entrants": made.entrants, "reason": made.reason}
    note(contest, "tie_decided", told, by=by, now=now)
    transaction.on_commit(lambda: boards.renew(contest), robust=True)
    return made


def draw_lots(*, of: Contest | Round, entrants: Sequence[int], by: User, now: datetime) -> TieDecision:
    """Settle the order of equals by the contest's seed, whose digest was published at opening: anybody can draw again.

    Raises what `decide_tie` raises.
    """
    contest = of.contest if isinstance(of, Round) else of
    drawn = sorted(entrants, key=lambda entrant: (lot(contest.lots_seed, entrant), entrant))
    reason = _("Lots drawn with the seed %(seed)s.") % {"seed": contest.lots_seed}
    return decide_tie(of=of, entrants=drawn, reason=reason, by=by, now=now)
