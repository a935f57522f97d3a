from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contests.marking import Marks, total


def test_total_of_nothing() -> None:
    assert total([]) == Marks(Decimal("0.00"), Decimal(0), 0)


@given(st.lists(st.sampled_from([0.0, 1.0])))
def test_each_right_answer_is_a_point(fractions: list[float]) -> None:
    right = sum(f == 1.0 for f in fractions)
    assert total(fractions) == Marks(Decimal(right), Decimal(len(fractions)), right)


def test_part_of_the_marks_counts_in_the_score_and_not_as_correct() -> None:
    assert total([0.5, 1.0, 0.25]) == Marks(Decimal("1.75"), Decimal(3), 1)


def test_what_a_person_must_mark_earns_nothing_yet() -> None:
    assert total([1.0, None, None, 0.0]) == Marks(Decimal("1.00"), Decimal(4), 1, to_mark=2)


def test_a_third_of_the_marks_is_rounded_once() -> None:
    assert total([1 / 3, 1 / 3, 1 / 3]).score == Decimal("1.00")
