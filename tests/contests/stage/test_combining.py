"""Marks of several jurors become one figure: by hand, and against a recount that shares no line with the rules."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.stage.combining import combine, figure, trimmed
from contests.stage.marks import Gap, Mark, fault_in, missing
from contests.stage.overtime import proposed, seconds_over
from contests.stage.programme import Combining, Criterion, Penalty, Segment

VALUES = st.dictionaries(st.integers(1, 9), st.integers(0, 4000), min_size=1, max_size=9)
SHEETS = st.dictionaries(st.tuples(st.integers(1, 7), st.integers(1, 3)), st.integers(0, 40).map(lambda n: n * 25))
OVERS = st.sampled_from(["sheets", "cells"])
COMBININGS = st.builds(Combining, OVERS, st.sampled_from([0, 3, 4, 5]), st.integers(0, 4))


def marks(cells: dict[tuple[int, int], int]) -> list[Mark]:
    return [Mark(juror, 1, criterion, value) for (juror, criterion), value in cells.items()]


class TestByHand:
    def test_five_jurors_and_the_highest_and_lowest_are_left_out(self) -> None:
        """8.5, 9, 9.25, 9.5 and 10: what counts is (9 + 9.25 + 9.5) / 3 = 9.25."""
        found = trimmed({1: 850, 2: 1000, 3: 925, 4: 900, 5: 950}, 5)
        assert (found.mean, found.counted, found.dropped) == (925, (3, 4, 5), (1, 2))

    def test_with_four_all_count_where_five_are_wanted(self) -> None:
        found = trimmed({1: 850, 2: 1000, 3: 925, 4: 900}, 5)
        assert (found.mean, found.dropped) == (Fraction(3675, 4), ())

    def test_equal_marks_leave_the_same_mean_whoever_is_left_out(self) -> None:
        found = trimmed({1: 900, 2: 900, 3: 900}, 3)
        assert (found.mean, found.counted, found.dropped) == (900, (2,), (1, 3))

    def test_greeting_of_forty_points_by_four_judges_of_whom_one_has_not_come_to_the_second_criterion(self) -> None:
        """SmartBanker's part 1: the mean over cells filled. Of 30: 27, 28, 29, 28; of 10: 9, 9.5, 10, none."""
        cells = {(1, 1): 2700, (2, 1): 2800, (3, 1): 2900, (4, 1): 2800, (1, 2): 900, (2, 2): 950, (3, 2): 1000}
        over_cells = combine(marks(cells), criteria=2, combining=Combining("cells"))
        over_sheets = combine(marks(cells), criteria=2, combining=Combining("sheets"))
        assert over_cells is not None
        assert over_sheets is not None
        assert (figure(over_cells.total, 1), over_cells.incomplete) == (Decimal("37.5"), (4,))
        assert (over_sheets.total, over_sheets.by_juror) == (3750, {1: 3600, 2: 3750, 3: 3900})

    def test_nothing_can_be_counted_from_a_sheet_with_a_gap_or_from_an_empty_column(self) -> None:
        half = marks({(1, 1): 100})
        assert combine(half, criteria=2, combining=Combining("sheets")) is None
        assert combine(half, criteria=2, combining=Combining("cells")) is None
        assert combine([], criteria=2, combining=Combining()) is None

    def test_halves_are_rounded_up(self) -> None:
        assert [str(figure(Fraction(n), 1)) for n in (3745, 3744, 3755)] == ["37.5", "37.4", "37.6"]
        assert (figure(Fraction(1000, 3), 2), figure(-Fraction(5), 1), figure(350, 0)) == (Decimal("3.33"), 0, 4)

    def test_overtime_of_twelve_seconds_costs_what_the_scale_says(self) -> None:
        """“Quá giờ 00:12” of ninety seconds; a point for each thirty seconds begun."""
        greeting = Segment("Chào hỏi", "greeting", "judged", 100, seconds=90, criteria=(Criterion("Nội dung", 100),),
                           penalty=Penalty(30, 100))  # fmt: skip
        assert [(seconds_over(greeting, s), proposed(greeting, s)) for s in (90, 102, 120, 121, 600)] == [
            (0, 0), (12, 100), (30, 100), (31, 100), (510, 100),
        ]  # fmt: skip
        longer = Segment("Tiểu phẩm", "skit", "judged", 4000, seconds=600, criteria=(Criterion("Nội dung", 4000),),
                         penalty=Penalty(30, 100, grace=5, most=250))  # fmt: skip
        assert [proposed(longer, s) for s in (605, 606, 635, 636, 900)] == [0, 100, 100, 200, 250]
        assert proposed(Segment("Khán giả", "audience", "quiz", 100, weight=0, seconds=60), 900) == 0

    def test_juror_three_is_told_to_owe_what_they_owe(self) -> None:
        given = [Mark(j, t, c, 0) for j in (1, 2, 3) for t in (7, 8) for c in (1, 2) if (j, t, c) != (3, 8, 2)]
        assert missing(given, teams=[7, 8], criteria=2, jurors=[1, 2, 3, 4], absent={4}) == (Gap(3, ((8, 2),)),)
        assert missing([], teams=[7], criteria=1, jurors=[2, 1]) == (Gap(2, ((7, 1),)), Gap(1, ((7, 1),)))

    @pytest.mark.parametrize(("value", "fault"), [(-25, "below"), (1025, "above"), (110, "step"), (125, None)])
    def test_a_mark_stands_on_the_sheet_or_not(self, value: int, fault: str | None) -> None:
        assert fault_in(value, Criterion("Nội dung", 1000), 25) == fault


@given(SHEETS, COMBININGS, st.randoms(use_true_random=False))
def test_the_order_in_which_marks_come_never_matters(
    cells: dict[tuple[int, int], int], combining: Combining, chance: Random
) -> None:
    shuffled = marks(cells)
    chance.shuffle(shuffled)
    assert combine(shuffled, criteria=3, combining=combining) == combine(marks(cells), criteria=3, combining=combining)


@given(VALUES, st.sampled_from([0, 3, 5]), st.data())
def test_a_higher_mark_never_lowers_the_figure(values: dict[int, int], drop_from: int, data: st.DataObject) -> None:
    juror = data.draw(st.sampled_from(sorted(values)))
    raised = values | {juror: values[juror] + data.draw(st.integers(0, 500))}
    assert trimmed(raised, drop_from).mean >= trimmed(values, drop_from).mean


@given(VALUES, st.sampled_from([0, 3, 5]))
def test_the_figure_is_within_the_marks_and_leaves_out_two_at_most(values: dict[int, int], drop_from: int) -> None:
    found = trimmed(values, drop_from)
    assert min(values.values()) <= found.mean <= max(values.values())
    assert len(found.dropped) == (2 if drop_from and len(values) >= drop_from else 0)
    assert set(found.counted) | set(found.dropped) == set(values)
    assert not set(found.counted) & set(found.dropped)


@given(VALUES)
def test_one_extreme_mark_decides_nothing_where_it_is_left_out(values: dict[int, int]) -> None:
    if len(values) >= 3:
        favourite = max(values, key=lambda juror: (values[juror], juror))
        assert trimmed(values | {favourite: 1_000_000}, 3).mean == trimmed(values, 3).mean


def recount(cells: dict[tuple[int, int], int], combining: Combining) -> Fraction | None:
    """The same rule said another way: sorted lists and slices, no jurors by name."""

    def fair(found: list[int]) -> Fraction:
        cut = 1 if combining.drop_from and len(found) >= combining.drop_from else 0
        return Fraction(mean(map(Fraction, sorted(found)[cut : len(found) - cut])))

    if combining.over == "cells":
        columns = [[value for (_juror, place), value in cells.items() if place == c] for c in (1, 2, 3)]
        return sum(map(fair, columns), Fraction(0)) if all(columns) else None
    jurors = {juror for juror, _place in cells}
    whole = [sum(cells[j, c] for c in (1, 2, 3)) for j in jurors if all((j, c) in cells for c in (1, 2, 3))]
    return fair(whole) if whole else None


@given(SHEETS, COMBININGS)
def test_the_figure_is_that_of_an_independent_recount(cells: dict[tuple[int, int], int], combining: Combining) -> None:
    found = combine(marks(cells), criteria=3, combining=combining)
    assert (found.total if found else None) == recount(cells, combining)


@given(st.integers(-(10**7), 10**7), st.integers(0, 4))
def test_rounding_is_what_the_decimal_module_does_for_whole_hundredths(hundredths: int, decimals: int) -> None:
    exact, unit = Decimal(hundredths) / 100, Decimal(1).scaleb(-decimals)
    expected = exact.quantize(unit, ROUND_HALF_UP) if exact >= 0 else (exact + unit / 2).quantize(unit, ROUND_FLOOR)
    assert figure(hundredths, decimals) == expected


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(1, 60), st.integers(1, 300), st.integers(0, 60))
def test_more_time_never_costs_less_and_never_more_than_the_segment(
    one: int, other: int, every: int, points: int, grace: int
) -> None:
    segment = Segment("Tiểu phẩm", "skit", "judged", 4000, seconds=600, criteria=(Criterion("Nội dung", 4000),),
                      penalty=Penalty(every, points, grace))  # fmt: skip
    less, more = sorted((one, other))
    assert 0 <= proposed(segment, less) <= proposed(segment, more) <= 4000
