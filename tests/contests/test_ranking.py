from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.ranking import (
    NOTHING_FORETOLD,
    Result,
    counted,
    counted_of_each,
    deviation,
    key_of,
    lot,
    mean_score,
    rank,
    together,
)

ALL = ("score", "time_used", "submitted_at")
results = st.lists(
    st.builds(
        Result,
        entrant=st.integers(1, 30),
        number=st.integers(1, 3),
        score=st.integers(0, 4).map(lambda p: p * 100),
        time_used=st.integers(0, 3),
        submitted_at=st.integers(0, 3),
    ),
    unique_by=lambda r: (r.entrant, r.number),
)
orders = st.permutations(ALL[1:]).map(lambda rest: ("score", *rest)) | st.just(("score",))


def result(entrant: int, score: int, time_used: int = 60_000, submitted_at: int = 0, number: int = 1) -> Result:
    return Result(entrant, number, score, time_used, submitted_at)


def places(made: list[Result], keys: tuple[str, ...] = ALL) -> list[tuple[int, int]]:
    return [(place, r.entrant) for place, r in rank(made, keys)]  # type: ignore[arg-type]


def test_more_points_come_first_then_less_time_then_the_earlier() -> None:
    made = [
        result(1, 900, 50, 9),
        result(2, 1000, 70, 9),
        result(3, 900, 40, 9),
        result(4, 900, 40, 8),
    ]
    assert places(made) == [(1, 2), (2, 4), (3, 3), (4, 1)]


def test_the_order_of_the_keys_decides() -> None:
    made = [result(1, 900, time_used=50, submitted_at=1), result(2, 900, time_used=40, submitted_at=2)]
    assert places(made, ("score", "time_used")) == [(1, 2), (2, 1)]
    assert places(made, ("score", "submitted_at")) == [(1, 1), (2, 2)]


def test_equal_results_share_a_place_and_the_next_is_skipped() -> None:
    assert places([result(1, 900), result(2, 900), result(3, 800)], ("score",)) == [(1, 1), (1, 2), (3, 3)]


@given(results, orders, st.integers())
def test_places_do_not_depend_on_the_order_given(made: list[Result], keys: tuple[str, ...], shuffling: int) -> None:
    assert places(made, keys) == places(Random(shuffling).sample(made, len(made)), keys)


@given(results, orders)
def test_a_place_counts_those_who_did_better(made: list[Result], keys: tuple[str, ...]) -> None:
    for place, one in rank(made, keys):  # type: ignore[arg-type]
        assert place == 1 + sum(key_of(r, keys) < key_of(one, keys) for r in made)  # type: ignore[arg-type]


@given(results, orders)
def test_nobody_is_lost_and_nobody_added(made: list[Result], keys: tuple[str, ...]) -> None:
    assert sorted((r.entrant, r.number) for _, r in rank(made, keys)) == sorted(  # type: ignore[arg-type]
        (r.entrant, r.number) for r in made
    )


def test_the_attempt_that_counts() -> None:
    first, second, third = result(1, 700, number=1), result(1, 900, number=2), result(1, 800, number=3)
    made = [third, first, second]
    assert [counted(made, policy, ALL) for policy in ("first", "best", "last")] == [first, second, third]  # type: ignore[arg-type]


def test_of_equally_good_attempts_the_earlier_counts() -> None:
    made = [result(1, 900, number=2), result(1, 900, number=1)]
    assert counted(made, "best", ("score",)).number == 1


@given(results.filter(bool), orders)
def test_the_best_attempt_is_beaten_by_no_other(made: list[Result], keys: tuple[str, ...]) -> None:
    for entrant, best in counted_of_each(made, "best", keys).items():  # type: ignore[arg-type]
        own = [r for r in made if r.entrant == entrant]
        assert key_of(best, keys) == min(key_of(r, keys) for r in own)  # type: ignore[arg-type]


def test_nothing_counts_where_nothing_is() -> None:
    with pytest.raises(ValueError, match="no result"):
        counted([], "best", ALL)
    assert (rank([], ALL), counted_of_each([], "best", ALL)) == ((), {})


@pytest.mark.parametrize(("scores", "mean"), [([800], 800), ([800, 801], 801), ([1, 1, 2], 1), ([0, 0], 0)])
def test_mean_in_hundredths(scores: list[int], mean: int) -> None:
    assert mean_score(scores) == mean


def test_no_mean_of_nothing() -> None:
    with pytest.raises(ValueError, match="no score"):
        mean_score([])


def test_the_nearest_prediction_decides_and_none_gives_no_precedence() -> None:
    made = [Result(1, 1, 900, 10, 0, off=deviation(None, 7)), Result(2, 1, 900, 50, 0, off=deviation(2, 7)),
            Result(3, 1, 900, 60, 0, off=deviation(11, 7))]  # fmt: skip
    assert places(made, ("score", "prediction", "time_used")) == [(1, 3), (2, 2), (3, 1)]


def test_a_prediction_weighs_nothing_before_the_figure_is_known() -> None:
    assert deviation(None, None) == deviation(3, None) == 0 < deviation(None, 0)


def test_rounds_add_up() -> None:
    weeks = [Result(1, 2, 900, 50, 70, time_correct=40, off=3, lot=5), Result(1, 1, 800, 20, 90, 10, 4, 5)]
    assert together(weeks) == Result(1, 2, 1700, 70, 90, 50, 7, 5)
    assert together(weeks, unforetold=1).off == 7 + NOTHING_FORETOLD
    assert together(weeks[:1]) == weeks[0]
    with pytest.raises(ValueError, match="no result"):
        together([])


def test_lots_can_be_drawn_again_and_differ() -> None:
    drawn = [lot("bí mật", entrant) for entrant in range(1000)]
    assert drawn == [lot("bí mật", entrant) for entrant in range(1000)]
    assert len(set(drawn)) == 1000
    assert drawn != [lot("khác", entrant) for entrant in range(1000)]
    assert max(drawn) < 2**48
