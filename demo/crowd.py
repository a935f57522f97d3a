"""Simulated people: who they are and what they know. Pure; all chance comes from the generator passed in.

Nobody here exists. Every one is marked as simulated in the database and on the screen.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

NAMES = Path(__file__).parent / "names.json"


@dataclass(frozen=True)
class Person:
    """ability: logit of a right answer to a question of middling difficulty, before topic and unit."""

    full_name: str
    unit: str
    ability: float


@dataclass(frozen=True)
class Truth:
    """What the simulation knows and the report must find out: strengths in logits."""

    units: dict[str, float]
    topics: dict[str, float]
    weak_spots: dict[tuple[str, str], float]  # (unit, topic)

    def chance(self, person: Person, topic: str, difficulty: int) -> float:
        """Return the probability of a right answer; even who knows nothing guesses one in five."""
        logit = (
            person.ability
            + self.units[person.unit]
            + self.topics.get(topic, 0.0)
            + self.weak_spots.get((person.unit, topic), 0.0)
            - 0.7 * (difficulty - 2)
        )
        return 0.2 + 0.8 / (1 + math.exp(-logit))


def make_people(units: Sequence[str], count: int, chance: Random) -> list[Person]:
    """Return `count` people spread unevenly over `units`, as participation is in life: some send many, some few."""
    names = json.loads(NAMES.read_text(encoding="utf-8"))
    weights = [chance.paretovariate(1.6) for _ in units]
    return [
        Person(_name(names, chance), unit, chance.gauss(0.6, 0.8)) for unit in chance.choices(units, weights, k=count)
    ]


def make_truth(units: Sequence[str], topics: Sequence[str], chance: Random) -> Truth:
    """Return the strengths of `units` and `topics`, with about one unit in four weak at one topic."""
    weak = {
        (unit, chance.choice(topics)): -chance.uniform(1.2, 2.2)
        for unit in chance.sample(sorted(units), k=max(1, len(units) // 4))
    }
    return Truth(
        {u: chance.gauss(0.2, 0.35) for u in units},
        {t: chance.gauss(0.1, 0.7) for t in topics},
        weak,
    )


def _name(names: dict[str, list[dict[str, float]]], chance: Random) -> str:
    sex = chance.choice(["male", "female"])
    return " ".join(_pick(names[part], chance) for part in ("family", f"middle_{sex}", f"given_{sex}"))


def _pick(weighted: list[dict[str, float]], chance: Random) -> str:
    return str(chance.choices([w["name"] for w in weighted], [w["weight"] for w in weighted])[0])
