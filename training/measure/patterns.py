"""People with the same answers to the same questions, counted once."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from training.measure.answers import Answers, Floats, Ints

_SEED = 20261126  # of the random numbers that patterns are told apart by; any will do


@dataclass(frozen=True)
class Patterns:
    """asked, right: sparse (patterns, items) of 1 where a question was asked, and answered rightly. count: people of each pattern.

    rights: number of right answers. of_person: pattern of each person; people without answers have none and are left out (-1).
    """

    asked: sparse.csr_matrix
    right: sparse.csr_matrix
    count: Floats
    rights: Floats
    of_person: Ints


def patterns_of(answers: Answers) -> Patterns:
    """Return the patterns. A score counts as right from one half on; a person answers a question at most once.

    Two patterns are taken for the same where sums of 64 random bits per question and answer agree: by chance that happens for
    two of 200,000 people once in a billion contests.
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
    row, item, is_right = of_person[answers.person[kept]], answers.item[kept], right[kept]
    shape = (len(first), answers.items)
    asked = sparse.csr_matrix((np.ones(len(row)), (row, item)), shape=shape)
    rights = sparse.csr_matrix((np.ones(int(is_right.sum())), (row[is_right], item[is_right])), shape=shape)
    count = np.bincount(of_present, minlength=len(first)).astype(np.float64)
    return Patterns(asked, rights, count, np.asarray(rights.sum(axis=1)).ravel(), of_person)
