import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from training.items import FEWEST, analyse, choice_counts, cronbach_alpha, item_rest_correlation, wilson

DATA = Path(__file__).resolve().parents[1] / "data/psychometrics"
NAN = float("nan")


def lsat6() -> np.ndarray:
    with (DATA / "lsat6_patterns.csv").open() as file:
        rows = list(csv.DictReader(file))
    items = [f"item{i}" for i in range(1, 6)]
    return np.array([[float(row[i]) for i in items] for row in rows for _ in range(int(row["freq"]))])


def test_lsat6_agrees_with_the_published_classical_figures() -> None:
    scores = lsat6()
    assert scores.shape == (1000, 5)
    assert [i.facility for i in analyse(scores)] == pytest.approx([0.924, 0.709, 0.553, 0.763, 0.870])
    assert item_rest_correlation(scores) == pytest.approx([0.112833, 0.153178, 0.172779, 0.144428, 0.121596], abs=1e-6)
    assert cronbach_alpha(scores) == pytest.approx(0.29499719, abs=1e-8)


def test_moodle_agrees_on_facility_and_discrimination() -> None:
    with (DATA / "moodle_results00.csv").open() as file:
        marks = np.array([[float(row[f"slots.{s}.mark"]) for s in range(1, 8)] for row in csv.DictReader(file)])
    with (DATA / "moodle_qstats00.csv").open() as file:
        slots = [row for row in csv.DictReader(file) if not row["subqname"] and not row["variant"]]
    rest = item_rest_correlation(marks)
    for index, row in enumerate(slots):
        assert marks[:, index].mean() == pytest.approx(float(row["facility"]), abs=1e-6)
        # Moodle correlates a randomly drawn question with the rest as well at this level
        assert 100 * rest[index] == pytest.approx(float(row["discriminationindex"]), abs=1e-6)
    assert 100 * cronbach_alpha(marks) == pytest.approx(-87.2230935542, abs=1e-6)


@given(st.integers(0, 60), st.integers(1, 60))
def test_wilson_agrees_with_scipy(successes: int, more: int) -> None:
    n = successes + more
    by_scipy = binomtest(successes, n).proportion_ci(confidence_level=0.9, method="wilson")
    assert wilson(successes, n) == pytest.approx((by_scipy.low, by_scipy.high), abs=1e-12)


def test_nobody_asked_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    (item,) = analyse(np.array([[NAN], [NAN]]))
    assert (item.answers, item.suspect) == (0, ("too_few",))


def test_papers_with_other_questions_are_compared_on_what_was_seen() -> None:
    scores = np.array([[1, 1, NAN], [1, NAN, 1], [0, 0, NAN], [0, NAN, 0], [1, 1, NAN], [0, NAN, 1]])
    assert item_rest_correlation(scores)[0] == pytest.approx(1 / math.sqrt(2))


def test_alpha_is_not_given_for_people_who_took_different_tests() -> None:
    assert math.isnan(cronbach_alpha(np.array([[1, NAN], [0, 1], [1, 0]])))


def test_a_wrong_key_is_suspected() -> None:
    chance = np.random.default_rng(5)
    ability = chance.normal(0, 1.5, 400)
    scores = (chance.random((400, 6)) < 1 / (1 + np.exp(-ability[:, None]))).astype(float)
    scores[:, 0] = 1 - scores[:, 0]
    found = analyse(scores)
    assert found[0].suspect == ("negative_discrimination",)
    assert [i.suspect for i in found[1:]] == [()] * 5


def test_what_tells_nothing_apart_is_named() -> None:
    many = FEWEST
    scores = np.column_stack([np.ones(many), np.zeros(many), np.arange(many) % 2])
    assert [i.suspect for i in analyse(scores)] == [("everyone_right",), ("everyone_wrong",), ()]


def test_choices_and_silence_are_counted() -> None:
    assert choice_counts([7, 8, 9], [[7], [7, 9], []]) == {7: 2, 8: 0, 9: 1, None: 1}
