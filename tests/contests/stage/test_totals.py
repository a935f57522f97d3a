"""Totals and places: by hand from a contest that was held, and against an independent recount."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.stage.combining import Combined
from contests.stage.programme import Combining, Criterion, Programme, Segment, TieKey
from contests.stage.totals import Line, Score, equals, judged_score, line, quiz_score, rank


def judged(title: str, maximum: int, weight: int = 100) -> Segment:
    return Segment(title, "skit", "judged", maximum, weight, criteria=(Criterion("Nội dung", maximum),))


KIM_BANG = Programme(
    (judged("Chào hỏi", 2000), judged("Kiến thức", 2000), judged("Kỹ năng nghiệp vụ", 2000), judged("Tiểu phẩm", 4000)),
    Combining(decimals=2),
    (TieKey(4), TieKey(4, 1)),
    "bell",
)


def of(team: int, *points: str, programme: Programme = KIM_BANG, criteria: dict[int, int] | None = None) -> Line:
    scores = {place: Score(Decimal(each)) for place, each in enumerate(points, start=1)}
    for place, hundredths in (criteria or {}).items():
        scores[place] = Score(scores[place].points, {1: Fraction(hundredths)})
    return line(team, scores, programme)


def places(*lines: Line, programme: Programme = KIM_BANG, decisions: tuple[tuple[int, ...], ...] = ()) -> list[tuple]:
    return [(s.place, s.line.team, s.undecided) for s in rank(lines, programme, decisions)]


class TestByHand:
    def test_kim_bang_four_parts_of_twenty_twenty_twenty_and_forty(self) -> None:
        one, two = of(1, "18.25", "16", "17.5", "36.75"), of(2, "19", "18", "17.25", "34.5")
        assert (one.total, two.total) == (Decimal("88.50"), Decimal("88.75"))
        assert places(one, two) == [(1, 2, False), (2, 1, False)]

    def test_equal_totals_are_parted_by_the_skit(self) -> None:
        assert places(of(1, "18", "16", "16", "30"), of(2, "16", "16", "16", "32")) == [(1, 2, False), (2, 1, False)]

    def test_then_by_its_criterion_then_the_bell_is_asked_for_and_parts_them(self) -> None:
        level = [of(n, "10", "10", "10", "30", criteria={4: 2900 + (n == 3)}) for n in (1, 2, 3)]
        assert places(*level) == [(1, 3, False), (2, 1, True), (2, 2, True)]
        assert places(*level, decisions=((2, 1),)) == [(1, 3, False), (2, 2, False), (3, 1, False)]

    def test_a_decision_says_nothing_once_a_correction_has_made_others_equal(self) -> None:
        """The bell parted 1 and 2; now 1 is level with 3, whom nobody has compared with it."""
        level = [of(1, "10", "10", "10", "30"), of(2, "9", "10", "10", "30"), of(3, "10", "10", "10", "30")]
        assert places(*level, decisions=((1, 2),)) == [(1, 1, True), (1, 3, True), (3, 2, False)]

    def test_the_latest_decision_holds(self) -> None:
        level = [of(1, "10", "10", "10", "30"), of(2, "10", "10", "10", "30")]
        assert places(*level, decisions=((1, 2), (2, 1))) == [(1, 2, False), (2, 1, False)]

    def test_where_places_are_shared_nobody_waits_for_a_bell(self) -> None:
        sharing = Programme((judged("Chào hỏi", 2000),))
        level = [of(n, "10", programme=sharing) for n in (2, 1)]
        assert places(*level, programme=sharing) == [(1, 1, False), (1, 2, False)]

    def test_sixty_and_forty_percent_are_rounded_as_shown_and_added_up(self) -> None:
        both = Programme((judged("Cá nhân", 10000, 60), judged("Tập thể", 10000, 40)), Combining(decimals=1))
        found = of(1, "83.3", "77.9", programme=both)
        assert (found.weighted, found.total) == ({1: Decimal("50.0"), 2: Decimal("31.2")}, Decimal("81.2"))

    def test_what_is_played_for_the_audience_counts_nowhere(self) -> None:
        gifts = Programme((judged("Chào hỏi", 2000), judged("Khán giả", 1000, 0)))
        assert of(1, "10", "9", programme=gifts).total == 10

    def test_the_jury_takes_a_point_for_time_and_never_more_than_there_is(self) -> None:
        made = Combined({1: Fraction(3750)}, {1: 3750})
        assert (judged_score(made, 100, 2).points, judged_score(made, 4000, 2).points) == (Decimal("36.5"), 0)

    def test_a_quiz_of_forty_questions_of_ten_points_comes_in_as_it_is_or_scaled(self) -> None:
        """SmartBanker counts 400 points as they are; a programme may count the same quiz as 40."""
        assert quiz_score(28750, Segment("Kiến thức", "knowledge", "quiz", 40000), 1).points == Decimal("287.5")
        scaled = Segment("Kiến thức", "knowledge", "quiz", 4000, out_of=40000)
        assert quiz_score(28750, scaled, 1).points == Decimal("28.8")
        assert quiz_score(-500, Segment("Kiến thức", "knowledge", "quiz", 40000), 1).points == -5


SCORED = st.lists(st.tuples(*[st.integers(0, 160).map(lambda n: n * 25)] * 4), min_size=1, max_size=8)


def made(rows: list[tuple[int, ...]]) -> list[Line]:
    return [of(team, *(str(Decimal(p) / 100) for p in row)) for team, row in enumerate(rows, start=1)]


@given(SCORED, st.randoms(use_true_random=False))
def test_places_do_not_depend_on_the_order_of_the_teams(rows: list[tuple[int, ...]], chance: Random) -> None:
    lines = made(rows)
    shuffled = list(lines)
    chance.shuffle(shuffled)
    assert places(*shuffled) == places(*lines)


@given(SCORED)
def test_places_are_those_of_an_independent_recount(rows: list[tuple[int, ...]]) -> None:
    """A place is one more than how many are better: by the sum of the columns, then by the last."""
    better = {
        team: 1 + sum((sum(other), other[3]) > (sum(row), row[3]) for other in rows)
        for team, row in enumerate(rows, start=1)
    }
    assert {team: place for place, team, _undecided in places(*made(rows))} == better


@given(SCORED, st.data())
def test_more_points_never_cost_a_place(rows: list[tuple[int, ...]], data: st.DataObject) -> None:
    team, column = data.draw(st.integers(1, len(rows))), data.draw(st.integers(0, 3))
    more = list(rows)
    more[team - 1] = tuple(p + 25 * (at == column) for at, p in enumerate(rows[team - 1]))
    before, after = ({t: p for p, t, _u in places(*made(each))} for each in (rows, more))
    assert after[team] <= before[team]


@given(SCORED, st.randoms(use_true_random=False))
def test_a_decision_moves_nobody_but_those_it_names(rows: list[tuple[int, ...]], chance: Random) -> None:
    lines = made(rows)
    before = {t: p for p, t, _u in places(*lines)}
    for group in equals(lines, KIM_BANG):
        order = sorted(group)
        chance.shuffle(order)
        after = {t: p for p, t, _u in places(*lines, decisions=(tuple(order),))}
        assert {t: p for t, p in after.items() if t not in group} == {t: p for t, p in before.items() if t not in group}
        assert [after[team] for team in order] == [before[order[0]] + at for at in range(len(order))]


@pytest.mark.parametrize("decision", [(1, 2, 3), (1,), (3, 4)])
def test_a_decision_about_others_than_the_equals_parts_nobody(decision: tuple[int, ...]) -> None:
    level = [of(n, "10", "10", "10", str(30 - (n == 3))) for n in (1, 2, 3)]
    assert places(*level, decisions=(decision,)) == places(*level)
