"""What estimates are worth on contests whose truth is known: do intervals hold, are named needs needs, how many are
found.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from training.measure.mastery import Cell, estimate_mastery
from training.measure.needs import Rule, State, state_of
from training.measure.worlds import Recipe, World, make_world


@dataclass(frozen=True)
class Judged:
    """Over all cells of all contests; shares from 0 to 1.

    coverage: intervals that hold the truth. precision: named needs that are true. recall: true needs that are named,
    of all that were measured. recall_percent_correct: the same for the plain share of right answers at the same share
    of false ones, with the line that turns out best in hindsight for all contests; ..._best: with a line of its own for
    each contest, each the best in hindsight. no_need_precision: cells said to have no need that have none.
    coverage_by_people: by the number of people in the cell.
    """

    contests: int
    cells: int
    true_needs: int
    named: int
    coverage: float
    coverage_by_people: dict[str, float]
    coverage_of_totals: float
    precision: float
    recall: float
    recall_percent_correct: float
    recall_percent_correct_best: float
    no_need_precision: float

    @property
    def ratio(self) -> float | None:
        """How many times as many true needs are found as by percent correct; None where that finds none."""
        return self.recall / self.recall_percent_correct if self.recall_percent_correct else None


_BANDS = ((1, 4), (5, 9), (10, 19), (20, 49), (50, 10**9))


@dataclass(frozen=True)
class _Seen:
    contest: int
    people: int
    raw: float
    covered: bool
    weak: bool
    state: State


def judge(chance: np.random.Generator, *, contests: int, rule: Rule, recipe: Recipe = Recipe()) -> Judged:  # noqa: B008
    """Make `contests` contests, estimate each, and compare with the truth. Intervals are of 90 %."""
    seen: list[_Seen] = []
    totals: list[bool] = []
    for contest in range(contests):
        world = make_world(chance, recipe)
        mastery = estimate_mastery(world.answers, world.unit_of, world.topic_of)
        seen += [_look(contest, cell, world, state_of(mastery, cell, rule), rule) for cell in mastery.cells]
        totals += _totals(mastery.totals, world)
    return _figures(contests, seen, totals, rule)


def _look(contest: int, cell: Cell, world: World, state: State, rule: Rule) -> _Seen:
    truth = float(world.truth[cell.group, cell.topic])
    return _Seen(
        contest, cell.people, cell.raw, cell.estimate.low <= truth <= cell.estimate.high, truth < rule.target, state
    )


def _totals(totals: Iterable[Cell], world: World) -> list[bool]:
    """Whether the intervals of whole topics hold the mean of the units' truths, each unit counting as many as its
    people.
    """
    people = np.bincount(world.unit_of, minlength=len(world.truth))
    truth = people @ world.truth / people.sum()
    return [bool(c.estimate.low <= truth[c.topic] <= c.estimate.high) for c in totals]


def _figures(contests: int, seen: list[_Seen], totals: list[bool], rule: Rule) -> Judged:
    named = [s for s in seen if s.state is State.NEED]
    cleared = [s for s in seen if s.state is State.NO_NEED]
    true, there = sum(s.weak for s in named), sum(s.weak for s in seen)
    false_rate = 1 - true / len(named) if named else 0.0
    plain: list[list[tuple[float, bool]]] = [[] for _ in range(contests)]
    for s in seen:
        if s.people >= rule.fewest_people:
            plain[s.contest].append((s.raw, s.weak))
    found = found_by_percent_correct([cell for contest in plain for cell in contest], false_rate)
    best = sum(found_by_percent_correct(contest, false_rate) for contest in plain)
    bands = {_name(b): [s.covered for s in seen if b[0] <= s.people <= b[1]] for b in _BANDS}
    return Judged(
        contests=contests,
        cells=len(seen),
        true_needs=there,
        named=len(named),
        coverage=float(np.mean([s.covered for s in seen])),
        coverage_by_people={name: float(np.mean(held)) for name, held in bands.items() if held},
        coverage_of_totals=float(np.mean(totals)),
        precision=true / len(named) if named else float("nan"),
        recall=true / there if there else float("nan"),
        recall_percent_correct=found / there if there else float("nan"),
        recall_percent_correct_best=best / there if there else float("nan"),
        no_need_precision=sum(not s.weak for s in cleared) / len(cleared) if cleared else float("nan"),
    )


def _name(band: tuple[int, int]) -> str:
    return f"{band[0]}-{band[1]}" if band[1] < 10**9 else f"{band[0]}+"


def found_by_percent_correct(scored: list[tuple[float, bool]], false_rate: float) -> int:
    """Return how many true needs lie below the line on `scored` (share of right answers, is it a need) that finds most
    of them with a share of false ones of at most `false_rate`. A line takes all cells of equal score or none."""
    best = true = 0
    ranked = sorted(scored)
    for length, (score, is_weak) in enumerate(ranked, 1):
        true += is_weak
        line_may_pass = length == len(ranked) or ranked[length][0] > score
        if line_may_pass and 1 - true / length <= false_rate:
            best = max(best, true)
    return best
