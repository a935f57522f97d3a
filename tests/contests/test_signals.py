"""The rules behind signals, on papers made by hand and on simulated people."""

from itertools import product
from math import isclose, prod
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.signals import finding, honest
from contests.signals.finding import Given, Sheet

SECONDS = 10.0


def sheet(paper: int, wrong: dict[int, int], *, right: int = 0, group: int = 1, person: int = 0) -> Sheet:
    """A paper with these wrong choices by item and, on items of its own, so many right ones."""
    answers = [Given(item, (choice,), False, SECONDS, 40) for item, choice in wrong.items()]
    answers += [Given(10_000 + n, (0,), True, SECONDS, 40) for n in range(right)]
    return Sheet(paper, person or paper, group, paper, len(answers), tuple(answers))


def crowd(people: int = 40, items: int = 20) -> list[Sheet]:
    """People whose wrong choices are spread evenly over three."""
    draw = Random(1)
    return [sheet(100 + n, {item: draw.randint(1, 3) for item in range(items)}) for n in range(people)]


class TestSameWrong:
    COPY = {item: 1 + item % 3 for item in range(20)}

    def test_a_copied_paper_is_told_with_its_figures(self) -> None:
        (found,) = finding.same_wrong([*crowd(), sheet(1, self.COPY), sheet(2, self.COPY)])
        assert found.papers == (1, 2)
        assert (found.figures["same"], found.figures["both"], found.figures["pairs"]) == (20, 20, 42 * 41 / 2)
        assert found.figures["chance"] < 1e-6
        assert 5 < found.figures["expected"] < 9

    def test_several_who_share_are_one_set(self) -> None:
        (found,) = finding.same_wrong([*crowd(), *(sheet(n, self.COPY) for n in (1, 2, 3, 4))])
        assert found.papers == (1, 2, 3, 4)

    def test_what_everybody_gets_wrong_the_same_way_tells_nothing(self) -> None:
        popular = [sheet(100 + n, dict.fromkeys(range(20), 2)) for n in range(40)]
        assert finding.same_wrong(popular) == []

    def test_being_right_alike_tells_nothing(self) -> None:
        assert finding.same_wrong([sheet(n, {}, right=30) for n in range(30)]) == []

    def test_one_persons_papers_are_not_compared_with_each_other(self) -> None:
        assert finding.same_wrong([*crowd(), sheet(1, self.COPY, person=9), sheet(2, self.COPY, person=9)]) == []

    def test_people_of_different_units_are_not_compared(self) -> None:
        assert finding.same_wrong([*crowd(), sheet(1, self.COPY, group=2), sheet(2, self.COPY, group=3)]) == []

    def test_no_paper_at_all(self) -> None:
        assert finding.same_wrong([]) == []


@given(st.lists(st.floats(0, 1), max_size=6), st.integers(0, 7))
def test_the_tail_is_what_counting_every_case_gives(chances: list[float], count: int) -> None:
    cases = product((0, 1), repeat=len(chances))
    counted = sum(
        prod(p if hit else 1 - p for hit, p in zip(case, chances, strict=True)) for case in cases if sum(case) >= count
    )
    assert isclose(finding.at_least(count, chances), counted, abs_tol=1e-9)


class TestFast:
    def paper(self, seconds: float, *, right: bool = True, answers: int = 10) -> Sheet:
        return Sheet(1, 1, 1, 1, answers, tuple(Given(n, (0,), right, seconds, 40) for n in range(answers)))

    @pytest.mark.parametrize(("seconds", "told"), [(0.1, True), (0.39, True), (2.3, True), (2.5, False), (9, False)])
    def test_the_pace_over_the_paper_decides(self, seconds: float, told: bool) -> None:
        assert bool(finding.fast([self.paper(seconds)])) is told  # 40 syllables in 2.4 seconds are 1,000 a minute

    def test_wrong_guesses_in_a_hurry_are_not_told(self) -> None:
        assert finding.fast([self.paper(0.1, right=False)]) == []

    def test_who_reads_everything_first_is_not_told(self) -> None:
        taps = [Given(n, (0,), True, 120.0 if n == 0 else 1.0, 40) for n in range(10)]
        assert finding.fast([Sheet(1, 1, 1, 1, 10, tuple(taps))]) == []

    @pytest.mark.parametrize(("instant", "told"), [(2, False), (3, True)])
    def test_a_slip_of_the_finger_is_not_told(self, instant: int, told: bool) -> None:
        taps = [Given(n, (0,), True, 0.1 if n < instant else 30.0, 40) for n in range(10)]
        assert bool(finding.fast([Sheet(1, 1, 1, 1, 10, tuple(taps))])) is told


class TestJumps:
    def papers(self, *right: int) -> list[Sheet]:
        return [
            Sheet(n, 1, 1, n, 30, tuple(Given(i, (0,), i < count, 9, 9) for i in range(30)))
            for n, count in enumerate(right, start=1)
        ]

    def test_a_leap_is_told_with_both_counts(self) -> None:
        (found,) = finding.jumps(self.papers(5, 29))
        assert found.papers == (2,)
        assert [found.figures[name] for name in ("correct", "questions", "before", "asked")] == [29, 30, 5, 30]

    @pytest.mark.parametrize("right", [(15,), (15, 19), (29, 5), (10, 15, 18)])
    def test_ordinary_progress_is_not(self, right: tuple[int, ...]) -> None:
        assert finding.jumps(self.papers(*right)) == []


class TestDevicesAndAbsences:
    def test_people_on_one_device_stand_together(self) -> None:
        uses = [("x", 1), ("x", 2), ("y", 3), ("y", 3), ("z", 4)]
        (found,) = finding.shared_devices(uses, {1: 11, 2: 12, 3: 13, 4: 14})
        assert (found.papers, found.figures) == ((11, 12), {"people": 2, "share": 0.5})

    def test_nobody_shares_nothing_is_told(self) -> None:
        assert finding.shared_devices([], {}) == finding.shared_devices([("x", 1)], {1: 11}) == []

    def test_long_and_frequent_absences_stand_with_how_common_they_are(self) -> None:
        found = finding.away({1: (1, 3.0), 2: (6, 20.0), 3: (1, 90.0)}, watched=10)
        assert [(one.papers[0], one.figures["share"]) for one in found] == [(3, 0.1), (2, 0.2)]


class TestRates:
    """The figures of docs/signals.md, measured anew on fewer people."""

    def test_honest_papers_are_not_told_as_fast_and_programs_are(self) -> None:
        assert honest.rate_of_fast(1, 3000) < 0.001
        assert honest.bots_caught(1, 100) >= 0.95

    def test_honest_contests_seldom_show_a_pair(self) -> None:
        assert honest.rate_of_same_wrong(1, 10, 60) <= 0.1
        assert honest.rate_of_same_wrong(1, 10, 60, taught_wrong=0.1) <= 0.2

    def test_whoever_copies_everything_is_mostly_told(self) -> None:
        assert honest.copies_caught(1, 12, 40, 1.0) >= 0.75

    def test_who_learned_nothing_does_not_jump(self) -> None:
        assert honest.rate_of_jumps(1, 1000, 0.0) < 0.001

    def test_the_same_seed_measures_the_same(self) -> None:
        assert honest.rate_of_jumps(7, 300, 2.0) == honest.rate_of_jumps(7, 300, 2.0)
