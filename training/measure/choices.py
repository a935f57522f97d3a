"""Whom each choice of a question drew: people who did well on the rest of their paper, or others."""

from dataclasses import dataclass

import numpy as np

from training.measure.answers import Floats, Ints
from training.measure.items import Scored


@dataclass(frozen=True)
class Choices:
    """One entry per choice. taken: by how many. share: of those who answered the question (chose anything).

    rest: mean of what its takers earned on the rest of their papers beyond the usual, per mark; NaN where nobody took
    it. error: standard error of that mean. draws: correlation of taking it with the rest; above 0 it draws the strong.
    """

    taken: Ints
    share: Floats
    rest: Floats
    error: Floats
    draws: Floats


def choices_of(scored: Scored, *, answer: Ints, choice: Ints, item_of: Ints) -> Choices:
    """Return the figures of every choice.

    answer, choice: which answer (row of `scored.answers`) took which choice, an entry for each choice taken. item_of:
    (choices,). People who left the question empty count in nothing here.
    """
    kept = ~np.isnan(scored.rest[answer])
    answer, choice = answer[kept], choice[kept]
    choices, items = len(item_of), max(scored.answers.items, int(item_of.max()) + 1 if len(item_of) else 0)
    chose = np.unique(answer)
    item, rest = scored.answers.item[chose], scored.rest[chose]
    people = np.bincount(item, minlength=items)
    size = np.maximum(people, 1)
    mean = np.bincount(item, rest, items) / size
    sd = np.sqrt(np.bincount(item, (rest - mean[item]) ** 2, items) / size)
    taken = np.bincount(choice, minlength=choices)
    own = np.bincount(choice, scored.rest[answer], choices) / np.maximum(taken, 1)
    others = people[item_of] - taken
    spread = sd[item_of]
    odds = np.sqrt(np.divide(taken, others, out=np.zeros(choices), where=others > 0))
    known = (taken > 0) & (others > 0) & (spread > 1e-12)
    draws = np.divide((own - mean[item_of]) * odds, spread, out=np.full(choices, np.nan), where=known)
    return Choices(
        taken,
        taken / size[item_of],
        np.where(taken > 0, own, np.nan),
        np.where(taken > 0, spread / np.sqrt(np.maximum(taken, 1)), np.nan),
        draws,
    )
