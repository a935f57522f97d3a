"""Who takes part: people with an account, and people who register on the spot."""

import re
import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from contests.drawing import questions_for, slots_of_contest
from contests.models import Contest, Entrant
from contests.refusals import (
    AccountsOnly,
    BadName,
    BadPhone,
    NotEligible,
    NotOpen,
    NoUnit,
    OrganisersMayNotEnter,
    PhoneTaken,
    QuestionWritersMayNotEnter,
    WrongReturnCode,
)
from people.access import holds_over
from people.folding import clean_name
from people.models import Role, Unit, User
from questionbank.models import QuestionVersion, ReviewEvent

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
CODE_LENGTH = 8
LONGEST_NAME = 120
# Mobile numbers have ten digits since 2018, fixed lines eleven beginning with 02 (Ministry of Information's plan).
PHONE = re.compile(r"0(?:[35789]\d{8}|2\d{9})")


def enter_with_account(*, contest: Contest, user: User, now: datetime) -> Entrant:
    """Return `user` as an entrant, entered now or before.

    Raises NotOpen, OrganisersMayNotEnter, QuestionWritersMayNotEnter, NoUnit or NotEligible.
    """
    _check_open(contest, now)
    _check_not_barred(contest, user)
    if user.unit is None:
        raise NoUnit
    _check_eligible(contest, user.unit)
    entrant, _ = Entrant.objects.get_or_create(
        contest=contest,
        user=user,
        defaults={
            "unit": user.unit,
            "full_name": user.full_name,
            "is_simulated": user.is_simulated,
            "entered_at": now,
        },
    )
    return entrant


def register(*, contest: Contest, full_name: str, unit: Unit, phone: str, now: datetime) -> tuple[Entrant, str]:
    """Enter a person without an account; return them and the code with which they come back on another phone.

    The code is kept only as a keyed digest. Raises NotOpen, AccountsOnly, BadName, BadPhone,
    NotEligible or PhoneTaken.
    """
    _check_open(contest, now)
    if contest.entry != Contest.Entry.REGISTER:
        raise AccountsOnly
    name = clean_name(full_name)
    if not 2 <= len(name.split(" ")) <= 12 or len(name) > LONGEST_NAME:
        raise BadName
    number = normal_phone(phone)
    if not Unit.objects.valid_on(timezone.localdate(now)).filter(pk=unit.pk).exists():
        raise NotEligible(unit=unit.name)
    _check_eligible(contest, unit)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    try:
        with transaction.atomic():
            entrant = Entrant.objects.create(
                contest=contest,
                unit=unit,
                full_name=name,
                phone=number,
                return_code_hash=_digest(contest, number, code),
                entered_at=now,
            )
    except IntegrityError as taken:
        raise PhoneTaken from taken
    return entrant, code


def come_back(*, contest: Contest, phone: str, code: str) -> Entrant:
    """Return the registered person with this phone number and return code. Raises BadPhone or WrongReturnCode."""
    number = normal_phone(phone)
    given = re.sub(r"[\s-]", "", code).upper()
    entrant = contest.entrants.filter(phone=number, user__isnull=True).first()
    kept = entrant.return_code_hash if entrant else ""
    if entrant is None or not constant_time_compare(kept, _digest(contest, number, given)):
        raise WrongReturnCode
    return entrant


def normal_phone(given: str) -> str:
    """Return a Vietnamese phone number as digits beginning with 0 ("+84 912.345.678" → "0912345678").

    Raises BadPhone.
    """
    digits = re.sub(r"[\s.()-]", "", given)
    number = re.sub(r"^(?:\+84|0084|84(?=\d{9,10}$))0?", "0", digits)
    if not number.isascii() or not PHONE.fullmatch(number):
        raise BadPhone
    return number


def _digest(contest: Contest, phone: str, code: str) -> str:
    return salted_hmac("contests.return_code", f"{contest.pk}:{phone}:{code}", algorithm="sha256").hexdigest()


def _check_open(contest: Contest, now: datetime) -> None:
    if contest.state != Contest.State.OPEN or now >= contest.closes_at:
        raise NotOpen


def _check_not_barred(contest: Contest, user: User) -> None:
    """Refuse whoever had a hand in the contest, as every published set of rules does."""
    organises = holds_over(user, Role.ORGANISER, contest.unit) or holds_over(user, Role.ADMIN, contest.unit)
    if organises or contest.created_by_id == user.pk:
        raise OrganisersMayNotEnter
    asked = questions_for(slots_of_contest(contest.pk))
    wrote = QuestionVersion.objects.filter(written_by=user, question__in=asked)
    reviewed = ReviewEvent.objects.filter(actor=user, question__in=asked)
    if wrote.exists() or reviewed.exists():
        raise QuestionWritersMayNotEnter


def _check_eligible(contest: Contest, unit: Unit) -> None:
    """Refuse a unit that is neither eligible nor below one that is; no eligible unit named means all are."""
    named = set(contest.eligible_units.values_list("pk", flat=True))
    if named and not named & {u.pk for u in unit.ancestors(include_self=True)}:
        raise NotEligible(unit=unit.name)
