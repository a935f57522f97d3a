from itertools import accumulate, groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.prizes import CEILINGS, Award, Prize, award, fund

FIRST, SECOND, THIRD = (
    Prize("person", "first", 1, 9_000_000),
    Prize("person", "second", 2, 4_500_000),
    Prize("person", "third", 1, 3_000_000),
)
TABLE = (THIRD, FIRST, SECOND, Prize("unit", "first", 1), Prize("person", "other", 5, 750_000))
# Places as a ranking gives them: 1, 1, 3, …
places = st.lists(st.integers(1, 4), max_size=12).map(
    lambda groups: [start for start, size in zip(accumulate([1, *groups]), groups, strict=False) for _ in range(size)]
)


def given_to(*found: int) -> list[str]:
    return [
        "?" if each.undecided else each.prize.rank if each.prize else "-"
        for each in award(found, TABLE, "person", "contest")
    ]


def test_prizes_go_down_the_places() -> None:
    assert given_to(1, 2, 3, 4, 5) == ["first", "second", "second", "third", "-"]


def test_equals_that_the_prizes_suffice_for_all_have_one() -> None:
    assert given_to(1, 2, 2, 4) == ["first", "second", "second", "third"]


def test_the_board_decides_between_equals_that_the_prizes_do_not_suffice_for() -> None:
    assert given_to(1, 1, 3) == ["?", "?", "second"]
    assert given_to(1, 2, 3, 4, 4) == ["first", "second", "second", "?", "?"]


@given(places)
def test_no_prize_is_given_twice_and_equals_are_treated_alike(found: list[int]) -> None:
    made = award(found, TABLE, "person", "contest")
    for prize in (FIRST, SECOND, THIRD):
        assert sum(each.prize == prize for each in made) <= prize.count
    for _place, same in groupby(made, key=lambda each: each.place):
        assert len(set(same)) == 1
    assert [each.place for each in made] == found


def test_units_have_a_table_of_their_own() -> None:
    assert award([1, 2], TABLE, "unit", "contest") == (Award(1, TABLE[3]), Award(2, None))
    assert award([1], TABLE, "unit", "round") == (Award(1, None),)


def test_what_all_of_it_costs() -> None:
    weekly = Prize("person", "first", 2, 800_000, scope="round")
    assert fund([FIRST, weekly], rounds=4) == 9_000_000 + 4 * 2 * 800_000


def test_prizes_for_units_are_paid_in_each_block_and_those_for_people_once() -> None:
    team, weekly = Prize("unit", "first", 2, 5_000_000), Prize("unit", "second", 1, 800_000, scope="round")
    assert fund([FIRST, team], rounds=1, blocks=3) == 9_000_000 + 3 * 2 * 5_000_000
    assert fund([weekly], rounds=4, blocks=3) == 3 * 4 * 800_000


@pytest.mark.parametrize(
    ("prize", "over"),
    [
        (Prize("person", "first", 1, 9_000_000), 0),
        (Prize("person", "first", 1, 9_000_001), 1),
        (Prize("unit", "first", 1, 15_000_000), 0),
        (Prize("unit", "encouragement", 1, 5_000_000), 500_000),
        (Prize("person", "other", 1, 1_000_000), 250_000),
    ],
)
def test_a_prize_above_the_ceiling_is_named(prize: Prize, over: int) -> None:
    assert prize.over_ceiling == over


def test_ceilings_are_those_of_circular_56_of_2023() -> None:
    assert list(CEILINGS["unit"].values()) == [15_000_000, 10_500_000, 7_500_000, 4_500_000, 750_000]
    assert list(CEILINGS["person"].values()) == [9_000_000, 4_500_000, 3_000_000, 1_500_000, 750_000]
