"""An edition read back: its lists, one's own line in it, and what is different in a later one."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any

from django.db.models.functions import Substr

from contests.models import Edition
from contests.record.scroll import Scroll
from contests.units.standings import UnitStanding

PIECE = 500_000  # letters of an edition that are read at once


@dataclass(frozen=True, slots=True)
class EditionLine:
    """score, most: hundredths of a point. used: milliseconds. prize: rank, title and amount in đồng, or None."""

    place: int
    entrant: int
    name: str
    unit: str
    score: int
    most: int
    used: int
    prize: tuple[str, str, int] | None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """place: 0 for none. rate: percent, mean: points, formula: percent, each in hundredths. prize: as of a person."""

    place: int
    unit: int
    name: str
    block: str
    why: str
    took_part: int
    headcount: int
    rate: int
    mean: int
    formula: int
    prize: tuple[str, str, int] | None


@dataclass(frozen=True)
class EditionList:
    """of: "contest" or "round N". units: none where the edition was made before units had lists."""

    of: str
    title: str
    lines: tuple[EditionLine, ...]
    by_entrant: Mapping[int, EditionLine]
    units: tuple[UnitLine, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What an edition says. corrections: (code of the question, its version, ruling, accepted answers, reason)."""

    lists: tuple[EditionList, ...]
    papers: int
    rules_digest: str
    lots_seed: str
    disqualified: tuple[int, ...]
    corrections: tuple[tuple[str, int, str, list[Any], str], ...]
    came_true: Mapping[str, int | None]

    def list_of(self, of: str) -> EditionList:
        """Return the list called `of`, else the first."""
        return next((each for each in self.lists if each.of == of), self.lists[0])


@dataclass(frozen=True)
class Difference:
    """A line that two editions tell differently; None where one of them has none for this person."""

    title: str
    before: EditionLine | None
    after: EditionLine | None


def unit_line(line: UnitStanding, name: str) -> UnitLine:
    """Return a line of units as it stands now, as an edition would tell it."""
    won, f = line.award.prize, line.figures
    prize = (won.rank, won.title, won.amount) if won else None
    return UnitLine(
        line.place, line.unit, name, line.block, line.why, f.took_part, f.headcount, f.rate, f.mean, f.formula, prize
    )


def read(edition: Edition) -> Reading:
    """Return what `edition` says; kept for the next reader, since it never changes."""
    return _read(edition.pk, edition.digest)


@lru_cache(maxsize=6)
def _read(pk: int, digest: str) -> Reading:
    content = json.loads(Edition.objects.values_list("content", flat=True).get(pk=pk, digest=digest))
    return reading_of(content)


def reading_of(content: Mapping[str, Any]) -> Reading:
    """Return the content of an edition (parsed JSON) as a Reading."""
    lists = []
    for each in content["lists"]:
        lines = tuple(map(_line, each["lines"]))
        units = tuple(map(_unit_line, each.get("units", ())))
        lists.append(EditionList(each["of"], each["title"], lines, {line.entrant: line for line in lines}, units))
    return Reading(
        tuple(lists), content["papers"], content["rules"], content["lots_seed"], tuple(content["disqualified"]),
        tuple(tuple(each) for each in content["corrections"]), content["came_true"],
    )  # fmt: skip


def _line(told: Sequence[Any]) -> EditionLine:
    return EditionLine(*told[:7], prize=tuple(told[7]) if told[7] else None)


def _unit_line(told: Sequence[Any]) -> UnitLine:
    return UnitLine(*told[:10], prize=tuple(told[10]) if told[10] else None)


# ---------- Line by line, for files ----------


@dataclass(frozen=True)
class Head:
    """A list of an edition without its people; see EditionList."""

    of: str
    title: str
    units: tuple[UnitLine, ...]


def heads(edition: Edition) -> list[Head]:
    """Return the lists of `edition`; however many people they name, it takes little memory."""
    told: list[dict[str, Any]] = []
    for number, name, value in _walk(edition):
        told += [{}] * (number == len(told))
        if name != "lines":
            told[number] = told[number] | {name: value}
    return [Head(each["of"], each["title"], tuple(map(_unit_line, each.get("units", ())))) for each in told]


def lines_of(edition: Edition, number: int) -> Iterator[EditionLine]:
    """Yield the people of the list that stands at `number` among `heads`, best first, one at a time."""
    for at, name, value in _walk(edition):
        if at == number and name == "lines":
            yield _line(value)


def _walk(edition: Edition) -> Iterator[tuple[int, str, Any]]:
    """Yield what each list says: its number, from 0, the name of the part, and the part; "lines" line by line."""
    scroll = Scroll(_pieces(edition))
    for part in scroll.members():
        if part != "lists":
            scroll.value()
            continue
        for number, _each in enumerate(scroll.elements()):
            for name in scroll.members():
                if name != "lines":
                    yield number, name, scroll.value()
                    continue
                for _line_begins in scroll.elements():
                    yield number, name, scroll.value()
        return


def _pieces(edition: Edition) -> Iterator[str]:
    own = Edition.objects.filter(pk=edition.pk, digest=edition.digest)
    for at in count(1, PIECE):
        piece = own.annotate(piece=Substr("content", at, PIECE)).values_list("piece", flat=True).get()
        yield piece
        if len(piece) < PIECE:
            return


# ---------- Two editions ----------


def differences(before: Reading, after: Reading) -> list[Difference]:
    """Return what `after` tells otherwise about places, scores, prizes, names and units, list by list, best first."""
    found = []
    for each in after.lists:
        earlier = next((old.by_entrant for old in before.lists if old.of == each.of), {})
        for entrant in {**earlier, **each.by_entrant}:
            was, now = earlier.get(entrant), each.by_entrant.get(entrant)
            if was != now:
                found.append(Difference(each.title, was, now))
    return sorted(found, key=lambda one: (one.title, min(_places(one)), _places(one)))


def count_differences(before: Edition, after: Edition) -> int:
    """Return in how many lines two editions differ; kept for the next reader, since they never change."""
    return _count_differences((before.pk, before.digest), (after.pk, after.digest))


@lru_cache(maxsize=32)
def _count_differences(before: tuple[int, str], after: tuple[int, str]) -> int:
    return len(differences(_read(*before), _read(*after)))


def _places(one: Difference) -> Sequence[int]:
    return [line.place for line in (one.after, one.before) if line]
