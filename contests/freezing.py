"""The last stretch of a round, in which its boards stand still so that nobody knows who wins before it is over."""

from datetime import datetime, timedelta

from contests.models import Contest, Phase, Round
from contests.rules import Rules
from contests.tally import is_over


def frozen_since(of: Contest | Round, now: datetime) -> datetime | None:
    """Return the moment as of which everybody is shown the boards of a contest or round; None while they move.

    By the contest's rules they stand still from so many hours before a round closes until no paper of it takes an
    answer any more; the boards of the whole contest do so with any of its rounds.
    """
    contest = of.contest if isinstance(of, Round) else of
    hours = Rules.from_json(contest.rules).freeze_hours
    if not hours or contest.state == Contest.State.DRAFT:
        return None
    rounds = [of] if isinstance(of, Round) else contest.rounds.all()
    still = (
        max(one.opens_at, one.closes_at - timedelta(hours=hours))
        for one in rounds
        if one.phase_at(now) != Phase.DRAFT and not is_over(one, now)
    )
    return min((since for since in still if since <= now), default=None)
