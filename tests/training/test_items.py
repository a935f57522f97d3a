"""Classical statistics against Moodle's own figures, and where papers differ."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from tests.training.published import everybody_answered, lsat, moodle, rows
from training.measure.answers import Answers
from training.measure.choices import choices_of
from training.measure.items import Scored, analyse, papers_of
from training.measure.proportions import wilson

NAN = float("nan")


def test_lsat6_agrees_with_the_published_classical_figures() -> None:
    scored = Scored(lsat(6))
    items, papers = analyse(scored), papers_of(scored)
    assert items.facility == pytest.approx([0.924, 0.709, 0.553, 0.763, 0.870])
    assert items.discrimination == pytest.approx([0.112833, 0.153178, 0.172779, 0.144428, 0.121596], abs=1e-6)
    assert papers.reliability == pytest.approx(0.29499719, abs=1e-8)
    assert papers.sem == pytest.approx(0.86906661, abs=1e-8)


def test_lsat7_agrees_with_the_published_classical_figures() -> None:
    scored = Scored(lsat(7))
    items, papers = analyse(scored), papers_of(scored)
    assert items.facility == pytest.approx([0.828, 0.658, 0.772, 0.606, 0.843])
    assert items.discrimination == pytest.approx([0.245732, 0.246674, 0.313179, 0.222751, 0.174786], abs=1e-6)
    assert (papers.reliability, papers.sem) == pytest.approx((0.45340874, 0.88612991), abs=1e-8)


def test_every_slot_agrees_with_moodle_to_its_printed_digits() -> None:
    items = analyse(Scored(everybody_answered(moodle())))
    slots = [row for row in rows("moodle_qstats00.csv") if not row["subqname"] and not row["variant"]]
    assert len(slots) == 7
    printed = {
        "facility": items.facility,
        "sd": items.sd,
        "discriminationindex": 100 * items.discrimination,
        "discriminativeefficiency": 100 * items.efficiency,
    }
    for column, ours in printed.items():
        assert ours == pytest.approx([float(row[column]) for row in slots], abs=5e-9), column


def test_the_quiz_agrees_with_moodle_to_its_printed_digits() -> None:
    """As asserted in Moodle's stats_from_steps_walkthrough_test.php."""
    papers = papers_of(Scored(everybody_answered(moodle())))
    assert (papers.people, papers.questions) == (25, 7)
    ours = papers.median, papers.mean, papers.sd, papers.skewness, papers.kurtosis
    assert ours == pytest.approx((4.5, 4.617333332, 0.8117265554, -0.092502502, -0.7073968557), abs=5e-9)
    assert 100 * papers.reliability == pytest.approx(-87.2230935542, abs=5e-9)
    assert 100 * papers.error_ratio == pytest.approx(136.8294900795, abs=5e-9)
    assert papers.sem == pytest.approx(1.1106813066, abs=5e-9)


def test_marks_that_differ_change_the_rest_as_in_moodle() -> None:
    """A question of three marks counts three times in the rest; checked against the formula written out."""
    scores, marks = moodle(), np.array([1.0, 3, 1, 2, 1, 1, 5])
    items = analyse(Scored(everybody_answered(scores, marks)))
    total = scores @ marks
    for i in range(7):
        rest = total - scores[:, i] * marks[i]
        assert items.discrimination[i] == pytest.approx(np.corrcoef(scores[:, i], rest)[0, 1])


@given(st.integers(0, 60), st.integers(1, 60))
def test_wilson_agrees_with_scipy(successes: int, more: int) -> None:
    n = successes + more
    by_scipy = binomtest(successes, n).proportion_ci(confidence_level=0.9, method="wilson")
    assert wilson(successes, n) == pytest.approx((by_scipy.low, by_scipy.high), abs=1e-12)


def test_nobody_asked_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    items = analyse(Scored(everybody_answered(np.array([[NAN, 1.0], [NAN, 0.0]]))))
    assert (items.answers[0], items.low[0], items.high[0]) == (0, 0.0, 1.0)
    assert np.isnan([items.facility[0], items.discrimination[0], items.discrimination[1]]).all()


@given(st.integers(0, 2**32 - 1))
def test_the_order_of_answers_changes_nothing(seed: int) -> None:
    chance = np.random.default_rng(seed)
    given = everybody_answered(np.where(chance.random((12, 5)) < 0.7, chance.integers(0, 2, (12, 5)), NAN))
    mixed = chance.permutation(len(given))
    other = Answers(given.person[mixed], given.item[mixed], given.score[mixed])
    one, two = analyse(Scored(given)), analyse(Scored(other))
    for name in ("facility", "sd", "discrimination", "efficiency"):
        assert getattr(one, name) == pytest.approx(getattr(two, name), nan_ok=True)


def drawn_papers(seed: int, *, tilt: float) -> tuple[Answers, Answers]:
    """The same people answer twenty questions; then half of them the ten easy ones, half the ten hard ones. Question
    0 is in both.
    """
    chance = np.random.default_rng(seed)
    ability = chance.normal(size=4000)
    difficulty = np.r_[0.0, np.full(10, -tilt), np.full(10, tilt)]
    scores = (chance.random((4000, 21)) < 1 / (1 + np.exp(difficulty - ability[:, None]))).astype(float)
    drawn = scores.copy()
    drawn[:2000, 1:11] = NAN
    drawn[2000:, 11:] = NAN
    return everybody_answered(scores), everybody_answered(drawn)


def test_a_hard_paper_makes_nobodys_rest_low() -> None:
    """Percent correct of the rest would mix how hard the paper was with how able the person is."""
    _, drawn = drawn_papers(1, tilt=1.5)
    found = analyse(Scored(drawn)).discrimination[0]
    others = drawn.item > 0
    raw = np.bincount(drawn.person[others], drawn.score[others]) / 10
    plain = np.corrcoef(drawn.score[~others], raw[drawn.person[~others]])[0, 1]
    assert found > plain + 0.05


def test_reliability_of_drawn_papers_is_that_of_a_paper_as_long() -> None:
    """Alpha over a table with gaps means nothing; the coefficient for ten of like questions follows Spearman and
    Brown.
    """
    whole, drawn = drawn_papers(2, tilt=0.0)
    alpha = papers_of(Scored(whole)).reliability
    short = 11 / 21
    assert papers_of(Scored(drawn)).reliability == pytest.approx(short * alpha / (1 + (short - 1) * alpha), abs=0.02)


def test_choices_tell_whom_they_drew() -> None:
    """Question 0 has choices 0 (right), 1, 2; the strong take 0, the weak 1, nobody 2; one person leaves it empty."""
    scores = np.array([[1, 1, 1], [1, 1, 1], [1, 1, 0], [0, 0, 0], [0, 0, 1], [0, 0, 0], [0, 1, 1.0]])
    scored = Scored(everybody_answered(scores))
    taken = {0: 0, 1: 0, 2: 0, 3: 1, 4: 1, 5: 1}  # person 6 took none
    rows_of = {
        int(p): r for r, (p, i) in enumerate(zip(scored.answers.person, scored.answers.item, strict=True)) if i == 0
    }
    found = choices_of(
        scored,
        answer=np.array([rows_of[p] for p in taken]),
        choice=np.array(list(taken.values())),
        item_of=np.array([0, 0, 0]),
    )
    assert found.taken.tolist() == [3, 3, 0]
    assert found.share.tolist() == [0.5, 0.5, 0.0]
    assert found.rest[0] > 0 > found.rest[1]
    assert np.isnan(found.rest[2])
    rest = scored.rest[[rows_of[p] for p in taken]]
    by_numpy = np.corrcoef([c == 0 for c in taken.values()], rest)[0, 1]
    assert found.draws[:2] == pytest.approx([by_numpy, -by_numpy])


def test_a_share_outside_nought_to_one_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        Answers(np.array([0]), np.array([0]), np.array([1.5]))
    with pytest.raises(ValueError, match="lengths"):
        Answers(np.array([0, 1]), np.array([0]), np.array([1.0]))
