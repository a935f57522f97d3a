"""A stage contest from its marks to its places."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from contests.models import StageMark
from contests.record.ledger import broken_link
from contests.record.words import in_public, in_words
from contests.stage import marking, refusals
from contests.stage.results import lines_of, standings_of
from contests.stage.states import Command
from contests.stage.ties import decide_tie
from tests.conftest import NOON
from tests.contests.stage.cast import Cast, play, told

pytestmark = pytest.mark.django_db
OPEN, CLOSE, LOCK = Command.OPEN, Command.CLOSE, Command.LOCK


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
        given = {"segment": cast.segment(1), "juror": cast.jurors[1], "team": cast.teams[0],
                 "by": cast.secretary, "now": NOON + timedelta(minutes=5)}  # fmt: skip
        with pytest.raises(refusals.ReasonWanted):
            marking.correct_marks(**given, values={1: 2800}, reason=" ")
        with pytest.raises(refusals.MarkOffStep):
            marking.correct_marks(**given, values={1: 2801}, reason="Nhập nhầm")
        marking.correct_marks(**given, values={1: 2800}, reason="Nhập nhầm")
        with pytest.raises(refusals.AsItIs):  # a correction twice is once
            marking.correct_marks(**given, values={1: 2800}, reason="Nhập nhầm")
        rows = StageMark.objects.filter(segment=given["segment"], juror=given["juror"], team=given["team"], criterion=1)
        assert list(rows.values_list("number", "value", "reason")) == [(1, 2500, ""), (2, 2800, "Nhập nhầm")]
        assert [line.total for line in lines_of(cast.stage)] == [Decimal(94), Decimal(95), Decimal(93)]
        assert [(t["before"], t["after"]) for t in told(cast, "mark_corrected")] == [("25.00", "28.00")]

    def test_before_the_lock_there_is_nothing_to_correct(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        with pytest.raises(refusals.NotNow):
            marking.correct_marks(segment=cast.segment(1), juror=cast.jurors[0], team=cast.teams[0],
                                  values={1: 100}, reason="Sớm", by=cast.secretary, now=NOON)  # fmt: skip

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
