"""Drawing a paper: a blueprint, a pool and a seed make one paper, always the same one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Item:
    """A question that may be drawn.

    choice_ids: in the order in which the question was written. keep_order: the choices must
    be shown in that order ("true, false"; "both of the above").
    """

    version_id: int
    topic: str
    choice_ids: tuple[int, ...]
    keep_order: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question on a paper. choice_order: ids of its choices, first shown first."""

    version_id: int
    choice_order: tuple[int, ...]


class NotEnoughQuestions(Exception):  # a refusal, named for what it says
    """The pool holds fewer questions of a topic than the blueprint asks for."""

    def __init__(self, topic: str, wanted: int, have: int) -> None:
        super().__init__(f"topic {topic}: {wanted} wanted, {have} in the pool")
        self.topic, self.wanted, self.have = topic, wanted, have


def draw(blueprint: Mapping[str, int], pool: Sequence[Item], seed: str) -> tuple[Drawn, ...]:
    """Return the questions of one paper, in the order in which it shows them.

    blueprint: topic → how many. The result depends on the arguments alone and not on the
    order of `pool`; every question of a topic is drawn with the same probability, and so is
    every order of questions and of choices. Raises NotEnoughQuestions for the first topic,
    in alphabetical order, that the pool cannot fill.
    """
    chance = Random(seed)  # noqa: S311  # the seed itself is secret and random; the draw must be repeatable
    by_topic: defaultdict[str, list[Item]] = defaultdict(list)
    for item in sorted(pool, key=lambda i: i.version_id):
        by_topic[item.topic].append(item)
    taken: list[Item] = []
    for topic in sorted(blueprint):
        wanted, have = blueprint[topic], by_topic[topic]
        if wanted > len(have):
            raise NotEnoughQuestions(topic, wanted, len(have))
        taken += chance.sample(have, wanted)
    chance.shuffle(taken)
    return tuple(Drawn(i.version_id, _order(i, chance)) for i in taken)


def _order(item: Item, chance: Random) -> tuple[int, ...]:
    if item.keep_order:
        return item.choice_ids
    return tuple(chance.sample(item.choice_ids, len(item.choice_ids)))
