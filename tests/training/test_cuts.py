"""What a trainer may ask for, and what it comes to."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.cuts import PARTS, Cut

CUTS = st.builds(
    Cut,
    st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True).map(tuple),
    st.sampled_from(PARTS),
    st.sampled_from(["unit", "group", "level-1", "level-3"]),
    st.integers(1, 100),
    st.integers(0, 100),
)


@given(CUTS)
def test_a_cut_comes_back_as_it_was_kept(cut: Cut) -> None:
    assert Cut.from_json(cut.to_json()) == cut


@given(CUTS)
def test_one_manner_alone_counts_the_same_whatever_its_weight(cut: Cut) -> None:
    plain = cut.plain
    assert set(plain.counts) == set(cut.counts)
    assert plain == plain.plain
    if not cut.hall:
        assert plain.counts == {"self_paced": 1.0}


@pytest.mark.parametrize(
    "wrong",
    [
        {"contests": ()},
        {"contests": (1, 1)},
        {"parts": "weather"},
        {"people": "level-x"},
        {"people": "anybody"},
        {"papers": 0, "hall": 0},
        {"papers": -1},
        {"hall": 101},
    ],
)
def test_what_asks_for_nothing_that_exists_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"contests|parts|people|weights"):
        Cut(**({"contests": (1,)} | wrong))


def test_a_level_is_read_from_the_name() -> None:
    assert (Cut((1,), people="level-2").level, Cut((1,)).level, Cut((1,), people="group").level) == (2, None, None)
