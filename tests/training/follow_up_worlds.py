"""Two contests, a class between them and its true effect: worlds in which a follow-up's figures can be judged.

Run as a program it prints the table of docs/training.md: `python -m tests.training.follow_up_worlds`.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from training.measure.follow_up import Answered, FollowUp, follow_up

WAYS = {
    "people": "people by chance",
    "units": "units by chance",
    "low_units": "units that showed least",
    "low_people": "people who showed least",
    "weak_units": "units that truly know least",
}


@dataclass(frozen=True)
class World:
    """way: who attends, a key of WAYS. effect: logits. asked: questions to a person each time, of a pool of `pool`."""

    way: str
    effect: float = 0.0
    units: int = 12
    size: int = 15
    asked: int = 3
    pool: int = 12


def drawn(world: World, chance: np.random.Generator) -> tuple[FollowUp, float]:
    """Return what is found in one such world and the truth: the mean gain, as a share, of those who attended."""
    people = world.units * world.size
    unit = np.repeat(np.arange(world.units), world.size)
    level = chance.normal(0.3, 0.4, world.units)
    able = level[unit] + chance.normal(0, 0.7, people)
    easy = chance.normal(0, 0.8, 2 * world.pool)
    first, right = _sat(world, able, easy, np.arange(world.pool), chance)
    came = _who(world, unit, level, right, chance)
    then = able + 0.2 + chance.normal(0, 0.1, world.units)[unit] + chance.normal(0, 0.2, people)
    second = np.arange(world.pool // 2, world.pool // 2 + world.pool)  # half of the questions are asked again
    later, right_later = _sat(world, then + world.effect * came, easy, second, chance)
    truth = float((_share(then[came] + world.effect) - _share(then[came])).mean())
    who = np.repeat(np.arange(people), world.asked)
    answered = Answered(
        np.concatenate([who, who]),
        np.concatenate([first.ravel(), later.ravel()]),
        np.repeat([False, True], len(who)),
        np.concatenate([right.ravel(), right_later.ravel()]),
    )
    return follow_up(answered, attended=came, unit=unit), truth


def _sat(
    world: World, able: np.ndarray, easy: np.ndarray, pool: np.ndarray, chance: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    asked = chance.permuted(np.tile(pool, (len(able), 1)), axis=1)[:, : world.asked]
    return asked, (chance.random(asked.shape) < expit(able[:, None] + easy[asked])).astype(float)


def _who(
    world: World, unit: np.ndarray, level: np.ndarray, right: np.ndarray, chance: np.random.Generator
) -> np.ndarray:
    own, half = right.mean(axis=1), world.units // 2
    showed = np.bincount(unit, own)
    return {
        "people": lambda: chance.random(len(unit)) < 0.4,
        "units": lambda: np.isin(unit, chance.choice(world.units, half, replace=False)),
        "low_units": lambda: np.isin(unit, np.argsort(showed)[:half]),
        "low_people": lambda: own < np.median(own),
        "weak_units": lambda: np.isin(unit, np.argsort(level)[:half]),
    }[world.way]()


def _share(able: np.ndarray) -> np.ndarray:
    questions = 0.8 * np.sqrt(2) * np.array([-1.65068, -0.52465, 0.52465, 1.65068])  # Gauss-Hermite
    return expit(able[:, None] + questions) @ np.array([0.04588, 0.45412, 0.45412, 0.04588])


def judged(world: World, *, worlds: int, seed: int) -> tuple[float, float, Counter[str]]:
    """Return how often each interval holds the truth, first the effect's, then the adjusted one's; and the verdicts."""
    chance = np.random.default_rng(seed)
    held, adjusted, verdicts = 0, 0, Counter[str]()
    for _ in range(worlds):
        found, truth = drawn(world, chance)
        assert found.effect
        assert found.adjusted
        held += found.effect.low <= truth <= found.effect.high
        adjusted += found.adjusted.low <= truth <= found.adjusted.high
        verdicts[found.verdict.value] += 1
    return held / worlds, adjusted / worlds, verdicts


if __name__ == "__main__":
    WORLDS = 200
    for way, words in WAYS.items():
        for units, size in ((4, 40), (12, 15), (30, 20)):
            cells = []
            for effect in (0.0, 0.6):
                held, adjusted, verdicts = judged(World(way, effect, units, size), worlds=WORLDS, seed=1)
                cells += [f"{held * 100:.0f}", f"{adjusted * 100:.0f}", f"{verdicts['better'] / WORLDS * 100:.0f}"]
            print("|", words, "|", units, "×", size, "|", " | ".join(cells), "|", flush=True)
