"""What a person writes of themselves on entering, read as the contest's rules ask for it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.crypto import salted_hmac

from contests.entering.identity import Mistyped, birth_date, citizen_number, email_address
from contests.entering.rules import NEEDED, EntryRules, Field
from contests.models import Contest, PositionGroup
from contests.refusals import BadBirthDate, BadCitizenNumber, BadEmail, ConsentNeeded, DetailMissing
from people.folding import clean_name

LONGEST_POSITION = 120
# The box of the form for each field, by which a refusal finds its place.
BOXES: dict[Field, str] = {
    "name": "full_name", "birth": "born", "unit": "unit", "group": "group", "position": "position", "phone": "phone",
    "email": "email", "citizen": "citizen",
}  # fmt: skip
# What is asked of everybody, however they come in; a name, a unit and a phone number are known of an account.
OF_ANYBODY: tuple[Field, ...] = ("birth", "group", "position", "email", "citizen")


@dataclass(frozen=True, slots=True)
class Details:
    """What a person wrote beside name, unit and phone, and the purposes that they agreed to."""

    born: date | None = None
    group: PositionGroup | None = None
    position: str = ""
    email: str = ""
    citizen: str = ""
    consents: frozenset[str] = frozenset()


def asks_more(rules: EntryRules) -> bool:
    """Say whether an account alone does not tell what the rules ask for."""
    return bool(rules.purposes) or any(rules.asks(field) for field in OF_ANYBODY)


def read_details(contest: Contest, details: Details, today: date) -> dict[str, Any]:
    """Return the fields of an Entrant that `details` give; what the rules do not ask for is left out.

    Raises DetailMissing, BadBirthDate, BadEmail, BadCitizenNumber or ConsentNeeded.
    """
    rules = contest.entering
    given: dict[str, Any] = {name: getattr(details, BOXES[name]) if rules.asks(name) else None for name in OF_ANYBODY}
    for name, value in given.items():
        asked = rules.asks(name)  # type: ignore[arg-type]
        if asked is not None and asked.required and not value:
            raise DetailMissing(BOXES[name])  # type: ignore[index]
    if NEEDED in rules.purposes and NEEDED not in details.consents:
        raise ConsentNeeded
    born = _born(given["birth"], today)
    return {
        "born": born,
        "group": given["group"],
        "position": clean_name(given["position"] or "")[:LONGEST_POSITION],
        "email": _email(given["email"] or ""),
        "shows_name": "show_name" not in rules.purposes or "show_name" in details.consents,
        **_citizen(contest, given["citizen"] or "", born),
    }


def citizen_digest(contest: Contest, number: str) -> str:
    """Return the keyed digest under which a citizen number is kept in this contest, and in no other."""
    return salted_hmac("contests.citizen", f"{contest.pk}:{number}", algorithm="sha256").hexdigest()


def _born(given: date | None, today: date) -> date | None:
    try:
        return birth_date(given, today) if given else None
    except Mistyped:
        raise BadBirthDate from None


def _email(given: str) -> str:
    try:
        return email_address(given) if given else ""
    except Mistyped:
        raise BadEmail from None


def _citizen(contest: Contest, given: str, born: date | None) -> dict[str, str]:
    if not given:
        return {"citizen_hash": "", "citizen_last4": ""}
    try:
        number = citizen_number(given, born)
    except Mistyped:
        raise BadCitizenNumber from None
    return {"citizen_hash": citizen_digest(contest, number), "citizen_last4": number[-4:]}
