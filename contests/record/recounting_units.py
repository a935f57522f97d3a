"""The second count of units, written apart from the first: exact fractions, and a place is one more than the better.

Nothing here is shared with unit_ranking or unit_standings, so that a mistake in one of them is not made twice.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from contests.record.recounting import Facts, counts_of


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """All that a count of units may know, for one list.

    rules: the settings for units, as JSON. unit_of: entrant → the unit that they count for, of all real people. exempt:
    entrants who count neither way. rosters: unit → people who are not exempted. blocks: by unit. out: units taken out.
    order: by the board, among equals.
    """

    rules: Mapping[str, Any]
    unit_of: Mapping[int, int]
    exempt: Collection[int]
    rosters: Mapping[int, int]
    blocks: Mapping[int, str]
    out: Collection[int]
    order: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """place: from 1; 0: none. rate, formula: hundredths of a percent. mean: hundredths of a point."""

    place: int
    unit: int
    took_part: int
    headcount: int
    rate: int
    mean: int
    formula: int


def recount_units(facts: Facts, units: UnitFacts, of: int | None) -> list[UnitPlace]:
    """Return every unit on the list of the round with the key `of`, or of the contest (None), by unit."""
    results: dict[int, list[tuple[int, int, int]]] = {unit: [] for unit in units.rosters}
    for who, result in counts_of(facts, of).items():
        if who in units.unit_of:
            own = results.setdefault(units.unit_of[who], [])
            own += [] if who in units.exempt else [result]
    told = {unit: _Told(units, unit, own) for unit, own in results.items()}
    lines = []
    for unit, one in told.items():
        rivals = [
            other
            for rival, other in told.items()
            if other.stands and (not units.rules["blocks"] or units.blocks.get(rival) == units.blocks.get(unit))
        ]
        place = 1 + sum(other.key < one.key for other in rivals) if one.stands else 0
        lines.append(
            UnitPlace(place, unit, one.here, one.size, _cents(one.rate), _cents(one.mean / 100), _cents(one.formula))
        )
    return sorted(lines, key=lambda line: line.unit)


class _Told:
    """What is to be said of one unit; percentages as fractions of 100, exact until they are shown."""

    def __init__(self, units: UnitFacts, unit: int, own: list[tuple[int, int, int]]) -> None:
        rules = units.rules
        self.here, self.size = len(own), units.rosters.get(unit, 0)
        points = sum(score for score, _most, _at in own)
        right = sum(score == most for score, most, _at in own)
        won = _over(points, sum(most for _score, most, _at in own))
        within = min(_over(self.here, self.size), Fraction(1))
        self.rate, self.mean = 100 * within, _over(points, self.here)
        parts = {
            "rate": self.rate,
            "score": 100 * won,
            "score_roster": 100 * won * within,
            "all_correct": 100 * _over(right, self.here),
            "all_correct_roster": 100 * min(_over(right, self.size), Fraction(1)),
        }
        weights = {each["of"]: each["weight"] for each in rules["weights"]}
        shown = sum(weight * Fraction(_cents(parts[of]), 100) for of, weight in weights.items())
        self.formula = _over(shown, sum(weights.values()))
        best = sorted((score for score, _most, _at in own), reverse=True)[: rules["best"]]
        roster_mean = _over(points, max(self.size, self.here)) if self.size else Fraction(0)
        values = {
            "rate": -_cents(self.rate),
            "mean": -_cents(self.mean / 100),
            "mean_roster": -_cents(roster_mean / 100),
            "mean_best": -_cents(_over(sum(best), rules["best"]) / 100),
            "sum": -points,
            "took_part": -self.here,
            "all_correct": -right,
            "formula": -_cents(self.formula),
            "completed": max((at for _score, _most, at in own), default=0),
        }
        self.key = (*(values[name] for name in rules["keys"]), units.order.get(unit, 0))
        self.stands = self._stands(rules, unit in units.out, 100 * won)

    def _stands(self, rules: Mapping[str, Any], out: bool, won: Fraction) -> bool:
        if out or not self.here:
            return False
        counted = {"rate", "mean_roster", "score_roster", "all_correct_roster"}
        named = {*rules["keys"], *(each["of"] for each in rules["weights"])}
        needs = bool(named & counted) or any(band["rate"] or band["below"] for band in rules["bands"])
        if needs and self.size == 0:
            return False
        for band in rules["bands"]:
            if band["below"] and self.size >= band["below"]:
                continue
            if _cents(self.rate) < band["rate"] or self.here < band["count"]:
                return False
            break
        return not rules["score_above"] or _cents(won) > rules["score_above"]


def _over(parts: int | Fraction, whole: int) -> Fraction:
    return Fraction(parts) / whole if whole else Fraction(0)


def _cents(value: Fraction) -> int:
    """Return a figure in hundredths as it is published: two decimals, half rounded up."""
    return floor(value * 100 + Fraction(1, 2))
