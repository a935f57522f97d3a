"""Which needs are open: what closes one, what opens it again, and what changes nothing."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from training.planning.open_needs import Found, OpenNeed, Told, open_needs, weights_of

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def told(day: int, found: Found, units: set[int], *, topic: int = 1, people: int = 10, gap: float = 0.2) -> Told:
    return Told(DAY + timedelta(days=day), found, topic, frozenset(units), "", people, gap)


def units_of(needs: list[OpenNeed]) -> list[set[int]]:
    return [set(need.units) for need in needs]


some = st.builds(
    told, st.integers(0, 5), st.sampled_from(list(Found)), st.sets(st.integers(1, 4), min_size=1, max_size=3),
    topic=st.integers(1, 2), people=st.integers(1, 50), gap=st.floats(0.01, 0.5),
)  # fmt: skip


@given(st.lists(some, max_size=8))
def test_a_unit_is_in_one_need_of_a_topic_and_the_last_word_on_it_was_a_need(events: list[Told]) -> None:
    found = open_needs(events)
    for topic in (1, 2):
        listed = [unit for need in found if need.topic == topic for unit in need.units]
        assert len(listed) == len(set(listed))
        for unit in listed:
            of = [t for t in events if t.topic == topic and unit in t.units]
            last = max(t.at for t in of)
            assert Found.NEED in {t.found for t in of if t.at == last} or len({t.found for t in of}) > 1


@given(st.lists(some, max_size=8))
def test_the_order_in_which_it_is_told_does_not_matter(events: list[Told]) -> None:
    assert open_needs(events) == open_needs(events[::-1])


def test_a_need_stays_open_until_something_closes_it() -> None:
    need = told(0, Found.NEED, {1})
    assert units_of(open_needs([need])) == [{1}]
    assert open_needs([need, told(9, Found.MET, {1})]) == []
    assert open_needs([need, told(9, Found.FOLLOWED, {1})]) == []
    assert units_of(open_needs([need, told(9, Found.MET, {2}), told(9, Found.MET, {1}, topic=2)])) == [{1}]


def test_a_need_found_again_keeps_its_first_day_and_takes_the_later_figures() -> None:
    (need,) = open_needs([told(0, Found.NEED, {1}, people=10), told(9, Found.NEED, {1}, people=7, gap=0.1)])
    assert (need.since, need.people, need.gap) == (DAY, 7, 0.1)


def test_the_whole_unit_outweighs_those_who_attended_in_one_and_the_same_contest() -> None:
    events = [told(0, Found.NEED, {1}), told(9, Found.FOLLOWED, {1}), told(9, Found.NEED, {1}, gap=0.1)]
    assert [need.gap for need in open_needs(events)] == [0.1]


def test_small_units_together_are_open_until_the_last_of_them_is_not() -> None:
    group = told(0, Found.NEED, {1, 2})
    assert units_of(open_needs([group, told(9, Found.MET, {1})])) == [{2}]
    assert open_needs([group, told(9, Found.MET, {1, 2})]) == []


def test_weights_are_people_times_gap_by_topic() -> None:
    needs = open_needs([told(0, Found.NEED, {1}, people=10, gap=0.2), told(0, Found.NEED, {2}, people=5, gap=0.1)])
    assert weights_of(needs) == {1: 2.5}
