"""Time over its limit, and the word of the jury."""

from decimal import Decimal

import pytest

from contests.models import StageTime
from contests.stage import refusals, timing
from contests.stage.results import sheet_of
from contests.stage.states import Command
from tests.conftest import NOON
from tests.contests.stage.cast import Cast, told

pytestmark = pytest.mark.django_db
OPEN, CLOSE, LOCK = Command.OPEN, Command.CLOSE, Command.LOCK


class TestTime:
    def test_twelve_seconds_over_wait_for_the_word_of_the_jury(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        cast.judge(1, 2500, 2500, 2500)
        for team, seconds in zip(cast.teams, (102, 90, 600), strict=True):
            timing.note_time(segment=cast.segment(1), team=team, seconds=seconds, by=cast.secretary, now=NOON)
        assert [(s.over, s.proposed, s.deduction) for s in sheet_of(cast.segment(1))] == [
            (12, 100, None), (0, 0, None), (510, 1700, None),
        ]  # fmt: skip
        cast.press(1, CLOSE)
        with pytest.raises(refusals.DeductionWanted) as refused:
            cast.press(1, LOCK)
        assert refused.value.facts["who"] == f"{cast.teams[0].name}, {cast.teams[2].name}"
        for team, taken in ((0, 0), (2, 200)):
            self.decide(cast, team, taken)
        cast.press(1, LOCK)
        assert [s.score.points for s in sheet_of(cast.segment(1))] == [Decimal(33), Decimal(33), Decimal(31)]

    def decide(self, cast: Cast, team: int, taken: int, reason: str = "") -> None:
        timing.decide_deduction(segment=cast.segment(1), team=cast.teams[team], deduction=taken, by=cast.secretary,
                                now=NOON, reason=reason)  # fmt: skip

    def test_another_time_asks_the_jury_anew_and_after_the_lock_it_needs_a_reason(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        cast.judge(1, 2500, 2500, 2500)
        with pytest.raises(refusals.TimeNotNoted):
            self.decide(cast, 0, 100)
        noted = {"segment": cast.segment(1), "team": cast.teams[0], "by": cast.secretary, "now": NOON}
        for seconds in (-1, 86_400):
            with pytest.raises(refusals.TimeOutOfRange):
                timing.note_time(**noted, seconds=seconds)
        timing.note_time(**noted, seconds=102)
        self.decide(cast, 0, 100)
        timing.note_time(**noted, seconds=103)
        assert sheet_of(cast.segment(1))[0].deduction is None
        with pytest.raises(refusals.DeductionTooHigh):
            self.decide(cast, 0, 4100)
        self.decide(cast, 0, 100)
        with pytest.raises(refusals.AsItIs):
            self.decide(cast, 0, 100)
        cast.press(1, CLOSE, LOCK)
        with pytest.raises(refusals.ReasonWanted):
            self.decide(cast, 0, 0)
        with pytest.raises(refusals.NotNow):
            timing.note_time(**noted, seconds=90)
        self.decide(cast, 0, 0, "Đồng hồ bấm muộn")
        (corrected,) = told(cast, "deduction_corrected")
        assert (corrected["team"], corrected["before"], corrected["after"]) == (cast.teams[0].name, "1.00", "0.00")
        assert StageTime.objects.count() == 5

    def test_a_part_without_a_limit_has_no_clock(self, cast: Cast) -> None:
        cast.press(3, OPEN)
        with pytest.raises(refusals.NoTimeLimit):
            timing.note_time(segment=cast.segment(3), team=cast.teams[0], seconds=1, by=cast.secretary, now=NOON)
