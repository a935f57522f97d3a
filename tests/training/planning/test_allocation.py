"""Classes within a budget: nobody lost, nothing overspent, the most needed first."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.planning.allocation import Allocation, Budget, Reason, Wanted, allocate, half_days_of, suggested_hours

needs = st.dictionaries(
    st.tuples(st.integers(1, 4), st.integers(0, 6)), st.tuples(st.integers(1, 90), st.floats(0.01, 0.5)), max_size=14
).map(lambda found: [Wanted(topic, group, people, gap) for (topic, group), (people, gap) in found.items()])
budgets = st.builds(
    lambda seats, days, fewest, more: Budget(seats, days, fewest + more, fewest),
    st.integers(0, 300), st.integers(0, 20), st.integers(1, 20), st.integers(0, 40),
)  # fmt: skip


def people_in(found: Allocation) -> Counter:
    counted: Counter = Counter()
    for made in found.classes:
        for part in made.parts:
            counted[made.topic, part.group] += part.people
    for out in found.left_out:
        counted[out.topic, out.group] += out.people
    return counted


@given(needs, budgets)
def test_everybody_is_in_a_class_or_left_out_once(wanted: list[Wanted], budget: Budget) -> None:
    assert people_in(allocate(wanted, budget)) == Counter({(w.topic, w.group): w.people for w in wanted})


@given(needs, budgets)
def test_the_budget_holds(wanted: list[Wanted], budget: Budget) -> None:
    found = allocate(wanted, budget)
    assert sum(made.people for made in found.classes) + found.seats == budget.seats
    assert sum(half_days_of(made.hours) for made in found.classes) + found.half_days == budget.half_days
    assert min(found.seats, found.half_days) >= 0
    assert all(budget.fewest <= made.people <= budget.largest for made in found.classes)


@given(needs, budgets)
def test_what_is_left_out_is_so_for_the_reason_given(wanted: list[Wanted], budget: Budget) -> None:
    found = allocate(wanted, budget)
    waiting = Counter()
    for out in found.left_out:
        waiting[out.topic] += out.people
    for out in found.left_out:
        few = waiting[out.topic] < budget.fewest
        of_topic = [w for w in wanted if w.topic == out.topic]
        hours = suggested_hours(sum(w.weight for w in of_topic) / sum(w.people for w in of_topic))
        stands = {
            Reason.TOO_FEW: few,
            Reason.SEATS: not few and found.seats < budget.fewest,
            Reason.DAYS: not few and found.half_days < half_days_of(hours),
        }
        assert stands[out.reason]


@given(needs, budgets)
def test_the_order_in_which_needs_are_handed_over_does_not_matter(wanted: list[Wanted], budget: Budget) -> None:
    assert allocate(wanted, budget) == allocate(wanted[::-1], budget)


@given(needs, st.integers(0, 200), st.integers(0, 10))
def test_more_seats_and_days_never_reach_fewer(wanted: list[Wanted], seats: int, days: int) -> None:
    """With single days and one topic; with several, a greedy order may trade."""
    one_topic = [w for w in wanted if w.topic == 1]
    less, more = (
        sum(made.weight for made in allocate(one_topic, Budget(s, d, 30, 5)).classes)
        for s, d in ((seats, days), (seats + 30, days + 2))
    )
    assert more >= less - 1e-9


def test_the_class_that_reaches_most_comes_first_and_the_widest_gap_sits_in_it() -> None:
    found = allocate([Wanted(1, 0, 20, 0.1), Wanted(1, 1, 20, 0.3), Wanted(2, 0, 30, 0.1)], Budget(60, 20, 30, 5))
    assert [(made.topic, [(p.group, p.people) for p in made.parts]) for made in found.classes] == [
        (1, [(1, 20), (0, 10)]),
        (2, [(0, 30)]),
    ]
    assert [(out.topic, out.group, out.people, out.reason) for out in found.left_out] == [(1, 0, 10, Reason.SEATS)]


def test_days_run_out() -> None:
    found = allocate([Wanted(1, 0, 80, 0.2)], Budget(500, 2, 40, 5))
    assert [made.hours for made in found.classes] == [8]
    assert [(out.people, out.reason) for out in found.left_out] == [(40, Reason.DAYS)]


def test_too_few_for_a_class_are_told() -> None:
    found = allocate([Wanted(1, 0, 41, 0.2)], Budget(500, 20, 40, 5))
    assert [(out.people, out.reason) for out in found.left_out] == [(1, Reason.TOO_FEW)]


@pytest.mark.parametrize(("seats", "half_days", "largest", "fewest"), [(-1, 1, 9, 1), (1, -1, 9, 1), (1, 1, 4, 5)])
def test_a_budget_that_makes_no_sense_is_refused(seats: int, half_days: int, largest: int, fewest: int) -> None:
    with pytest.raises(ValueError, match=r"budget|fewest"):
        Budget(seats, half_days, largest, fewest)


@pytest.mark.parametrize(("hours", "half_days"), [(1, 1), (4, 1), (5, 2), (8, 2), (9, 3)])
def test_begun_half_days_count_whole(hours: int, half_days: int) -> None:
    assert half_days_of(hours) == half_days
