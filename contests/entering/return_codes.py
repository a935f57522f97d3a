"""Codes by which people without an account come back, or come in from the list; kept as keyed digests only."""

import re
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from contests.entering.identity import Mistyped, phone_number
from contests.models import CodeGuess, Contest, Entrant, Invited
from contests.record.ledger import note
from contests.refusals import BadPhone, NothingReturns, TooManyGuesses, WrongPersonalCode, WrongReturnCode
from people.folding import fold
from people.models import User

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
CODE_LENGTH = 8
MOST_GUESSES, GUESSES_FORGOTTEN = 5, timedelta(minutes=15)


def new_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def return_digest(contest: Contest, phone: str, code: str) -> str:
    return salted_hmac("contests.return_code", f"{contest.pk}:{phone}:{code}", algorithm="sha256").hexdigest()


def personal_digest(invited: Invited, code: str) -> str:
    return salted_hmac("contests.personal_code", f"{invited.pk}:{code}", algorithm="sha256").hexdigest()


def normal_phone(given: str) -> str:
    """Return a Vietnamese phone number as digits beginning with 0. Raises BadPhone."""
    try:
        return phone_number(given)
    except Mistyped:
        raise BadPhone from None


def come_back(*, contest: Contest, phone: str, code: str, now: datetime) -> Entrant:
    """Return the person without an account who has this phone number, or this number of entry, and this return code.

    Raises BadPhone, WrongReturnCode or TooManyGuesses; an unknown number is answered like a wrong code.
    """
    without_account = contest.entrants.filter(user__isnull=True)
    number = re.sub(r"\s", "", phone)
    if number.isascii() and number.isdecimal() and len(number) < 9:
        entrant, who = without_account.filter(pk=int(number), phone="").first(), f"entry {int(number)}"
    else:
        number = normal_phone(phone)
        entrant, who = without_account.filter(phone=number).first(), f"phone {number}"
    _take_a_guess(contest, who, now)
    kept = entrant.return_code_hash if entrant else ""
    given = return_digest(contest, entrant.phone if entrant else "", _typed(code))
    if not constant_time_compare(kept, given) or entrant is None:
        raise WrongReturnCode
    _forget_guesses(contest, who)
    return entrant


def come_in(*, contest: Contest, employee_code: str, code: str, now: datetime) -> Invited:
    """Return the person on the list who has this employee code, or phone number, and this personal code.

    Raises WrongPersonalCode or TooManyGuesses. The code is used up when they enter, and not before.
    """
    written = employee_code.strip()
    listed = contest.invited.filter(entrant=None)
    invited = listed.filter(employee_code__iexact=written).first() if written else None
    if invited is None:
        try:
            of_phone = list(listed.filter(phone=phone_number(written))[:2])
            invited = of_phone[0] if len(of_phone) == 1 else None  # of two who share it, the employee code tells
        except Mistyped:
            pass
    who = f"listed {invited.pk}" if invited else f"listed as {fold(written)}"
    _take_a_guess(contest, who, now)
    given = personal_digest(invited, _typed(code)) if invited else ""
    if invited is None or not constant_time_compare(invited.code_hash, given):
        raise WrongPersonalCode
    _forget_guesses(contest, who)
    return invited


@transaction.atomic
def reissue_code(*, entrant: Entrant, by: User, now: datetime) -> str:
    """Give a person who lost their return code another; the old one ends. The record says who gave it.

    Raises NothingReturns for whoever signs in with an account.
    """
    code = new_code()
    contest = entrant.contest
    changed = Entrant.objects.filter(pk=entrant.pk, user=None).update(
        return_code_hash=return_digest(contest, entrant.phone, code)
    )
    if changed != 1:
        raise NothingReturns
    _forget_guesses(contest, f"phone {entrant.phone}" if entrant.phone else f"entry {entrant.pk}")
    note(contest, "return_code_reissued", {"entrant": entrant.pk}, by=by, now=now)
    return code


def forget_listed_guesses(invited: Invited) -> None:
    """Let the person whose personal code was given anew try at once."""
    _forget_guesses(invited.contest, f"listed {invited.pk}")


def _typed(code: str) -> str:
    return re.sub(r"[\s-]", "", code).upper()


def _take_a_guess(contest: Contest, who: str, now: datetime) -> None:
    """Count a try in one person's name before it is looked at, so that many at once are no way around the count.

    Counted by person and not by address: a whole hall may sit behind one address. Raises TooManyGuesses.
    """
    name = _name(contest, who)
    held, _made = CodeGuess.objects.get_or_create(contest=contest, who=name, defaults={"since": now})
    CodeGuess.objects.filter(pk=held.pk, since__lte=now - GUESSES_FORGOTTEN).update(failures=0, since=now)
    taken = CodeGuess.objects.filter(pk=held.pk, failures__lt=MOST_GUESSES).update(failures=F("failures") + 1)
    if taken != 1:
        held.refresh_from_db()
        at = timezone.localtime(held.since + GUESSES_FORGOTTEN)
        raise TooManyGuesses(at=at.strftime("%H:%M"))


def _forget_guesses(contest: Contest, who: str) -> None:
    CodeGuess.objects.filter(contest=contest, who=_name(contest, who)).delete()


def _name(contest: Contest, who: str) -> str:
    return salted_hmac("contests.code_guess", f"{contest.pk}:{who}", algorithm="sha256").hexdigest()
