"""Who takes part: people with an account, people on the organisers' list, and people who register on the spot."""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from contests.entering.barring import check_not_barred
from contests.entering.consents import keep_consents
from contests.entering.details import Details, asks_more, read_details
from contests.entering.return_codes import new_code, normal_phone, return_digest
from contests.models import Contest, Entrant, Invited
from contests.refusals import (
    AccountsOnly,
    BadName,
    CitizenTaken,
    DetailMissing,
    DetailsWanted,
    EnteredAlready,
    GroupNotIn,
    NotEligible,
    NotOnList,
    NotOpen,
    NoUnit,
    PhoneTaken,
)
from people.folding import clean_name
from people.models import Unit, User

LONGEST_NAME = 120
NOTHING_MORE = Details()


@transaction.atomic
def enter_with_account(*, contest: Contest, user: User, now: datetime, details: Details | None = None) -> Entrant:
    """Return `user` as an entrant, entered now or before.

    details: what the rules ask for beyond the account; DetailsWanted where they ask and nothing was given.
    Raises NotOpen, a refusal of `check_not_barred`, NoUnit, EnteredAlready, NotEligible, GroupNotIn, NotOnList,
    CitizenTaken or one of `read_details`.
    """
    _check_open(contest, now)
    check_not_barred(contest, user)
    if user.unit is None:
        raise NoUnit
    entered = contest.entrants.filter(user=user).first()
    if entered is not None:
        return entered
    listed = Invited.objects.select_for_update().filter(contest=contest, user=user).first()
    if listed is not None and listed.entrant_id is not None:  # with the code that the same line gave
        raise EnteredAlready(name=listed.full_name)
    if listed is None:
        _check_eligible(contest, user.unit)
    if details is None and asks_more(contest.entering):
        raise DetailsWanted
    given = _known(details or NOTHING_MORE, listed, user.job_title)
    if listed is None:
        _check_way(contest, "account", given)
    fields = read_details(contest, given, timezone.localdate(now)) if details else {}
    fields |= {"user": user, "unit": user.unit, "full_name": user.full_name, "is_simulated": user.is_simulated}
    return _keep(contest, fields, given, now, listed)


@transaction.atomic
def register(
    *, contest: Contest, full_name: str, now: datetime, unit: Unit | None = None, phone: str = "",
    details: Details = NOTHING_MORE,
) -> tuple[Entrant, str]:  # fmt: skip
    """Enter a person without an account; return them and the code with which they come back on another phone.

    The code is kept only as a keyed digest. Where the rules ask for no unit, everybody is of the organising one.
    Raises NotOpen, AccountsOnly, NotOnList, BadName, BadPhone, NotEligible, GroupNotIn, PhoneTaken, CitizenTaken or
    one of `read_details`.
    """
    _check_open(contest, now)
    rules = contest.entering
    if not rules.registers:
        raise NotOnList if "list" in rules.ways else AccountsOnly
    name = clean_name(full_name)
    if not 2 <= len(name.split(" ")) <= 12 or len(name) > LONGEST_NAME:
        raise BadName
    number = _phone(contest, phone)
    unit = unit if rules.asks("unit") and unit is not None else None
    if unit is None:
        if rules.asks("unit"):
            raise DetailMissing("unit")
        unit = contest.unit
    elif not Unit.objects.valid_on(timezone.localdate(now)).filter(pk=unit.pk).exists():
        raise NotEligible(unit=unit.name)
    else:
        _check_eligible(contest, unit)
    fields = read_details(contest, details, timezone.localdate(now))
    _check_way(contest, "register", details)
    return _with_code(contest, fields | {"unit": unit, "full_name": name, "phone": number}, details, now)


@transaction.atomic
def enter_listed(
    *, invited: Invited, now: datetime, phone: str = "", details: Details = NOTHING_MORE
) -> tuple[Entrant, str]:
    """Enter a person on the list who has shown their personal code; return them and a code to come back with.

    Their personal code is used up. Raises NotOpen, EnteredAlready, a refusal of `check_not_barred` where the list knows
    their account, BadPhone, PhoneTaken, CitizenTaken or one of `read_details`.
    """
    contest = invited.contest
    _check_open(contest, now)
    held = Invited.objects.select_for_update().get(pk=invited.pk)
    if held.entrant_id is not None:
        raise EnteredAlready(name=held.full_name)
    if held.user is not None:
        check_not_barred(contest, held.user)
    number = _phone(contest, phone or held.phone)
    given = _known(details, held, "")
    fields = read_details(contest, given, timezone.localdate(now))
    fields |= {"unit": held.unit, "full_name": held.full_name, "phone": number}
    return _with_code(contest, fields, given, now, held)


def _known(details: Details, listed: Invited | None, job_title: str) -> Details:
    """Return `details` with what the list or the account says in their stead; nobody changes their line on entering."""
    if listed is None:
        return replace(details, position=details.position or job_title)
    return replace(
        details,
        born=listed.born or details.born,
        group=listed.group or details.group,
        position=listed.position or details.position or job_title,
        email=details.email or listed.email,
    )


def _phone(contest: Contest, given: str) -> str:
    """Return the number if the rules ask for one. Raises BadPhone or DetailMissing."""
    asked = contest.entering.asks("phone")
    if asked is None or (not given.strip() and not asked.required):
        return ""
    return normal_phone(given)


def _with_code(
    contest: Contest, fields: dict[str, Any], details: Details, now: datetime, listed: Invited | None = None
) -> tuple[Entrant, str]:
    code = new_code()
    kept = return_digest(contest, fields["phone"], code)
    return _keep(contest, fields | {"pk": _free_number(), "return_code_hash": kept}, details, now, listed), code


def _free_number() -> int:
    """Return a key of eight digits by chance, with which a person without a phone number comes back.

    Numbers in a row would tell how many have entered, and whose codes to guess at.
    """
    while True:
        number = secrets.randbelow(9 * 10**7) + 10**7
        if not Entrant.objects.filter(pk=number).exists():
            return number


def _keep(
    contest: Contest, fields: dict[str, Any], details: Details, now: datetime, listed: Invited | None = None
) -> Entrant:
    """Write the entry with the proof of consent, and the line of the list that it uses up."""
    try:
        with transaction.atomic():
            entrant = Entrant.objects.create(contest=contest, entered_at=now, **fields)
    except IntegrityError:
        user, phone = fields.get("user"), fields.get("phone")
        if user is not None and (twice := contest.entrants.filter(user=user).first()):
            return twice  # the same press in two tabs
        if phone and contest.entrants.filter(phone=phone).exists():
            raise PhoneTaken from None
        raise CitizenTaken from None
    if listed is not None:
        Invited.objects.filter(pk=listed.pk).update(entrant=entrant, code_hash="")
    keep_consents(entrant, details.consents, now)
    return entrant


def _check_open(contest: Contest, now: datetime) -> None:
    if contest.state != Contest.State.OPEN or now >= contest.closes_at:
        raise NotOpen


def _check_way(contest: Contest, way: str, details: Details) -> None:
    """Refuse whom none of the rules' ways lets in. Raises GroupNotIn, NotOnList or AccountsOnly."""
    rules, group = contest.entering, details.group.code if details.group else ""
    if rules.takes(way, eligible=True, group=group):  # type: ignore[arg-type]
        return
    if way in rules.ways or (way == "account" and "register" in rules.ways):
        raise GroupNotIn
    raise NotOnList if "list" in rules.ways else AccountsOnly


def _check_eligible(contest: Contest, unit: Unit) -> None:
    """Refuse a unit that is neither eligible nor below one that is; no eligible unit named means all are."""
    if "public" in contest.entering.ways:
        return
    named = set(contest.eligible_units.values_list("pk", flat=True))
    if named and not named & {u.pk for u in unit.ancestors(include_self=True)}:
        raise NotEligible(unit=unit.name)
