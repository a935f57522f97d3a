"""The next blueprint by the open needs: the total stays, floors hold, and more need never asks less."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from questionbank.blueprint import Slot
from training.planning.weighting import Cannot, Line, counts_of, reweighed, weighted

topics = st.sampled_from("abcde")
counts = st.dictionaries(topics, st.integers(1, 12), min_size=1)
weights = st.dictionaries(topics, st.floats(0, 40))
held = st.dictionaries(topics, st.integers(0, 60))
PLENTY = dict.fromkeys("abcde", 500)


@given(counts, weights, held, st.integers(0, 3))
def test_the_total_stays_the_floor_holds_and_the_bank_suffices(
    before: dict, needs: dict, bank: dict, floor: int
) -> None:
    assume(sum(bank.get(t, 0) for t in {*before, *(t for t, w in needs.items() if w > 0)}) >= sum(before.values()))
    lines = weighted(before, needs, bank, floor=floor)
    assert sum(line.after for line in lines) == sum(before.values())
    assert all(line.after <= bank.get(line.topic, 0) for line in lines)
    assert all(line.after >= min(floor, line.before, line.held) for line in lines)


@given(counts, weights)
def test_nobody_is_more_than_one_question_and_the_floors_away_from_their_due(before: dict, needs: dict) -> None:
    lines = weighted(before, needs, PLENTY, floor=0)
    assert all(abs(line.after - line.due) < 1 + 1e-6 for line in lines)


@given(counts, weights, topics, st.floats(0.1, 30))
def test_more_need_never_asks_fewer_questions(before: dict, needs: dict, topic: str, more: float) -> None:
    needs = {t: w for t, w in needs.items() if w > 1e-3}
    first = {line.topic: line.after for line in weighted(before, needs, PLENTY)}
    then = {line.topic: line.after for line in weighted(before, needs | {topic: needs.get(topic, 0.0) + more}, PLENTY)}
    if needs:  # where nothing was needed, nothing moved at all
        assert then[topic] >= first.get(topic, 0)


@given(counts)
def test_without_needs_all_stays_as_it_was(before: dict) -> None:
    assert {line.topic: line.after for line in weighted(before, {}, PLENTY)} == before


def test_half_stays_and_half_goes_by_need() -> None:
    lines = weighted({"a": 10, "b": 10}, {"a": 3.0, "c": 1.0}, PLENTY)
    assert [(line.topic, line.before, line.after) for line in lines] == [("a", 10, 13), ("b", 10, 5), ("c", 0, 2)]


def test_what_the_bank_does_not_hold_goes_to_the_others() -> None:
    lines = weighted({"a": 4, "b": 4}, {"a": 1.0}, {"a": 5, "b": 9})
    assert [(line.topic, line.after) for line in lines] == [("a", 5), ("b", 3)]


def test_too_small_a_bank_is_told() -> None:
    with pytest.raises(Cannot, match="too_few_questions"):
        weighted({"a": 4}, {"a": 1.0}, {"a": 3})


def lines(**after: int) -> list[Line]:
    return [Line(topic, 0, count, 0.0, 0.0, 99) for topic, count in after.items()]


def test_slots_of_a_topic_share_its_count_as_before_and_regulations_stay() -> None:
    blueprint = (Slot(4, "a", difficulty=1), Slot(2, "b"), Slot(2, "a", difficulty=3), Slot(3, document=7))
    assert reweighed(blueprint, lines(a=3, b=1, c=4)) == (
        Slot(2, "a", difficulty=1), Slot(1, "a", difficulty=3), Slot(1, "b"), Slot(3, document=7), Slot(4, "c"),
    )  # fmt: skip
    assert counts_of(blueprint) == {"a": 6, "b": 2}


@pytest.mark.parametrize(
    ("blueprint", "why"),
    [((Slot(3, document=7),), "nothing_by_topic"), ((Slot(1, "a"), Slot(1, "b", points=200)), "points_differ")],
)
def test_a_blueprint_that_cannot_be_weighted_says_why(blueprint: tuple[Slot, ...], why: str) -> None:
    with pytest.raises(Cannot, match=why):
        reweighed(blueprint, lines(a=2))


@given(st.lists(st.integers(1, 9), min_size=1, max_size=4), st.integers(0, 40))
def test_a_topics_count_is_shared_out_whole(parts: list[int], count: int) -> None:
    blueprint = tuple(Slot(n, "a", difficulty=level % 3 + 1) for level, n in enumerate(parts))
    assert sum(slot.count for slot in reweighed(blueprint, lines(a=count))) == count
