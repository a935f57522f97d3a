"""Rosters from a spreadsheet: read, shown with every fault, and taken only when their sender confirms."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from contests.models import Invited, RosterSet, RosterUpload
from contests.refusals import Refused
from contests.rosters.keeping import Person, give_headcount, give_people
from contests.rosters.reading import MOST_LINES, Lists, Row, read
from official.figures import whole
from people.folding import fold
from people.models import Unit, User
from questionbank.formats.files import FileTooLarge, NotASpreadsheet, read_sheets

KEPT_FOR = timedelta(days=1)


class FileNotRead(Refused):
    message = format_lazy(
        _("This is not an Excel workbook (.xlsx) or a CSV file in UTF-8, or it is too large (10 MB, {most} rows)."),
        most=whole(MOST_LINES),
    )


class UploadGone(Refused):
    message = _("This list has been taken, or has waited too long. Send the file again.")


def read_file(*, raw: bytes, units: Collection[Unit], only: Unit | None) -> Lists:
    """Return what the file says of `units`; only: the unit of a file that names none. Raises FileNotRead."""
    try:
        sheets = read_sheets(raw, MOST_LINES)
    except (FileTooLarge, NotASpreadsheet) as wrong:
        raise FileNotRead from wrong
    rows = next((sheet for sheet in sheets if sheet), [])
    names: dict[str, int] = {}
    for unit in units:
        for called in {fold(unit.code), fold(unit.name)}:
            names[called] = 0 if called in names and names[called] != unit.pk else unit.pk
    typed = {str(cell).strip() for row in rows for cell in row if isinstance(cell, str) and len(cell) <= 60}
    accounts: dict[str, int] = {}
    words = sorted(typed)
    for start in range(0, len(words), 500):
        found = User.objects.filter(username__in=words[start : start + 500], is_active=True, is_simulated=False)
        accounts |= dict(found.values_list("username", "pk"))
    return read(rows, units=names, accounts=accounts, only=only.pk if only else 0)


@transaction.atomic
def keep_upload(*, kept: RosterSet, lists: Lists, by: User, now: datetime) -> RosterUpload:
    """Keep a list without faults until its sender confirms it; what waited longer than a day is dropped."""
    RosterUpload.objects.filter(set=kept, sent_by=by).delete()
    RosterUpload.objects.filter(sent_at__lt=now - KEPT_FOR).delete()
    content = {
        "people": {str(unit): [list(asdict(row).values()) for row in rows] for unit, rows in lists.people.items()},
        "numbers": {str(unit): list(numbers) for unit, numbers in lists.numbers.items()},
    }
    return RosterUpload.objects.create(set=kept, content=content, sent_by=by, sent_at=now)


@transaction.atomic
def take_upload(*, upload: RosterUpload, units: Collection[int], by: User, now: datetime, reason: str = "") -> int:
    """Make the lists of an upload the rosters of their units; return of how many units.

    units: those that the sender may speak for; others are not touched. Raises UploadGone or what a roster refuses.
    """
    held = RosterUpload.objects.select_for_update().filter(pk=upload.pk, sent_by=by).first()
    if held is None or now - held.sent_at > KEPT_FOR:
        raise UploadGone
    found = Unit.objects.in_bulk(list(units))
    taken = 0
    for key, rows in held.content["people"].items():
        if int(key) in found:
            people = [_person(Row(*row)) for row in rows]
            give_people(kept=held.set, unit=found[int(key)], people=people, by=by, now=now, reason=reason)
            taken += 1
    for key, (headcount, exempted, why) in held.content["numbers"].items():
        if int(key) in found:
            give_headcount(
                kept=held.set, unit=found[int(key)], headcount=headcount, exempted=exempted, exempt_reason=why, by=by,
                now=now, reason=reason,
            )  # fmt: skip
            taken += 1
    held.delete()
    return taken


@transaction.atomic
def take_accounts(*, kept: RosterSet, units: Collection[Unit], by: User, now: datetime, reason: str = "") -> int:
    """Make the accounts of each of `units` its roster, those of no account left as they are; return of how many units.

    Closed and simulated accounts stand on no roster.
    """
    people: dict[int, list[Person]] = {}
    accounts = User.objects.filter(unit__in=[unit.pk for unit in units], is_active=True, is_simulated=False)
    for pk, unit, name, title in accounts.order_by("full_name_folded", "pk").values_list(
        "pk", "unit_id", "full_name", "job_title"
    ):
        people.setdefault(unit, []).append(Person(name, position_group=title[:60], user=pk))
    for unit in units:
        if unit.pk in people:
            give_people(kept=kept, unit=unit, people=people[unit.pk], by=by, now=now, reason=reason)
    return len(people)


@transaction.atomic
def take_invited(*, kept: RosterSet, by: User, now: datetime, reason: str = "") -> int:
    """Make the list of who may enter the contest the roster of each unit on it; return of how many units.

    Units of which nobody stands on the list are left as they are, and so are lines that were erased.
    """
    lines = Invited.objects.filter(contest=kept.contest, forgotten_at=None).exclude(full_name="")
    people: dict[int, list[Person]] = {}
    for line in lines.select_related("group", "entrant").order_by("full_name_folded", "pk"):
        group = line.group.name if line.group else line.position
        user = line.user_id or (line.entrant.user_id if line.entrant else None)
        person = Person(line.full_name, line.employee_code, group[:60], line.email, user)
        people.setdefault(line.unit_id, []).append(person)
    for unit in Unit.objects.filter(pk__in=list(people)).order_by("pk"):
        give_people(kept=kept, unit=unit, people=people[unit.pk], by=by, now=now, reason=reason)
    return len(people)


def _person(row: Row) -> Person:
    return Person(row.name, row.code, row.group, row.email, row.account or None, row.exempt)
