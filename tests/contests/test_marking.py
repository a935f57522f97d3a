from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.marking import Marks, fraction, total

ids = st.frozensets(st.integers(1, 6))


@pytest.mark.parametrize(
    ("chosen", "correct", "kind", "earned"),
    [
        ([1], [1], "single", 1.0),
        ([2], [1], "single", 0.0),
        ([], [1], "single", 0.0),
        ([1, 2], [1], "single", 0.0),
        ([2], [2], "true_false", 1.0),
        ([1], [2], "true_false", 0.0),
        ([3, 1], [1, 3], "multiple", 1.0),
        ([1], [1, 3], "multiple", 0.0),
        ([1, 2, 3], [1, 3], "multiple", 0.0),
        ([], [1, 3], "multiple", 0.0),
        ([4], [4], "multiple", 1.0),
    ],
)
def test_fraction_of_the_marks(chosen: list[int], correct: list[int], kind: str, earned: float) -> None:
    assert fraction(chosen, correct, kind) == earned  # type: ignore[arg-type]


@given(ids, ids.filter(bool))
def test_several_right_choices_are_all_or_nothing(chosen: frozenset[int], correct: frozenset[int]) -> None:
    assert fraction(chosen, correct, "multiple") == float(chosen == correct)


def test_a_question_without_a_key_cannot_be_marked() -> None:
    with pytest.raises(ValueError, match="right choice"):
        fraction([1], [], "single")


def test_total_of_nothing() -> None:
    assert total([]) == Marks(Decimal("0.00"), Decimal(0), 0)


@given(st.lists(st.sampled_from([0.0, 1.0])))
def test_each_right_answer_is_a_point(fractions: list[float]) -> None:
    right = sum(f == 1.0 for f in fractions)
    assert total(fractions) == Marks(Decimal(right), Decimal(len(fractions)), right)


def test_part_of_the_marks_counts_in_the_score_and_not_as_correct() -> None:
    assert total([0.5, 1.0, 0.25]) == Marks(Decimal("1.75"), Decimal(3), 1)
