from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.blueprint import Drawn, Item, NotEnoughQuestions, Pool, Shortage, Slot, by_topic, draw, shortages


def pool(per_topic: dict[str, int], choices: int = 4, keep_order: bool = False) -> list[Item]:
    made: list[Item] = []
    for topic, count in per_topic.items():
        for _ in range(count):
            version = len(made) + 1
            made.append(Item(version, topic, tuple(version * 10 + i for i in range(choices)), keep_order))
    return made


blueprints = st.dictionaries(st.sampled_from("abcdeghi"), st.integers(1, 5), min_size=1)


@given(blueprints, st.text(max_size=20))
def test_a_paper_has_exactly_what_the_blueprint_asks(blueprint: dict[str, int], seed: str) -> None:
    items = pool({t: n + 2 for t, n in blueprint.items()} | {"z": 5})
    topic_of = {i.version_id: i.topic for i in items}

    drawn = draw(Pool(by_topic(blueprint), items), seed)

    assert Counter(topic_of[d.version_id] for d in drawn) == Counter(blueprint)
    assert len({d.version_id for d in drawn}) == len(drawn)


@given(blueprints, st.text(max_size=20), st.integers())
def test_a_paper_depends_on_the_seed_and_not_on_the_order_of_the_pool(
    blueprint: dict[str, int], seed: str, shuffling: int
) -> None:
    items = pool({t: n + 2 for t, n in blueprint.items()})
    shuffled = Random(shuffling).sample(items, len(items))

    assert draw(Pool(by_topic(blueprint), items), seed) == draw(Pool(by_topic(blueprint), shuffled), seed)


@given(st.text(max_size=20))
def test_every_choice_is_on_the_paper_once(seed: str) -> None:
    items = {i.version_id: i for i in pool({"a": 6})}
    for drawn in draw(Pool([Slot(6, "a")], items.values()), seed):
        assert sorted(drawn.choice_order) == sorted(items[drawn.version_id].shown)


@given(st.text(max_size=20))
def test_choices_that_must_keep_their_order_do(seed: str) -> None:
    items = {i.version_id: i for i in pool({"a": 6}, keep_order=True)}
    assert {d.version_id: d.choice_order for d in draw(Pool([Slot(6, "a")], items.values()), seed)} == {
        i.version_id: i.shown for i in items.values()
    }


def test_a_topic_with_too_few_questions_is_named() -> None:
    with pytest.raises(NotEnoughQuestions) as refused:
        draw(Pool(by_topic({"a": 2, "b": 4}), pool({"a": 9, "b": 3})), "seed")
    assert (refused.value.slot, refused.value.have) == (Slot(4, "b"), 3)


def test_an_empty_blueprint_draws_nothing() -> None:
    assert draw(Pool([], pool({"a": 3})), "seed") == ()


def test_one_question_of_one_choice() -> None:
    assert draw(Pool([Slot(1, "a")], [Item(7, "a", (70,), False)]), "seed") == (Drawn(7, (70,)),)


def test_questions_places_and_choices_are_spread_evenly() -> None:
    items = pool({"a": 10})
    seen, first_place, key_at = Counter[int](), Counter[int](), Counter[int]()
    papers = 4000
    held = Pool([Slot(5, "a")], items)
    for seed in range(papers):
        drawn = draw(held, str(seed))
        seen.update(d.version_id for d in drawn)
        first_place[drawn[0].version_id] += 1
        key_at.update(d.choice_order.index(d.version_id * 10) for d in drawn)

    assert _chi_square(seen, papers * 5 / 10, 10) < 27.9  # p = 0.001 at 9 degrees of freedom
    assert _chi_square(first_place, papers / 10, 10) < 27.9
    assert _chi_square(key_at, papers * 5 / 4, 4) < 16.3  # at 3 degrees of freedom


LEVELS = st.lists(st.sampled_from([1, 2, 3]), min_size=12, max_size=40)


@given(LEVELS, st.integers(1, 10), st.lists(st.text(max_size=8), min_size=2, max_size=6))
def test_every_paper_is_equally_hard(levels: list[int], count: int, seeds: list[str]) -> None:
    items = [Item(n, "a", (), difficulty=level) for n, level in enumerate(levels)]
    held = Pool([Slot(count, "a")], items)
    papers = [Counter(held.items[d.version_id].difficulty for d in draw(held, seed)) for seed in seeds]
    assert all(paper == papers[0] for paper in papers)
    assert papers[0].total() == count


def test_slots_narrow_by_regulation_difficulty_and_kind() -> None:
    items = [
        Item(1, "a", difficulty=3, kind="order", documents=(7,)), Item(2, "a", difficulty=1, documents=(7, 8)),
        Item(3, "b", difficulty=3, documents=(8,)), Item(4, "b", difficulty=3, kind="order"),
    ]  # fmt: skip
    slots = [Slot(1, document=8, difficulty=3), Slot(1, "a", kind="order"), Slot(1, document=7)]
    assert sorted(d.version_id for d in draw(Pool(slots, items), "s")) == [1, 2, 3]


@given(st.text(max_size=20))
def test_overlapping_slots_leave_each_other_enough(seed: str) -> None:
    items = [Item(n, "a", difficulty=3 if n == 5 else 1) for n in range(6)]
    drawn = [d.version_id for d in draw(Pool([Slot(5, "a"), Slot(1, "a", difficulty=3)], items), seed)]
    assert sorted(drawn) == [0, 1, 2, 3, 4, 5]


@given(st.sets(st.integers(0, 19), max_size=14), st.text(max_size=20))
def test_what_was_seen_comes_last(seen: set[int], seed: str) -> None:
    held = Pool([Slot(8, "a")], [Item(n, "a") for n in range(20)])
    drawn = {d.version_id for d in draw(held, seed, seen=seen)}
    assert len(drawn & seen) == max(0, 8 - (20 - len(seen)))


def test_exposure_evens_out() -> None:
    held = Pool([Slot(5, "a")], [Item(n, "a") for n in range(50)])
    even, blind = Counter[int](), Counter[int]()
    for paper in range(400):
        even.update(d.version_id for d in draw(held, str(paper), exposure=even))
        blind.update(d.version_id for d in draw(held, str(paper)))
    assert max(even.values()) - min(even.values()) <= 3 < max(blind.values()) - min(blind.values())


@given(st.text(max_size=20))
def test_an_order_is_never_shown_solved(seed: str) -> None:
    held = Pool([Slot(1)], [Item(1, "a", (0, 1, 2), never_as_written=True)])
    assert draw(held, seed)[0].choice_order != (0, 1, 2)


def test_design_is_told_what_lacks_and_what_is_scarce() -> None:
    items = [Item(n, "a") for n in range(4)] + [Item(9, "b"), *(Item(n, "c") for n in range(20, 40))]
    wanted = [Slot(3, "a"), Slot(2, "b"), Slot(5, "c")]
    assert shortages(Pool(wanted, items)) == ([Shortage(Slot(2, "b"), 1)], [Shortage(Slot(3, "a"), 4)])
    both = [Slot(3, "a"), Slot(3, difficulty=2)]  # each alone would do
    assert shortages(Pool(both, items[:4]))[0] == [Shortage(Slot(3, difficulty=2), 4)]


def _chi_square(counts: Counter[int], expected: float, cells: int) -> float:
    assert len(counts) == cells
    return sum((n - expected) ** 2 / expected for n in counts.values())
