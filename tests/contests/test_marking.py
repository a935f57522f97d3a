from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contests.marking import Earned, Marks, spent, total

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


def test_answers_are_timed_from_the_save_before() -> None:
    saves = [(NOON + timedelta(seconds=second), place) for second, place in [(30, 1), (10, 2), (25, 3)]]
    assert {place: time.seconds for place, time in spent(NOON, saves).items()} == {1: 5, 2: 10, 3: 15}


def test_of_two_saves_in_one_instant_the_earlier_on_the_paper_has_the_time() -> None:
    saves = [(NOON + timedelta(seconds=8), place) for place in (2, 1)]
    assert {place: time.seconds for place, time in spent(NOON, saves).items()} == {1: 8, 2: 0}


@given(st.lists(st.integers(0, 600)))
def test_the_times_of_all_answers_add_up_to_the_last_save(seconds: list[int]) -> None:
    saves = [(NOON + timedelta(seconds=second), place) for place, second in enumerate(seconds)]
    assert sum(spent(NOON, saves).values(), timedelta()) == timedelta(seconds=max(seconds, default=0))
