"""Contests in a row on one scale: what people would know of the same questions, and whether that changed.

Each contest's analysis was calibrated by itself; `measure.linking` puts them on one scale by the questions they share.
The same is done topic by topic with the topic's questions alone. Questions that are set apart link nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np

from contests.models import Contest
from training.analysis import Analysed, QuestionFigures
from training.findings import Estimate
from training.measure.linking import FEWEST, Calibrated, Linked, link
from training.parting import named_parts, parts_in_order, parts_of

LEVEL = 0.9  # of the intervals


class Way(StrEnum):
    """Where a figure went since the contest before: surely up or down, or as it may be either."""

    UP = "up"
    DOWN = "down"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Change:
    """Since the contest before that lies on the scale, as a share of right answers to the same questions."""

    by: float
    low: float
    high: float

    @property
    def way(self) -> Way:
        if self.low > 0:
            return Way.UP
        return Way.DOWN if self.high < 0 else Way.UNSURE


@dataclass(frozen=True)
class Point:
    """A contest. shared: questions that others of the row asked too. estimate: expected share of right answers of its
    people to the shared questions; None where too few are shared. change: None for the first, and where either is not
    linked. number: among those that are linked.
    """

    number: int
    slug: str
    title: str
    closes_at: datetime
    people: int
    shared: int
    estimate: Estimate | None
    change: Change | None


@dataclass(frozen=True)
class Line:
    """points: in the order of the contests. questions: on which the line rests. drift: how much questions themselves
    changed between contests, logits. moved: codes of questions that changed more than chance does.
    """

    name: str
    points: tuple[Point, ...]
    questions: int
    drift: float
    moved: tuple[int, ...]

    @property
    def tells(self) -> bool:
        return sum(point.estimate is not None for point in self.points) >= 2


@dataclass(frozen=True)
class Trend:
    """whole: over all topics. unmeasured: titles of contests where too few answered to calibrate anything."""

    whole: Line
    topics: tuple[Line, ...]
    unmeasured: tuple[str, ...]
    fewest: int = FEWEST


def trend_of(found: Sequence[tuple[Contest, Analysed]], base: Contest | None = None) -> Trend:
    """Return how contests, in order of time, lie to one another.

    base: the contest whose row it is, where contests fall into several rows that share no questions.
    """
    measured = [(contest, analysed) for contest, analysed in found if analysed.scale is not None]
    rows = [
        (c, q)
        for c, (_, analysed) in enumerate(measured)
        for q in analysed.questions
        if q.latent and _links(q, analysed)
    ]
    given, questions = _calibrated(rows, [analysed for _, analysed in measured])
    topic_of = parts_of({q.version for _, q in rows}, "topic")
    topics = np.array([topic_of[q.version] for _, q in rows], dtype=np.intp)
    names = named_parts(topic_of.values(), "topic")
    contests = [contest for contest, _ in measured]
    at = contests.index(base) if base in contests else None

    def line(name: str, part: Calibrated) -> Line:
        linked = link(part, base=at)
        return Line(
            name,
            _points(contests, part, linked),
            len(linked.items),
            linked.drift,
            tuple(int(questions[item]) for item in linked.moved),
        )

    return Trend(
        line("", given),
        tuple(
            line(f"{names[topic][0]}) {names[topic][1]}", given.of(topics == topic))
            for topic in parts_in_order(set(topics.tolist()), "topic")
        ),
        tuple(contest.title for contest, analysed in found if analysed.scale is None),
    )


def _links(question: QuestionFigures, analysed: Analysed) -> bool:
    return question.question not in analysed.apart


def _calibrated(
    rows: Sequence[tuple[int, QuestionFigures]], found: Sequence[Analysed]
) -> tuple[Calibrated, np.ndarray]:
    """The calibrations beside each other, and the primary keys of the questions by code.

    A question whose wording changed between contests is another question.
    """
    versions = np.array([q.version for _, q in rows], dtype=np.int64)
    known, item = np.unique(versions, return_inverse=True)
    question_of = {q.version: q.question for _, q in rows}
    latent = [q.latent for _, q in rows if q.latent]
    scales = [analysed.scale for analysed in found if analysed.scale]
    given = Calibrated(
        np.array([c for c, _ in rows], dtype=np.intp),
        item,
        np.array([one.difficulty for one in latent]),
        np.array([one.error for one in latent]),
        np.array([float(scale.people) for scale in scales]),
        np.array([scale.ability_sd for scale in scales]),
    )
    return given, np.array([question_of[version] for version in known.tolist()], dtype=np.int64)


def _points(contests: Sequence[Contest], given: Calibrated, linked: Linked) -> tuple[Point, ...]:
    made: list[Point] = []
    before: int | None = None
    number = 0
    width = linked.width(LEVEL)
    for code, contest in enumerate(contests):
        estimate = change = None
        if code in linked.linked:
            estimate = _estimate(linked, code, width)
            change = _change(linked, before, code, width) if before is not None else None
            before, number = code, number + 1
        people, shared = int(given.people[code]), int(linked.shared[code])
        made.append(Point(number, contest.slug, contest.title, contest.closes_at, people, shared, estimate, change))
    return tuple(made)


def _estimate(linked: Linked, code: int, width: float) -> Estimate:
    reach = width * linked.error(code)
    return Estimate(linked.share(code), linked.share(code, -reach), linked.share(code, reach))


def _change(linked: Linked, before: int, after: int, width: float) -> Change:
    """The change as a difference of shares. Its error is that of the change in logits, by how fast shares grow."""
    by = linked.share(after) - linked.share(before)
    _, error = linked.change(before, after)
    reach = width * error * (_slope(lambda x: linked.share(before, x)) + _slope(lambda x: linked.share(after, x))) / 2
    return Change(by, by - reach, by + reach)


def _slope(share: Callable[[float], float]) -> float:
    return (share(0.05) - share(-0.05)) / 0.1
