"""How the papers of a contest are headed and signed: the office above, its place, the bodies that hold the contest."""

import re
from datetime import date

from contests.models import Contest
from contests.record.signing import hosts_of
from official.decree30 import Head, Signature
from official.figures import written_date
from people.models import Unit

_PLACES = (Unit.Kind.PROVINCE, Unit.Kind.COMMUNE, Unit.Kind.WARD)
BOARD = Signature("TM. BAN TỔ CHỨC", "TRƯỞNG BAN", "")


def head_of(contest: Contest, number: str, day: str) -> Head:
    """Return the head of a document of the unit that holds `contest`. number: with its blank; day: as it is written."""
    return office_head(contest.unit, number, day)


def office_head(unit: Unit, number: str, day: str) -> Head:
    """Return the head of a document of `unit`. number: with its blank; day: as it is written."""
    above = unit.parent
    parent = f"UBND {above.name}".upper() if above is not None and above.kind == Unit.Kind.PROVINCE else ""
    return Head(parent, unit.name.upper(), number, dated_at(unit, day))


def dated(contest: Contest, day: str) -> str:
    """Return place and day: Cà Mau, ngày 05 tháng 01 năm 2026; the day alone where the unit has no place."""
    return dated_at(contest.unit, day)


def dated_at(unit: Unit, day: str) -> str:
    place = place_of(unit)
    return f"{place}, {day}" if place else day[:1].upper() + day[1:]


def place_of(unit: Unit) -> str:
    """Return the place that a document of `unit` is dated at: its province or commune, without what kind it is."""
    placed = next((one for one in (unit, *reversed(list(unit.ancestors()))) if one.kind in _PLACES), None)
    return re.sub(r"^(UBND )?(tỉnh|thành phố|xã|phường)\s+", "", placed.name, flags=re.IGNORECASE) if placed else ""


def bodies_of(contest: Contest) -> list[str]:
    """Return the names of the bodies that hold the contest, or of the one office that holds it alone."""
    return [body.name for body in hosts_of(contest)] or [contest.unit.name]


def signers_of(contest: Contest) -> list[Signature]:
    """Return whose signatures stand under a paper: of each body, or of the organising board of one office."""
    hosts = hosts_of(contest)
    return [Signature(b.name.upper(), b.signer_title.upper(), b.signer.full_name) for b in hosts] or [BOARD]


def titled(contest: Contest, word: str = "Cuộc thi") -> str:
    """Return the title behind the word for a contest, once."""
    title = contest.title
    return title if title.lower().startswith(("cuộc thi", "hội thi")) else f"{word} “{title}”"


def report_number(unit: Unit) -> str:
    """Return the number of a report of `unit`, its blank left to be filled in: "Số:        /BC-SNV"."""
    initials = "".join(word[0] for word in unit.name.split() if word[0].isalpha()).upper()
    return f"Số:        /BC-{initials}"


def unsigned_day(day: date) -> str:
    """Return the day of a document that waits to be signed: month and year are written, the day is left blank."""
    return written_date(day).replace(f"ngày {day.day:02}", "ngày      ", 1)


def office_signer(unit: Unit) -> tuple[str, ...]:
    """Return the lines above the signature of whoever heads `unit`, by what kind of office its name says it is."""
    if unit.name.startswith("Sở "):
        return ("GIÁM ĐỐC",)
    if unit.kind in _PLACES:
        return ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    return ("THỦ TRƯỞNG ĐƠN VỊ",)
