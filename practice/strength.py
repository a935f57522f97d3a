"""How strong a person is in each topic, from what they last answered to each question and what was known before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scipy.stats import beta

from practice.ordering import WeakTopic

ENDS = (0.05, 0.95)  # a 90 % interval
WIDTH = 3.29  # of a 90 % interval, in standard deviations
MOST = 20.0  # answers that what was known before counts as at most, so that practice can change the picture


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a person earned on a question, from 0 to 1, and when."""

    question: int
    topic: int
    fraction: float
    at: datetime


def strengths(outcomes: Iterable[Outcome], before: Iterable[WeakTopic] = ()) -> list[WeakTopic]:
    """Return the topics that were answered, or known before, weakest first.

    Of each question the latest outcome counts. The share is the mean of a Beta distribution that begins as wide as the
    interval of what was known before, else at (1, 1), so that two wrong answers make no topic hopeless; the interval
    holds 90 % of it.
    """
    latest: dict[int, Outcome] = {}
    for one in sorted(outcomes, key=lambda outcome: outcome.at):
        latest[one.question] = one
    sums: dict[int, tuple[float, int]] = {}
    for one in latest.values():
        earned, count = sums.get(one.topic, (0.0, 0))
        sums[one.topic] = (earned + one.fraction, count + 1)
    known = {one.topic_id: _begins(one) for one in before}
    found = [
        _of(topic, *known.get(topic, (1.0, 1.0)), *sums.get(topic, (0.0, 0))) for topic in known.keys() | sums.keys()
    ]
    return sorted(found, key=lambda each: (each.share, each.topic_id))


def _begins(one: WeakTopic) -> tuple[float, float]:
    """Return the Beta distribution with the mean and about the width of what was known."""
    share = min(max(one.share, 0.01), 0.99)
    spread = max(one.high - one.low, 0.01) / WIDTH
    answers = min(max(share * (1 - share) / spread**2 - 1, 2.0), MOST)
    return answers * share, answers * (1 - share)


def _of(topic: int, right: float, wrong: float, earned: float, count: int) -> WeakTopic:
    right, wrong = right + earned, wrong + count - earned
    low, high = (float(beta.ppf(end, right, wrong)) for end in ENDS)
    return WeakTopic(topic, right / (right + wrong), low, high)
