"""Who attended a class: ticked from the people of its units, or read from a list.

The list names people and no result of theirs; only the trainers over the contest's unit read it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from contests.rosters.reading import MOST_LINES, Lists, Row, read
from people.folding import clean_name, fold
from people.models import Unit, User
from questionbank.formats.files import FileTooLarge, NotASpreadsheet, read_sheets
from training.planning.models import Attendance, PlanEvent, TrainingClass
from training.planning.refusals import FileNotRead, NotYetTaught


@dataclass(frozen=True)
class Recorded:
    """added: people new on the list. known: how many stood there. nameless: of those added, without an account."""

    added: int
    known: int
    nameless: int


def people_of(made: TrainingClass, units: Iterable[int] | None = None) -> list[User]:
    """Return the people with an account in the units of the class, or in those of `units`, by unit and name."""
    of = set(made.groups.values_list("units", flat=True)) if units is None else set(units)
    there = User.objects.filter(unit__in=of).filter(Q(is_active=True) | Q(is_simulated=True))
    return list(there.select_related("unit").order_by("unit__name_folded", "full_name_folded", "pk"))


@transaction.atomic
def tick(*, made: TrainingClass, shown: Collection[int], present: Collection[int], by: User, now: datetime) -> int:
    """Let exactly `present` of the people `shown` have attended; return how many rows changed.

    Whoever is not of the class's units is neither added nor removed. Raises NotYetTaught.
    """
    _check_taught(made)
    offered = {user.pk: user for user in people_of(made) if user.pk in set(shown)}
    there = set(made.attendances.filter(user__in=offered).values_list("user_id", flat=True))
    wanted = set(present) & set(offered)
    Attendance.objects.bulk_create(
        (_row(made, user=offered[pk], by=by, now=now) for pk in sorted(wanted - there)), ignore_conflicts=True
    )
    made.attendances.filter(user__in=there - wanted).delete()
    changed = len(wanted ^ there)
    if changed:
        _note(made, by, now)
    return changed


@transaction.atomic
def record_list(*, made: TrainingClass, lists: Lists, by: User, now: datetime) -> Recorded:
    """Add the people of a list without faults. Who is named without an account is recognised by name and unit, where
    one account alone has them. Raises NotYetTaught.
    """
    _check_taught(made)
    units = Unit.objects.in_bulk(list(lists.people))
    named = _by_name(units)
    had_users = set(made.attendances.exclude(user=None).values_list("user_id", flat=True))
    had_names = set(made.attendances.filter(user=None).values_list("unit_id", "full_name_folded"))
    known, new = 0, []
    for unit, rows in lists.people.items():
        for row in rows:
            user = row.account or named.get((unit, fold(row.name)), 0)
            there = user in had_users if user else (unit, fold(clean_name(row.name))) in had_names
            if there:
                known += 1
                continue
            new.append(_named(made, units[unit], row, user, by=by, now=now))
            had_users.add(user)
            if not user:
                had_names.add((unit, fold(clean_name(row.name))))
    Attendance.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        _note(made, by, now)
    return Recorded(len(new), known, sum(row.user_id is None for row in new))


@transaction.atomic
def strike(*, made: TrainingClass, number: int, by: User, now: datetime) -> None:
    """Take one line off the list; nothing happens where it is not there."""
    if made.attendances.filter(pk=number).delete()[0]:
        _note(made, by, now)


def read_list(raw: bytes, units: Collection[Unit]) -> Lists:
    """Return the people that a file names, of `units`, with every fault by its cell. Raises FileNotRead."""
    try:
        sheets = read_sheets(raw, MOST_LINES)
    except (FileTooLarge, NotASpreadsheet) as wrong:
        raise FileNotRead from wrong
    rows = next((sheet for sheet in sheets if sheet), [])
    names: dict[str, int] = {}
    for unit in units:
        for called in {fold(unit.code), fold(unit.name)}:
            names[called] = 0 if called in names and names[called] != unit.pk else unit.pk
    only = next(iter(units)).pk if len(units) == 1 else 0
    accounts = dict(User.objects.filter(unit__in=[unit.pk for unit in units]).values_list("username", "pk"))
    return read(rows, units=names, accounts=accounts, only=only)


def _check_taught(made: TrainingClass) -> None:
    if not made.plan.editions.exists():
        raise NotYetTaught


def _by_name(units: Mapping[int, Unit]) -> dict[tuple[int, str], int]:
    """Return the account of each (unit, folded name) that one person alone has."""
    found: dict[tuple[int, str], int] = {}
    for pk, unit, name in User.objects.filter(unit__in=units).values_list("pk", "unit_id", "full_name_folded"):
        found[unit, name] = 0 if (unit, name) in found else pk
    return found


def _row(made: TrainingClass, *, user: User, by: User, now: datetime) -> Attendance:
    row = Attendance(
        of=made, user=user, unit_id=user.unit_id, full_name=user.full_name, recorded_by=by, recorded_at=now
    )
    row.settle_name()
    return row


def _named(made: TrainingClass, unit: Unit, row: Row, user: int, *, by: User, now: datetime) -> Attendance:
    kept = Attendance(of=made, user_id=user or None, unit=unit, full_name=row.name, recorded_by=by, recorded_at=now)
    kept.settle_name()
    return kept


def _note(made: TrainingClass, by: User, now: datetime) -> None:
    about = f"{made} · {made.attendances.count()}"
    PlanEvent.objects.create(
        plan=made.plan, version=made.plan.version, what=PlanEvent.What.ATTENDED, about=about[:250], by=by, at=now
    )
