"""How a simulated phone behaves: chance × question → when it answers what, and when its network goes and comes back.

People differ first (`temper`), then their questions (`plan`). The figures are a hall's as one sees it: most answer in
the first half of the time, some change their mind, a few say nothing, and here and there a phone loses its network.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

SILENT, CHANGES_MIND, DROPS = 0.03, 0.08, 0.04  # shares of people, question by question
SHORTEST_THOUGHT = 0.6  # seconds; nobody reads and taps sooner
AWAY = (2.0, 12.0)  # seconds that a lost network takes to come back
MEDIAN_PART, SPREAD = 0.4, 0.45  # an answer's time as part of the time allowed: median, and sigma of its logarithm
SKILL = (4.0, 2.0)  # of the beta distribution from which shares of right answers come: two thirds on average


@dataclass(frozen=True, slots=True)
class Temper:
    """One person. skill: share of questions they know. pace: their time as a multiple of the usual."""

    skill: float
    pace: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What one person does with one question; times in seconds from when answering opened to them.

    answers: when, and the choices ticked, the later ones changing the earlier. gone: from when to when there is no
    network, or None.
    """

    answers: tuple[tuple[float, tuple[int, ...]], ...]
    gone: tuple[float, float] | None = None


def temper(chance: Random) -> Temper:
    return Temper(chance.betavariate(*SKILL), chance.lognormvariate(0.0, 0.25))


def plan(
    person: Temper, *, seconds: float, choices: Sequence[int], right: Collection[int], change: bool, chance: Random
) -> Plan:
    """Return what `person` does with a question of `choices`, the `right` ones among them, open for `seconds`.

    change: whether the rules let an answer be changed.
    """
    gone = None
    if chance.random() < DROPS:
        since = chance.uniform(0.0, seconds)
        gone = since, since + chance.uniform(*AWAY)
    if chance.random() < SILENT:
        return Plan((), gone)
    at = _when(person, seconds, chance)
    answers = [(at, _chosen(person, choices, right, chance))]
    if change and chance.random() < CHANGES_MIND:
        answers.append((at + chance.uniform(1.0, max(2.0, seconds - at)), _chosen(person, choices, right, chance)))
    return Plan(tuple(answers), gone)


def _when(person: Temper, seconds: float, chance: Random) -> float:
    """Return when an answer is tapped; the slowest tap when it is nearly too late, as people do."""
    wanted = seconds * MEDIAN_PART * person.pace * chance.lognormvariate(0.0, SPREAD)
    return max(SHORTEST_THOUGHT, min(wanted, seconds * chance.uniform(0.85, 1.05)))


def _chosen(person: Temper, choices: Sequence[int], right: Collection[int], chance: Random) -> tuple[int, ...]:
    if chance.random() < person.skill or len(right) >= len(choices):
        return tuple(sorted(right))
    wrong = [choice for choice in choices if choice not in right]
    kept = list(right)[: len(right) - 1]  # several were asked for, and one is mistaken
    return tuple(sorted([*kept, chance.choice(wrong)]))
