"""Contests whose truth is known: unequal papers, units from two people to a hundred."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, roots_hermitenorm

from training.mastery import Answers

UNIT, CELL, ITEM, PERSON = 0.35, 0.5, 0.7, 0.8  # standard deviations in logits


def simulate(
    seed: int, *, units: int = 40, topics: int = 6, items: int = 90, people: int = 600, per_paper: int = 15
) -> tuple[Answers, NDArray[np.float64]]:
    """Return the answers and the true share of right answers, array (units, topics)."""
    chance = np.random.default_rng(seed)
    sizes = chance.pareto(1.6, units) + 0.2
    unit_of = chance.choice(units, people, p=sizes / sizes.sum())
    present, unit_of = np.unique(unit_of, return_inverse=True)
    topic_of = np.arange(items) % topics
    topic, unit = chance.normal(0.6, 0.4, topics), chance.normal(0, UNIT, len(present))
    cell, item = chance.normal(0, CELL, (len(present), topics)), chance.normal(0, ITEM, items)
    ability = chance.normal(0, PERSON, people)
    person = np.repeat(np.arange(people), per_paper)
    asked = np.concatenate([chance.choice(items, per_paper, replace=False) for _ in range(people)])
    at, about = unit_of[person], topic_of[asked]
    right = expit(topic[about] + unit[at] + cell[at, about] + ability[person] + item[asked])
    answers = Answers(person, at, about, asked, (chance.random(len(person)) < right).astype(float))
    nodes, weights = roots_hermitenorm(41)
    linear = (topic[None, :] + unit[:, None] + cell)[:, :, None] + nodes * np.hypot(PERSON, ITEM)
    return answers, (expit(linear) * weights / weights.sum()).sum(axis=2)
