import pytest

from training.measure.clustering import USUAL
from training.measure.mastery import Cell, Estimate, Mastery, Spread
from training.measure.needs import Rule, State, is_suppressed, needs_of, state_of

SPREAD = Spread(0.3, 0.3, 0.6, USUAL)


def made(*cells: tuple[int, int, float, float]) -> Mastery:
    """unit, people, centre and error in logits; topic 0."""
    return Mastery(
        tuple(Cell(u, 0, n * 3, n, 3, 0.5, Estimate(0.5, 0.4, 0.6, c, e)) for u, n, c, e in cells),
        (),
        SPREAD,
        (0.0,),
        0.9,
    )


def test_the_four_states() -> None:
    mastery = made((0, 20, -1.0, 0.2), (1, 20, 3.0, 0.2), (2, 20, 0.9, 1.0))
    states = [state_of(mastery, c, Rule()) for c in (*mastery.cells, None)]
    assert states == [State.NEED, State.NO_NEED, State.NOT_ENOUGH, State.NOT_MEASURED]


def test_fewer_than_five_people_are_neither_shown_nor_judged_however_sure_the_figure() -> None:
    mastery = made((0, 4, -3.0, 0.1), (1, 5, -3.0, 0.1))
    assert [is_suppressed(c, Rule()) for c in mastery.cells] == [True, False]
    assert [state_of(mastery, c, Rule()) for c in mastery.cells] == [State.NOT_ENOUGH, State.NEED]
    assert [n.group for n in needs_of(mastery, Rule())] == [1]


def test_needs_are_ordered_by_people_times_gap() -> None:
    mastery = made((0, 5, -1.0, 0.2), (1, 50, -1.0, 0.2), (2, 20, 3.0, 0.2))
    assert [n.group for n in needs_of(mastery, Rule())] == [1, 0]


def test_staff_in_a_unit_counts_where_it_is_known() -> None:
    mastery = made((0, 5, -1.0, 0.2), (1, 50, -1.0, 0.2))
    assert [(n.group, n.people) for n in needs_of(mastery, Rule(), people_in={0: 400})] == [(0, 400), (1, 50)]


def test_a_higher_target_is_missed_more_surely() -> None:
    mastery = made((0, 5, 0.5, 0.5))
    (cell,) = mastery.cells
    assert mastery.chance_below(cell.estimate, 0.8) > mastery.chance_below(cell.estimate, 0.6)


@pytest.mark.parametrize(
    "wrong", [{"target": 0.0}, {"target": 1.0}, {"threshold": 0.5}, {"threshold": 1.0}, {"fewest_people": 0}]
)
def test_a_rule_that_says_nothing_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Rule(**wrong)  # type: ignore[arg-type]
