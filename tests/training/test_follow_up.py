"""What came of a class: right where it can be told, and silent where it cannot."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.training.follow_up_worlds import World, drawn, judged
from training.measure.follow_up import Answered, Verdict, Why, figures_of, follow_up

WORLDS = 60


def answers(rows: list[tuple[int, int, bool, float]]) -> Answered:
    person, item, after, score = (np.array(column) for column in zip(*rows, strict=True))
    return Answered(person, item, after, score.astype(float))


def sat(before: list[float], after: list[float], item: int = 0) -> Answered:
    """One question each time to each person, another one the second time."""
    rows = [(p, item, False, score) for p, score in enumerate(before)]
    return answers(rows + [(p, item + 1, True, score) for p, score in enumerate(after)])


@pytest.mark.parametrize("effect", [0.0, 0.6])
@pytest.mark.parametrize("way", ["people", "units"])
def test_the_interval_holds_the_truth_where_chance_says_who_attends(way: str, effect: float) -> None:
    held, adjusted, _ = judged(World(way, effect), worlds=WORLDS, seed=3)
    assert held >= 0.8
    assert adjusted >= 0.8


@pytest.mark.parametrize("world", [World("low_units", units=30, size=20), World("low_people")])
def test_where_the_weakest_are_sent_the_plain_figure_is_fooled_and_the_adjusted_one_is_not(world: World) -> None:
    held, adjusted, _ = judged(world, worlds=WORLDS, seed=3)
    assert held < 0.75
    assert adjusted >= 0.8


@pytest.mark.parametrize("way", ["people", "units", "low_units", "low_people", "weak_units"])
def test_a_class_without_effect_is_hardly_ever_called_good(way: str) -> None:
    _, _, verdicts = judged(World(way), worlds=WORLDS, seed=5)
    assert verdicts["better"] <= 0.12 * WORLDS  # 5 % on the average: an interval of 90 % has two ends


def test_a_good_class_is_mostly_found_where_many_are_measured() -> None:
    _, _, verdicts = judged(World("people", 0.8, units=30, size=20), worlds=20, seed=2)
    assert verdicts["better"] >= 18


@pytest.mark.parametrize(
    ("attended", "why"), [(4, Why.TOO_FEW_ATTENDED), (36, Why.TOO_FEW_OTHERS), (0, Why.TOO_FEW_ATTENDED)]
)
def test_too_few_people_on_a_side_give_no_figure(attended: int, why: Why) -> None:
    came = np.arange(40) < attended
    found = follow_up(sat([0.0, 1.0] * 20, [1.0, 1.0] * 20), attended=came, unit=np.arange(40) % 8)
    assert (found.effect, found.adjusted, found.verdict, found.why) == (None, None, Verdict.CANNOT_TELL, why)


def test_nobody_in_both_contests_gives_no_figure() -> None:
    rows = [(p, p % 3, p >= 20, 1.0) for p in range(40)]
    found = follow_up(answers(rows), attended=np.arange(40) % 2 == 0, unit=np.zeros(40, dtype=int))
    assert (found.attended.people, found.others.people) == (0, 0)
    assert found.verdict is Verdict.CANNOT_TELL


def test_no_answers_at_all_give_no_figure() -> None:
    none = np.zeros(0, dtype=int)
    for people in (0, 7):
        found = follow_up(
            Answered(none, none, none.astype(bool), none.astype(float)),
            attended=np.ones(people, dtype=bool),
            unit=np.zeros(people, dtype=int),
        )
        assert (found.verdict, found.why) == (Verdict.CANNOT_TELL, Why.TOO_FEW_ATTENDED)


def test_a_large_gain_over_others_is_found_and_its_sides_are_told() -> None:
    chance = np.random.default_rng(1)
    before = (chance.random(400) < 0.4).astype(float)
    came = np.arange(400) % 2 == 0
    after = (chance.random(400) < np.where(came, 0.9, 0.4)).astype(float)
    found = follow_up(sat(list(before), list(after)), attended=came, unit=np.arange(400) % 20)
    assert found.verdict is Verdict.BETTER
    assert found.effect
    assert found.effect.low < 0.5 < found.effect.high
    assert (found.attended.people, found.attended.units, found.others.people) == (200, 10, 200)
    assert found.attended.after - found.attended.before > 0.3


def test_one_unit_against_another_tells_little_however_many_answers_there_are() -> None:
    """What else happened in that unit cannot be told from the class."""
    chance = np.random.default_rng(1)
    came = np.arange(600) < 300
    after = (chance.random(600) < np.where(came, 0.52, 0.44)).astype(float)
    given = sat(list((chance.random(600) < 0.4).astype(float)), list(after))
    of_one = follow_up(given, attended=came, unit=came.astype(int))
    mixed = follow_up(given, attended=came, unit=np.arange(600) % 20)
    assert of_one.effect
    assert mixed.effect
    assert of_one.effect.high - of_one.effect.low > 1.5 * (mixed.effect.high - mixed.effect.low)
    assert (of_one.verdict, of_one.why) == (Verdict.CANNOT_TELL, Why.WIDE)


def test_a_hard_second_contest_is_no_loss() -> None:
    """Everybody falls alike, those who attended too: the questions were harder."""
    people = np.arange(200)
    turn = people // 2 % 10
    found = follow_up(sat(list((turn < 8) * 1.0), list((turn < 3) * 1.0)), attended=people % 2 == 0, unit=people // 20)
    assert found.effect
    assert found.effect.value == pytest.approx(0, abs=1e-6)
    assert found.verdict in (Verdict.CANNOT_TELL, Verdict.LITTLE)


def test_who_got_the_hard_question_is_not_called_weaker() -> None:
    """Half of the people got a question that nobody else solves either."""
    hard = [(p, 0, False, 1.0 if p % 5 == 0 else 0.0) for p in range(100)]
    easy = [(p, 1, False, 0.0 if p % 5 == 0 else 1.0) for p in range(100, 200)]
    linked = [(p, 2, False, float(p % 2)) for p in range(200)] + [(p, 3, False, float(p % 3 == 0)) for p in range(200)]
    figures, _ = figures_of(answers(hard + easy + linked), 200)
    plain = np.bincount([r[0] for r in hard + easy + linked], [r[3] for r in hard + easy + linked]) / 3
    before = plain[100:].mean() - plain[:100].mean()
    assert abs(figures[0, 100:].mean() - figures[0, :100].mean()) < 0.75 * before


rows = st.lists(
    st.tuples(st.integers(0, 23), st.integers(0, 5), st.booleans(), st.sampled_from([0.0, 0.5, 1.0])),
    min_size=40, max_size=120,
)  # fmt: skip


@settings(max_examples=40)
@given(rows, st.randoms(use_true_random=False))
def test_names_of_people_questions_and_units_do_not_matter(given: list, chance) -> None:  # type: ignore[no-untyped-def]
    came, unit = np.arange(24) % 3 == 0, np.arange(24) % 5
    order = list(range(24))
    chance.shuffle(order)
    renamed = [(order[p], 5 - i, after, score) for p, i, after, score in given]
    place = np.argsort(order)
    first = follow_up(answers(given), attended=came, unit=unit)
    then = follow_up(answers(renamed[::-1]), attended=came[place], unit=7 - unit[place])
    assert first.verdict is then.verdict
    if first.effect and then.effect:
        assert first.effect.value == pytest.approx(then.effect.value, abs=1e-6)
        assert first.effect.high == pytest.approx(then.effect.high, abs=1e-4)


@settings(max_examples=40)
@given(rows)
def test_looked_at_from_the_other_side_a_gain_is_a_loss(given: list) -> None:
    came, unit = np.arange(24) % 2 == 0, np.arange(24) % 5
    first = follow_up(answers(given), attended=came, unit=unit)
    other = follow_up(answers(given), attended=~came, unit=unit)
    assume(first.effect and other.effect)
    assert first.effect and other.effect  # noqa: PT018
    assert first.effect.low <= first.effect.value <= first.effect.high
    assert first.effect.value == pytest.approx(-other.effect.value, abs=1e-6)
    assert first.effect.low == pytest.approx(-other.effect.high, abs=1e-4)


def test_the_same_answers_give_the_same_figures() -> None:
    one, other = (drawn(World("units", 0.4), np.random.default_rng(9)) for _ in range(2))
    assert one == other
