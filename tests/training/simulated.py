"""Contests whose truth is known: unequal papers, units from two people to a hundred."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, roots_hermitenorm

from training.measure.mastery import Answers


@dataclass(frozen=True)
class Truth:
    """Standard deviations in logits of what makes answers differ."""

    unit: float = 0.35
    cell: float = 0.5
    item: float = 0.7
    person: float = 0.8


# Far from the variances that the estimate expects beforehand, each in another direction.
UNLIKE_EXPECTED = (Truth(0.7, 0.3, 1.2, 1.2), Truth(0.2, 0.9, 1.0, 0.3), Truth(0.1, 0.2, 0.3, 0.4))


def simulate(
    seed: int,
    *,
    truth: Truth = Truth(),
    units: int = 40,
    topics: int = 6,
    items: int = 90,
    people: int = 600,
    per_paper: int = 15,
) -> tuple[Answers, NDArray[np.float64]]:
    """Return the answers and the true share of right answers, array (units, topics)."""
    chance = np.random.default_rng(seed)
    sizes = chance.pareto(1.6, units) + 0.2
    unit_of = chance.choice(units, people, p=sizes / sizes.sum())
    present, unit_of = np.unique(unit_of, return_inverse=True)
    topic_of = np.arange(items) % topics
    topic, unit = chance.normal(0.6, 0.4, topics), chance.normal(0, truth.unit, len(present))
    cell, item = chance.normal(0, truth.cell, (len(present), topics)), chance.normal(0, truth.item, items)
    ability = chance.normal(0, truth.person, people)
    person = np.repeat(np.arange(people), per_paper)
    asked = np.concatenate([chance.choice(items, per_paper, replace=False) for _ in range(people)])
    at, about = unit_of[person], topic_of[asked]
    right = expit(topic[about] + unit[at] + cell[at, about] + ability[person] + item[asked])
    answers = Answers(person, at, about, asked, (chance.random(len(person)) < right).astype(float))
    nodes, weights = roots_hermitenorm(41)
    linear = (topic[None, :] + unit[:, None] + cell)[:, :, None] + nodes * np.hypot(truth.person, truth.item)
    return answers, (expit(linear) * weights / weights.sum()).sum(axis=2)
