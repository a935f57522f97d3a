"""Contests on one scale: exact where nothing errs, honest about its errors where something does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from training.measure.answers import Answers
from training.measure.latent import fit
from training.measure.latent_errors import errors_of
from training.measure.linking import Calibrated, Linked, link

SEEDS = st.integers(0, 2**32 - 1)


def made(
    chance: np.random.Generator, level: list[float], *, items: int = 12, error: float = 0.0, drift: float = 0.0
) -> Calibrated:
    """Every contest asks all questions but two of its own choice; error and drift in logits."""
    true = chance.normal(0, 1, items)
    rows = [(c, i) for c in range(len(level)) for i in chance.permutation(items)[2:]]
    contest, item = (np.array(part) for part in zip(*rows, strict=True))
    off = chance.normal(0, 1, len(rows)) * error + chance.normal(0, 1, len(rows)) * drift
    size = np.full(len(rows), max(error, 0.1))
    people = np.full(len(level), 1e9)  # so many that who came is no chance
    return Calibrated(contest, item, true[item] - np.array(level)[contest] + off, size, people, np.ones(len(level)))


@given(SEEDS, st.lists(st.floats(-2, 2), min_size=2, max_size=5))
def test_levels_are_found_exactly_where_nothing_errs(seed: int, level: list[float]) -> None:
    found = link(made(np.random.default_rng(seed), level))
    assert found.linked == tuple(range(len(level)))
    for after in range(1, len(level)):
        assert found.change(0, after)[0] == pytest.approx(level[after] - level[0], abs=1e-8)
    assert float(found.difficulty.mean()) == pytest.approx(0, abs=1e-8)


@given(SEEDS, st.floats(-3, 3))
def test_another_zero_of_one_contests_scale_moves_its_level_and_no_other(seed: int, by: float) -> None:
    given_ = made(np.random.default_rng(seed), [0.0, 0.5, 1.0], error=0.2)
    moved = given_.difficulty + np.where(given_.contest == 1, -by, 0.0)
    other = Calibrated(given_.contest, given_.item, moved, given_.error, given_.people, given_.ability_sd)
    one, two = link(given_), link(other)
    assert two.change(0, 1)[0] == pytest.approx(one.change(0, 1)[0] + by, abs=1e-6)
    assert two.change(0, 2)[0] == pytest.approx(one.change(0, 2)[0], abs=1e-6)
    assert two.drift == pytest.approx(one.drift, abs=1e-3)


@given(SEEDS)
def test_the_order_of_contests_does_not_matter(seed: int) -> None:
    chance = np.random.default_rng(seed)
    given_ = made(chance, [0.0, 0.4, -0.3], error=0.2)
    order = chance.permutation(3)
    turned = Calibrated(
        order[given_.contest], given_.item, given_.difficulty, given_.error, given_.people, given_.ability_sd
    )
    one, two = link(given_), link(turned)
    assert two.level[order] == pytest.approx(one.level, abs=1e-6)
    assert two.covariance[np.ix_(order, order)] == pytest.approx(one.covariance, abs=1e-6)


@given(SEEDS)
def test_two_contests_with_equal_errors_are_linked_by_the_difference_of_their_means(seed: int) -> None:
    chance = np.random.default_rng(seed)
    items = np.arange(8)
    first, second = chance.normal(0, 1, 8), chance.normal(0.3, 1, 8)
    both = Calibrated(
        np.repeat([0, 1], 8), np.tile(items, 2), np.concatenate([first, second]), np.full(16, 0.2),
        np.array([500.0, 500.0]), np.ones(2),
    )  # fmt: skip
    assert link(both).change(0, 1)[0] == pytest.approx(float(first.mean() - second.mean()), abs=1e-8)


def test_too_few_shared_questions_are_said_and_not_used() -> None:
    contest = np.array([0] * 6 + [1] * 6 + [2] * 6)
    item = np.concatenate([np.arange(6), np.arange(6), np.arange(2, 8) + 2])  # 0 and 1 share six, 2 shares two of them
    given_ = Calibrated(contest, item, np.zeros(18), np.full(18, 0.1), np.full(3, 100.0), np.ones(3))
    found = link(given_)
    assert found.linked == (0, 1)
    assert np.isnan(found.level[2])
    assert found.shared.tolist() == [6, 6, 2]
    assert link(given_, fewest=7).linked == ()
    assert link(given_, fewest=2).linked == (0, 1, 2)


def test_a_chain_links_contests_that_share_nothing_with_each_other() -> None:
    contest = np.repeat([0, 1, 2], [6, 12, 6])
    item = np.concatenate([np.arange(6), np.arange(12), np.arange(6, 12)])
    level = np.array([0.0, 1.0, -0.5])
    given_ = Calibrated(contest, item, -level[contest], np.full(24, 0.1), np.full(3, 1e6), np.ones(3))
    found = link(given_)
    assert found.change(0, 2)[0] == pytest.approx(-0.5, abs=1e-8)
    assert found.change(0, 2)[1] > found.change(0, 1)[1]


@pytest.mark.parametrize("drift", [0.0, 0.4])
def test_intervals_of_changes_hold_the_truth_as_often_as_they_say(drift: float) -> None:
    chance = np.random.default_rng(7)
    held = []
    for _ in range(400):
        level = chance.normal(0, 0.5, 3).tolist()
        found = link(made(chance, level, error=0.2, drift=drift))
        change, error = found.change(0, 2)
        held.append(abs(change - (level[2] - level[0])) <= found.width(0.9) * error)
    assert 0.86 <= np.mean(held) <= 0.96


def test_a_question_that_changed_is_named_and_drift_is_seen() -> None:
    given_ = made(np.random.default_rng(3), [0.0, 0.0, 0.0], items=20, error=0.1)
    off = given_.difficulty + np.where(
        (given_.item == 4) & (given_.contest == given_.contest[given_.item == 4][0]), 2.0, 0
    )
    found = link(Calibrated(given_.contest, given_.item, off, given_.error, given_.people, given_.ability_sd))
    assert found.moved == (4,)
    assert found.drift > link(given_).drift


def test_from_answers_to_a_change_and_its_share() -> None:
    """Two contests of 1,500 people, the later ones half a logit better, with papers that share 15 of 25 questions."""
    chance = np.random.default_rng(11)
    true = chance.normal(-0.5, 0.8, 35)
    parts = []
    for contest, (level, first) in enumerate([(0.0, 0), (0.5, 10)]):
        theta = chance.normal(level, 0.8, 1500)
        asked = np.arange(first, first + 25)
        right = chance.random((1500, 25)) < expit(theta[:, None] - true[asked])
        person, column = np.indices(right.shape)
        answers = Answers(person.ravel(), column.ravel(), right.ravel().astype(np.float64))
        latent = fit(answers, "rasch")
        parts.append((contest, asked, latent.difficulty, errors_of(answers, latent).difficulty, latent.ability_sd))
    found = link(
        Calibrated(
            np.repeat([0, 1], 25),
            np.concatenate([p[1] for p in parts]),
            np.concatenate([p[2] for p in parts]),
            np.concatenate([p[3] for p in parts]),
            np.full(2, 1500.0),
            np.array([p[4] for p in parts]),
        )
    )
    change, error = found.change(0, 1)
    assert abs(change - 0.5) < found.width(0.99) * error < 0.3
    assert found.shared.tolist() == [15, 15]
    shared = true[10:25]
    truth = expit(chance.normal(0.5, 0.8, 20_000)[:, None] - shared).mean()
    assert found.share(1) == pytest.approx(truth, abs=0.03)
    assert found.share(1, -0.2) < found.share(1) < found.share(1, 0.2)


@pytest.mark.parametrize("wrong", [{"error": np.zeros(2)}, {"item": np.zeros(3, dtype=int)}, {"people": np.ones(3)}])
def test_what_is_no_calibration_is_refused(wrong: dict[str, np.ndarray]) -> None:
    right = {
        "contest": np.array([0, 1]), "item": np.array([0, 0]), "difficulty": np.zeros(2), "error": np.ones(2),
        "people": np.ones(2), "ability_sd": np.ones(2),
    }  # fmt: skip
    with pytest.raises(ValueError, match=r"lengths|above 0|numbers"):
        Calibrated(**(right | wrong))


def test_nothing_gives_nothing() -> None:
    nothing = np.zeros(0, dtype=np.intp)
    found: Linked = link(Calibrated(nothing, nothing, np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0)))
    assert found.linked == ()
