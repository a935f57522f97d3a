"""Drawing a paper: a blueprint, a pool and a seed make one paper, always the same one.

A blueprint is a list of slots: how many questions of which topic or regulation, how hard, of which kind. Papers
drawn from one pool are equally hard: where a slot leaves the difficulty open, it takes the same number of each
difficulty on every paper, in proportion to what the pool holds. Among the questions that fit, those that the person
has not seen come first, then those that fewer papers have shown.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

LOOKED_AT = 4  # candidates for each place: enough to even out what is shown, few enough to stay by chance
FULL_POINTS = 100  # hundredths of a point: what a question is worth where nothing else is said
COMFORTABLE = 3  # times a slot's number: below it, people sitting side by side meet the same questions


@dataclass(frozen=True, slots=True)
class Item:
    """A question that may be drawn.

    shown: what a paper puts in an order of its own, in the order in which it was written: ids of choices, places of
    items or right sides, nothing for the kinds that are typed. keep_order: as written is how it must be shown.
    never_as_written: that order is the answer. documents: keys of the regulations it cites.
    """

    version_id: int
    topic: str
    shown: tuple[int, ...] = ()
    keep_order: bool = False
    difficulty: int = 2
    kind: str = "single"
    documents: tuple[int, ...] = ()
    never_as_written: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """count questions; topic (code), document (key), difficulty (1 to 3) and kind narrow them; "" and 0 do not.

    points: what each of them is worth, in hundredths of a point.
    """

    count: int
    topic: str = ""
    document: int = 0
    difficulty: int = 0
    kind: str = ""
    points: int = FULL_POINTS

    def takes(self, item: Item) -> bool:
        """Say whether `item` fits."""
        return (
            (not self.topic or item.topic == self.topic)
            and (not self.document or self.document in item.documents)
            and (not self.difficulty or item.difficulty == self.difficulty)
            and (not self.kind or item.kind == self.kind)
        )

    def to_json(self) -> dict[str, Any]:
        told = {name: value for name, value in asdict(self).items() if value}
        return told if self.points != FULL_POINTS else {name: told[name] for name in told if name != "points"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question on a paper. choice_order: its `Item.shown`, first shown first. points: as its slot says."""

    version_id: int
    choice_order: tuple[int, ...]
    points: int = FULL_POINTS


@dataclass(frozen=True, slots=True)
class Shortage:
    """A slot that the pool cannot fill (have < wanted) or fills with few to spare."""

    slot: Slot
    have: int


class NotEnoughQuestions(Exception):  # a refusal, named for what it says
    """The pool cannot fill a slot, what other slots took left out."""

    def __init__(self, slot: Slot, have: int) -> None:
        super().__init__(f"{slot}: {have} in the pool")
        self.slot, self.have = slot, have


def by_topic(counts: Mapping[str, int]) -> tuple[Slot, ...]:
    """Return the plainest blueprint: code of topic → how many."""
    return tuple(Slot(count, topic) for topic, count in sorted(counts.items()))


class Pool:
    """What may be drawn, sorted out once for the slots of one blueprint so that a paper costs little."""

    def __init__(self, blueprint: Sequence[Slot], items: Iterable[Item]) -> None:
        ordered = sorted(items, key=lambda item: item.version_id)
        self.blueprint = tuple(blueprint)
        self.items = {item.version_id: item for item in ordered}
        self.groups = [(slot, _shares(slot, [i for i in ordered if slot.takes(i)])) for slot in blueprint]
        # Scarce slots choose first, so that overlapping ones leave each other enough.
        self.groups.sort(key=lambda group: sum(len(items) for _count, items in group[1]) - group[0].count)

    def held(self, slot: Slot) -> int:
        """Return how many questions fit `slot`."""
        return next(sum(len(items) for _count, items in shares) for held, shares in self.groups if held == slot)


def draw(
    pool: Pool, seed: str, *, seen: Collection[int] = (), exposure: Mapping[int, int] | None = None,
    shuffle_questions: bool = True, shuffle_choices: bool = True,
) -> tuple[Drawn, ...]:  # fmt: skip
    """Return the questions of one paper, in the order in which it shows them.

    seen: versions that the person met lately. exposure: version → how many papers have shown it. Unshuffled questions
    stand slot by slot, unshuffled choices as they were written. The result depends on the arguments alone.
    Raises NotEnoughQuestions.
    """
    chance = Random(seed)  # noqa: S311  # the seed itself is secret and random; the draw must be repeatable
    shown = exposure or {}
    taken: dict[int, Item] = {}
    slot_of: dict[int, Slot] = {}
    for slot, shares in pool.groups:
        lacking = 0
        for count, items in shares:
            lacking += count - _take(items, count, taken, chance, seen, shown)
        if lacking:  # another slot took some of this difficulty: fill up from the others
            every = [item for _count, items in shares for item in items]
            if _take(every, lacking, taken, chance, seen, shown) < lacking:
                raise NotEnoughQuestions(slot, len(every))
        slot_of.update((version, slot) for version in taken if version not in slot_of)
    questions = sorted(
        taken.values(), key=lambda item: (pool.blueprint.index(slot_of[item.version_id]), item.version_id)
    )
    worth = [(item, slot_of[item.version_id].points) for item in questions]
    return lay_out(worth, chance, shuffle_questions=shuffle_questions, shuffle_choices=shuffle_choices)


def lay_out(
    questions: Sequence[tuple[Item, int]], chance: Random, *, shuffle_questions: bool, shuffle_choices: bool
) -> tuple[Drawn, ...]:
    """Return questions, each with its hundredths of a point, in the order in which a paper shows them."""
    order = list(questions)
    if shuffle_questions:
        chance.shuffle(order)
    return tuple(Drawn(item.version_id, _order(item, chance, shuffle_choices), points) for item, points in order)


def shortages(pool: Pool) -> tuple[list[Shortage], list[Shortage]]:
    """Return (slots that cannot be filled, slots filled with few to spare), for whoever designs the contest."""
    lacking = [Shortage(slot, pool.held(slot)) for slot, _shares in pool.groups if pool.held(slot) < slot.count]
    if not lacking:
        try:
            draw(pool, "")
        except NotEnoughQuestions as short:  # each slot alone would do, all together do not
            lacking = [Shortage(short.slot, short.have)]
    scarce = [
        Shortage(slot, pool.held(slot))
        for slot, _shares in pool.groups
        if slot.count <= pool.held(slot) < COMFORTABLE * slot.count
    ]
    return lacking, scarce


def _shares(slot: Slot, items: Sequence[Item]) -> list[tuple[int, list[Item]]]:
    """Return (how many, of which) for each difficulty, by largest remainder; the same for every paper."""
    groups: defaultdict[int, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.difficulty].append(item)
    if not items:
        return [(slot.count, [])]
    quotas = {level: slot.count * len(groups[level]) / len(items) for level in sorted(groups)}
    counts = Counter({level: int(quota) for level, quota in quotas.items()})
    left = sorted(quotas, key=lambda level: (counts[level] - quotas[level], level))
    for level in left[: slot.count - counts.total()]:
        counts[level] += 1
    return [(counts[level], groups[level]) for level in sorted(groups)]


def _take(
    items: Sequence[Item], count: int, taken: dict[int, Item], chance: Random, seen: Collection[int],
    exposure: Mapping[int, int],
) -> int:  # fmt: skip
    """Move up to `count` of `items` into `taken` and return how many."""
    if count <= 0:
        return 0
    wanted = min(len(items), LOOKED_AT * count + len(taken) + len(seen))
    candidates = [item for item in chance.sample(items, wanted) if item.version_id not in taken]
    candidates.sort(key=lambda item: (item.version_id in seen, exposure.get(item.version_id, 0)))
    chosen = candidates[:count]
    taken.update((item.version_id, item) for item in chosen)
    return len(chosen)


def _order(item: Item, chance: Random, shuffle: bool) -> tuple[int, ...]:
    hides_answer = item.never_as_written or item.kind == "match"  # as written, these two would give it away
    if item.keep_order or not (shuffle or hides_answer):
        return item.shown
    order = tuple(chance.sample(item.shown, len(item.shown)))
    while item.never_as_written and len(order) > 1 and order == item.shown:
        order = tuple(chance.sample(item.shown, len(item.shown)))
    return order
