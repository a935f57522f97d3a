"""The hall's screen, the clock of the team on stage, and the end after which nothing is corrected."""

from datetime import timedelta

import pytest

from contests.models import Stage, StageTime
from contests.stage import finishing, hall, marking, refusals, ties
from contests.stage.results import sheet_of
from contests.stage.states import Command
from tests.conftest import NOON
from tests.contests.stage.cast import Cast, play, told

pytestmark = pytest.mark.django_db
OPEN, CLOSE, LOCK = Command.OPEN, Command.CLOSE, Command.LOCK
Scene = Stage.Scene


def now_of(cast: Cast) -> Stage:
    return Stage.objects.get(pk=cast.stage.pk)


class TestScenes:
    def test_scores_are_shown_when_they_are_locked_and_not_before(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        cast.judge(1, 2500, 2400, 2300)
        cast.press(1, CLOSE)
        for scene in (Scene.SCORES, Scene.FINAL):
            with pytest.raises(refusals.NotLockedYet):
                hall.show(stage=cast.stage, scene=scene, part=1)
        cast.press(1, LOCK)
        hall.show(stage=cast.stage, scene=Scene.SCORES, part=1)
        assert (now_of(cast).scene, now_of(cast).part) == ("scores", 1)
        with pytest.raises(refusals.NotLockedYet):  # two parts are to come
            hall.show(stage=cast.stage, scene=Scene.FINAL)

    def test_a_scene_of_another_part_empties_the_stage(self, cast: Cast) -> None:
        hall.call_up(stage=cast.stage, part=1, team=cast.teams[0])
        hall.show(stage=cast.stage, scene=Scene.DRAW, part=3)
        assert (now_of(cast).part, now_of(cast).on_stage) == (3, None)
        with pytest.raises(refusals.NoSuchPart):
            hall.show(stage=cast.stage, scene=Scene.DRAW, part=4)

    def test_whatever_is_shown_makes_the_version_grow(self, cast: Cast) -> None:
        seen = [now_of(cast).version]
        for act in (
            lambda: hall.show(stage=cast.stage, scene=Scene.TOTALS),
            lambda: hall.call_up(stage=cast.stage, part=1, team=cast.teams[1]),
            lambda: cast.press(1, OPEN),
            lambda: hall.start_clock(stage=cast.stage, now=NOON),
            lambda: cast.mark(1, 1, 1, 2500, 800),
            lambda: hall.stop_clock(stage=cast.stage, by=cast.secretary, now=NOON),
        ):
            act()
            seen.append(now_of(cast).version)
        assert seen == sorted(set(seen))


class TestClock:
    def test_it_measures_whole_seconds_of_the_team_on_stage(self, cast: Cast) -> None:
        segment = cast.segment(1)
        hall.open_part(segment=segment, expected=segment.version, by=cast.secretary, now=NOON)
        with pytest.raises(refusals.NobodyOnStage):
            hall.start_clock(stage=cast.stage, now=NOON)
        hall.call_up(stage=cast.stage, part=1, team=cast.teams[1])
        hall.start_clock(stage=cast.stage, now=NOON)
        with pytest.raises(refusals.ClockRuns):
            hall.start_clock(stage=cast.stage, now=NOON)
        with pytest.raises(refusals.ClockRuns):
            hall.call_up(stage=cast.stage, part=1, team=cast.teams[0])
        with pytest.raises(refusals.ClockRuns):
            hall.show(stage=cast.stage, scene=Scene.PART, part=2)
        stopped = hall.stop_clock(stage=cast.stage, by=cast.secretary, now=NOON + timedelta(seconds=102.9))
        assert stopped == 102
        sheet = next(one for one in sheet_of(cast.segment(1)) if one.team == cast.teams[1].pk)
        assert (sheet.seconds, sheet.over, sheet.deduction) == (102, 12, None)
        with pytest.raises(refusals.ClockStands):
            hall.stop_clock(stage=cast.stage, by=cast.secretary, now=NOON)

    def test_one_that_was_started_by_mistake_notes_nothing(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        hall.call_up(stage=cast.stage, part=1, team=cast.teams[0])
        hall.start_clock(stage=cast.stage, now=NOON)
        hall.drop_clock(stage=cast.stage)
        assert now_of(cast).clock_started_at is None
        assert not StageTime.objects.exists()
        with pytest.raises(refusals.ClockStands):
            hall.drop_clock(stage=cast.stage)

    def test_measured_again_to_the_same_second_the_clock_still_stops(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        hall.call_up(stage=cast.stage, part=1, team=cast.teams[0])
        for _again in range(2):
            hall.start_clock(stage=cast.stage, now=NOON)
            hall.stop_clock(stage=cast.stage, by=cast.secretary, now=NOON + timedelta(seconds=80))
        assert now_of(cast).clock_started_at is None
        assert StageTime.objects.count() == 1

    def test_no_part_is_locked_while_it_runs_and_a_part_without_limit_has_none(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        cast.judge(1, 2500, 2400, 2300)
        hall.call_up(stage=cast.stage, part=1, team=cast.teams[0])
        hall.start_clock(stage=cast.stage, now=NOON)
        cast.press(1, CLOSE)
        with pytest.raises(refusals.ClockRuns):
            cast.press(1, LOCK)
        hall.drop_clock(stage=cast.stage)
        cast.press(3, OPEN)
        hall.call_up(stage=cast.stage, part=3, team=cast.teams[0])
        with pytest.raises(refusals.NoTimeLimit):
            hall.start_clock(stage=cast.stage, now=NOON)


class TestTheEnd:
    def test_what_is_locked_for_good_is_in_the_record_and_takes_no_correction(self, cast: Cast) -> None:
        with pytest.raises(refusals.NotNow):
            finishing.finish(stage=cast.stage, by=cast.secretary, now=NOON)
        play(cast, (2500, 2400, 2300), (3000, 3500, 3000), (2200, 2000, 2400))
        finishing.finish(stage=cast.stage, by=cast.secretary, now=NOON)
        (line,) = told(cast, "stage_finished")
        assert [(place, name, total) for place, _pk, name, total in line["places"]] == [
            (1, cast.teams[1].name, "95.00"), (2, cast.teams[2].name, "93.00"), (3, cast.teams[0].name, "93.00"),
        ]  # fmt: skip
        for late in (
            lambda: marking.correct_marks(
                segment=cast.segment(1), juror=cast.jurors[0], team=cast.teams[0], values={1: 2600}, reason="Muộn",
                by=cast.secretary, now=NOON,
            ),
            lambda: ties.decide_tie(
                stage=cast.stage, teams=[1, 2], how="jury", reason="Muộn", by=cast.secretary, now=NOON
            ),
            lambda: finishing.finish(stage=cast.stage, by=cast.secretary, now=NOON),
        ):  # fmt: skip
            with pytest.raises(refusals.StageFinished):
                late()

    def test_it_waits_until_equals_are_parted(self, cast: Cast) -> None:
        play(cast, (2500, 2500, 2300), (3000, 3000, 3000), (2200, 2200, 2400))
        with pytest.raises(refusals.TiesOpen):
            finishing.finish(stage=cast.stage, by=cast.secretary, now=NOON)
        order = [cast.teams[1].pk, cast.teams[0].pk]
        ties.decide_tie(stage=cast.stage, teams=order, how="jury", reason="Hội ý", by=cast.secretary, now=NOON)
        assert finishing.finish(stage=cast.stage, by=cast.secretary, now=NOON).finished_at == NOON
