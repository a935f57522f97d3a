import numpy as np
import pytest

from tests.training.simulated import UNLIKE_EXPECTED, Truth, simulate
from training.measure.mastery import Answers, Cell, Mastery, estimate_mastery
from training.measure.needs import Rule, State, is_suppressed, needs_of, state_of

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
def simulated() -> list[tuple[Mastery, np.ndarray]]:
    made = [simulate(seed) for seed in SEEDS]
    return [(estimate_mastery(a), truth) for a, truth in made]


def coverage(made: list[tuple[Mastery, np.ndarray]]) -> float:
    covered = [
        c.estimate.low <= truth[c.unit, c.topic] <= c.estimate.high for mastery, truth in made for c in mastery.cells
    ]
    print(f"90 % intervals cover {np.mean(covered):.1%} of {len(covered)} unit × topic")
    return float(np.mean(covered))


def test_intervals_cover_the_truth_as_often_as_they_say(simulated: list) -> None:
    assert 0.85 <= coverage(simulated) <= 0.95


@pytest.mark.parametrize("truth", UNLIKE_EXPECTED)
def test_intervals_hold_where_the_truth_is_unlike_what_was_expected(truth: Truth) -> None:
    made = [simulate(seed, truth=truth) for seed in SEEDS]
    assert 0.85 <= coverage([(estimate_mastery(a), shares) for a, shares in made]) <= 0.97


def test_named_needs_are_true_and_more_are_found_than_by_percent_correct(simulated: list) -> None:
    """Percent correct gets the same answers, the same least number of people and the best line in hindsight."""
    rule = Rule(target=0.6, threshold=0.9)
    named, true, there, plain = 0, 0, 0, []
    for mastery, truth in simulated:
        weak = truth < rule.target
        there += int(weak.sum())
        needs = needs_of(mastery, rule)
        named += len(needs)
        true += sum(bool(weak[need.unit, need.topic]) for need in needs)
        plain += [(c.raw, bool(weak[c.unit, c.topic])) for c in mastery.cells if not is_suppressed(c, rule)]
    found_plain = found_by(plain, 1 - true / named)
    print(f"precision {true / named:.1%} of {named}, recall {true / there:.1%}")
    print(f"at that false rate percent correct finds {found_plain}, this finds {true}")
    assert true / named >= 0.9
    assert true >= 1.5 * found_plain > 0


def found_by(scored: list[tuple[float, bool]], false_rate: float) -> int:
    """True needs below the line on the score that finds most at a share of false ones of at most `false_rate`.

    A line takes all cells of equal score or none.
    """
    best = true = 0
    ranked = sorted(scored)
    for length, (score, is_weak) in enumerate(ranked, 1):
        true += is_weak
        line_may_pass = length == len(ranked) or ranked[length][0] > score
        if line_may_pass and 1 - true / length <= false_rate:
            best = true
    return best


def test_a_line_takes_all_of_equal_score_or_none() -> None:
    scored = [(0.1, True), (0.2, True), (0.2, False), (0.3, False)]
    assert [found_by(scored, rate) for rate in (0.0, 0.4)] == [1, 2]
