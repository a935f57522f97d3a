"""Simulated people behave like people: within the question, with what the rules allow, not all alike."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from contests.live.rehearsal.tempers import AWAY, SHORTEST_THOUGHT, Plan, plan, temper


@st.composite
def questions(draw: st.DrawFn) -> tuple[list[int], set[int]]:
    choices = draw(st.lists(st.integers(1, 999), min_size=2, max_size=6, unique=True))
    return choices, set(draw(st.lists(st.sampled_from(choices), min_size=1, max_size=len(choices), unique=True)))


@given(seed=st.integers(), asked=questions(), seconds=st.floats(5, 300), change=st.booleans())
def test_a_plan_fits_the_question(seed: int, asked: tuple[list[int], set[int]], seconds: float, change: bool) -> None:
    choices, right = asked
    chance = Random(seed)
    made = plan(temper(chance), seconds=seconds, choices=choices, right=right, change=change, chance=chance)
    assert len(made.answers) <= (2 if change else 1)
    times = [at for at, _ in made.answers]
    assert times == sorted(times)
    assert all(at >= SHORTEST_THOUGHT for at in times)
    for _, chosen in made.answers:
        assert set(chosen) <= set(choices)
        assert len(chosen) == len(right)
        assert list(chosen) == sorted(chosen)
    if made.gone is not None:
        since, until = made.gone
        assert 0 <= since <= seconds
        assert AWAY[0] <= until - since <= AWAY[1] + 1e-6


def test_a_hall_looks_like_a_hall() -> None:
    chance = Random(2026)
    people = [temper(chance) for _ in range(3000)]
    plans = [plan(person, seconds=20, choices=[1, 2, 3, 4], right={2}, change=True, chance=chance) for person in people]
    first = sorted(made.answers[0][0] for made in plans if made.answers)
    right = sum(made.answers[-1][1] == (2,) for made in plans if made.answers) / len(first)
    assert 0.6 < right < 0.72
    assert 6 < first[len(first) // 2] < 10
    assert first[0] < 4
    assert first[-1] > 15
    assert 0.01 < _share(plans, lambda made: not made.answers) < 0.05
    assert 0.02 < _share(plans, lambda made: made.gone is not None) < 0.06
    assert 0.05 < _share(plans, lambda made: len(made.answers) == 2) < 0.11


def _share(plans: list[Plan], which: object) -> float:
    return sum(map(which, plans)) / len(plans)  # type: ignore[call-overload]
