"""How alike answers are that share a person, or a question within a group.

A hundred answers of ten people are fewer facts than a hundred answers of a hundred people, and a hundred answers
to one question fewer than to twenty. How many fewer follows from three variances, in squared logits:

    person         what a person's answers to all topics have in common
    person_topic   what a person's answers to one topic have in common beyond that
    group_item     what a group's answers to one question have in common beyond the question and the topic

They are estimated from products of residuals in pairs of answers (the method of moments for crossed effects, A. Owen
and others call it pairwise U-statistics; the idea is Henderson's method 1, Biometrics 9 (1953)): the mean product over
pairs of one person less that over pairs of different people of the same group is free of what the group has in common.
A residual is y - p, its share of a logit p(1-p), so a variance is a sum of products over a sum of products of p(1-p).
"""

from dataclasses import dataclass

import numpy as np

from training.measure.answers import Answers, Floats, Ints, Table, cross


@dataclass(frozen=True)
class Clustering:
    """Variances in squared logits."""

    person: float
    person_topic: float
    group_item: float


# Usual in knowledge tests. They weigh as much as _WEIGHT pairs of perfectly informative answers, so they matter only
# where hardly anybody answered two questions.
USUAL = Clustering(0.5, 0.1, 0.05)
_WEIGHT = 4.0
_LARGEST = 4.0


class Pairs:
    """The tables of one set of answers that the products are summed over; made once, used in every round."""

    def __init__(self, answers: Answers, group: Ints, topic: Ints) -> None:
        self.weight = np.ones(len(answers)) if answers.weight is None else answers.weight
        self.cells = cross(group, topic)
        self.person_topic = cross(answers.person, self.cells.row)
        self.person_group = cross(answers.person, group)
        self.group_item = cross(group, answers.item)
        self.groups = int(group.max()) + 1

    def excess(self, table: Table, of: Ints, values: Floats, size: int) -> Floats:
        """Sum, over the combinations of `table`, of the products of all pairs (both orders) of different answers.

        of: where each combination counts, below `size`.
        """
        own = table.sums(values) ** 2 - table.sums(values**2)
        return np.asarray(np.bincount(of, own, minlength=size), dtype=np.float64)

    def by_person_and_topic(self, values: Floats) -> Floats:
        """Pairs of one person's answers to one topic, by cell."""
        return self.excess(self.person_topic, self.person_topic.second, values, len(self.cells))

    def by_item(self, values: Floats) -> Floats:
        """Pairs of answers of one group to one question, by group."""
        return self.excess(self.group_item, self.group_item.first, values, self.groups)

    def by_person(self, values: Floats) -> Floats:
        """Pairs of one person's answers, whatever the topics, by group."""
        return self.excess(self.person_group, self.person_group.second, values, self.groups)

    def by_cell(self, values: Floats) -> Floats:
        """Pairs of answers of one group to one topic, by cell."""
        return self.cells.sums(values) ** 2 - self.cells.sums(values**2)

    def by_group(self, values: Floats, group: Ints) -> Floats:
        """Pairs of answers of one group, by group."""
        return np.asarray(
            np.bincount(group, values, self.groups) ** 2 - np.bincount(group, values**2, self.groups), dtype=np.float64
        )


def clustering_of(pairs: Pairs, group: Ints, residual: Floats, slope: Floats) -> Clustering:
    """Return the variances. residual: y - p of each answer. slope: p(1-p)."""
    r, v = pairs.weight * residual, pairs.weight * slope

    def in_group(by_cell: Floats) -> Floats:
        return np.asarray(np.bincount(pairs.cells.first, by_cell, minlength=pairs.groups), dtype=np.float64)

    own_r, own_v = in_group(pairs.by_person_and_topic(r)), in_group(pairs.by_person_and_topic(v))
    same_r, same_v = pairs.by_item(r), pairs.by_item(v)
    topic_r, topic_v = in_group(pairs.by_cell(r)), in_group(pairs.by_cell(v))
    person_r, person_v = pairs.by_person(r), pairs.by_person(v)
    all_r, all_v = pairs.by_group(r, group), pairs.by_group(v, group)
    other_r, other_v = topic_r - own_r - same_r, topic_v - own_v - same_v  # other person, other question, same topic
    within = _less(own_r, own_v, other_r, other_v, USUAL.person + USUAL.person_topic)
    across = _less(
        person_r - own_r,
        person_v - own_v,
        (all_r - topic_r) - (person_r - own_r),
        (all_v - topic_v) - (person_v - own_v),
        USUAL.person,
    )
    question = _less(same_r, same_v, other_r, other_v, USUAL.group_item)
    person = min(across, within)
    return Clustering(person, within - person, question)


def _less(near: Floats, near_size: Floats, far: Floats, far_size: Floats, usual: float) -> float:
    """Mean product over near pairs less that over far pairs of the same group, drawn towards `usual`."""
    known = (far_size > 1e-9) & (near_size > 1e-9)
    products = float((near[known] - near_size[known] * far[known] / far_size[known]).sum())
    return float(np.clip((products + _WEIGHT * usual) / (float(near_size[known].sum()) + _WEIGHT), 0.0, _LARGEST))
