"""The marks of several jurors for one team in one segment become one figure, exactly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from contests.stage.marks import Mark
from contests.stage.programme import Combining


@dataclass(frozen=True, slots=True)
class Trimmed:
    """The mean of what was counted. counted, dropped: jurors; dropped: the lowest, then the highest."""

    mean: Fraction
    counted: tuple[int, ...]
    dropped: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Combined:
    """Hundredths, not rounded: by criterion (from 1), and their sum. by_juror: the sum of each whole sheet.

    dropped: the jurors whose sheet was left out (where whole sheets are combined). incomplete: those whose sheet has a
    gap.
    """

    by_criterion: Mapping[int, Fraction]
    by_juror: Mapping[int, int]
    dropped: tuple[int, ...] = ()
    incomplete: tuple[int, ...] = ()

    @property
    def total(self) -> Fraction:
        return sum(self.by_criterion.values(), Fraction(0))


def trimmed(given: Mapping[int, int], drop_from: int) -> Trimmed:
    """Return the mean of `given` (juror → value), without the highest and the lowest where there are `drop_from`.

    Of equal values the one of the first juror counts as the lowest and of the last as the highest; the mean is the
    same. Raises ValueError where nothing is given.
    """
    if not given:
        raise ValueError("no value to take the mean of")
    in_order = sorted(given, key=lambda juror: (given[juror], juror))
    dropped: tuple[int, ...] = ()
    if drop_from and len(in_order) >= drop_from:
        dropped, in_order = (in_order[0], in_order[-1]), in_order[1:-1]
    mean = Fraction(sum(given[juror] for juror in in_order), len(in_order))
    return Trimmed(mean, tuple(sorted(in_order)), dropped)


def combine(marks: Iterable[Mark], *, criteria: int, combining: Combining) -> Combined | None:
    """Return what the marks of one team make; None where nothing can be counted yet.

    marks: at most one of each juror and criterion. criteria: how many the sheet has.
    """
    cells: dict[int, dict[int, int]] = {}  # juror → criterion → value
    for mark in marks:
        cells.setdefault(mark.juror, {})[mark.criterion] = mark.value
    whole = {juror: sum(sheet.values()) for juror, sheet in cells.items() if len(sheet) == criteria}
    incomplete = tuple(sorted(cells.keys() - whole.keys()))
    if combining.over == "sheets":
        if not whole:
            return None
        kept = trimmed(whole, combining.drop_from)
        by_criterion = {
            place: Fraction(sum(cells[juror][place] for juror in kept.counted), len(kept.counted))
            for place in range(1, criteria + 1)
        }
        return Combined(by_criterion, whole, kept.dropped, incomplete)
    columns = {
        place: {juror: sheet[place] for juror, sheet in cells.items() if place in sheet}
        for place in range(1, criteria + 1)
    }
    if not all(columns.values()):
        return None
    means = {place: trimmed(column, combining.drop_from).mean for place, column in columns.items()}
    return Combined(means, whole, (), incomplete)


def figure(hundredths: Fraction | int, decimals: int) -> Decimal:
    """Return points of a figure that is shown: `hundredths` with so many decimals, halves rounded up.

    Decimal, so that a sum of figures is exact.
    """
    scale = 10**decimals
    return Decimal(floor(Fraction(hundredths) * scale / 100 + Fraction(1, 2))).scaleb(-decimals)
