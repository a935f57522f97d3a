"""What the board decides about units: which is taken out for a serious violation, and who of equals stands first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contests import boards
from contests.models import Contest, Round, UnitRuling
from contests.papers.moments import shown
from contests.ranking import lot
from contests.record.ledger import note
from contests.review.refusals import AlreadySo, ReasonMissing, StillRunning
from contests.rosters.refusals import UnitsNotEqual, UnitsShare
from contests.tally import is_over
from contests.units.standings import (
    closed_results,
    people_by_unit,
    placed_with_prizes,
    rulings_on,
    sides_of,
    teams_of,
    units_rules,
)
from people.models import Unit, User


@transaction.atomic
def take_out(*, of: Contest | Round, unit: Unit, reason: str, by: User, now: datetime) -> UnitRuling:
    """Leave the unit without a place and prize, its figures shown as they are. Raises ReasonMissing or AlreadySo."""
    return _set_out(of, unit, UnitRuling.What.OUT, reason, by, now)


@transaction.atomic
def take_back(*, of: Contest | Round, unit: Unit, reason: str, by: User, now: datetime) -> UnitRuling:
    """Undo it: the unit stands again where its figures put it. Raises ReasonMissing or AlreadySo."""
    return _set_out(of, unit, UnitRuling.What.IN, reason, by, now)


def _set_out(
    of: Contest | Round, unit: Unit, what: UnitRuling.What, reason: str, by: User, now: datetime
) -> UnitRuling:
    if not reason.strip():
        raise ReasonMissing
    _lock(of)
    if (unit.pk in rulings_on(of).out) == (what == UnitRuling.What.OUT):
        raise AlreadySo
    return _rule(of, what, [unit.pk], reason, by, now)


@transaction.atomic
def decide_unit_tie(*, of: Contest | Round, units: Sequence[int], reason: str, by: User, now: datetime) -> UnitRuling:
    """Settle the order of units equal in every key, all that are at their place, best first.

    Raises ReasonMissing, StillRunning, UnitsNotEqual or UnitsShare. A later decision about the same units replaces
    this one.
    """
    if not reason.strip():
        raise ReasonMissing
    rounds = [of] if isinstance(of, Round) else list(of.rounds.all())
    if not all(is_over(one, now) for one in rounds):
        raise StillRunning(closes=shown(rounds[-1].ends_at()))
    _lock(of)
    sides = sides_of(of)
    people = people_by_unit(of, closed_results(of, now), sides)
    lines = placed_with_prizes(of, teams_of(people, sides, replace(rulings_on(of), order={})))
    groups: dict[tuple[str, int], set[int]] = {}
    for line in lines:
        if line.place:
            groups.setdefault((line.block, line.place), set()).add(line.unit)
    if len(units) < 2 or len(set(units)) != len(units) or set(units) not in groups.values():
        raise UnitsNotEqual
    waiting = any(line.award.undecided for line in lines if line.unit in units)
    if units_rules(_contest(of)).ties == "share" and not waiting:
        raise UnitsShare
    return _rule(of, UnitRuling.What.ORDER, units, reason, by, now)


def draw_unit_lots(*, of: Contest | Round, units: Sequence[int], by: User, now: datetime) -> UnitRuling:
    """Settle the order of equal units by the contest's seed, whose digest was published at opening.

    Anybody can draw again. Raises what `decide_unit_tie` raises.
    """
    seed = _contest(of).lots_seed
    drawn = sorted(units, key=lambda unit: (lot(seed, unit), unit))
    reason = _("Lots drawn with the seed %(seed)s.") % {"seed": seed}
    return decide_unit_tie(of=of, units=drawn, reason=reason, by=by, now=now)


def _rule(
    of: Contest | Round, what: UnitRuling.What, units: Sequence[int], reason: str, by: User, now: datetime
) -> UnitRuling:
    contest = _contest(of)
    made = UnitRuling.objects.create(
        contest=contest, round=of if isinstance(of, Round) else None, what=what, units=list(units),
        reason=reason.strip(), decided_by=by, decided_at=now,
    )  # fmt: skip
    codes = dict(Unit.objects.filter(pk__in=units).values_list("pk", "code"))
    on = of.position if isinstance(of, Round) else 0
    told = {"round": on, "what": str(what), "units": [codes[unit] for unit in units], "reason": made.reason}
    note(contest, "unit_ruling", told, by=by, now=now)
    transaction.on_commit(lambda: boards.renew(contest), robust=True)
    return made


def _lock(of: Contest | Round) -> None:
    """Let rulings on one contest wait for each other: each is decided on what the one before it left."""
    Contest.objects.select_for_update().get(pk=_contest(of).pk)


def _contest(of: Contest | Round) -> Contest:
    return of.contest if isinstance(of, Round) else of
