"""Which topics a person should practise: own answers, drawn towards the unit."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from contests.models import Contest
from people.models import Unit, User
from questionbank.models import Topic
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_bank, make_contest, make_papers, make_user, sit
from training.measure.clustering import USUAL
from training.measure.one_person import Given, Level, own_mastery
from training.weak_topics import weak_topics

OVER = NOON + timedelta(hours=3)
scores = st.sampled_from([0.0, 0.5, 1.0])


@given(st.lists(st.tuples(st.integers(0, 3), scores, st.floats(-2, 2)), max_size=12), st.floats(-2, 2))
def test_an_interval_holds_its_share_and_one_more_right_answer_never_lowers_it(rows: list, centre: float) -> None:
    levels = {topic: Level(centre, 0.3) for topic in range(4)}
    answers = [Given(*row) for row in rows]
    before, after = own_mastery(levels, answers), own_mastery(levels, [*answers, Given(0, 1.0)])
    assert all(0 < own.low < own.share < own.high < 1 for own in before)
    assert all(b.share <= a.share + 1e-9 for b, a in zip(before, after, strict=True))


def test_without_an_answer_a_person_is_taken_for_one_of_their_unit() -> None:
    found = {own.topic: own.share for own in own_mastery({1: Level(-1.0, 0.1), 2: Level(1.0, 0.1)}, [])}
    assert found[1] == pytest.approx(1 - found[2])
    assert found[1] < 0.35


def test_a_hard_question_missed_says_less_than_an_easy_one() -> None:
    level = {1: Level(0.0, 0.2)}
    (hard,), (easy,) = own_mastery(level, [Given(1, 0.0, -2.0)]), own_mastery(level, [Given(1, 0.0, 2.0)])
    assert easy.share < hard.share < 0.5


def test_answers_elsewhere_move_a_topic_less_than_its_own() -> None:
    levels = {1: Level(0.0, 0.2), 2: Level(0.0, 0.2)}
    own, elsewhere = own_mastery(levels, [Given(1, 0.0)] * 5)
    assert own.share < elsewhere.share < 0.5


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    chance = np.random.default_rng(7)
    held, shown = 0, 0
    for _ in range(250):
        centres = chance.normal(0.6, 0.6, 3)
        levels = {t: Level(float(c), 0.25) for t, c in enumerate(centres)}
        truth = centres + chance.normal(0, 0.25, 3) + chance.normal(0, USUAL.person_topic**0.5, 3)
        truth += chance.normal(0, USUAL.person**0.5)
        asked = [(t, float(chance.normal(0, 0.8))) for t in (0, 0, 0, 1, 1)]  # nothing of topic 2
        answers = [Given(t, float(chance.random() < expit(truth[t] + easy)), easy) for t, easy in asked]
        for own in own_mastery(levels, answers):
            held, shown = held + (own.low <= expit(truth[own.topic]) <= own.high), shown + 1
    assert 0.87 < held / shown < 0.93


@pytest.fixture
def contest(tam: User, alice: User, province: Unit, clock: Moving) -> Contest:
    make_bank(tam)
    papers = make_papers(blueprint=[{"count": 3, "topic": "a"}, {"count": 3, "topic": "c"}], shuffle_questions=False)
    return make_contest(alice, province, NOON, papers=papers)


@pytest.mark.django_db
def test_what_the_person_missed_comes_first(contest: Contest, bob: User, commune: Unit) -> None:
    for n in range(6):
        sit(contest, make_user(f"p{n}", commune), right=4, start=NOON)
    sit(contest, bob, right=3, start=NOON)  # all of topic a, nothing of topic c
    found = weak_topics(bob, now=OVER)
    assert [topic.topic_id for topic in found] == [Topic.objects.get(code="c").pk]
    assert found[0].low < found[0].share < min(found[0].high, 0.7)


@pytest.mark.django_db
def test_people_of_the_unit_draw_and_people_of_others_do_not(
    contest: Contest, bob: User, commune: Unit, home_affairs: Unit
) -> None:
    sit(contest, bob, right=3, start=NOON)
    alone = weak_topics(bob, now=OVER)[0].share
    for n in range(6):
        sit(contest, make_user(f"other{n}", home_affairs), right=6, start=NOON)
    assert weak_topics(bob, now=OVER)[0].share == alone
    for n in range(6):
        sit(contest, make_user(f"p{n}", commune), right=0, start=NOON)
    assert weak_topics(bob, now=OVER)[0].share < alone


@pytest.mark.django_db
def test_nothing_is_told_while_the_contest_runs_nor_of_one_who_sat_nothing(contest: Contest, bob: User) -> None:
    sit(contest, bob, right=0, start=NOON)
    assert weak_topics(bob, now=NOON + timedelta(minutes=30)) == []
    assert len(weak_topics(bob, now=OVER)) == 2
    assert weak_topics(make_user("new", bob.unit), now=OVER) == []


@pytest.mark.django_db
def test_it_costs_three_queries(contest: Contest, bob: User, django_assert_num_queries) -> None:
    sit(contest, bob, right=0, start=NOON)
    with django_assert_num_queries(3):
        weak_topics(bob, now=OVER)
