from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.blueprint import Drawn, Item, NotEnoughQuestions, draw


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

    drawn = draw(blueprint, items, seed)

    assert Counter(topic_of[d.version_id] for d in drawn) == Counter(blueprint)
    assert len({d.version_id for d in drawn}) == len(drawn)


@given(blueprints, st.text(max_size=20), st.integers())
def test_a_paper_depends_on_the_seed_and_not_on_the_order_of_the_pool(
    blueprint: dict[str, int], seed: str, shuffling: int
) -> None:
    items = pool({t: n + 2 for t, n in blueprint.items()})
    shuffled = Random(shuffling).sample(items, len(items))

    assert draw(blueprint, items, seed) == draw(blueprint, shuffled, seed)


@given(st.text(max_size=20))
def test_every_choice_is_on_the_paper_once(seed: str) -> None:
    items = {i.version_id: i for i in pool({"a": 6})}
    for drawn in draw({"a": 6}, list(items.values()), seed):
        assert sorted(drawn.choice_order) == sorted(items[drawn.version_id].choice_ids)


@given(st.text(max_size=20))
def test_choices_that_must_keep_their_order_do(seed: str) -> None:
    items = {i.version_id: i for i in pool({"a": 6}, keep_order=True)}
    assert {d.version_id: d.choice_order for d in draw({"a": 6}, list(items.values()), seed)} == {
        i.version_id: i.choice_ids for i in items.values()
    }


def test_a_topic_with_too_few_questions_is_named() -> None:
    with pytest.raises(NotEnoughQuestions) as refused:
        draw({"a": 2, "b": 4}, pool({"a": 9, "b": 3}), "seed")
    assert (refused.value.topic, refused.value.wanted, refused.value.have) == ("b", 4, 3)


def test_an_empty_blueprint_draws_nothing() -> None:
    assert draw({}, pool({"a": 3}), "seed") == ()


def test_one_question_of_one_choice() -> None:
    assert draw({"a": 1}, [Item(7, "a", (70,), False)], "seed") == (Drawn(7, (70,)),)


def test_questions_places_and_choices_are_spread_evenly() -> None:
    items = pool({"a": 10})
    seen, first_place, key_at = Counter[int](), Counter[int](), Counter[int]()
    papers = 4000
    for seed in range(papers):
        drawn = draw({"a": 5}, items, str(seed))
        seen.update(d.version_id for d in drawn)
        first_place[drawn[0].version_id] += 1
        key_at.update(d.choice_order.index(d.version_id * 10) for d in drawn)

    assert _chi_square(seen, papers * 5 / 10, 10) < 27.9  # p = 0.001 at 9 degrees of freedom
    assert _chi_square(first_place, papers / 10, 10) < 27.9
    assert _chi_square(key_at, papers * 5 / 4, 4) < 16.3  # at 3 degrees of freedom


def _chi_square(counts: Counter[int], expected: float, cells: int) -> float:
    assert len(counts) == cells
    return sum((n - expected) ** 2 / expected for n in counts.values())
