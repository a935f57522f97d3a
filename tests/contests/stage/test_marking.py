"""Marks of jurors on a real database: given, missing, absent, and put right."""

from decimal import Decimal

import pytest
from django.utils import translation

from contests.models import StageMark
from contests.stage import composing, marking, refusals
from contests.stage.results import gaps_in, sheet_of
from contests.stage.states import Command
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_contest
from tests.contests.stage.cast import PROGRAMME, Cast, points, told

pytestmark = pytest.mark.django_db
OPEN, CLOSE, REOPEN, LOCK = Command.OPEN, Command.CLOSE, Command.REOPEN, Command.LOCK


class TestMarks:
    def test_marks_are_taken_while_the_segment_is_open_and_at_no_other_time(self, cast: Cast) -> None:
        with pytest.raises(refusals.NotNow):
            cast.mark(1, 1, 1, 2500, 800)
        cast.press(1, OPEN)
        assert cast.mark(1, 1, 1, 2500, 800) == 2
        cast.press(1, CLOSE)
        with pytest.raises(refusals.NotNow):
            cast.mark(1, 1, 1, 2600, 800)
        cast.press(1, REOPEN, reason="Giám khảo 2 chưa kịp nhập")
        assert cast.mark(1, 1, 1, 2600, 800) == 1
        assert told(cast, "segment_reopened")[0]["reason"] == "Giám khảo 2 chưa kịp nhập"

    def test_the_same_mark_twice_is_once_and_another_leaves_the_earlier(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        cast.mark(1, 1, 1, 2500, 800)
        assert cast.mark(1, 1, 1, 2500, 800) == 0
        assert cast.mark(1, 1, 1, 2700, 800) == 1
        rows = StageMark.objects.filter(criterion=1).order_by("number").values_list("number", "value")
        assert list(rows) == [(1, 2500), (2, 2700)]
        assert sheet_of(cast.segment(1))[0].combined.total == 3500

    @pytest.mark.parametrize(
        ("values", "refusal"),
        [
            ((2500, -25), refusals.MarkBelow),
            ((2500, 1025), refusals.MarkAbove),
            ((2500, 810), refusals.MarkOffStep),
            ((2500, 800, 0), refusals.NoSuchCriterion),
        ],
    )
    def test_a_sheet_with_one_bad_mark_is_kept_not_at_all(
        self, cast: Cast, values: tuple[int, ...], refusal: type[Exception]
    ) -> None:
        cast.press(1, OPEN)
        with pytest.raises(refusal) as refused:
            cast.mark(1, 1, 1, *values)
        assert StageMark.objects.count() == 0
        with translation.override("vi"):
            assert "%(" not in str(refused.value)

    def test_a_quiz_has_no_marks_and_a_judged_part_no_points(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        cast.press(2, OPEN)
        with pytest.raises(refusals.NotJudged):
            cast.mark(2, 1, 1, 100)
        with pytest.raises(refusals.NotAQuiz):
            points(cast, 1, 100, 100, 100)

    def test_a_team_of_elsewhere_is_refused(self, cast: Cast, alice: User, province: Unit, units: list[Unit]) -> None:
        another = make_contest(alice, province, NOON, title="Hội thi khác")
        stage = composing.create_stage(contest=another, programme=PROGRAMME, by=alice, now=NOON)
        other = composing.add_team(stage=stage, unit=units[0])
        cast.press(1, OPEN)
        with pytest.raises(refusals.NotOfThisStage):
            marking.give_marks(segment=cast.segment(1), juror=cast.jurors[0], team=other, values={1: 100},
                               by=alice, now=NOON)  # fmt: skip


class TestMissingAndAbsent:
    def test_the_secretary_reads_who_is_missing_and_a_lock_waits_for_them(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        for juror in (1, 2):
            for team in (1, 2, 3):
                cast.mark(1, juror, team, 2500, 800)
        cast.mark(1, 3, 1, 2500, 800)
        cast.mark(1, 3, 2, 2500)
        (gap,) = gaps_in(cast.segment(1))
        second, third = cast.teams[1].pk, cast.teams[2].pk
        assert (gap.juror, gap.cells) == (cast.jurors[2].pk, ((second, 2), (third, 1), (third, 2)))
        cast.press(1, CLOSE)
        with pytest.raises(refusals.MarksMissing) as refused, translation.override("vi"):
            cast.press(1, LOCK)
        with translation.override("vi"):
            assert str(refused.value).startswith("Chưa nhập: giám khảo 3.")

    def test_a_lock_over_gaps_says_why_in_the_record(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        for team in (1, 2):
            cast.mark(1, 1, team, 2500, 800)
        cast.press(1, CLOSE)
        cast.press(1, LOCK, reason="Giám khảo 2 và 3 mất kết nối, trưởng ban đồng ý")
        (locked,) = told(cast, "segment_locked")
        assert locked["reason"].startswith("Giám khảo 2 và 3")
        assert [team["score"] for team in locked["teams"]] == ["33.00", "33.00", None]

    def test_an_absent_juror_is_not_waited_for_and_the_mean_is_over_who_was_there(self, cast: Cast) -> None:
        absent = {"segment": cast.segment(1), "juror": cast.jurors[2], "by": cast.secretary, "now": NOON}
        cast.press(1, OPEN)
        marking.note_absence(**absent, reason="Đi cấp cứu")
        with pytest.raises(refusals.JurorAbsent):
            cast.mark(1, 3, 1, 2500, 800)
        for juror, value in ((1, 2400), (2, 2500)):
            for team in (1, 2, 3):
                cast.mark(1, juror, team, value, 800)
        cast.press(1, CLOSE, LOCK)
        assert [sheet.score.points for sheet in sheet_of(cast.segment(1))] == [Decimal("32.50")] * 3
        assert told(cast, "juror_absent")[0]["seat"] == 3

    def test_whoever_has_marked_was_there_and_whoever_comes_is_waited_for(self, cast: Cast) -> None:
        absent = {"segment": cast.segment(1), "juror": cast.jurors[0], "by": cast.secretary, "now": NOON}
        with pytest.raises(refusals.AsItIs):
            marking.end_absence(**absent)
        marking.note_absence(**absent, reason="Kẹt xe")
        with pytest.raises(refusals.AsItIs):
            marking.note_absence(**absent, reason="Kẹt xe")
        marking.end_absence(**absent)
        cast.press(1, OPEN)
        cast.mark(1, 1, 1, 2500, 800)
        with pytest.raises(refusals.JurorHasMarked):
            marking.note_absence(**absent, reason="Về sớm")
        assert [gap.juror for gap in gaps_in(cast.segment(1))] == [juror.pk for juror in cast.jurors]
