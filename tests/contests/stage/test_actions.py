"""A stage contest on a real database, from its programme to its places, with what is refused on the way."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from contests.live.answers import answer
from contests.live.composing import create_round
from contests.live.rules import LiveRules
from contests.live.scoring import Scoring
from contests.models import Contest, LiveRound, StageMark, StagePoints, StageTime
from contests.record import guards
from contests.record.ledger import broken_link, content_of
from contests.record.words import in_public, in_words
from contests.stage import composing, drawing, lots, marking, quizzes, refusals, timing
from contests.stage.programme import Programme
from contests.stage.results import gaps_in, lines_of, sheet_of, standings_of
from contests.stage.states import Command
from contests.stage.ties import decide_tie
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import enter, make_contest, make_user
from tests.contests.live.test_rounds import choice, move, player
from tests.contests.stage.cast import PROGRAMME, QUIZ, Cast

pytestmark = pytest.mark.django_db
OPEN, CLOSE, REOPEN, LOCK = Command.OPEN, Command.CLOSE, Command.REOPEN, Command.LOCK


def told(cast: Cast, kind: str) -> list[dict]:
    return [content_of(entry) for entry in cast.stage.contest.record.filter(kind=kind).order_by("number")]


def points(cast: Cast, position: int, *by_team: int) -> None:
    for team, value in zip(cast.teams, by_team, strict=True):
        quizzes.enter_points(segment=cast.segment(position), team=team, value=value, by=cast.secretary, now=NOON)


def play(cast: Cast, greeting: tuple[int, ...], quiz: tuple[int, ...], skit: tuple[int, ...]) -> None:
    """All three parts, marked by everybody, and locked."""
    for position, by_team in ((1, greeting), (2, quiz), (3, skit)):
        cast.press(position, OPEN)
        cast.judge(position, *by_team) if position != 2 else points(cast, 2, *by_team)
        cast.press(position, CLOSE, LOCK)


class TestBefore:
    def test_what_was_settled_is_in_the_record_and_changes_no_more(self, cast: Cast, units: list[Unit]) -> None:
        (begun,) = told(cast, "stage_begun")
        assert Programme.from_json(begun["programme"]) == PROGRAMME
        assert [name for _pk, name, _code in begun["teams"]] == [team.name for team in cast.teams]
        for late in (
            lambda: composing.set_programme(stage=cast.stage, programme=PROGRAMME),
            lambda: composing.add_team(stage=cast.stage, unit=units[0].parent),
            lambda: composing.seat_juror(stage=cast.stage, seat=9, name="Muộn"),
            lambda: composing.begin(stage=cast.stage, by=cast.secretary, now=NOON),
        ):
            with pytest.raises(refusals.StageBegun):
                late()

    def test_nothing_is_played_before_it_has_begun(self, unbegun: Cast) -> None:
        with pytest.raises(refusals.StageNotBegun):
            unbegun.press(1, OPEN)

    def test_another_programme_lays_its_segments_anew(self, unbegun: Cast) -> None:
        composing.set_programme(stage=unbegun.stage, programme=Programme((QUIZ,)))
        assert list(unbegun.stage.segments.values_list("position", flat=True)) == [1]

    def test_what_would_be_twice_is_refused(self, unbegun: Cast, bob: User) -> None:
        stage, team = unbegun.stage, unbegun.teams[0]
        with pytest.raises(refusals.StageThere):
            composing.create_stage(contest=stage.contest, programme=PROGRAMME, by=unbegun.secretary, now=NOON)
        with pytest.raises(refusals.TeamTwice):
            composing.add_team(stage=stage, unit=team.unit, name="Tên khác")
        with pytest.raises(refusals.SeatTaken):
            composing.seat_juror(stage=stage, seat=1, name="Người khác")
        with pytest.raises(refusals.SeatTaken):
            composing.seat_juror(stage=stage, seat=8, name="Trưởng ban thứ hai", head=True)
        entrant = enter(stage.contest, bob, NOON)
        with pytest.raises(refusals.CaptainAlready):
            composing.add_member(team=team, entrant=entrant, captain=True)
        composing.add_member(team=team, entrant=entrant)
        with pytest.raises(refusals.OnATeamAlready):
            composing.add_member(team=unbegun.teams[1], entrant=entrant)

    def test_nobody_judges_and_competes(self, unbegun: Cast, bob: User) -> None:
        entrant = enter(unbegun.stage.contest, bob, NOON)
        with pytest.raises(refusals.JurorCompetes):
            composing.seat_juror(stage=unbegun.stage, seat=4, name="Bob", user=bob)
        judge = unbegun.jurors[0]
        entrant.user = judge.user
        with pytest.raises(refusals.JurorCompetes):
            composing.add_member(team=unbegun.teams[0], entrant=entrant)

    def test_it_begins_with_two_teams_and_a_jury(self, contest: Contest, alice: User, units: list[Unit]) -> None:
        stage = composing.create_stage(contest=contest, programme=PROGRAMME, by=alice, now=NOON)
        for unit in units[:2]:
            with pytest.raises(refusals.NotReadyForStage):
                composing.begin(stage=stage, by=alice, now=NOON)
            composing.add_team(stage=stage, unit=unit)
        with pytest.raises(refusals.NotReadyForStage):
            composing.begin(stage=stage, by=alice, now=NOON)
        composing.seat_juror(stage=stage, seat=1, name="Giám khảo chấm phiếu giấy")
        assert composing.begin(stage=stage, by=alice, now=NOON).begun_at == NOON


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


class TestResults:
    def test_a_whole_stage_contest_by_hand(self, cast: Cast) -> None:
        """Greeting 33, 32, 31; quiz 30, 35, 30; skit 30, 28, 32: 93, 95 and 93, of which the better skit is second."""
        play(cast, (2500, 2400, 2300), (3000, 3500, 3000), (2200, 2000, 2400))
        found = [(s.place, s.line.team, s.line.total) for s in standings_of(cast.stage)]
        first, second, third = (team.pk for team in cast.teams)
        assert found == [(1, second, Decimal(95)), (2, third, Decimal(93)), (3, first, Decimal(93))]
        locked = told(cast, "segment_locked")
        assert [team["score"] for team in locked[0]["teams"]] == ["33.00", "32.00", "31.00"]
        assert locked[0]["teams"][0]["sheets"] == {"1": 3300, "2": 3300, "3": 3300}
        assert broken_link(cast.stage.contest) is None

    def test_only_what_is_locked_counts(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        cast.judge(1, 2500, 2400, 2300)
        cast.press(1, CLOSE)
        assert [line.total for line in lines_of(cast.stage)] == [0, 0, 0]

    def test_reading_takes_as_many_queries_for_three_segments_as_for_one(self, cast: Cast) -> None:
        counts = []
        for position in (1, 3):
            cast.press(position, OPEN)
            cast.judge(position, 2500, 2400, 2300)
            cast.press(position, CLOSE, LOCK)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                lines_of(cast.stage)
            counts.append(len(asked))
        assert counts == [5, 5]

    def test_a_correction_needs_a_reason_leaves_the_earlier_mark_and_changes_the_total(self, cast: Cast) -> None:
        play(cast, (2500, 2400, 2300), (3000, 3500, 3000), (2200, 2000, 2400))
        given = {"segment": cast.segment(1), "juror": cast.jurors[1], "team": cast.teams[0], "criterion": 1,
                 "by": cast.secretary, "now": NOON + timedelta(minutes=5)}  # fmt: skip
        with pytest.raises(refusals.ReasonWanted):
            marking.correct_mark(**given, value=2800, reason=" ")
        with pytest.raises(refusals.MarkOffStep):
            marking.correct_mark(**given, value=2801, reason="Nhập nhầm")
        marking.correct_mark(**given, value=2800, reason="Nhập nhầm")
        with pytest.raises(refusals.AsItIs):  # a correction twice is once
            marking.correct_mark(**given, value=2800, reason="Nhập nhầm")
        rows = StageMark.objects.filter(segment=given["segment"], juror=given["juror"], team=given["team"], criterion=1)
        assert list(rows.values_list("number", "value", "corrects")) == [(1, 2500, False), (2, 2800, True)]
        assert [line.total for line in lines_of(cast.stage)] == [Decimal(94), Decimal(95), Decimal(93)]
        assert [(t["before"], t["after"]) for t in told(cast, "mark_corrected")] == [("25.00", "28.00")]

    def test_before_the_lock_there_is_nothing_to_correct(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        with pytest.raises(refusals.NotNow):
            marking.correct_mark(segment=cast.segment(1), juror=cast.jurors[0], team=cast.teams[0], criterion=1,
                                 value=100, reason="Sớm", by=cast.secretary, now=NOON)  # fmt: skip

    def test_every_line_of_the_record_reads_in_both_tongues(self, cast: Cast) -> None:
        play(cast, (2500, 2400, 2300), (3000, 3500, 3000), (2200, 2000, 2400))
        entries = list(cast.stage.contest.record.all())
        for language in ("en", "vi"):
            with translation.override(language):
                lines = in_words(entries)
                assert not any("%(" in line.details or line.what == line.entry.kind for line in lines)
        assert not any(line.details for line in in_public(entries))


class TestTies:
    def test_an_extra_bell_question_parts_those_who_are_level_and_nobody_else(self, cast: Cast) -> None:
        play(cast, (2500, 2500, 2300), (3000, 3000, 3000), (2200, 2200, 2400))
        first, second, third = (team.pk for team in cast.teams)
        assert [(s.place, s.line.team, s.undecided) for s in standings_of(cast.stage)] == [
            (1, third, False), (2, first, True), (2, second, True),
        ]  # fmt: skip
        given = {"stage": cast.stage, "how": "bell", "by": cast.secretary, "now": NOON}
        for wrong in ([third, first], [first], [first, second, second]):
            with pytest.raises(refusals.NotEqualTeams):
                decide_tie(**given, teams=wrong, reason="Câu hỏi phụ")
        with pytest.raises(refusals.ReasonWanted):
            decide_tie(**given, teams=[second, first], reason="")
        decide_tie(**given, teams=[second, first], reason="Câu hỏi phụ số 1")
        assert [(s.place, s.line.team, s.undecided) for s in standings_of(cast.stage)] == [
            (1, third, False), (2, second, False), (3, first, False),
        ]  # fmt: skip
        assert told(cast, "stage_tie_decided")[0]["teams"] == [second, first]

    def test_nothing_is_parted_before_all_is_locked(self, cast: Cast) -> None:
        with pytest.raises(refusals.NotNow):
            decide_tie(stage=cast.stage, teams=[team.pk for team in cast.teams], how="jury", reason="Vội",
                       by=cast.secretary, now=NOON)  # fmt: skip


class TestDraw:
    def test_lots_are_drawn_when_the_last_captain_has_confirmed_and_anybody_can_draw_them_again(
        self, cast: Cast
    ) -> None:
        draw = drawing.prepare_draw(segment=cast.segment(1), by=cast.secretary, now=NOON)
        (prepared,) = told(cast, "draw_prepared")
        assert prepared["digest"] == lots.commitment(draw.seed)
        assert draw.seed not in json.dumps(prepared)
        with pytest.raises(refusals.DrawInProgress):
            drawing.prepare_draw(segment=cast.segment(1), by=cast.secretary, now=NOON)
        for team, chosen, by in zip(cast.teams, (7, 123, 999), (None, cast.secretary, None), strict=True):
            assert drawing.order_of(cast.segment(1)) == ()
            draw = drawing.confirm(draw=draw, team=team, chosen=chosen, by=by, now=NOON)
        (drawn,) = told(cast, "lots_drawn")
        order = drawing.order_of(cast.segment(1))
        assert sorted(order) == sorted(team.pk for team in cast.teams)
        assert drawn["on_behalf"] == [cast.teams[1].name]
        numbers = dict(drawn["numbers"])
        assert lots.holds(prepared["digest"], drawn["seed"], numbers, tuple(team for team, _name in drawn["order"]))
        assert tuple(team for team, _name in drawn["order"]) == order
        with pytest.raises(refusals.DrawOver):
            drawing.confirm(draw=draw, team=cast.teams[0], chosen=1, now=NOON)

    def test_a_captain_chooses_once_and_within_the_numbers(self, cast: Cast) -> None:
        draw = drawing.prepare_draw(segment=cast.segment(1), by=cast.secretary, now=NOON)
        for chosen in (-1, 1000):
            with pytest.raises(refusals.ChosenOutOfRange):
                drawing.confirm(draw=draw, team=cast.teams[0], chosen=chosen, now=NOON)
        drawing.confirm(draw=draw, team=cast.teams[0], chosen=5, now=NOON)
        with pytest.raises(refusals.ConfirmedAlready):
            drawing.confirm(draw=draw, team=cast.teams[0], chosen=6, now=NOON)
        assert draw.lots.get().chosen == 5

    def test_another_draw_has_a_reason_and_leaves_the_first(self, cast: Cast) -> None:
        for reason in ("", "Đội 2 vắng khi bốc thăm"):
            draw = drawing.prepare_draw(segment=cast.segment(1), by=cast.secretary, now=NOON, reason=reason)
            for team in cast.teams:
                drawing.confirm(draw=draw, team=team, chosen=0, now=NOON)
            with pytest.raises(refusals.ReasonWanted):
                drawing.prepare_draw(segment=cast.segment(1), by=cast.secretary, now=NOON)
        assert [d.lots.count() for d in cast.segment(1).draws.all()] == [3, 3]
        assert len(told(cast, "lots_drawn")) == 2

    def test_no_lots_are_drawn_once_the_part_goes_on(self, cast: Cast) -> None:
        draw = drawing.prepare_draw(segment=cast.segment(1), by=cast.secretary, now=NOON)
        cast.press(1, OPEN)
        with pytest.raises(refusals.NotNow):
            drawing.confirm(draw=draw, team=cast.teams[0], chosen=1, now=NOON)
        with pytest.raises(refusals.DrawnTooLate):
            drawing.prepare_draw(segment=cast.segment(1), by=cast.secretary, now=NOON, reason="Lại")


class TestQuiz:
    def live(self, cast: Cast, teams: str = "sum") -> LiveRound:
        rules = LiveRules(scoring=Scoring("flat", 10, 0), teams=teams)  # type: ignore[arg-type]
        return create_round(contest=cast.stage.contest, title="Kiến thức", questions=1, seconds=20,
                            by=cast.secretary, now=NOON, rules=rules)  # fmt: skip

    def test_the_points_of_teams_come_from_the_live_round_when_it_is_locked(self, cast: Cast) -> None:
        live = self.live(cast)
        composing.link_round(segment=cast.segment(2), live=live)
        players = [player(live, make_user(f"thi{n}", team.unit)) for n, team in enumerate(cast.teams[:2])]
        cast.press(2, OPEN)
        with pytest.raises(refusals.PlayedLive):
            points(cast, 2, 1, 1, 1)
        move(live, "open", "start")
        live.refresh_from_db()
        for one, right in zip(players, (True, False), strict=True):
            answer(player=one, position=1, run=1, chosen=choice(live, right=right), received_at=NOON)
        cast.press(2, CLOSE)
        with pytest.raises(refusals.RoundNotFinished):
            cast.press(2, LOCK)
        assert cast.segment(2).state == "closed"
        move(live, "close", "reveal", "board", "finish")
        with pytest.raises(refusals.TeamsDidNotPlay) as refused:
            cast.press(2, LOCK)
        assert (refused.value.facts["who"], StagePoints.objects.count()) == (cast.teams[2].name, 0)
        cast.press(2, LOCK, reason="Đội vào phòng muộn")
        assert [sheet.score.points for sheet in sheet_of(cast.segment(2))] == [10, 0, 0]
        assert told(cast, "segment_locked")[0]["missing"] == cast.teams[2].name
        assert told(cast, "segment_locked")[0]["teams"][0]["score"] == "10.00"
        fix = {"segment": cast.segment(2), "team": cast.teams[2], "by": cast.secretary, "now": NOON}
        quizzes.correct_points(**fix, value=1000, reason="Máy của đội mất mạng, ban giám khảo công nhận")
        assert [line.total for line in lines_of(cast.stage)] == [10, 0, 10]
        assert told(cast, "stage_points_corrected")[0]["before"] == "0.00"

    def test_a_round_that_ranks_no_units_gives_no_points(self, cast: Cast) -> None:
        live = self.live(cast, "none")
        composing.link_round(segment=cast.segment(2), live=live)
        cast.press(2, OPEN, CLOSE)
        move(live, "open", "start", "close", "reveal", "board", "finish")
        with pytest.raises(refusals.RoundWithoutTeams):
            cast.press(2, LOCK)

    def test_what_was_entered_is_complete_and_within_the_maximum(self, cast: Cast) -> None:
        cast.press(2, OPEN)
        for beyond in (4001, -4001):
            with pytest.raises(refusals.BeyondMaximum):
                points(cast, 2, beyond, 0, 0)
        quizzes.enter_points(segment=cast.segment(2), team=cast.teams[0], value=4000, by=cast.secretary, now=NOON)
        cast.press(2, CLOSE)
        with pytest.raises(refusals.PointsMissing) as refused:
            cast.press(2, LOCK)
        assert refused.value.facts["who"] == f"{cast.teams[1].name}, {cast.teams[2].name}"
        assert cast.segment(2).state == "closed"

    def test_a_round_is_of_one_quiz_of_its_contest(self, cast: Cast, alice: User, province: Unit) -> None:
        with pytest.raises(refusals.NotAQuiz):
            composing.link_round(segment=cast.segment(1), live=self.live(cast))
        another = make_contest(alice, province, NOON, title="Hội thi khác")
        other = create_round(contest=another, title="", questions=1, seconds=20, by=alice, now=NOON)
        with pytest.raises(refusals.RoundTaken):
            composing.link_round(segment=cast.segment(2), live=other)


class TestTheDatabase:
    def test_it_refuses_to_change_or_remove_a_mark(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        cast.mark(1, 1, 1, 2500, 800)
        guards.put_up(connection, guards.STAGE_TABLES)
        try:
            for change in (lambda: StageMark.objects.update(value=0), lambda: StageMark.objects.all().delete()):
                with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
                    change()
        finally:
            if connection.vendor == "sqlite":
                guards.take_down(connection, guards.STAGE_TABLES)

    @pytest.mark.parametrize("wrong", [{"value": -1}, {"corrects": True}, {"criterion": 0}, {"number": 1}])
    def test_it_refuses_a_mark_that_must_never_be(self, cast: Cast, wrong: dict[str, object]) -> None:
        cast.press(1, OPEN)
        cast.mark(1, 1, 1, 2500, 800)
        row = {"segment": cast.segment(1), "team": cast.teams[0], "juror": cast.jurors[0], "criterion": 1, "number": 2,
               "value": 100, "by": cast.secretary, "at": NOON}  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            StageMark.objects.create(**row | wrong)
