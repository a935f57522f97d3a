"""Two at once on one segment, on PostgreSQL, each with a twin that loses the race once its guard is away."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet

from contests.live import standings
from contests.live.composing import create_round
from contests.live.rules import LiveRules
from contests.models import LiveRound, StageDraw, StageMark, StageSegment
from contests.record.ledger import content_of
from contests.stage import drawing, finishing, marking, segments
from contests.stage.composing import link_round
from contests.stage.refusals import NotNow, SegmentMoved
from contests.stage.results import lines_of, sheet_of
from contests.stage.segments import move
from contests.stage.states import Command
from tests.conftest import NOON
from tests.contests.live.test_rounds import move as play_on
from tests.contests.stage.cast import Cast, play
from tests.contests.test_paper_races import LONG_ENOUGH, in_turn, without_lock

__all__ = ["without_lock"]
pytestmark = [
    pytest.mark.needs_postgres,  # SQLite lets one writer in at a time: the races cannot happen there
    pytest.mark.django_db(transaction=True),
]
Pause = Callable[[Any, str], threading.Event]


@pytest.fixture
def pause(monkeypatch: pytest.MonkeyPatch) -> Pause:
    """pause(module, "step"): the first that gets to the step sets the event and stands still for a while."""

    def make(where: Any, step: str) -> threading.Event:
        reached, real = threading.Event(), getattr(where, step)

        def slowly(*given: Any, **named: Any) -> Any:
            if not reached.is_set():
                reached.set()
                threading.Event().wait(LONG_ENOUGH)
            return real(*given, **named)

        monkeypatch.setattr(where, step, slowly)
        return reached

    return make


@pytest.fixture
def closed(cast: Cast) -> Cast:
    cast.press(1, Command.OPEN)
    cast.judge(1, 2500, 2400, 2300)
    cast.press(1, Command.CLOSE)
    return cast


def lock(cast: Cast, found: StageSegment) -> Any:
    return move(segment=found, command=Command.LOCK, expected=found.version, by=cast.secretary, now=NOON)


class TestTwoSecretariesLock:
    def race(self, cast: Cast, pause: Pause) -> list[Any]:
        seen = cast.segment(1)
        return in_turn(lambda: lock(cast, seen), pause(segments, "_keep"), lambda: lock(cast, seen))

    def locks(self, cast: Cast) -> int:
        return cast.stage.contest.record.filter(kind="segment_locked").count()

    def test_one_locks_and_the_other_is_told(self, closed: Cast, pause: Pause) -> None:
        came = self.race(closed, pause)
        assert isinstance(came[1], SegmentMoved)
        assert (closed.segment(1).version, self.locks(closed)) == (4, 1)

    def test_without_lock_the_compare_and_set_still_holds(self, closed: Cast, pause: Pause, without_lock: None) -> None:
        came = self.race(closed, pause)
        assert [type(each) for each in came].count(SegmentMoved) == 1
        assert self.locks(closed) == 1

    def test_without_either_the_record_tells_of_two(
        self, closed: Cast, pause: Pause, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real_lock, real_update = QuerySet.select_for_update, QuerySet.update

        def for_update(self: Any, **named: Any) -> Any:
            return self if self.model is StageSegment else real_lock(self, **named)

        def update(self: Any, **changes: Any) -> int:
            careless = self.model is StageSegment and "version" in changes
            return real_update(StageSegment.objects.filter(position=1) if careless else self, **changes)

        monkeypatch.setattr(QuerySet, "select_for_update", for_update)
        monkeypatch.setattr(QuerySet, "update", update)
        self.race(closed, pause)
        assert self.locks(closed) == 2


class TestAMarkWhileItIsClosed:
    @pytest.fixture
    def opened(self, cast: Cast) -> Cast:
        cast.press(1, Command.OPEN)
        cast.judge(1, 2500, 2400, 2300)
        return cast

    def shut(self, cast: Cast) -> Any:
        return cast.press(1, Command.CLOSE, Command.LOCK)

    def race(self, cast: Cast, pause: Pause) -> list[Any]:
        return in_turn(lambda: cast.mark(1, 2, 1, 2800, 800), pause(marking, "_write"), lambda: self.shut(cast))

    def figures(self, cast: Cast) -> tuple[str, str]:
        """What the record says of the first team, and what its marks make."""
        locked = content_of(cast.stage.contest.record.get(kind="segment_locked"))
        return locked["teams"][0]["score"], str(sheet_of(cast.segment(1))[0].score.points)

    def test_whoever_closes_waits_for_a_mark_that_was_let_in(self, opened: Cast, pause: Pause) -> None:
        came = self.race(opened, pause)
        assert came[0] == 1
        assert self.figures(opened) == ("34.00", "34.00")

    def test_without_the_lock_the_record_tells_of_a_figure_that_is_none(
        self, opened: Cast, pause: Pause, without_lock: None
    ) -> None:
        self.race(opened, pause)
        assert self.figures(opened) == ("33.00", "34.00")

    def test_a_mark_that_comes_during_the_close_is_refused(self, opened: Cast, pause: Pause) -> None:
        came = in_turn(
            lambda: opened.press(1, Command.CLOSE), pause(segments, "_keep"), lambda: opened.mark(1, 2, 1, 2800, 800)
        )
        assert isinstance(came[1], NotNow)
        assert StageMark.objects.filter(value=2800).count() == 0


class TestOneJurorOnTwoPhones:
    def race(self, cast: Cast, pause: Pause) -> list[Any]:
        cast.press(1, Command.OPEN)
        return in_turn(
            lambda: cast.mark(1, 1, 1, 2500, 800), pause(marking, "_write"), lambda: cast.mark(1, 1, 1, 2700, 800)
        )

    def test_both_are_kept_one_after_the_other_and_the_later_holds(self, cast: Cast, pause: Pause) -> None:
        assert self.race(cast, pause) == [2, 1]
        assert sheet_of(cast.segment(1))[0].combined.total == 3500

    def test_without_the_lock_only_the_constraint_keeps_the_second_out(
        self, cast: Cast, without_lock: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reached, real = threading.Event(), StageMark.save

        def slowly(self: Any, **named: Any) -> None:
            if not reached.is_set():
                reached.set()
                threading.Event().wait(LONG_ENOUGH)
            real(self, **named)

        monkeypatch.setattr(StageMark, "save", slowly)
        cast.press(1, Command.OPEN)
        came = in_turn(lambda: cast.mark(1, 1, 1, 2500, 800), reached, lambda: cast.mark(1, 1, 1, 2700, 800))
        assert isinstance(came[0], IntegrityError)


class TestTheHostTakesTheFinishBackWhileTheQuizIsLocked:
    def race(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
        """Return where the live round stood when its points were read."""
        rules = LiveRules(teams="sum")
        live = create_round(contest=cast.stage.contest, title="Kiến thức", questions=1, seconds=20, by=cast.secretary,
                            now=NOON, rules=rules)  # fmt: skip
        link_round(segment=cast.segment(2), live=live)
        play_on(live, "open", "start", "close", "reveal", "board", "finish")
        cast.press(2, Command.OPEN, Command.CLOSE)
        reached, seen, real = threading.Event(), list[str](), standings.scores

        def slowly(of: LiveRound) -> Any:
            reached.set()
            threading.Event().wait(LONG_ENOUGH)
            seen.append(LiveRound.objects.get(pk=of.pk).state)
            return real(of)

        monkeypatch.setattr(standings, "scores", slowly)
        in_turn(
            lambda: cast.press(2, Command.LOCK, reason="Không đội nào thi"), reached, lambda: play_on(live, "return")
        )
        assert cast.segment(2).state == "locked"
        return seen[0]

    def test_the_round_stays_finished_until_its_points_are_kept(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert self.race(cast, monkeypatch) == "finished"

    def test_without_the_lock_points_are_read_of_a_round_that_goes_on(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, without_lock: None
    ) -> None:
        assert self.race(cast, monkeypatch) == "board"


class TestTheLastTwoCaptains:
    def race(self, cast: Cast, pause: Pause) -> list[Any]:
        draw = drawing.prepare_draw(segment=cast.segment(1), by=cast.secretary, now=NOON)
        drawing.confirm(draw=draw, team=cast.teams[0], chosen=1, now=NOON)
        return in_turn(
            lambda: drawing.confirm(draw=draw, team=cast.teams[1], chosen=2, now=NOON),
            pause(drawing, "stir"),
            lambda: drawing.confirm(draw=draw, team=cast.teams[2], chosen=3, now=NOON),
        )

    def test_the_second_of_them_makes_the_draw(self, cast: Cast, pause: Pause) -> None:
        self.race(cast, pause)
        assert len(drawing.order_of(cast.segment(1))) == 3

    def test_without_the_lock_each_takes_the_other_for_the_last(
        self, cast: Cast, pause: Pause, without_lock: None
    ) -> None:
        self.race(cast, pause)
        assert StageDraw.objects.get().made_at is None


class TestACorrectionWhileTheResultIsLocked:
    @pytest.fixture
    def played(self, cast: Cast) -> Cast:
        play(cast, (2500, 2400, 2300), (3000, 3500, 3000), (2200, 2000, 2400))
        return cast

    def correct(self, cast: Cast) -> Any:
        return marking.correct_marks(
            segment=cast.segment(1), juror=cast.jurors[0], team=cast.teams[0], values={1: 2800}, reason="Nhập nhầm",
            by=cast.secretary, now=NOON,
        )  # fmt: skip

    def race(self, cast: Cast, pause: Pause) -> list[Any]:
        end = finishing.finish
        reached = pause(marking, "_write")
        return in_turn(lambda: self.correct(cast), reached, lambda: end(stage=cast.stage, by=cast.secretary, now=NOON))

    def told_and_true(self, cast: Cast) -> tuple[str, str]:
        """The total of the first team, as the record locked it and as the marks make it."""
        first = cast.teams[0].pk
        locked = content_of(cast.stage.contest.record.get(kind="stage_finished"))
        told = next(total for _place, team, _name, total in locked["places"] if team == first)
        return told, str(next(line.total for line in lines_of(cast.stage) if line.team == first))

    def test_the_result_waits_for_a_correction_that_was_let_in(self, played: Cast, pause: Pause) -> None:
        self.race(played, pause)
        assert self.told_and_true(played) == ("94.00", "94.00")

    def test_without_the_lock_the_record_tells_of_a_total_that_is_none(
        self, played: Cast, pause: Pause, without_lock: None
    ) -> None:
        self.race(played, pause)
        assert self.told_and_true(played) == ("93.00", "94.00")
