"""Rules and rosters of units drawn by chance, for tests that compare two ways to the same places."""

from random import Random

from contests.models import Contest, Roster, RosterLine, RosterSet, Round, UnitRuling
from contests.units.rules import PARTS, UNIT_KEYS, Band, UnitRules, Weight
from people.models import Unit, User
from tests.conftest import NOON


def some_unit_rules(chance: Random) -> UnitRules:
    """Rules for units; small numbers, so that thresholds and equals are met."""
    keys = tuple(chance.sample(UNIT_KEYS, chance.choice([1, 1, 2, 3])))
    parts = chance.sample(PARTS, chance.randint(1, 3))
    bands = (
        Band(3, chance.choice([0, 5000, 6667]), chance.choice([0, 0, 2])),
        Band(0, chance.choice([0, 3333, 7000]), chance.choice([0, 1])),
    )
    return UnitRules(
        roster=chance.choice(["contest", "round"]),
        bands=chance.choice([(), bands]),
        score_above=chance.choice([0, 0, 5000]),
        blocks=chance.random() < 0.3,
        keys=keys,
        best=chance.randint(1, 3) if "mean_best" in keys else 0,
        weights=tuple(Weight(part, chance.randint(1, 5)) for part in parts) if "formula" in keys else (),
        ties=chance.choice(["share", "board"]),
    )


def make_rosters(contest: Contest, units: list[Unit], people: list[User], by: User, chance: Random) -> None:
    """A roster for most units of the contest and of each round, some with an exempted account or number."""
    for one in (None, *contest.rounds.all()):
        if chance.random() < 0.1:
            continue
        kept = RosterSet.objects.create(contest=contest, round=one)
        for unit in units:
            if chance.random() < 0.2:
                continue
            headcount = chance.randint(1, 4)
            roster = Roster.objects.create(
                set=kept, unit=unit, block=chance.choice(["x", "y"]), headcount=headcount,
                exempted=chance.choice([0, 0, 1]), changed_by=by, changed_at=NOON,
            )  # fmt: skip
            if chance.random() < 0.3:
                RosterLine.objects.create(
                    roster=roster, full_name="A B", user=chance.choice(people), exempt_reason=chance.choice(["", "Ốm"])
                )


def rule_on_units(contest: Contest, of: Contest | Round, units: list[Unit], by: User, chance: Random) -> None:
    """Take a unit out or back, or put some in an order."""
    what = chance.choice(list(UnitRuling.What))
    chosen = chance.sample(units, 2 if what == UnitRuling.What.ORDER else 1)
    UnitRuling.objects.create(
        contest=contest, round=of if isinstance(of, Round) else None, what=what, units=[one.pk for one in chosen],
        reason="x", decided_by=by, decided_at=NOON,
    )  # fmt: skip
