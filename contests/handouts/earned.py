"""From an edition of the results to the certificates that it gives, and whether a later one still gives them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from contests.record.reading import EditionLine, EditionList, Reading, UnitLine

Kind = Literal["prize", "taking_part"]
State = Literal["stands", "changed", "taken_back"]


@dataclass(frozen=True, slots=True)
class Earned:
    """What one certificate attests. of: the list. entrant, unit: keys, one of them 0. prize: its rank and title."""

    kind: Kind
    of: str
    entrant: int
    unit: int
    prize: tuple[str, str] | None = None


def earned(reading: Reading, *, taking_part: bool) -> list[Earned]:
    """Return what `reading` gives certificates for: prizes list by list, best first, people before units.

    taking_part: also one for each person who is on any list, prize or none, in the order of the first list they are on.
    """
    found = [one for each in reading.lists for one in _prizes(each)]
    if taking_part:
        first_on = {line.entrant: each.of for each in reversed(reading.lists) for line in each.lines}
        found += [
            Earned("taking_part", each.of, line.entrant, 0)
            for each in reading.lists
            for line in each.lines
            if first_on[line.entrant] == each.of
        ]
    return found


def _prizes(each: EditionList) -> Iterator[Earned]:
    for line in each.lines:
        if line.prize:
            yield Earned("prize", each.of, line.entrant, 0, line.prize[:2])
    for unit in each.units:
        if unit.prize:
            yield Earned("prize", each.of, 0, unit.unit, unit.prize[:2])


def line_of(reading: Reading, of: str, entrant: int, unit: int) -> EditionLine | UnitLine | None:
    """Return the line of this person or unit on the list called `of`, if they have one."""
    for each in reading.lists:
        if each.of == of:
            if entrant:
                return each.by_entrant.get(entrant)
            return next((line for line in each.units if line.unit == unit), None)
    return None


def attested(reading: Reading, kind: Kind, of: str, entrant: int, unit: int) -> Earned | None:
    """Return what a certificate for this line attests by `reading`; None where the line earns none (any more)."""
    if kind == "taking_part":
        return Earned(kind, of, entrant, unit) if any(entrant in each.by_entrant for each in reading.lists) else None
    line = line_of(reading, of, entrant, unit)
    return Earned(kind, of, entrant, unit, line.prize[:2]) if line and line.prize else None


def state_of(given: Earned | None, now: Earned | None) -> State:
    """Say whether what a certificate attests still holds. now: the same by the edition that counts."""
    if now is None:
        return "taken_back"
    return "stands" if given == now else "changed"
