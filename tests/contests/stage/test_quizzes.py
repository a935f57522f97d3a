"""Points of a quiz: from its live round, or entered."""

import pytest

from contests.live.answers import answer
from contests.live.composing import create_round
from contests.live.rules import LiveRules
from contests.live.scoring import Scoring
from contests.models import LiveRound, StagePoints
from contests.stage import composing, quizzes, refusals
from contests.stage.results import lines_of, sheet_of
from contests.stage.states import Command
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_contest, make_user
from tests.contests.live.test_rounds import choice, move, player
from tests.contests.stage.cast import Cast, points, told

pytestmark = pytest.mark.django_db
OPEN, CLOSE, LOCK = Command.OPEN, Command.CLOSE, Command.LOCK


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
