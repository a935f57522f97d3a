"""Units and everything under them, for contests: who may enter, and whose contests one organises."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from contests.models import Contest
from contests.rules import Rules
from people.models import Role, RoleAssignment, Unit, UnitQuerySet, User


def with_everything_under(units: Collection[int]) -> set[int]:
    """Return the primary keys of `units` and of all their descendants; one query."""
    children: defaultdict[int | None, list[int]] = defaultdict(list)
    for unit, parent in Unit.objects.values_list("pk", "parent_id"):
        children[parent].append(unit)
    found, left = set(units), list(units)
    while left:
        for child in children[left.pop()]:
            if child not in found:
                found.add(child)
                left.append(child)
    return found


def units_that_may_enter(contest: Contest, day: date) -> UnitQuerySet:
    """Return the units of `day` whose people may enter `contest`, by name."""
    units: UnitQuerySet = Unit.objects.valid_on(day)
    named = list(contest.eligible_units.values_list("pk", flat=True))
    if named and "public" not in contest.entering.ways:
        units = units.filter(pk__in=with_everything_under(named))
    return units.order_by("name_folded")


def blocks_with_prizes(contest: Contest, rules: Rules, day: date) -> int:
    """Return in how many blocks all prizes for units are given: 1 where blocks do not stand apart."""
    if not rules.units.blocks or not any(prize.winner == "unit" for prize in rules.prizes):
        return 1
    named = units_that_may_enter(contest, day).exclude(block="").order_by().values_list("block", flat=True)
    return max(named.distinct().count(), 1)


def units_organised_by(user: User) -> UnitQuerySet:
    """Return the units for which `user` may organise contests, by name."""
    held = RoleAssignment.objects.filter(user=user, role__in=(Role.ORGANISER, Role.ADMIN))
    over = set(held.values_list("unit_id", flat=True))
    units: UnitQuerySet = Unit.objects.order_by("name_folded")
    if None in over:
        return units
    return units.filter(pk__in=with_everything_under([pk for pk in over if pk is not None]))
