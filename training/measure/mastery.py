"""How well each group of people masters each topic, and how sure that is.

A group is any parting of people: unit, a level of the tree of units, kind of position. A topic is any parting of
questions: topic, regulation, article. The logit of the share of right answers that group g gives to question i of
topic t is

    mastery_gt + difficulty_i (+ shift_m of the manner in which it was asked)

averaged over the people of the group. The difficulty of the questions that a group happened to get is taken out;
difficulties are normal about their topic with a variance that is estimated, so the interval allows for few questions
in a topic. How far answers of one person, or of one group to one question, are alike is estimated (`clustering`) and
widens the errors. Then groups and topics are drawn towards each other (`pooling`): a group with four answers is called
neither best nor worst.

The fit is quasi-likelihood with working responses (N. Breslow and D. Clayton, JASA 88 (1993)), for clustered answers
as in K. Liang and S. Zeger, Biometrika 73 (1986), on sums over group × question: its time hardly grows with the number
of answers.

A figure is the expected share of right answers of an average person of the group to a question of the topic, averaged
over the questions that might have been asked (Gauss-Hermite over their difficulty).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit, ndtr, roots_hermitenorm
from scipy.stats import norm

from training.measure.answers import Answers, Floats, Ints, Table, cross
from training.measure.clustering import USUAL, Clustering, Pairs, clustering_of
from training.measure.curvature import VARIANCES, Working, beyond_normal, mended
from training.measure.difficulty import Topic, pulls, spread_of
from training.measure.pooling import Measured, Pooled, pool

_ROUNDS, _ENOUGH = 20, 2e-3  # logits
_LOOKS = (2, 4)  # rounds in which the clustering is looked at anew
_NODES, _WEIGHTS = roots_hermitenorm(15)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
_SHIFT_VARIANCE = 1.0  # of a manner of asking against the first, before any answer; squared logits


@dataclass(frozen=True)
class Estimate:
    """share: expected share of right answers, with its interval. centre, error: the same in logits."""

    share: float
    low: float
    high: float
    centre: float
    error: float


@dataclass(frozen=True)
class Cell:
    """One group × topic that has answers. raw: plain share of the marks. items: different questions."""

    group: int
    topic: int
    answers: int
    people: int
    items: int
    raw: float
    estimate: Estimate


@dataclass(frozen=True)
class Spread:
    """Standard deviations in logits of what makes answers differ, as estimated."""

    group: float
    cell: float
    item: float
    clustering: Clustering


@dataclass(frozen=True)
class Mastery:
    """cells: in order of group, then topic; groups without answers to a topic have none.

    totals: one for each topic, over all who answered (group -1). shifts: logits by which each manner of asking is
    harder (below 0) or easier than the first.
    """

    cells: tuple[Cell, ...]
    totals: tuple[Cell, ...]
    spread: Spread
    shifts: tuple[float, ...]
    level: float

    def chance_below(self, estimate: Estimate, target: float) -> float:
        """Return the probability that the true share lies below `target` (0 < target < 1)."""
        return float(ndtr((self._line(target) - estimate.centre) / estimate.error))

    @cached_property
    def _lines(self) -> dict[float, float]:
        return {}

    def _line(self, target: float) -> float:
        if target not in self._lines:
            wide = float(logit(target))
            low, high = min(2.5 * wide, wide) - 1, max(2.5 * wide, wide) + 1
            self._lines[target] = brentq(lambda x: float(share_at(np.array(x), self.spread.item)) - target, low, high)
        return self._lines[target]


def share_at(centre: Floats, item_sd: float) -> Floats:
    """Return the share of right answers at `centre` logits, averaged over questions of spread `item_sd`."""
    return np.asarray(expit(np.asarray(centre)[..., None] + item_sd * _NODES) @ _WEIGHTS)


def estimate_mastery(answers: Answers, group_of: Ints, topic_of: Ints, *, level: float = 0.90) -> Mastery:
    """Return the mastery of every group × topic with answers. No answers give an empty result.

    group_of: (people,) group of each person. topic_of: (items,) topic of each question. level: probability that an
    interval covers the truth.
    """
    if not len(answers):
        return Mastery((), (), Spread(0.0, 0.0, 0.0, USUAL), (), level)
    fit = _Fit(answers, group_of, topic_of)
    fit.run()
    return fit.result(level)


class _Fit:
    """The state of one fit; effects in logits. Rows are sums over group × question × manner of asking."""

    def __init__(self, answers: Answers, group_of: Ints, topic_of: Ints) -> None:
        self.answers = answers
        group, topic = group_of[answers.person], topic_of[answers.item]
        self.group = group
        mode = np.zeros(len(answers), dtype=np.intp) if answers.mode is None else answers.mode
        self.groups, self.topics = int(group.max()) + 1, int(topic.max()) + 1
        self.modes = int(mode.max()) + 1
        self.pairs = Pairs(answers, group, topic)
        self.cells = self.pairs.cells
        self.rows = cross(group, mode * answers.items + answers.item)
        self.row_item, self.row_mode = self.rows.second % answers.items, self.rows.second // answers.items
        self.row_cell = np.zeros(len(self.rows), dtype=np.intp)
        self.row_cell[self.rows.row] = self.cells.row
        weight = self.pairs.weight
        self.n, self.n2 = self.rows.sums(weight), self.rows.sums(weight**2)
        self.y = self.rows.sums(weight * answers.score)
        self.item_topic = np.zeros(answers.items, dtype=np.intp)
        self.item_topic[answers.item] = topic
        asked = np.bincount(topic, weight, self.topics)
        right = np.bincount(topic, weight * answers.score, self.topics)
        self.centre = logit((right + 0.5) / (asked + 1))[self.cells.second]
        self.item = np.zeros(answers.items)
        self.shift = np.zeros(self.modes)
        self.by_item = _ByItem(self.rows, self.row_cell, self.row_item, self.cells.second)
        self.item_sd, self.sd_squared = 0.7, 0.3
        self.parts: list[Topic] = []
        self.covariances: list[Floats] = []
        self.levels: list[float] = []
        self.clustering = USUAL
        self.dispersion = 1.0  # variance of one answer over p(1-p): below 1 where marks are partial
        self.pooled: Pooled | None = None
        self.working: Working | None = None

    def run(self) -> None:
        """Alternate questions, manners and cells until the cells rest; the clustering is looked at again as they
        settle.
        """
        for turn in range(_ROUNDS):
            before = self.centre
            if turn in _LOOKS:
                self._cluster()
            self._questions(anew=turn <= _LOOKS[-1])
            self._pool()
            if turn > _LOOKS[-1] and float(np.abs(self.centre - before).max()) < _ENOUGH:
                return

    def _fitted(self) -> tuple[Floats, Floats]:
        p = expit(self.centre[self.row_cell] + self.item[self.row_item] + self.shift[self.row_mode])
        return p, np.maximum(p * (1 - p), 1e-4)

    def _questions(self, *, anew: bool) -> None:
        """Solve for the difficulties topic by topic. anew: find their spread too."""
        p, v = self._fitted()
        of = self.by_item
        information = of.sums_of(self.n * v)
        z = self.centre[of.cell] + self.item[of.item] + of.sums_of(self.y - self.n * p) / information
        precision = information / (self.dispersion + self.clustering.group_item * information)
        between = self.sd_squared + self._of_people(v)
        self.parts = [
            Topic(cells, items, _filled(rows, z), _filled(rows, precision), between[cells])
            for cells, items, rows in of.topics
        ]
        if anew:
            self.item_sd = spread_of(self.parts)
        self.levels, self.covariances = [], []
        for part in self.parts:
            level, self.item[part.items], covariance = part.solve(self.item_sd)
            self.levels.append(level)
            self.covariances.append(covariance)

    def _of_people(self, v: Floats) -> Floats:
        """Variance of a cell's working response that comes of its people answering several questions."""
        alike = self.clustering.person + self.clustering.person_topic
        information = np.bincount(self.row_cell, self.n * v, len(self.cells))
        return alike * self.pairs.by_person_and_topic(self._slopes(v)) / information**2

    def _pool(self) -> None:
        self.pooled = pool(self._working())
        self.centre = self.pooled.centre[self.cells.first, self.cells.second]
        self.shift = np.concatenate([[0.0], self.pooled.shift])
        self.sd_squared = self.pooled.group_sd**2 + self.pooled.cell_sd**2

    def _working(self) -> Measured:
        """Working responses of the cells with the variances of their errors, and what is known of the manners of
        asking.
        """
        p, v = self._fitted()
        cells, alike = len(self.cells), self.clustering
        information = np.bincount(self.row_cell, self.n * v, cells).astype(np.float64)
        z = self.centre + np.bincount(self.row_cell, self.y - self.n * p, cells) / information
        rows = np.bincount(self.row_cell, (self.n * v) ** 2 - self.n2 * v**2, cells)
        variance = self._of_people(v)
        variance += (
            self.dispersion * np.bincount(self.row_cell, self.n2 * v, cells) + alike.group_item * rows
        ) / information**2
        same = self.pairs.by_person_and_topic(self._slopes(v))
        by_group = np.bincount(self.cells.first, information, self.groups) ** 2
        other = by_group - np.bincount(self.cells.first, information**2, self.groups)
        by_person = self.pairs.by_person(self._slopes(v)) - np.bincount(self.cells.first, same, self.groups)
        shared = alike.person * np.divide(by_person, other, out=np.zeros(self.groups), where=other > 1e-9)
        own = np.maximum(variance - shared[self.cells.first], 0.25 * variance)
        beyond = None
        if self.pooled is not None:
            asked = np.bincount(self.row_cell, self.n, cells)
            expected = np.bincount(self.row_cell, self.n * p, cells) / asked
            level = self.pooled.topic[self.cells.second]
            self.working = Working(self.centre, z, own + shared[self.cells.first], expected, level)
            beyond = VARIANCES, beyond_normal(self.working)
        share, known, precision = self._manners(p, v, information)
        z = z + self.shift[1:] @ share
        return Measured(
            self._table(z, 0.0),
            self._table(own, np.inf),
            shared,
            self._table(share, 0.0),
            known,
            precision,
            beyond,
        )

    def _manners(self, p: Floats, v: Floats, information: Floats) -> tuple[Floats, Floats, Floats]:
        """For each manner but the first: its share of each cell, and what answers within cells tell of its shift."""
        cells, others = len(self.cells), self.modes - 1
        at = self.row_mode * cells + self.row_cell
        share = np.bincount(at, self.n * v, self.modes * cells).reshape(self.modes, cells)[1:] / information
        score = np.bincount(at, self.y - self.n * p, self.modes * cells).reshape(self.modes, cells)
        within = -(share * information) @ share.T
        within[range(others), range(others)] += (share * information).sum(axis=1)
        precision = within + np.eye(others) / _SHIFT_VARIANCE
        told = within @ self.shift[1:] + score[1:].sum(axis=1) - share @ score.sum(axis=0)
        return share, np.linalg.solve(precision, told), precision

    def _table(self, by_cell: Floats, absent: float) -> Floats:
        """Lay cells out as (..., groups, topics)."""
        table = np.full((*by_cell.shape[:-1], self.groups, self.topics), absent)
        table[..., self.cells.first, self.cells.second] = by_cell
        return table

    def _slopes(self, v: Floats) -> Floats:
        """p(1-p) of each answer times its weight."""
        return self.pairs.weight * v[self.rows.row]

    def _cluster(self) -> None:
        p, v = self._fitted()
        square, mean = float(self.pairs.weight @ self.answers.score**2), float(self.n @ p**2)
        self.dispersion = max((square - mean) / (float(self.y.sum()) - mean), 0.05) if self.y.sum() > mean else 1.0
        self.clustering = clustering_of(self.pairs, self.group, self.answers.score - p[self.rows.row], v[self.rows.row])

    def result(self, level: float) -> Mastery:
        assert self.pooled is not None  # noqa: S101  # run() has been called
        assert self.working is not None  # noqa: S101
        first, second = self.cells.first, self.cells.second
        own = self.pooled.own[first, second]
        more, factor = mended(self.working, self.sd_squared)
        centre, variance = self.centre + more, self.pooled.variance[first, second] * factor
        for part, covariance, pull in self._solved():
            variance[part.cells] += part.unknown(covariance, own[part.cells])
            centre[part.cells] += part.drawn(covariance, own[part.cells], pull)
        people = np.bincount(self.pairs.person_topic.second, minlength=len(self.cells))
        items = np.bincount(cross(self.cells.row, self.answers.item).first, minlength=len(self.cells))
        counts = np.bincount(self.cells.row, minlength=len(self.cells))
        raw = np.bincount(self.cells.row, self.answers.score, len(self.cells)) / counts
        cells = _cells(first, second, counts, people, items, raw, self._estimates(centre, variance, level))
        alike = self.clustering
        spread = Spread(self.pooled.group_sd, self.pooled.cell_sd, self.item_sd, alike)
        return Mastery(cells, self._totals(level), spread, tuple(float(s) for s in self.shift), level)

    def _solved(self) -> Iterator[tuple[Topic, Floats, float]]:
        """Each topic with the covariance of its difficulties and how far other topics draw it."""
        drawn = pulls(np.array(self.levels), np.array([c[0, 0] for c in self.covariances]))
        return zip(self.parts, self.covariances, drawn.tolist(), strict=True)

    def _estimates(self, centre: Floats, variance: Floats, level: float) -> list[Estimate]:
        error = np.sqrt(variance)
        width = float(norm.ppf(0.5 + level / 2))
        shares = [share_at(centre + k * error, self.item_sd) for k in (0.0, -width, width)]
        return [Estimate(*(float(x) for x in row)) for row in zip(*shares, centre, error, strict=True)]

    def _totals(self, level: float) -> tuple[Cell, ...]:
        """Each topic over all who answered, as one group: nothing is drawn anywhere."""
        topic_of_row = self.cells.second[self.row_cell]
        offset = self.item[self.row_item] + self.shift[self.row_mode]
        centre = np.bincount(self.cells.second, self.centre, self.topics) / np.maximum(
            np.bincount(self.cells.second), 1
        )
        for _ in range(8):
            p = expit(centre[topic_of_row] + offset)
            v = np.maximum(p * (1 - p), 1e-4)
            information = np.bincount(topic_of_row, self.n * v, self.topics)
            seen = information > 0
            score = np.bincount(topic_of_row, self.y - self.n * p, self.topics)
            centre = centre + np.clip(np.divide(score, information, out=np.zeros(self.topics), where=seen), -1, 1)
        same = np.bincount(self.cells.second, self.pairs.by_person_and_topic(self._slopes(v)), self.topics)
        rows = np.bincount(topic_of_row, (self.n * v) ** 2 - self.n2 * v**2, self.topics)
        alike = self.clustering
        variance = self.dispersion * np.bincount(topic_of_row, self.n2 * v, self.topics)
        variance += (alike.person + alike.person_topic) * same + alike.group_item * rows
        there = np.flatnonzero(seen)
        unknown = [part.unknown_in_total(covariance) for part, covariance, _ in self._solved()]
        centre[there] += [part.drawn_in_total(covariance, pull) for part, covariance, pull in self._solved()]
        found = variance[there] / information[there] ** 2 + np.array(unknown)
        topic = self.cells.second[self.cells.row]
        counts = np.bincount(topic, minlength=self.topics)[there]
        people = np.bincount(cross(self.answers.person, topic).second, minlength=self.topics)[there]
        items = np.bincount(self.item_topic[np.unique(self.answers.item)], minlength=self.topics)[there]
        raw = np.bincount(topic, self.answers.score, self.topics)[there] / counts
        everybody = np.full(len(there), -1)
        return _cells(everybody, there, counts, people, items, raw, self._estimates(centre[there], found, level))


def _cells(
    first: Ints, second: Ints, counts: Ints, people: Ints, items: Ints, raw: Floats, estimates: list[Estimate]
) -> tuple[Cell, ...]:
    columns = (
        first.tolist(),
        second.tolist(),
        counts.tolist(),
        people.tolist(),
        items.tolist(),
        raw.tolist(),
        estimates,
    )
    return tuple(Cell(*row) for row in zip(*columns, strict=True))


class _ByItem:
    """Rows summed over the manners of asking, and laid out topic by topic."""

    def __init__(self, rows: Table, row_cell: Ints, row_item: Ints, topic_of_cell: Ints) -> None:
        self._table = cross(row_cell, row_item)
        self.cell, self.item = self._table.first, self._table.second
        topic = topic_of_cell[self.cell]
        order = np.argsort(topic, kind="stable")
        parts = np.split(order, np.flatnonzero(np.diff(topic[order])) + 1)
        self.topics = [self._part(part) for part in parts]

    def sums_of(self, by_row: Floats) -> Floats:
        return self._table.sums(by_row)

    def _part(self, part: Ints) -> tuple[Ints, Ints, tuple[Ints, Ints, Ints]]:
        """Codes of the cells and of the items, then for each combination: place of the cell, of the item, and which
        it is.
        """
        cells, at_cell = np.unique(self.cell[part], return_inverse=True)
        items, at_item = np.unique(self.item[part], return_inverse=True)
        return cells, items, (at_cell, at_item, part)


def _filled(rows: tuple[Ints, Ints, Ints], values: Floats) -> Floats:
    """Lay values out as (cells, items), 0 where a question was not asked."""
    at_cell, at_item, part = rows
    laid = np.zeros((int(at_cell.max()) + 1, int(at_item.max()) + 1))
    laid[at_cell, at_item] = values[part]
    return laid
