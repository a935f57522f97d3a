import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.live.scoring import Scoring, ScoringError, points

times = st.integers(0, 40_000)


@pytest.mark.parametrize(
    ("elapsed_ms", "expected"), [(0, 1000), (1000, 1000), (1001, 990), (10_000, 910), (20_000, 810), (21_000, 800)]
)
def test_speed_counts_in_whole_seconds_down_to_the_floor(elapsed_ms: int, expected: int) -> None:
    assert points(Scoring(), 1.0, elapsed_ms, 20) == expected


@given(times)
def test_a_wrong_answer_earns_nothing_however_fast(elapsed: int) -> None:
    assert points(Scoring(), 0.0, elapsed, 20) == 0


@given(times, times)
def test_a_later_answer_never_earns_more(one: int, other: int) -> None:
    early, late = sorted((one, other))
    assert points(Scoring(), 1.0, early, 20) >= points(Scoring(), 1.0, late, 20) >= 800


@given(times)
def test_flat_scoring_ignores_time(elapsed: int) -> None:
    assert points(Scoring(mode="flat", points=10, floor=0), 1.0, elapsed, 20) == 10


def test_half_right_is_half_the_points() -> None:
    assert points(Scoring(), 0.5, 0, 20) == 500


@pytest.mark.parametrize("wrong", [{"mode": "fast"}, {"floor": 2000}, {"points": -1, "floor": -1}])
def test_a_rule_out_of_range_is_refused(wrong: dict) -> None:
    with pytest.raises(ScoringError):
        Scoring(**wrong)


def test_a_rule_comes_back_from_json() -> None:
    rule = Scoring("flat", 10, 5)
    assert Scoring.from_json(rule.to_json()) == rule
