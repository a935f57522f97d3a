"""A contest with rosters: what the tests of rosters, units and their contacts begin with."""

from datetime import timedelta
from typing import Any

from contests.drafts.opening import create_contest, open_contest
from contests.models import Contest, RosterSet, Round
from contests.rosters.keeping import give_headcount, roster_set
from contests.units.rules import UnitRules
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_draft, make_entry, make_rules

TOMORROW = NOON + timedelta(days=1)
RATE_FIRST: dict[str, Any] = UnitRules().to_json() | {
    "roster": "contest", "keys": ["rate", "mean"], "bands": [{"below": 0, "rate": 5000, "count": 0}],
}  # fmt: skip


def contest_of_units(alice: User, province: Unit, *, opened: bool = True, units: Any = None, **draft: Any) -> Contest:
    """A contest that is published at NOON, begins a day later, and ranks units by their rate."""
    draft.setdefault("opens_at", TOMORROW)
    draft.setdefault("closes_at", TOMORROW + timedelta(days=1))
    prizes = draft.pop("prizes", [])
    rules = make_rules(units=RATE_FIRST | (units or {}), prizes=prizes)
    entry = make_entry(ways=list(draft.pop("ways", ("account",))))
    contest = create_contest(draft=make_draft(province, NOON, rules=rules, **draft), by=alice, now=NOON, entry=entry)
    return open_contest(contest=contest, now=NOON) if opened else contest


def with_headcount(of: Contest | Round, unit: Unit, headcount: int, by: User, exempted: int = 0) -> RosterSet:
    kept = roster_set(of)
    why = "Nghỉ thai sản" if exempted else ""
    give_headcount(
        kept=kept,
        unit=unit,
        headcount=headcount,
        exempted=exempted,
        exempt_reason=why,
        by=by,
        now=NOON,
        reason="Bổ sung",
    )
    return kept
