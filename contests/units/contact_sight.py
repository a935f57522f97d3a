"""What a unit's contact may see while a round asks to foretell how many take part.

A contact may be a player too. From the opening of such a round until no paper of it takes an answer any more, nobody
who may play is told a count from which the total can be told:

* only people are counted, never papers, and only of units that the contact speaks for;
* a contact whose units are half of all people on the rosters or more is told no count and no name at all;
* sums over several units are not shown.

Where the round asks to foretell how many answer everything right, participation gives nothing away: a contact is
never shown a score. Organisers see all units, and may not play.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, Sum

from contests.models import Contest, Roster, Round
from contests.tally import is_over
from contests.units.standings import roster_set_of

TELLING = {"participants", "entries"}


def counts_are_sealed(contest: Contest, now: datetime) -> bool:
    """Say whether a count of people could give away what a round that goes on asks to foretell."""
    return any(
        one.rules.get("predicts") in TELLING and one.opens_at <= now and not is_over(one, now)
        for one in contest.rounds.all()
    )


def may_see_counts(of: Contest | Round, units: Collection[int], now: datetime) -> bool:
    """Say whether a contact of `units` (with all under them) may see their counts and names at `now`."""
    contest = of.contest if isinstance(of, Round) else of
    if not counts_are_sealed(contest, now):
        return True
    kept = roster_set_of(of)
    if kept is None:
        return False  # without rosters nobody can say what share of all the unit is
    counted = F("headcount") - F("exempted")
    everybody = Roster.objects.filter(set=kept).aggregate(n=Sum(counted))["n"] or 0
    own = Roster.objects.filter(set=kept, unit__in=units).aggregate(n=Sum(counted))["n"] or 0
    return 2 * own < everybody
