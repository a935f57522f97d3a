from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.live.scoring import Given, Played, Scoring, earned, points, team_points
from contests.settings import RulesError

times = st.integers(0, 40_000)


def right(elapsed_ms: int = 0, fraction: float = 1.0, seconds: int = 20) -> Given:
    return Given(fraction, elapsed_ms, seconds)


WRONG = right(fraction=0.0)


@pytest.mark.parametrize(
    ("elapsed_ms", "expected"), [(0, 1000), (1000, 1000), (1001, 990), (10_000, 910), (20_000, 810), (21_000, 800)]
)
def test_speed_counts_in_whole_seconds_down_to_the_floor(elapsed_ms: int, expected: int) -> None:
    assert points(Scoring(), right(elapsed_ms)) == expected


@given(times)
def test_a_wrong_answer_earns_nothing_however_fast(elapsed: int) -> None:
    assert points(Scoring(), right(elapsed, fraction=0.0)) == 0


@given(times)
def test_a_wrong_answer_takes_away_what_the_rule_says_however_fast(elapsed: int) -> None:
    assert points(Scoring(wrong=250), right(elapsed, fraction=0.0)) == -250


@given(times, times)
def test_a_later_answer_never_earns_more(one: int, other: int) -> None:
    early, late = sorted((one, other))
    assert points(Scoring(), right(early)) >= points(Scoring(), right(late)) >= 800


@given(st.integers(0, 19), st.integers(1, 1000), st.integers(1, 1000))
def test_within_one_second_speed_makes_no_difference(second: int, one: int, other: int) -> None:
    assert points(Scoring(), right(second * 1000 + one)) == points(Scoring(), right(second * 1000 + other))


@given(times)
def test_flat_scoring_ignores_time(elapsed: int) -> None:
    assert points(Scoring("flat", 10, 0), right(elapsed)) == 10


@given(times, st.floats(0, 1))
def test_a_round_without_points_gives_and_takes_none(elapsed: int, fraction: float) -> None:
    assert points(Scoring("none", wrong=100, streak=50), right(elapsed, fraction), 3) == 0


def test_half_right_is_half_the_points_and_no_streak() -> None:
    assert points(Scoring(streak=100), right(fraction=0.5), 2) == 500


def test_a_streak_adds_its_bonus_from_the_second_right_answer_on() -> None:
    rule = Scoring("flat", 10, 0, streak=3)
    assert earned(rule, [right(), right(), right(), WRONG, right(), None, right(), right()]) == [
        10, 13, 16, 0, 10, 0, 10, 13,
    ]  # fmt: skip


def test_the_bonus_of_a_streak_grows_five_times_and_no_more() -> None:
    assert earned(Scoring("flat", 10, 0, streak=1), [right()] * 8) == [10, 11, 12, 13, 14, 15, 15, 15]


@given(st.lists(st.sampled_from([right(), WRONG, None]), max_size=12))
def test_without_a_streak_every_question_stands_alone(answers: list) -> None:
    rule = Scoring(wrong=5)
    assert earned(rule, answers) == [points(rule, one) if one else 0 for one in answers]


PLAYED = [Played({1: 10, 2: 0}, {1, 2}), Played({1: 10, 9: 500}, {1, 3})]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("none", 0), ("sum", 20), ("mean", Fraction(20, 3)), ("online", Fraction(10, 2) + Fraction(10, 2))],
)
def test_a_team_earns_by_its_rule_and_by_its_members_alone(rule: str, expected: Fraction) -> None:
    assert team_points(rule, {1, 2, 3}, PLAYED) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", ["none", "mean", "online", "sum"])
def test_a_team_of_nobody_has_no_points(rule: str) -> None:
    assert team_points(rule, set(), PLAYED) == 0  # type: ignore[arg-type]


def test_a_question_that_reached_no_member_changes_no_mean() -> None:
    assert team_points("online", {1}, [Played({1: 10}), Played({7: 3}, {7})]) == 10


members = st.dictionaries(st.integers(1, 6), st.integers(-100, 1000), max_size=6)


@given(st.lists(members, max_size=5))
def test_a_team_whose_members_are_all_there_has_the_same_mean_by_both_rules(questions: list[dict[int, int]]) -> None:
    team = set(range(1, 7))
    played = [Played(one, team) for one in questions]
    assert team_points("mean", team, played) == team_points("online", team, played)
    assert team_points("mean", team, played) * 6 == team_points("sum", team, played)


@pytest.mark.parametrize(
    "wrong",
    [{"mode": "fast"}, {"floor": 2000}, {"points": 0}, {"wrong": -1}, {"streak": True}, {"points": 10.5}, {"more": 1}],
)
def test_a_rule_out_of_range_is_refused(wrong: dict) -> None:
    with pytest.raises(RulesError):
        Scoring.from_json(Scoring().to_json() | wrong)


def test_a_rule_comes_back_from_json() -> None:
    rule = Scoring("flat", 10, 5, 2, 3)
    assert Scoring.from_json(rule.to_json()) == rule
