"""What ought to come out, worked out by hand: who answered what, and places made of it without a line of the product.

Points are hundredths, times milliseconds.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from math import floor

NONE_FORETOLD = 1_000_000_000  # what the published rules give whoever foretold nothing: behind everybody who did
BANK_KEY = frozenset({2})  # the choice that the bank calls right, of every question


@dataclass
class Sheet:
    """One paper. chosen: number of the question → number of the choice. asked: every question on it."""

    who: str
    week: int
    begun: datetime
    asked: tuple[int, ...] = ()
    chosen: dict[int, int] = field(default_factory=dict)
    foretold: int | None = None
    ended: datetime | None = None

    @property
    def used(self) -> int:
        assert self.ended is not None
        return (self.ended - self.begun) // timedelta(milliseconds=1)


@dataclass
class Line:
    who: str
    score: int
    off: int
    used: int
    place: int = 0

    @property
    def key(self) -> tuple[int, int, int]:
        return -self.score, self.off, self.used


@dataclass
class Ledger:
    """All papers, and what the board decided. keys: question → choices that are right, or None where it is void.

    lost: hundredths that a wrong answer costs, by week. order: list → people whom the board put in this order.
    over: weeks of which what was foretold has come true.
    """

    sheets: list[Sheet] = field(default_factory=list)
    keys: dict[int, frozenset[int] | None] = field(default_factory=dict)
    out: set[str] = field(default_factory=set)
    lost: dict[int, int] = field(default_factory=lambda: {1: 0, 2: 50})
    order: dict[str, list[str]] = field(default_factory=dict)
    over: set[int] = field(default_factory=set)

    def key(self, question: int) -> frozenset[int] | None:
        return self.keys.get(question, BANK_KEY)

    def points(self, sheet: Sheet) -> int:
        sum_ = 0
        for question, choice in sheet.chosen.items():
            right = self.key(question)
            if right is not None:
                sum_ += 100 if choice in right else -self.lost[sheet.week]
        return max(sum_, 0)

    def most(self, sheet: Sheet) -> int:
        return 100 * sum(self.key(question) is not None for question in sheet.asked)

    def closed(self, week: int) -> list[Sheet]:
        return [s for s in self.sheets if s.week == week and s.ended is not None and s.who not in self.out]

    def came_true(self, week: int) -> int:
        """In week 1 people foretell how many take part, in week 2 how many have everything right."""
        closed = self.closed(week)
        if week == 2:
            closed = [sheet for sheet in closed if self.points(sheet) == self.most(sheet)]
        return len({sheet.who for sheet in closed})

    def week(self, week: int) -> list[Line]:
        best: dict[str, Line] = {}
        for sheet in self.closed(week):
            line = Line(sheet.who, self.points(sheet), self.off(sheet), sheet.used)
            if sheet.who not in best or line.key < best[sheet.who].key:
                best[sheet.who] = line
        return self._placed(best.values(), f"week {week}")

    def off(self, sheet: Sheet) -> int:
        if sheet.week not in self.over:
            return 0
        return NONE_FORETOLD if sheet.foretold is None else abs(sheet.foretold - self.came_true(sheet.week))

    def both(self) -> list[Line]:
        weeks = {week: {line.who: line for line in self.week(week)} for week in (1, 2)}
        sums = []
        for who in {*weeks[1], *weeks[2]}:
            missed = {week: Line(who, 0, NONE_FORETOLD if week in self.over else 0, 0) for week in (1, 2)}
            own = [weeks[week].get(who, missed[week]) for week in (1, 2)]
            sums.append(Line(who, *(sum(getattr(each, name) for each in own) for name in ("score", "off", "used"))))
        return self._placed(sums, "both")

    def _placed(self, lines: Iterable[Line], name: str) -> list[Line]:
        decided = self.order.get(name, [])

        def key(line: Line) -> tuple[int, ...]:
            return (*line.key, decided.index(line.who) + 1 if line.who in decided else 0)

        in_order = sorted(lines, key=lambda line: (key(line), line.who))
        for at, line in enumerate(in_order):
            before = in_order[at - 1] if at else None
            line.place = before.place if before and key(before) == key(line) else at + 1
        return in_order


def units(lines: Iterable[Line], unit_of: dict[str, str]) -> list[tuple[int, str, int, int]]:
    """Return (place, unit, who took part, mean in hundredths, half rounded up): the best mean first, then the most;
    equal units share a place.
    """
    own: dict[str, list[int]] = {}
    for line in lines:
        own.setdefault(unit_of[line.who], []).append(line.score)
    means = {unit: floor(Fraction(sum(scores), len(scores)) + Fraction(1, 2)) for unit, scores in own.items()}
    keys = {unit: (-means[unit], -len(own[unit])) for unit in own}
    ahead = {unit: sum(key < keys[unit] for key in keys.values()) for unit in own}
    return sorted((ahead[unit] + 1, unit, len(own[unit]), means[unit]) for unit in own)


def places(lines: Collection[Line]) -> dict[str, tuple[int, int]]:
    """Return by name the place and the points."""
    return {line.who: (line.place, line.score) for line in lines}
