"""People with the same answers to the same questions, counted once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from training.measure.answers import Answers, Floats, Ints

_SEED = 20261126  # of the random numbers that patterns are told apart by; any will do


@dataclass(frozen=True)
class Patterns:
    """row, item, hit: pattern, question and whether it was right, of each answer of one person of each pattern.

    count: people of each pattern. items: how many questions. of_person: pattern of each person; -1 for who answered
    nothing.
    """

    row: Ints
    item: Ints
    hit: NDArray[np.bool_]
    count: Floats
    items: int
    of_person: Ints

    def __len__(self) -> int:
        return len(self.count)

    @cached_property
    def asked(self) -> sparse.csr_matrix:
        """Sparse (patterns, items), 1 where a question was asked."""
        return sparse.csr_matrix((np.ones(len(self.row)), (self.row, self.item)), shape=(len(self), self.items))

    @cached_property
    def right(self) -> sparse.csr_matrix:
        """The same, 1 where it was answered rightly."""
        at = self.row[self.hit], self.item[self.hit]
        return sparse.csr_matrix((np.ones(len(at[0])), at), shape=(len(self), self.items))

    @cached_property
    def rights(self) -> Floats:
        """Number of right answers of each pattern."""
        return np.asarray(np.bincount(self.row, self.hit, len(self)), dtype=np.float64)


def patterns_of(answers: Answers) -> Patterns:
    """Return the patterns. A score counts as right from one half on; a person answers a question at most once.

    Two patterns are taken for the same where sums of 64 random bits per question and answer agree: by chance that
    happens for two of 200,000 people once in a billion contests.
    """
    right = answers.score >= 0.5
    chance = np.random.default_rng(_SEED)
    bits = chance.integers(0, 2**63, size=2 * answers.items, dtype=np.uint64)
    mark = np.zeros(answers.people, dtype=np.uint64)
    np.add.at(mark, answers.person, bits[2 * answers.item.astype(np.int64) + right])  # wraps round, as it should
    present = np.flatnonzero(np.bincount(answers.person, minlength=answers.people))
    _, first, of_present = np.unique(mark[present], return_index=True, return_inverse=True)
    of_person = np.full(answers.people, -1, dtype=np.intp)
    of_person[present] = of_present
    speaks = np.zeros(answers.people, dtype=bool)  # one person of each pattern
    speaks[present[first]] = True
    kept = speaks[answers.person]
    count = np.bincount(of_present, minlength=len(first)).astype(np.float64)
    return Patterns(of_person[answers.person[kept]], answers.item[kept], right[kept], count, answers.items, of_person)
