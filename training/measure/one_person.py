"""What one person masters, from few answers of their own, drawn towards the people of their unit.

The logit of the chance that the person answers question i of topic t rightly is

    unit_t + person + own_t + easiness_i

where unit_t is what people of the unit show on the topic, known with an error; person (one for all topics) and own_t
are normal with the variances that are usual in knowledge tests (`clustering.USUAL`). The posterior is summed over a
grid: no approximation for few answers, and a topic without an answer of the person's own stays at its unit's level,
moved only by how the person does elsewhere (empirical Bayes for small samples; C. Morris, JASA 78 (1983)).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, log_expit
from scipy.stats import norm

from training.measure.answers import Floats
from training.measure.clustering import USUAL

_STEPS = np.linspace(-3.2, 3.2, 33)  # standard deviations
_PRIOR = norm.logpdf(_STEPS)


@dataclass(frozen=True)
class Level:
    """What the person's unit shows on a topic: logits of an average question, and their standard error."""

    centre: float
    error: float


@dataclass(frozen=True)
class Given:
    """An answer of the person. score: 0 to 1. easiness: logits beyond an average question of the topic."""

    topic: int
    score: float
    easiness: float = 0.0


@dataclass(frozen=True)
class Own:
    """The expected share of right answers to an average question of the topic, and its interval."""

    topic: int
    share: float
    low: float
    high: float


def own_mastery(levels: Mapping[int, Level], given: Sequence[Given], *, level: float = 0.90) -> list[Own]:
    """Return what the person masters of every topic in `levels`, in order of topic; answers to others are left out.

    level: probability that an interval holds.
    """
    answers: defaultdict[int, list[Given]] = defaultdict(list)
    for one in given:
        answers[one.topic].append(one)
    person = _STEPS * np.sqrt(USUAL.person)
    topics = sorted(levels)
    tables = [_Table(levels[topic], answers[topic], person) for topic in topics]
    told = _PRIOR + sum((table.of_person for table in tables), np.zeros(len(_STEPS)))
    return [Own(topic, *table.figures(told, level)) for topic, table in zip(topics, tables, strict=True)]


class _Table:
    """One topic over (person, own): logits, and the logarithm of prior and likelihood without the person's prior."""

    def __init__(self, level: Level, answers: Sequence[Given], person: Floats) -> None:
        own = level.centre + _STEPS * np.hypot(level.error, np.sqrt(USUAL.person_topic))
        self.logits = person[:, None] + own[None, :]
        self.log = np.broadcast_to(_PRIOR, self.logits.shape).copy()
        for one in answers:
            at = self.logits + one.easiness
            self.log += one.score * log_expit(at) + (1 - one.score) * log_expit(-at)
        self.of_person = np.logaddexp.reduce(self.log, axis=1)

    def figures(self, told: Floats, level: float) -> tuple[float, float, float]:
        """Return mean and ends; told: logarithm of what all topics say of the person."""
        log = self.log + (told - self.of_person)[:, None]
        weight = np.exp(log - log.max()).ravel()
        weight /= weight.sum()
        logits = self.logits.ravel()
        order = np.argsort(logits, kind="stable")
        reached = np.cumsum(weight[order]) - weight[order] / 2
        ends = np.interp([0.5 - level / 2, 0.5 + level / 2], reached, logits[order])
        return float(weight @ expit(logits)), float(expit(ends[0])), float(expit(ends[1]))
