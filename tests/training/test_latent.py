"""Rasch and 2PL against R's ltm and mirt, and where people drew different papers."""

import numpy as np
import pytest
from scipy.optimize import approx_fprime

from tests.training.published import lsat
from training.measure.answers import Answers
from training.measure.item_fit import fit_of
from training.measure.latent import abilities, fit, nodes, posterior
from training.measure.latent_errors import errors_of
from training.measure.patterns import patterns_of

EXACT = {"points": 61, "tolerance": 1e-7, "rounds": 3000}


def test_lsat6_rasch_agrees_with_mirt() -> None:
    """mirt, tests/testthat/test-01-mirtOne.R: intercepts and the variance of ability as printed there."""
    found = fit(lsat(6), "rasch", **EXACT)
    assert found.intercept.round(3) == pytest.approx([2.730, 0.999, 0.240, 1.306, 2.099])
    assert round(found.ability_sd**2, 2) == 0.57
    assert round(found.log_likelihood, 4) == -2466.9376


def test_lsat6_2pl_agrees_with_ltm() -> None:
    """ltm(LSAT ~ z1). Its estimates stop at a slightly lower likelihood than ours, so the last printed digit is left
    free.
    """
    found = fit(lsat(6), "2pl", **EXACT)
    assert round(found.log_likelihood, 3) == -2466.653
    assert (round(found.aic, 3), round(found.bic, 3)) == (4953.307, 5002.384)
    slope, hard = (
        np.array([0.8254, 0.7229, 0.8905, 0.6886, 0.6575]),
        np.array([-3.3597, -1.3696, -0.2799, -1.8659, -3.1236]),
    )
    assert found.slope == pytest.approx(slope, abs=1e-3)
    assert found.difficulty == pytest.approx(hard, abs=3e-3)
    _, published = posterior(patterns_of(lsat(6)), slope, -slope * hard, nodes(61))
    assert found.log_likelihood - 1e-3 < published <= found.log_likelihood + 1e-9


def test_lsat6_2pl_standard_errors_agree_with_ltm() -> None:
    found = fit(lsat(6), "2pl", **EXACT)
    errors = errors_of(lsat(6), found, points=61)
    assert errors.slope == pytest.approx([0.2581, 0.1867, 0.2326, 0.1852, 0.2100], abs=3e-4)
    assert errors.difficulty == pytest.approx([0.8669, 0.3073, 0.0997, 0.4341, 0.8700], abs=1.5e-3)


def test_lsat7_agrees_with_mirt() -> None:
    """The same file of mirt. Its EM stops at changes of 1e-4, which leaves the third digit of its steepest slope
    free.
    """
    found = fit(lsat(7), "2pl", **EXACT)
    assert found.slope == pytest.approx([0.988, 1.081, 1.706, 0.7651, 0.7358], abs=2e-3)
    assert found.intercept == pytest.approx([1.8561, 0.808, 1.8043, 0.486, 1.8545], abs=1e-3)
    assert round(found.log_likelihood, 4) == -2658.8051
    alike = fit(lsat(7), "rasch", **EXACT)
    assert round(alike.ability_sd, 3) == 1.011
    assert alike.intercept == pytest.approx([1.868, 0.791, 1.461, 0.521, 1.993], abs=1e-3)
    assert round(alike.log_likelihood, 4) == -2664.9009


@pytest.mark.parametrize("section", [6, 7])
def test_standard_errors_are_those_of_the_curvature_of_the_likelihood(section: int) -> None:
    """The observed information by numerical differences of the likelihood itself."""
    answers = lsat(section)
    found = fit(answers, "2pl", **EXACT)
    patterns, at = patterns_of(answers), nodes(61)

    def likelihood(point: np.ndarray) -> float:
        return posterior(patterns, point[:5], point[5:], at)[1]

    point, step = np.r_[found.slope, found.intercept], 1e-3
    curve = np.array(
        [
            approx_fprime(point + step * e, likelihood, 1e-5) - approx_fprime(point - step * e, likelihood, 1e-5)
            for e in np.eye(10)
        ]
    ) / (2 * step)
    by_differences = np.sqrt(np.diag(np.linalg.inv(-(curve + curve.T) / 2)))
    errors = errors_of(answers, found, points=61)
    assert np.r_[errors.slope, errors.intercept] == pytest.approx(by_differences, rel=5e-3)


def drawn(
    seed: int, *, people: int = 3000, items: int = 40, per_paper: int = 15, steep: float = 0.3
) -> tuple[Answers, np.ndarray, np.ndarray]:
    """People who drew different papers, some questions far oftener than others: the answers, slopes and intercepts."""
    chance = np.random.default_rng(seed)
    ability = chance.normal(size=people)
    slope, intercept = np.exp(chance.normal(0, steep, items)), chance.normal(0.7, 1, items)
    late = chance.random((people, items)) + 0.5 * chance.random(items)
    item = np.argsort(late, axis=1)[:, :per_paper].ravel()
    person = np.repeat(np.arange(people), per_paper)
    right = chance.random(len(item)) < 1 / (1 + np.exp(-slope[item] * ability[person] - intercept[item]))
    return Answers(person, item, right.astype(float)), slope, intercept


def test_estimates_lie_within_their_errors_of_the_truth_whoever_drew_what() -> None:
    answers, slope, intercept = drawn(3)
    found = fit(answers, "2pl")
    errors = errors_of(answers, found)
    seen = np.bincount(answers.item, minlength=40) >= 200
    z = np.r_[(found.slope - slope) / errors.slope, (found.intercept - intercept) / errors.intercept][np.r_[seen, seen]]
    assert found.converged
    assert 0.8 < z.std() < 1.25
    assert np.abs(z).max() < 4


def test_a_question_fits_the_model_it_was_made_by_and_one_that_is_guessed_does_not() -> None:
    answers, _, intercept = drawn(4, steep=0.0)
    fitting = fit_of(answers, fit(answers, "rasch"))
    assert 0.75 < np.nanstd(fitting.infit_z) < 1.3
    assert np.nanmax(np.abs(fitting.infit_z)) < 4
    chance = np.random.default_rng(0)
    worst = int(np.bincount(answers.item).argmax())
    score = answers.score.copy()
    score[answers.item == worst] = chance.integers(0, 2, int((answers.item == worst).sum()))
    spoilt = Answers(answers.person, answers.item, score)
    assert fit_of(spoilt, fit(spoilt, "rasch")).infit_z[worst] > 4
    assert len(intercept) == len(fitting.infit)


def test_an_ability_is_less_sure_after_fewer_answers() -> None:
    answers, _, _ = drawn(5)
    latent = fit(answers, "rasch")
    some = (answers.person % 2 == 0) | (np.arange(len(answers)) % 3 == 0)
    fewer = abilities(Answers(answers.person[some], answers.item[some], answers.score[some]), latent)
    assert fewer.sd[1::2].mean() > 1.3 * fewer.sd[::2].mean()


def test_people_alike_are_counted_once() -> None:
    patterns = patterns_of(lsat(6))
    assert len(patterns) == 30
    assert patterns.count.sum() == 1000
    assert sorted(np.bincount(patterns.rights.astype(int), patterns.count)) == [3, 20, 85, 237, 298, 357]


def test_questions_that_all_or_none_get_right_stay_finite_and_unasked_ones_have_no_figure() -> None:
    chance = np.random.default_rng(1)
    scores = np.column_stack([np.ones(300), np.zeros(300), *chance.integers(0, 2, (4, 300))]).astype(float)
    person, item = np.indices(scores.shape).reshape(2, -1)
    found = fit(Answers(person, item + (item > 3), scores.ravel()), "2pl")
    assert np.isfinite(np.delete(found.intercept, 4)).all()
    assert np.isnan([found.slope[4], found.intercept[4]]).all()
    assert found.intercept[0] > 4
    assert found.intercept[1] < -4


def test_no_answers_are_refused() -> None:
    nothing = np.zeros(0, dtype=np.intp)
    with pytest.raises(ValueError, match="no answers"):
        fit(Answers(nothing, nothing, np.zeros(0)), "rasch")


def test_a_fit_tells_its_rounds_and_can_be_stopped() -> None:
    told: list[tuple[int, int]] = []

    def watch(done: int, total: int) -> None:
        told.append((done, total))
        if done == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fit(lsat(6), "2pl", rounds=50, watch=watch)
    assert told == [(1, 50), (2, 50), (3, 50)]
