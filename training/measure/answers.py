"""What everything here is computed from: one answer a row, so that people may have had any questions."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Answers:
    """person, item: codes from 0. score: share of the marks earned, 0 to 1; an empty answer that counts is a 0.

    weight: how much the answer counts beside others, above 0; None: all alike. mode: code of the manner in which it was
    given (paper, hall, practice), the one that figures are to speak of being the smallest; None: all alike.
    Errors: ValueError where arrays differ in length or a score lies outside 0 to 1.
    """

    person: Ints
    item: Ints
    score: Floats
    weight: Floats | None = None
    mode: Ints | None = None

    def __post_init__(self) -> None:
        others = (self.item, self.score, self.weight, self.mode)
        if any(len(other) != len(self.person) for other in others if other is not None):
            raise ValueError("arrays of different lengths")
        if len(self.score) and not (self.score.min() >= 0 and self.score.max() <= 1):
            raise ValueError("a score outside 0 to 1")

    def __len__(self) -> int:
        return len(self.score)

    @cached_property
    def people(self) -> int:
        return int(self.person.max()) + 1 if len(self) else 0

    @cached_property
    def items(self) -> int:
        return int(self.item.max()) + 1 if len(self) else 0


@dataclass(frozen=True)
class Table:
    """The distinct combinations of two codes that occur: `first` and `second` of each, `row` of every answer."""

    first: Ints
    second: Ints
    row: Ints

    def __len__(self) -> int:
        return len(self.first)

    def sums(self, values: Floats) -> Floats:
        """Return the sum of `values`, one an answer, for each combination."""
        return np.asarray(np.bincount(self.row, values, minlength=len(self)), dtype=np.float64)


def cross(first: Ints, second: Ints) -> Table:
    """Return the combinations of `first` and `second`, in order of the first, then the second."""
    if not len(first):
        nothing = np.zeros(0, dtype=np.intp)
        return Table(nothing, nothing, nothing)
    width = int(second.max()) + 1
    size = (int(first.max()) + 1) * width
    key = first.astype(np.int64) * width + second
    if size <= max(4 * len(key), 1_000_000):  # counting is faster than sorting as long as the table is not mostly empty
        present = np.bincount(key, minlength=size) > 0
        found = np.flatnonzero(present)
        row = (np.cumsum(present) - 1)[key]
    else:
        found, row = np.unique(key, return_inverse=True)
    return Table((found // width).astype(np.intp), (found % width).astype(np.intp), row.astype(np.intp))
