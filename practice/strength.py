"""How strong a person is in each topic, from what they last answered to each question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scipy.stats import beta

from practice.ordering import WeakTopic

ENDS = (0.05, 0.95)  # a 90 % interval


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a person earned on a question, from 0 to 1, and when."""

    question: int
    topic: int
    fraction: float
    at: datetime


def strengths(outcomes: Iterable[Outcome]) -> list[WeakTopic]:
    """Return the topics that were answered, weakest first.

    Of each question the latest outcome counts. The share is the mean of a Beta distribution that begins at (1, 1), so
    that two wrong answers make no topic hopeless; the interval holds 90 % of it.
    """
    latest: dict[int, Outcome] = {}
    for one in sorted(outcomes, key=lambda outcome: outcome.at):
        latest[one.question] = one
    sums: dict[int, tuple[float, int]] = {}
    for one in latest.values():
        earned, count = sums.get(one.topic, (0.0, 0))
        sums[one.topic] = (earned + one.fraction, count + 1)
    found = [_of(topic, earned, count) for topic, (earned, count) in sums.items()]
    return sorted(found, key=lambda each: (each.share, each.topic_id))


def _of(topic: int, earned: float, count: int) -> WeakTopic:
    right, wrong = 1 + earned, 1 + count - earned
    low, high = (float(beta.ppf(end, right, wrong)) for end in ENDS)
    return WeakTopic(topic, right / (right + wrong), low, high)
