"""An edition read back: its lists, one's own line in it, and what is different in a later one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contests.models import Edition
from contests.unit_standings import UnitStanding


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
        lines = tuple(EditionLine(*line[:7], prize=tuple(line[7]) if line[7] else None) for line in each["lines"])
        units = tuple(
            UnitLine(*line[:10], prize=tuple(line[10]) if line[10] else None) for line in each.get("units", ())
        )
        lists.append(EditionList(each["of"], each["title"], lines, {line.entrant: line for line in lines}, units))
    return Reading(
        tuple(lists), content["papers"], content["rules"], content["lots_seed"], tuple(content["disqualified"]),
        tuple(tuple(each) for each in content["corrections"]), content["came_true"],
    )  # fmt: skip


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
