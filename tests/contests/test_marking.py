from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contests.marking import Earned, Marks, time_correct, total

NOON = datetime(2026, 11, 2, 12)
questions = st.lists(
    st.builds(
        Earned,
        share=st.none() | st.sampled_from([0.0, 0.25, 0.5, 1.0]),
        points=st.integers(1, 10_000),
        answered=st.booleans(),
    )
)


def test_total_of_nothing() -> None:
    assert total([]) == Marks(Decimal("0.00"), Decimal(0), 0)


@given(st.lists(st.sampled_from([0.0, 1.0])))
def test_each_right_answer_is_a_point(shares: list[float]) -> None:
    right = sum(share == 1.0 for share in shares)
    assert total(map(Earned, shares)) == Marks(Decimal(right), Decimal(len(shares)), right)


def test_part_of_the_marks_counts_in_the_score_and_not_as_correct() -> None:
    assert total(map(Earned, [0.5, 1.0, 0.25])) == Marks(Decimal("1.75"), Decimal(3), 1)


def test_what_a_person_must_mark_earns_nothing_yet() -> None:
    assert total(map(Earned, [1.0, None, None, 0.0])) == Marks(Decimal("1.00"), Decimal(4), 1, to_mark=2)


def test_a_third_of_the_marks_is_rounded_once() -> None:
    assert total(map(Earned, [1 / 3, 1 / 3, 1 / 3])).score == Decimal("1.00")


def test_a_question_earns_what_it_is_worth() -> None:
    assert total([Earned(1.0, 250), Earned(0.5, 50), Earned(0.0, 1000)]) == Marks(Decimal("2.75"), Decimal(13), 1)


def test_a_wrong_answer_takes_away_and_silence_does_not() -> None:
    made = [Earned(1.0), Earned(1.0), Earned(0.0), Earned(0.0, answered=False), Earned(None)]
    assert total(made, wrong=25).score == Decimal("1.75")


@given(questions, st.integers(0, 100))
def test_a_paper_stays_between_nothing_and_everything(made: list[Earned], wrong: int) -> None:
    marks = total(made, wrong)
    assert 0 <= marks.score <= total(made).score <= marks.max_score


def test_right_answers_are_timed_from_the_save_before() -> None:
    saves = [(NOON + timedelta(seconds=second), right) for second, right in [(30, True), (10, True), (25, False)]]
    assert time_correct(NOON, saves) == 15_000


@given(st.lists(st.tuples(st.integers(0, 600), st.booleans())))
def test_the_time_of_right_answers_is_part_of_the_time_used(made: list[tuple[int, bool]]) -> None:
    saves = [(NOON + timedelta(seconds=second), right) for second, right in made]
    assert 0 <= time_correct(NOON, saves) <= 1000 * max((second for second, _right in made), default=0)
