"""Mastery of groups and topics: what must hold whatever the answers are. Whether it is true: test_judging."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.measure.answers import Answers
from training.measure.mastery import Cell, Mastery, estimate_mastery, share_at
from training.measure.needs import Rule, State, state_of
from training.measure.worlds import Recipe, make_world

Row = tuple[int, int, int, int, float]  # person, group, topic, question, score


def measured(rows: list[Row], mode: list[int] | None = None, weight: list[float] | None = None) -> Mastery:
    person, group, topic, item = (np.array([r[k] for r in rows]) for k in range(4))
    group_of, topic_of = np.zeros(person.max() + 1, dtype=int), np.zeros(item.max() + 1, dtype=int)
    group_of[person], topic_of[item] = group, topic
    score = np.array([r[4] for r in rows])
    answers = Answers(
        person, item, score, None if weight is None else np.array(weight), None if mode is None else np.array(mode)
    )
    return estimate_mastery(answers, group_of, topic_of)


def answered(
    group: int, people: int, items: int, share: float, first_person: int = 0, first_item: int = 0
) -> list[Row]:
    """`people` of `group` answer `items` questions of topic 0, just `share` of the answers right, whichever."""
    right = np.arange(people * items) < round(share * people * items)
    score = np.random.default_rng(group).permutation(right).astype(float).tolist()
    who = [(first_person + p, group, 0, first_item + i) for p in range(people) for i in range(items)]
    return [(*about, earned) for about, earned in zip(who, score, strict=True)]


def cell(mastery: Mastery, group: int) -> Cell:
    return next(c for c in mastery.cells if c.group == group)


def test_no_answers_give_no_cells() -> None:
    nothing = np.zeros(0, dtype=np.intp)
    found = estimate_mastery(Answers(nothing, nothing, np.zeros(0)), nothing, nothing)
    assert (found.cells, found.totals) == ((), ())


def test_counts_are_those_of_the_answers() -> None:
    found = measured(answered(0, 4, 3, 0.5) + answered(1, 2, 3, 0.5, first_person=4))
    one = cell(found, 0)
    assert (one.answers, one.people, one.items, one.raw) == (12, 4, 3, 0.5)
    assert [(t.answers, t.people, t.items) for t in found.totals] == [(18, 6, 3)]


def test_a_group_with_four_answers_is_not_called_worst() -> None:
    rows = (
        answered(0, 60, 8, 0.75) + answered(1, 60, 8, 0.6, first_person=60) + answered(2, 1, 4, 0.0, first_person=120)
    )
    mastery = measured(rows)
    few = cell(mastery, 2)
    assert few.raw == 0.0
    assert few.estimate.share > 0.1
    assert few.estimate.high > 0.4
    assert state_of(mastery, few, Rule()) is State.NOT_ENOUGH


def test_many_answers_to_one_question_are_surer_of_the_question_than_of_the_topic() -> None:
    wide = measured(answered(0, 100, 1, 0.7) + answered(1, 100, 1, 0.7, first_person=100))
    narrow = measured(answered(0, 100, 12, 0.7) + answered(1, 100, 12, 0.7, first_person=100))
    assert cell(wide, 0).estimate.error > 1.5 * cell(narrow, 0).estimate.error


def test_answers_of_few_people_are_fewer_facts_than_as_many_of_many() -> None:
    """Ten people of like mind, two hundred answers; and two hundred people, one answer each."""
    chance = np.random.default_rng(1)
    rows: list[Row] = []
    for p in range(60):  # people differ much: all right or nearly none
        rows += [(p, p % 6, 0, i, float(chance.random() < (0.97 if p // 6 % 2 else 0.1))) for i in range(20)]
    rows += [(60 + p, 6, 0, p % 20, float(chance.random() < 0.55)) for p in range(200)]
    mastery = measured(rows)
    assert mastery.spread.clustering.person + mastery.spread.clustering.person_topic > 1.5
    assert cell(mastery, 0).answers == cell(mastery, 6).answers == 200
    assert cell(mastery, 0).estimate.error > 1.5 * cell(mastery, 6).estimate.error


def test_a_group_that_drew_hard_questions_is_not_weaker_for_it() -> None:
    """Groups 0 and 1 answer both kinds alike; 2 had only the easy ones and 3 only the hard ones, each like the
    others.
    """
    rows = []
    for group, (easy, hard) in enumerate([(0.9, 0.4), (0.9, 0.4), (0.9, None), (None, 0.4)]):
        for first, share in ((0, easy), (10, hard)):
            if share is not None:
                rows += answered(group, 50, 10, share, first_person=50 * group, first_item=first)
    mastery = measured(rows)
    two, three = cell(mastery, 2), cell(mastery, 3)
    assert two.raw - three.raw == pytest.approx(0.5, abs=0.02)
    assert abs(two.estimate.share - three.estimate.share) < 0.08


def test_what_is_asked_in_the_hall_is_set_against_paper_and_not_against_the_people() -> None:
    """Everybody does as well on paper; group 1 answered in the hall too, where all is harder."""
    paper = answered(0, 60, 10, 0.8) + answered(1, 60, 10, 0.8, first_person=60)
    hall = answered(1, 60, 10, 0.5, first_person=60)
    mastery = measured(paper + hall, mode=[0] * len(paper) + [1] * len(hall))
    assert mastery.shifts[0] == 0
    assert -1.9 < mastery.shifts[1] < -0.9
    assert cell(mastery, 1).raw == pytest.approx(0.65, abs=0.01)
    assert abs(cell(mastery, 1).estimate.share - cell(mastery, 0).estimate.share) < 0.05


def test_an_answer_of_little_weight_moves_little() -> None:
    rows = answered(0, 30, 10, 0.8) + answered(1, 30, 10, 0.8, first_person=30)
    practice = answered(1, 30, 10, 0.2, first_person=60, first_item=10)
    full = measured(rows + practice)
    light = measured(rows + practice, weight=[1.0] * len(rows) + [0.05] * len(practice))
    assert cell(light, 1).estimate.share > cell(full, 1).estimate.share + 0.1


def test_partial_marks_are_surer_than_all_or_nothing() -> None:
    whole = answered(0, 40, 10, 0.5) + answered(1, 40, 10, 0.5, first_person=40)
    half = [(p, g, t, i, 0.5) for p, g, t, i, _ in whole]
    assert cell(measured(half), 0).estimate.error < cell(measured(whole), 0).estimate.error


@given(st.integers(0, 2**32 - 1))
def test_the_order_of_answers_changes_nothing(seed: int) -> None:
    chance = np.random.default_rng(seed)
    world = make_world(chance, Recipe(units=(5, 8), topics=(2, 3), asked=(4, 6)))
    mixed = chance.permutation(len(world.answers))
    names = ("person", "item", "score", "weight", "mode")
    parts = [None if (of := getattr(world.answers, name)) is None else of[mixed] for name in names]
    one = estimate_mastery(world.answers, world.unit_of, world.topic_of)
    other = estimate_mastery(Answers(*parts), world.unit_of, world.topic_of)  # type: ignore[arg-type]
    assert [c.estimate.centre for c in one.cells] == pytest.approx([c.estimate.centre for c in other.cells], abs=1e-8)
    assert all(0 < c.estimate.low <= c.estimate.share <= c.estimate.high < 1 for c in one.cells)


def test_extreme_answers_stay_finite() -> None:
    mastery = measured(answered(0, 20, 5, 1.0) + answered(1, 20, 5, 0.0, first_person=20))
    high, low = cell(mastery, 0).estimate, cell(mastery, 1).estimate
    assert 0 < low.low <= low.share < high.share <= high.high < 1


@given(st.floats(0.05, 0.95))
def test_the_chance_of_lying_below_is_a_half_at_the_share_itself(target: float) -> None:
    mastery = measured(answered(0, 20, 5, 0.6) + answered(1, 20, 5, 0.4, first_person=20))
    estimate = cell(mastery, 0).estimate
    assert mastery.chance_below(estimate, estimate.share) == pytest.approx(0.5, abs=1e-6)
    assert (mastery.chance_below(estimate, target) > 0.5) == (estimate.share < target)
    assert float(share_at(np.array(estimate.centre), mastery.spread.item)) == pytest.approx(estimate.share)
