"""Marks of jurors, criterion by criterion: which may be given, and which have not been."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from contests.stage.programme import Criterion

Fault = Literal["below", "above", "step"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What one juror gave one team for one criterion. value: hundredths. criterion: its place on the sheet, from 1."""

    juror: int
    team: int
    criterion: int
    value: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What a juror has not given. cells: (team, criterion), in the order of the teams and of the sheet."""

    juror: int
    cells: tuple[tuple[int, int], ...]


def fault_in(value: int, criterion: Criterion, step: int) -> Fault | None:
    """Say what is wrong with a mark of `value` hundredths, if anything is."""
    if value < 0:
        return "below"
    if value > criterion.maximum:
        return "above"
    return "step" if value % step else None


def missing(
    marks: Iterable[Mark], *, teams: Sequence[int], criteria: int, jurors: Sequence[int], absent: Collection[int] = ()
) -> tuple[Gap, ...]:
    """Return what each of `jurors` still owes, in their order; whoever is absent owes nothing.

    criteria: how many the sheet of the segment has.
    """
    given = {(mark.juror, mark.team, mark.criterion) for mark in marks}
    sheet = [(team, criterion) for team in teams for criterion in range(1, criteria + 1)]
    gaps = (
        Gap(juror, tuple(cell for cell in sheet if (juror, *cell) not in given))
        for juror in jurors
        if juror not in absent
    )
    return tuple(gap for gap in gaps if gap.cells)
