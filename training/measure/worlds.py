"""Contests whose truth is known, as unlike the model as real ones: the estimates are tried on them.

Here people guess, questions tell people apart unequally well, a person knows some topics better than others, papers
are short and differ in what they ask and how hard it is, units are of very unequal size and some stay away, and part
of the people answer in a hall where everything is harder. How much of each there is differs from contest to contest.
Chance is a generator handed in.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, roots_hermitenorm

from training.measure.answers import Answers, Floats, Ints

_BANK = 200  # questions that a topic might be asked by; its truth is their mean
_NODES, _WEIGHTS = roots_hermitenorm(15)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True)
class Recipe:
    """How much of everything a contest has. Standard deviations in logits; pairs are least and most, drawn evenly."""

    units: tuple[int, int] = (30, 90)
    topics: tuple[int, int] = (5, 9)
    asked: tuple[int, int] = (5, 20)  # questions of a topic in the contest
    per_paper: tuple[int, int] = (8, 20)
    median_unit: tuple[float, float] = (6.0, 20.0)  # people who took part
    absent: float = 0.1  # share of units where nobody took part
    level: tuple[float, float] = (0.4, 1.4)
    topic: float = 0.5
    unit: tuple[float, float] = (0.1, 0.5)
    cell: tuple[float, float] = (0.2, 0.7)
    person: tuple[float, float] = (0.4, 1.1)
    person_topic: tuple[float, float] = (0.0, 0.4)
    difficulty: tuple[float, float] = (0.4, 1.0)
    slope: float = 0.3  # of the logarithm of the discrimination
    guessing: float = 0.2  # most that guessing adds, for questions with choices
    rounds: int = 3  # rounds with questions of their own, unequally hard
    hall: tuple[float, float] = (-0.5, -0.1)  # logits, for those who answer in the hall
    in_hall: float = 0.25  # share of units that do


@dataclass(frozen=True)
class World:
    """A contest. truth: (units, topics) share that people of the unit would earn on all questions of the topic."""

    answers: Answers
    unit_of: Ints
    topic_of: Ints
    truth: Floats


def make_world(chance: np.random.Generator, recipe: Recipe = Recipe()) -> World:  # frozen
    """Return a contest after `recipe`, and its truth."""
    units, topics = _whole(chance, recipe.units), _whole(chance, recipe.topics)
    unit_sd, cell_sd, person_sd, own_sd, difficulty_sd = (
        float(chance.uniform(*pair))
        for pair in (recipe.unit, recipe.cell, recipe.person, recipe.person_topic, recipe.difficulty)
    )
    mastery = (
        chance.uniform(*recipe.level)
        + chance.normal(0, recipe.topic, topics)
        + chance.normal(0, unit_sd, units)[:, None]
        + chance.normal(0, cell_sd, (units, topics))
    )
    bank = _Bank(chance, topics, difficulty_sd, recipe)
    sizes = np.maximum(np.rint(chance.lognormal(np.log(chance.uniform(*recipe.median_unit)), 0.9, units)), 1).astype(
        int
    )
    sizes[chance.random(units) < recipe.absent] = 0
    unit_of = np.repeat(np.arange(units), sizes)
    ability = chance.normal(0, person_sd, len(unit_of))[:, None] + chance.normal(0, own_sd, (len(unit_of), topics))
    asked = [chance.choice(_BANK, _whole(chance, recipe.asked), replace=False) + t * _BANK for t in range(topics)]
    questions = np.concatenate(asked)
    person, item = _papers(chance, bank.difficulty[questions], unit_of, units, recipe)
    in_hall = (chance.random(units) < recipe.in_hall)[unit_of[person]]
    about = bank.topic[questions[item]]
    theta = mastery[unit_of[person], about] + ability[person, about] + chance.uniform(*recipe.hall) * in_hall
    right = chance.random(len(person)) < bank.chance(questions[item], theta)
    topic_of = bank.topic[questions]
    mode = in_hall.astype(np.intp)
    answers = Answers(person, item, right.astype(np.float64), mode=mode)
    return World(answers, unit_of, topic_of, bank.truth(mastery, float(np.hypot(person_sd, own_sd))))


class _Bank:
    """All questions that might be asked, by topic."""

    def __init__(self, chance: np.random.Generator, topics: int, difficulty_sd: float, recipe: Recipe) -> None:
        size = topics * _BANK
        self.topic = np.repeat(np.arange(topics), _BANK)
        self.difficulty = chance.normal(0, difficulty_sd, size)
        self.slope = np.exp(chance.normal(0, recipe.slope, size))
        self.guess = chance.uniform(0, recipe.guessing, size) * (chance.random(size) < 0.75)

    def chance(self, question: Ints, theta: Floats) -> Floats:
        floor = self.guess[question]
        return np.asarray(
            floor + (1 - floor) * expit(self.slope[question] * (theta - self.difficulty[question])), dtype=np.float64
        )

    def truth(self, mastery: Floats, person_sd: float) -> Floats:
        """Mean over all questions of a topic and over all people that a unit might have had."""
        truth = np.empty_like(mastery)
        for topic in range(mastery.shape[1]):
            of = np.flatnonzero(self.topic == topic)
            theta = mastery[:, topic][:, None, None] + person_sd * _NODES
            truth[:, topic] = (self.chance(of[None, :, None], theta) @ _WEIGHTS).mean(axis=1)
        return truth


def _papers(
    chance: np.random.Generator, difficulty: Floats, unit_of: Ints, units: int, recipe: Recipe
) -> tuple[Ints, Ints]:
    """Draw a paper for everybody from the questions of the round that their unit sits in."""
    tilt = np.linspace(-1.0, 1.0, recipe.rounds) if recipe.rounds > 1 else np.zeros(1)
    lot = expit(tilt[:, None] * difficulty) > chance.random((recipe.rounds, len(difficulty)))
    round_of = chance.integers(0, recipe.rounds, units)[unit_of]
    length = _whole(chance, recipe.per_paper)
    order = chance.random((len(unit_of), len(difficulty))) + ~lot[round_of]  # questions of other rounds come last
    length = min(length, len(difficulty), int(lot.sum(axis=1).min()) or 1)
    item = np.argpartition(order, length - 1, axis=1)[:, :length]
    return np.repeat(np.arange(len(unit_of)), length), item.ravel()


def _whole(chance: np.random.Generator, pair: tuple[int, int]) -> int:
    return int(chance.integers(pair[0], pair[1] + 1))
