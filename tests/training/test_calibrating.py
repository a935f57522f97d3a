"""A contest's questions on the latent scale: only those that the answers can place."""

import numpy as np
import pytest
from scipy.special import expit

from training.analysis import Analysed
from training.calibrating import FEWEST_PEOPLE, calibrate
from training.measure.answers import Answers
from training.measure.mastery import estimate_mastery
from training.measure.warnings import misfits

TRUE = np.linspace(-2, 1.5, 12)


def answered(people: int, *, seed: int = 1) -> Answers:
    chance = np.random.default_rng(seed)
    right = chance.random((people, 12)) < expit(chance.normal(0, 1, people)[:, None] - TRUE)
    person, item = np.indices(right.shape)
    return Answers(person.ravel(), item.ravel(), right.ravel().astype(np.float64))


def test_difficulties_are_found_with_their_errors() -> None:
    found = calibrate(answered(800))
    assert found.scale
    assert found.scale.people == 800
    assert found.scale.ability_sd == pytest.approx(1, abs=0.15)
    off = [(f.difficulty - TRUE[code]) / f.error for code, f in found.questions.items()]
    assert len(off) == 12
    assert max(map(abs, off)) < 3.5
    assert sum(people for _, people in found.scale.spread) == pytest.approx(800, rel=0.02)


def test_too_few_people_give_no_scale() -> None:
    found = calibrate(answered(FEWEST_PEOPLE - 1))
    assert (found.questions, found.scale) == ({}, None)
    assert calibrate(answered(FEWEST_PEOPLE)).scale is not None


def test_a_question_that_all_or_nobody_knew_or_few_were_asked_has_no_place() -> None:
    given = answered(200)
    score = np.where(given.item == 3, 1.0, np.where(given.item == 4, 0.0, given.score))
    rows = (given.item != 5) | (given.person < 20)
    found = calibrate(Answers(given.person[rows], given.item[rows], score[rows]))
    assert sorted(set(range(12)) - set(found.questions)) == [3, 4, 5]


def test_of_two_answers_of_one_person_to_one_question_the_first_counts() -> None:
    given = answered(200)
    twice = Answers(np.tile(given.person, 2), np.tile(given.item, 2), np.concatenate([given.score, 1 - given.score]))
    assert calibrate(twice) == calibrate(given)


def test_answers_without_sense_are_seen_by_their_fit_and_others_are_not() -> None:
    given = answered(1500)
    ability = np.bincount(given.person, given.score)[given.person]
    turned = np.where(given.item == 6, (ability < 6).astype(np.float64), given.score)
    found = calibrate(Answers(given.person, given.item, turned)).questions
    assert [code for code, f in found.items() if misfits(f.outfit, f.outfit_z)] == [6]


def test_the_scale_is_kept_with_the_analysis() -> None:
    given = answered(100)
    scale = calibrate(given).scale
    nothing = np.zeros(0, dtype=np.intp)
    mastery = estimate_mastery(Answers(nothing, nothing, np.zeros(0)), nothing, nothing)
    analysed = Analysed((), frozenset(), (), (), mastery, 0, scale)
    assert Analysed.from_json(analysed.to_json()).scale == scale
