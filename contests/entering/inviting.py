"""The organisers' list of who may enter: read from a file, confirmed in one transaction, and its personal codes."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from contests.entering.invited_rows import MOST_LISTED, Fault, Listed, read_people
from contests.entering.return_codes import forget_listed_guesses, new_code, personal_digest
from contests.models import Contest, Invited, InvitedFile, PositionGroup
from contests.record.ledger import note
from contests.refusals import EnteredAlready, ListMovedOn
from people.folding import fold
from people.models import Unit, User
from questionbank.formats.files import read_sheets

WAITS = timedelta(days=1)
BATCH = 1000
MOST_NEAR, NEAR = 4, 0.6
MOST_UNKNOWN = 200  # names of units for which near ones are sought


@dataclass(frozen=True)
class Proposal:
    """A file as it was read. people: rows that can be taken once their unit is known. unknown: unit as written →
    keys of units whose names are near it, nearest first."""

    people: tuple[Listed, ...]
    faults: tuple[Fault, ...]
    units: Mapping[str, int]
    unknown: Mapping[str, tuple[int, ...]]


def read_list(*, contest: Contest, raw: bytes, file_name: str, by: User, now: datetime) -> InvitedFile:
    """Read a spreadsheet and let it wait for a person's word; nothing is on the list yet.

    A file of the same person that waited is removed. Raises FileTooLarge or NotASpreadsheet (questionbank.formats).
    """
    people, faults = read_people(read_sheets(raw, MOST_LISTED), timezone.localdate(now))
    forget_waiting(now)
    InvitedFile.objects.filter(contest=contest, uploaded_by=by).delete()
    rows = {"people": [_plain(each) for each in people], "faults": [asdict(each) for each in faults]}
    return InvitedFile.objects.create(
        contest=contest, uploaded_by=by, file_name=file_name[:200], rows=rows, created_at=now
    )


def forget_waiting(now: datetime) -> int:
    """Remove the files that nobody confirmed within a day; return how many."""
    return InvitedFile.objects.filter(created_at__lte=now - WAITS).delete()[0]


def proposal_of(file: InvitedFile, day: date) -> Proposal:
    """Return what the file says, judged by the units of `day` and by the list as it stands; a few queries."""
    people = [_listed(each) for each in file.rows["people"]]
    faults = [Fault(**each) for each in file.rows["faults"]]
    bad = {fault.row for fault in faults if not fault.note}
    units, unknown = _units(people, day)
    on_list, alike = _on_list(file.contest, people, units)
    faults += [*on_list, *alike]
    bad |= {fault.row for fault in on_list}
    good = tuple(one for one in people if one.row not in bad)
    wanted = {one.unit for one in good}
    near = {name: keys for name, keys in unknown.items() if name in wanted}
    return Proposal(good, tuple(sorted(faults, key=lambda fault: fault.row)), units, near)


@transaction.atomic
def confirm(*, file: InvitedFile, chosen: Mapping[str, int], by: User, now: datetime) -> int:
    """Put the good rows of a file on the list, all or none, and remove the file; return how many.

    chosen: for a unit as written that is unknown, the key of the unit meant; rows of others are left out.
    Raises ListMovedOn where somebody confirmed it meanwhile.
    """
    Contest.objects.select_for_update().get(pk=file.contest_id)
    if not InvitedFile.objects.filter(pk=file.pk).exists():
        raise ListMovedOn
    contest, day = file.contest, timezone.localdate(now)
    proposal = proposal_of(file, day)
    near = {name: key for name, key in chosen.items() if key in proposal.unknown.get(name, ())}
    units = {**proposal.units, **near}
    people = [one for one in proposal.people if one.unit in units]
    groups = {fold(name): pk for pk, name in PositionGroup.objects.values_list("pk", "name")}
    accounts = _accounts(contest, people, units)
    lines = [_line(contest, one, units[one.unit], groups, accounts, now) for one in people]
    Invited.objects.bulk_create(lines, BATCH)
    InvitedFile.objects.filter(pk=file.pk).delete()
    note(
        contest, "list_extended", {"people": len(lines), "units": len({units[p.unit] for p in people})}, by=by, now=now
    )
    return len(lines)


@transaction.atomic
def issue_codes(
    *, contest: Contest, by: User, now: datetime, unit: Unit | None = None, only: int = 0, anew: bool = False
) -> list[tuple[Invited, str]]:
    """Give a personal code to everybody on the list who has not entered and has none; return them, by unit and name.

    unit: its people only. only: the key of one line, whose code is made anew. anew: make new codes for those who have
    one, too; the old ones end. The codes are returned this once; digests are kept. The record says who made them.
    """
    lines = contest.invited.filter(entrant=None).select_related("unit", "contest").select_for_update(of=("self",))
    if only:
        lines = lines.filter(pk=only)
    elif not anew:
        lines = lines.filter(code_hash="")
    if unit is not None:
        lines = lines.filter(unit=unit)
    made = [(line, new_code()) for line in lines.order_by("unit__name_folded", "full_name_folded", "pk")]
    for line, code in made:
        line.code_hash = personal_digest(line, code)
    Invited.objects.bulk_update([line for line, _code in made], ["code_hash"], BATCH)
    if only:
        for line, _code in made:
            forget_listed_guesses(line)
    if made:
        told = {"people": len(made), "unit": unit.code if unit else "", "line": only}
        note(contest, "personal_codes_issued", told, by=by, now=now)
    return made


@transaction.atomic
def strike_off(*, invited: Invited, by: User, now: datetime) -> None:
    """Take a person off the list. Raises EnteredAlready for somebody who has used it."""
    if Invited.objects.filter(pk=invited.pk, entrant=None).delete()[0] != 1:
        raise EnteredAlready(name=invited.full_name)
    note(invited.contest, "list_struck", {"line": invited.pk}, by=by, now=now)


def _plain(one: Listed) -> dict[str, Any]:
    return asdict(one) | {"born": one.born.isoformat() if one.born else None}


def _listed(given: dict[str, Any]) -> Listed:
    return Listed(**given | {"born": date.fromisoformat(given["born"]) if given["born"] else None})


def _units(people: Iterable[Listed], day: date) -> tuple[dict[str, int], dict[str, tuple[int, ...]]]:
    """Return unit as written → key, by code or whole name; and for the others the keys of near names."""
    rows = list(Unit.objects.valid_on(day).values_list("pk", "code", "name_folded"))
    by_code = {code.casefold(): pk for pk, code, _name in rows}
    by_name: dict[str, list[int]] = {}
    for pk, _code, name in rows:
        by_name.setdefault(name, []).append(pk)
    found: dict[str, int] = {}
    unknown: dict[str, tuple[int, ...]] = {}
    for written in dict.fromkeys(one.unit for one in people):
        same = by_name.get(fold(written), [])
        key = by_code.get(written.casefold()) or (same[0] if len(same) == 1 else None)
        if key is not None:
            found[written] = key
        elif len(unknown) < MOST_UNKNOWN:  # two units of one name are asked about as well
            near = difflib.get_close_matches(fold(written), list(by_name), MOST_NEAR, NEAR)
            unknown[written] = tuple(same or (pk for name in near for pk in by_name[name]))
        else:
            unknown[written] = ()
    return found, unknown


def _on_list(contest: Contest, people: Iterable[Listed], units: Mapping[str, int]) -> tuple[list[Fault], list[Fault]]:
    """Return faults for people whose employee code is on the list, and notes for those who look as if they were."""
    codes, persons = set(), set()
    for code, name, unit in contest.invited.values_list("employee_code", "full_name_folded", "unit"):
        codes.add(code.casefold())
        persons.add((name, unit))
    known, alike = [], []
    for one in people:
        if one.code and one.code.casefold() in codes:
            known.append(Fault("", one.row, "on_list", one.name))
        elif (fold(one.name), units.get(one.unit)) in persons:
            alike.append(Fault("", one.row, "like_on_list", one.name, note=True))
    return known, alike


def _accounts(contest: Contest, people: Iterable[Listed], units: Mapping[str, int]) -> dict[int, int]:
    """Return row → key of the account that is surely this person's: same name, and employee code or phone and unit."""
    taken = set(contest.invited.exclude(user=None).values_list("user", flat=True))
    by_name: dict[str, list[User]] = {}
    for user in User.objects.filter(is_active=True, full_name_folded__in={fold(one.name) for one in people}):
        by_name.setdefault(user.full_name_folded, []).append(user)
    found: dict[int, int] = {}
    for one in people:
        for user in by_name.get(fold(one.name), []):
            of_code = one.code and user.username.casefold() == one.code.casefold()
            of_phone = one.phone and user.phone == one.phone and user.unit_id == units[one.unit]
            if (of_code or of_phone) and user.pk not in taken:
                found[one.row] = user.pk
                taken.add(user.pk)
                break
    return found


def _line(
    contest: Contest, one: Listed, unit: int, groups: Mapping[str, int], accounts: Mapping[int, int], now: datetime
) -> Invited:
    group = groups.get(fold(one.position))
    return Invited(
        contest=contest, unit_id=unit, full_name=one.name, full_name_folded=fold(one.name), born=one.born,
        group_id=group, position="" if group else one.position, employee_code=one.code, phone=one.phone,
        email=one.email, user_id=accounts.get(one.row), added_at=now,
    )  # fmt: skip
