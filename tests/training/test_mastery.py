import numpy as np
import pytest

from tests.training.simulated import simulate
from training.mastery import Answers, Cell, Mastery, estimate_mastery
from training.needs import Rule, State, needs_of, state_of

SEEDS = range(8)


def answers(rows: list[tuple[int, int, int, int, float]]) -> Answers:
    person, unit, topic, item = (np.array([r[k] for r in rows]) for k in range(4))
    return Answers(person, unit, topic, item, np.array([r[4] for r in rows]))


def group(
    unit: int, people: int, items: int, share: float, first_person: int = 0
) -> list[tuple[int, int, int, int, float]]:
    """`people` of `unit` answer `items` questions of topic 0, `share` of the answers right, spread evenly."""
    rows, made = [], 0
    for p in range(people):
        for i in range(items):
            made += 1
            rows.append((first_person + p, unit, 0, i, float(int(made * share) > int((made - 1) * share))))
    return rows


def cell(mastery: Mastery, unit: int) -> Cell:
    return next(c for c in mastery.cells if c.unit == unit)


def test_no_answers_give_no_cells() -> None:
    nothing = np.array([], dtype=np.int64)
    assert estimate_mastery(Answers(nothing, nothing, nothing, nothing, np.array([]))).cells == ()


def test_counts_are_those_of_the_answers() -> None:
    found = cell(estimate_mastery(answers(group(0, 4, 3, 0.5) + group(1, 2, 3, 0.5, first_person=4))), 0)
    assert (found.answers, found.people, found.items, found.raw) == (12, 4, 3, 0.5)


def test_a_unit_with_four_answers_is_not_called_worst() -> None:
    rows = group(0, 60, 8, 0.75) + group(1, 60, 8, 0.6, first_person=60) + group(2, 1, 4, 0.0, first_person=120)
    mastery = estimate_mastery(answers(rows))
    few = cell(mastery, 2)
    assert few.raw == 0.0
    assert few.estimate.share > 0.1
    assert few.estimate.high > 0.4
    assert state_of(mastery, few, Rule()) is State.NOT_ENOUGH


def test_many_answers_to_one_question_are_surer_of_the_question_than_of_the_topic() -> None:
    wide = estimate_mastery(answers(group(0, 100, 1, 0.7) + group(1, 100, 1, 0.7, first_person=100)))
    narrow = estimate_mastery(answers(group(0, 100, 12, 0.7) + group(1, 100, 12, 0.7, first_person=100)))
    assert cell(wide, 0).estimate.error > 1.5 * cell(narrow, 0).estimate.error


def test_more_people_make_the_interval_narrower() -> None:
    mastery = estimate_mastery(answers(group(0, 80, 6, 0.7) + group(1, 5, 6, 0.7, first_person=80)))
    assert cell(mastery, 0).estimate.error < cell(mastery, 1).estimate.error


def test_order_of_rows_changes_nothing() -> None:
    made, _ = simulate(1, units=8, topics=3, items=20, people=60, per_paper=6)
    mixed = np.random.default_rng(0).permutation(len(made.fraction))
    shuffled = Answers(*(getattr(made, f)[mixed] for f in ("person", "unit", "topic", "item", "fraction")))
    one, other = estimate_mastery(made), estimate_mastery(shuffled)
    assert [c.estimate.centre for c in one.cells] == pytest.approx([c.estimate.centre for c in other.cells])


def test_extreme_answers_stay_finite() -> None:
    mastery = estimate_mastery(answers(group(0, 20, 5, 1.0) + group(1, 20, 5, 0.0, first_person=20)))
    high, low = cell(mastery, 0).estimate, cell(mastery, 1).estimate
    assert 0 < low.low <= low.share < high.share <= high.high < 1


@pytest.fixture(scope="module")
def simulated() -> list[tuple[Mastery, Answers, np.ndarray]]:
    made = [simulate(seed) for seed in SEEDS]
    return [(estimate_mastery(a), a, truth) for a, truth in made]


def test_intervals_cover_the_truth_as_often_as_they_say(simulated: list) -> None:
    covered = [
        c.estimate.low <= truth[c.unit, c.topic] <= c.estimate.high
        for mastery, _, truth in simulated
        for c in mastery.cells
    ]
    print(f"90 % intervals cover {np.mean(covered):.1%} of {len(covered)} unit × topic")
    assert 0.85 <= np.mean(covered) <= 0.95


def test_named_needs_are_true_and_more_are_found_than_by_percent_correct(simulated: list) -> None:
    rule = Rule(target=0.6, threshold=0.9)
    named, true, there, ours, plain = 0, 0, 0, [], []
    for mastery, _, truth in simulated:
        weak = truth < rule.target
        there += int(weak.sum())
        for need in needs_of(mastery, rule):
            named += 1
            true += bool(weak[need.unit, need.topic])
        for c in mastery.cells:
            is_weak = bool(weak[c.unit, c.topic])
            ours.append((-mastery.chance_below(c.estimate, rule.target), is_weak))
            plain.append((c.raw, is_weak))
    false_rate = 1 - true / named
    found, found_plain = _found(ours, false_rate), _found(plain, false_rate)
    print(f"precision {true / named:.1%}, recall {true / there:.1%}")
    print(f"at that false rate percent correct finds {found_plain}, this finds {found}")
    assert true / named >= 0.9
    assert found >= 1.5 * found_plain


def _found(ranked: list[tuple[float, bool]], false_rate: float) -> int:
    """True needs in the longest list of lowest scores whose share of false ones is at most `false_rate`."""
    best = true = 0
    for length, (_, is_weak) in enumerate(sorted(ranked), 1):
        true += is_weak
        if 1 - true / length <= false_rate:
            best = true
    return best
