"""Estimates against contests whose truth is known. The quick form of `manage.py simulate_needs`; docs/training.md has
the long one.
"""

import json

import numpy as np
import pytest
from django.core.management import call_command

from training.measure.judging import found_by_percent_correct, judge
from training.measure.needs import Rule
from training.measure.worlds import Recipe, make_world

# Nothing was chosen by these seeds. Bounds are as wide as so few contests need; those of the long form are 88 to 92 %.
SEEDS = (101, 202)


@pytest.mark.parametrize("seed", SEEDS)
def test_intervals_hold_and_named_needs_are_needs(seed: int) -> None:
    judged = judge(np.random.default_rng(seed), contests=8, rule=Rule())
    assert judged.cells > 1500
    assert 0.86 <= judged.coverage <= 0.94
    assert judged.precision >= 0.92
    assert judged.no_need_precision >= 0.88
    assert judged.recall >= 1.5 * judged.recall_percent_correct


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(person=(1.4, 1.4), difficulty=(1.3, 1.3)),
        Recipe(unit=(0.02, 0.02), cell=(0.1, 0.1), person=(0.3, 0.3)),
        Recipe(rounds=5, in_hall=0.5, hall=(-1.0, -0.6)),
    ],
)
def test_intervals_hold_where_the_truth_is_unlike_what_is_usual(recipe: Recipe) -> None:
    assert 0.84 <= judge(np.random.default_rng(7), contests=6, rule=Rule(), recipe=recipe).coverage <= 0.98


def test_a_surer_rule_names_fewer_and_truer_needs() -> None:
    loose, strict = (judge(np.random.default_rng(3), contests=4, rule=Rule(threshold=t)) for t in (0.7, 0.97))
    assert loose.named > strict.named
    assert loose.precision < strict.precision


def test_an_absent_unit_has_a_truth_and_no_answers() -> None:
    world = make_world(np.random.default_rng(5), Recipe(absent=0.5))
    there = np.unique(world.unit_of)
    assert len(there) < len(world.truth) * 0.8
    assert world.truth.min() > 0


def test_a_line_takes_all_of_equal_score_or_none() -> None:
    scored = [(0.1, True), (0.2, True), (0.2, False), (0.3, False)]
    assert [found_by_percent_correct(scored, rate) for rate in (0.0, 0.4)] == [1, 2]


def test_the_command_prints_the_same_figures_for_the_same_seed(capsys: pytest.CaptureFixture[str]) -> None:
    printed = []
    for _ in range(2):
        call_command("simulate_needs", "--seed", "4", "--contests", "2", "--json")
        printed.append(json.loads(capsys.readouterr().out))
    assert printed[0] == printed[1]
    assert {"seed", "coverage", "precision", "recall", "recall_percent_correct", "ratio"} <= printed[0].keys()
    call_command("simulate_needs", "--seed", "5", "--contests", "2", "--json")
    assert json.loads(capsys.readouterr().out)["coverage"] != printed[0]["coverage"]
