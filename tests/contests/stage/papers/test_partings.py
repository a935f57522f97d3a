"""How equal totals are told: whatever the figures, each group is accounted for and agrees with the places."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from contests.stage.papers.partings import Parting, partings
from contests.stage.programme import Criterion, Programme, Segment, TieKey
from contests.stage.totals import Line, Score, equals, line, rank

SEGMENTS = (
    Segment("Một", "greeting", "judged", 300, criteria=(Criterion("A", 100), Criterion("B", 200))),
    Segment("Hai", "knowledge", "quiz", 300),
)
PROGRAMME = Programme(SEGMENTS, ties=(TieKey(1, 1), TieKey(2)), rest="bell")


def team(key: int, a: int, b: int, quiz: int, programme: Programme = PROGRAMME) -> Line:
    """Whole points for the two criteria and the quiz."""
    judged = Score(Decimal(a + b), {1: Fraction(a * 100), 2: Fraction(b * 100)})
    return line(key, {1: judged, 2: Score(Decimal(quiz))}, programme)


def told(lines: list[Line], decisions: list[list[int]] = [], programme: Programme = PROGRAMME) -> tuple[Parting, ...]:  # noqa: B006
    return partings(rank(lines, programme, decisions), programme, decisions)


def test_different_totals_need_no_parting() -> None:
    assert told([team(1, 1, 1, 1), team(2, 0, 1, 1)]) == ()


def test_the_first_key_that_differs_is_named_with_its_values() -> None:
    (one,) = told([team(1, 0, 1, 1), team(2, 1, 0, 1)])
    assert (one.by, one.teams, one.key, one.values) == ("key", (2, 1), TieKey(1, 1), (100, 0))


def test_who_is_still_equal_after_a_key_is_parted_by_the_next() -> None:
    first, second = told([team(1, 1, 0, 1), team(2, 1, 1, 0), team(3, 0, 1, 1)])
    assert (first.key, first.teams) == (TieKey(1, 1), (1, 2, 3))
    assert (second.key, second.teams) == (TieKey(2), (1, 2))


def test_equals_by_every_key_wait_or_are_decided_or_share() -> None:
    lines = [team(1, 1, 0, 1), team(2, 1, 0, 1)]
    assert [one.by for one in told(lines)] == ["waiting"]
    (decided,) = told(lines, [[1, 2], [2, 1]])
    assert (decided.by, decided.teams, decided.decision) == ("decision", (2, 1), 1)
    assert [one.by for one in told(lines, programme=Programme(SEGMENTS, ties=PROGRAMME.ties))] == ["shared"]


points = st.integers(0, 2)


@given(st.lists(st.tuples(points, points, points), min_size=2, max_size=7), st.booleans())
def test_every_equal_is_told_of_and_the_order_is_that_of_the_places(
    rows: list[tuple[int, int, int]], decide: bool
) -> None:
    lines = [team(key, *row) for key, row in enumerate(rows, start=1)]
    decisions = [sorted(group, reverse=True) for group in equals(lines, PROGRAMME)] if decide else []
    standings = rank(lines, PROGRAMME, decisions)
    places = {one.line.team: one.place for one in standings}
    found = partings(standings, PROGRAMME, decisions)

    totals = [one.line.total for one in standings]
    level = {one.line.team for one in standings if totals.count(one.line.total) > 1}
    assert {key for one in found for key in one.teams} == level
    for one in found:
        own = [places[key] for key in one.teams]
        assert own == sorted(own)
        assert (len(set(own)) == 1) == (one.by == "waiting")
