"""Contests in a row: what may be said of them, and what may not."""

import numpy as np
import pytest

from contests.models import Contest
from people.models import Unit, User
from questionbank.models import QuestionVersion
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_bank, make_contest
from training.analysis import Analysed, LatentFigures, QuestionFigures, ScaleFigures
from training.charts import trace
from training.measure.answers import Answers
from training.measure.mastery import estimate_mastery
from training.trends import Way, trend_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def contests(tam: User, alice: User, province: Unit, clock: Moving) -> list[Contest]:
    make_bank(tam, per_topic=8)
    return [make_contest(alice, province, NOON, title=title) for title in ("Lần nhất", "Lần hai")]


def analysed(
    level: float, asked: list[tuple[int, int]], *, apart: frozenset[int] = frozenset(), people: int = 900
) -> Analysed:
    """An analysis whose questions all have a true difficulty of -0.5, seen by people of that level."""
    nothing = np.zeros(0, dtype=np.intp)
    mastery = estimate_mastery(Answers(nothing, nothing, np.zeros(0)), nothing, nothing)
    questions = tuple(
        QuestionFigures(
            question,
            version,
            300,
            0,
            0.6,
            0.5,
            0.7,
            0.3,
            (),
            (),
            LatentFigures(-0.5 - level, 0.1, 1.0, 1.0, 0.0, None, None),
        )
        for question, version in asked
    )
    scale = ScaleFigures(people, 0.9, ((0.0, float(people)),), 1.0, 2.0, 0.5)
    return Analysed(questions, apart, (), (), mastery, 0, scale)


def versions() -> list[tuple[int, int]]:
    """Keys of questions and of their versions; eight of topic a, then eight of c."""
    return list(QuestionVersion.objects.order_by("pk").values_list("question_id", "pk"))


def test_a_better_level_is_told_as_a_share_of_the_same_questions(contests: list[Contest]) -> None:
    asked = versions()
    trend = trend_of([(contests[0], analysed(0.0, asked)), (contests[1], analysed(0.8, asked))])
    first, second = trend.whole.points
    assert first.estimate
    assert second.estimate
    assert second.change
    assert second.change.way is Way.UP
    assert second.change.by == pytest.approx(second.estimate.value - first.estimate.value)
    assert second.change.low < second.change.by < second.change.high
    assert (first.shared, second.shared, trend.whole.questions) == (16, 16, 16)
    assert [line.tells for line in trend.topics] == [True, True]
    assert (first.number, second.number) == (1, 2)


def test_the_same_level_is_not_called_a_change(contests: list[Contest]) -> None:
    asked = versions()
    trend = trend_of([(contests[0], analysed(0.3, asked)), (contests[1], analysed(0.3, asked))])
    change = trend.whole.points[1].change
    assert change
    assert change.way is Way.UNSURE
    assert change.by == pytest.approx(0, abs=1e-9)


def test_too_few_shared_questions_are_said_for_the_whole_and_for_each_topic(contests: list[Contest]) -> None:
    asked = versions()
    trend = trend_of([(contests[0], analysed(0.0, asked[:12])), (contests[1], analysed(1.0, asked))])
    assert [line.tells for line in trend.topics] == [True, False]  # eight of one topic, four of the other
    few = trend_of([(contests[0], analysed(0.0, asked[:9])), (contests[1], analysed(1.0, asked[5:]))])
    assert not few.whole.tells
    assert [(p.estimate, p.change, p.shared) for p in few.whole.points] == [(None, None, 4), (None, None, 4)]


def test_questions_that_are_set_apart_link_nothing(contests: list[Contest]) -> None:
    asked = versions()[:6]
    apart = frozenset(question for question, _version in asked[:2])
    trend = trend_of([(contests[0], analysed(0.0, asked, apart=apart)), (contests[1], analysed(1.0, asked))])
    assert trend.whole.points[0].shared == 4
    assert not trend.whole.tells


def test_a_contest_without_a_scale_is_named(contests: list[Contest]) -> None:
    asked = versions()
    none = Analysed((), frozenset(), (), (), analysed(0, []).mastery, 0, None)
    trend = trend_of([(contests[0], analysed(0.0, asked)), (contests[1], none)])
    assert trend.unmeasured == ("Lần hai",)
    assert not trend.whole.tells


def test_nothing_gives_nothing() -> None:
    assert not trend_of([]).whole.tells


def test_a_picture_lies_within_its_frame_and_higher_is_better() -> None:
    picture = trace([(0.2, 0.1, 0.4, "1"), (0.9, 0.8, 1.0, "2")], 0.7)
    low, high = picture.marks
    assert float(low.y) > float(high.y)
    assert 0 <= float(high.high) <= float(high.y) <= float(high.low) <= 300
    assert float(low.x) < float(high.x) <= 640
