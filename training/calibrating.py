"""From a contest's answers to its questions on the latent scale, beside the people who answered them."""

from dataclasses import dataclass

import numpy as np

from training.analysis import LatentFigures, ScaleFigures
from training.measure.answers import Answers, Floats
from training.measure.item_fit import fit_of
from training.measure.items import Scored, papers_of
from training.measure.latent import Latent, fit, nodes, posterior
from training.measure.latent_errors import errors_of
from training.measure.patterns import patterns_of

FEWEST_PEOPLE, FEWEST_ANSWERS, FEWEST_QUESTIONS = 30, 30, 5
_VAGUE = 1.5  # logits: a standard error above this tells nothing
_UNSEEN = 5e-4  # of the people: fewer are drawn nowhere


@dataclass(frozen=True)
class Calibration:
    """questions: by code of the item. scale: None, and no questions, where too few people answered or too little."""

    questions: dict[int, LatentFigures]
    scale: ScaleFigures | None


def calibrate(answers: Answers) -> Calibration:
    """Return the latent figures of `answers`; of a person's answers to one question the first counts.

    Questions with few answers, or that all or nobody knew, are left out: they say nothing about where they lie.
    """
    count = np.bincount(answers.item, minlength=answers.items)
    right = np.bincount(answers.item, answers.score >= 0.5, answers.items)
    kept = (count >= FEWEST_ANSWERS) & (right > 0) & (right < count)
    rows = kept[answers.item]
    _, first = np.unique(answers.person * max(answers.items, 1) + answers.item, return_index=True)
    rows &= np.isin(np.arange(len(answers)), first)
    people, person = np.unique(answers.person[rows], return_inverse=True)
    if len(people) < FEWEST_PEOPLE or kept.sum() < FEWEST_QUESTIONS:
        return Calibration({}, None)
    codes = np.flatnonzero(kept)
    item = np.searchsorted(codes, answers.item[rows])
    used = Answers(person, item, answers.score[rows])
    rasch, two = fit(used, "rasch"), fit(used, "2pl")
    return Calibration(_questions(used, rasch, two, codes), _scale(used, rasch, two))


def _questions(used: Answers, rasch: Latent, two: Latent, codes: np.ndarray) -> dict[int, LatentFigures]:
    error, behaviour, slope_error = errors_of(used, rasch).difficulty, fit_of(used, rasch), errors_of(used, two).slope
    found = {}
    for at, code in enumerate(codes.tolist()):
        if not error[at] < _VAGUE:  # nor where it cannot be told
            continue
        sloped = bool(slope_error[at] < _VAGUE)
        found[code] = LatentFigures(
            difficulty=float(rasch.difficulty[at]),
            error=float(error[at]),
            infit=float(behaviour.infit[at]),
            outfit=float(behaviour.outfit[at]),
            outfit_z=float(np.nan_to_num(behaviour.outfit_z[at])),
            slope=float(two.slope[at]) if sloped else None,
            slope_error=float(slope_error[at]) if sloped else None,
        )
    return found


def _scale(used: Answers, rasch: Latent, two: Latent) -> ScaleFigures:
    reliability = papers_of(Scored(used)).reliability
    expected = _expected(used, rasch)
    total = expected.sum()
    at = nodes(len(expected)).theta * rasch.ability_sd
    seen = [(float(a), float(p)) for a, p in zip(at, expected, strict=True) if p >= _UNSEEN * total]
    return ScaleFigures(
        people=rasch.people,
        ability_sd=rasch.ability_sd,
        spread=tuple(seen),
        rasch_bic=rasch.bic,
        two_bic=two.bic,
        reliability=None if np.isnan(reliability) else float(reliability),
    )


def _expected(used: Answers, latent: Latent, points: int = 41) -> Floats:
    """People expected at each node, by what all answered together."""
    patterns = patterns_of(used)
    weight, _ = posterior(patterns, latent.slope, latent.intercept, nodes(points))
    return np.asarray(patterns.count @ weight, dtype=np.float64)
