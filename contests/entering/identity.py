"""What people write of themselves, brought to one form: phone, e-mail, date of birth, citizen number, initials."""

import re
from datetime import date

YOUNGEST, OLDEST = 14, 100  # years; whoever writes more or less has mistyped the year
LONGEST_EMAIL = 254
# Mobile numbers have ten digits since 2018, fixed lines eleven beginning with 02 (Ministry of Information's plan).
_PHONE = re.compile(r"0(?:[35789]\d{8}|2\d{9})")
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_CITIZEN = re.compile(r"(?P<place>\d{3})(?P<century>\d)(?P<year>\d{2})\d{6}")
# Codes of provinces and cities in the number, Circular 59/2021/TT-BCA, Annex I; they outlive the mergers of 2025.
_PLACES = frozenset(
    f"{code:03}"
    for code in (
        1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44,
        45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89,
        91, 92, 93, 94, 95, 96,
    )
)  # fmt: skip


class Mistyped(ValueError):
    """What was given is none of its kind. It never carries what was given."""


def phone_number(given: str) -> str:
    """Return a Vietnamese phone number as digits beginning with 0 ("+84 912.345.678" → "0912345678").

    Raises Mistyped.
    """
    digits = re.sub(r"[\s.()-]", "", given)
    number = re.sub(r"^(?:\+84|0084|84(?=\d{9,10}$))0?", "0", digits)
    if not number.isascii() or not _PHONE.fullmatch(number):
        raise Mistyped
    return number


def email_address(given: str) -> str:
    """Return an address in small letters without blanks around it. Raises Mistyped."""
    address = given.strip().lower()
    if len(address) > LONGEST_EMAIL or ".." in address or not _EMAIL.fullmatch(address):
        raise Mistyped
    return address


def birth_date(given: date, today: date) -> date:
    """Return a date of birth that somebody who takes part can have. Raises Mistyped."""
    age = today.year - given.year - ((today.month, today.day) < (given.month, given.day))
    if not YOUNGEST <= age <= OLDEST:
        raise Mistyped
    return given


def citizen_number(given: str, born: date | None = None) -> str:
    """Return a citizen number (số định danh cá nhân, CCCD) as its twelve digits. Raises Mistyped.

    Digits 1-3: where the birth was registered; 4: century and sex (0 and 1: 1900s, 2 and 3: 2000s); 5-6: the year of
    birth (Decree 137/2015/NĐ-CP Article 13, Circular 59/2021/TT-BCA Article 4). born: must agree with it.
    """
    digits = re.sub(r"[\s.-]", "", given)
    found = _CITIZEN.fullmatch(digits) if digits.isascii() else None
    if found is None or found["place"] not in _PLACES or found["century"] not in "0123":
        raise Mistyped
    if born is not None and 1900 + 100 * (int(found["century"]) // 2) + int(found["year"]) != born.year:
        raise Mistyped
    return digits


def initials(full_name: str) -> str:
    """Return the first letters of the words of a name ("Nguyễn Văn Ba" → "N.V.B."); empty for an empty one."""
    return "".join(f"{word[0].upper()}." for word in full_name.split())
