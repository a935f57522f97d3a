"""Live rounds of a stage contest: a quiz with all teams in it, and extra questions that part equals."""

import pytest

from contests.live import players, rounds
from contests.live.bells import ring_bell
from contests.live.refusals import Locked
from contests.live.rules import LiveRules
from contests.live.scoring import Scoring
from contests.models import LiveRound, StageBell
from contests.stage import bells, refusals
from contests.stage.results import sheet_of, standings_of
from contests.stage.states import Command
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import enter
from tests.contests.live.test_rounds import move
from tests.contests.stage.cast import Cast, play

pytestmark = pytest.mark.django_db
CAPTAINS = LiveRules(scoring=Scoring("flat", 10, 0), teams="captain")


def prepare(cast: Cast, rules: LiveRules = CAPTAINS) -> LiveRound:
    return bells.prepare_quiz(
        segment=cast.segment(2), rules=rules, questions=1, seconds=20, by=cast.secretary, now=NOON
    )


class TestQuiz:
    def test_every_team_is_in_led_by_its_captain_and_nobody_else_comes_in(self, cast: Cast, bob: User) -> None:
        live = prepare(cast)
        assert cast.segment(2).live == live
        captains = [team.members.get().entrant_id for team in cast.teams]
        assert sorted(live.players.values_list("entrant", flat=True)) == sorted(captains)
        assert sorted(live.teams.values_list("captain__entrant", flat=True)) == sorted(captains)
        with pytest.raises(Locked):
            players.join(live=live, entrant=enter(cast.stage.contest, bob, NOON), now=NOON)
        with pytest.raises(refusals.LinkedAlready):
            prepare(cast)

    def test_the_round_of_teams_gives_the_part_its_points(self, cast: Cast) -> None:
        live = prepare(cast)
        cast.press(2, Command.OPEN)
        move(live, "open", "start", "close", "reveal", "board", "finish")
        cast.press(2, Command.CLOSE, Command.LOCK)
        assert [sheet.score.points for sheet in sheet_of(cast.segment(2))] == [0, 0, 0]

    def test_a_member_of_another_unit_is_named_and_nothing_is_made(self, cast: Cast, province: Unit) -> None:
        member = cast.teams[0].members.get()
        member.entrant.unit = province
        member.entrant.save()
        with pytest.raises(refusals.MemberOfAnotherUnit) as refused:
            prepare(cast)
        assert refused.value.facts["team"] == cast.teams[0].name
        assert not LiveRound.objects.exists()
        with pytest.raises(refusals.NotAQuiz):
            bells.prepare_quiz(segment=cast.segment(1), rules=CAPTAINS, questions=1, seconds=20, by=cast.secretary,
                               now=NOON)  # fmt: skip


class TestExtra:
    def equal(self, cast: Cast) -> list[int]:
        play(cast, (2500, 2500, 2300), (3000, 3000, 3000), (2200, 2200, 2400))
        return [cast.teams[0].pk, cast.teams[1].pk]

    def prepare(self, cast: Cast, teams: list[int]) -> StageBell:
        return bells.prepare_extra(stage=cast.stage, teams=teams, by=cast.secretary, now=NOON)

    def test_the_captain_who_rings_and_is_right_stands_first(self, cast: Cast) -> None:
        teams = self.equal(cast)
        extra = self.prepare(cast, teams)
        assert extra.live.players.count() == 2
        with pytest.raises(refusals.BellAlready):
            self.prepare(cast, teams)
        with pytest.raises(refusals.RoundNotFinished):
            bells.take_order(extra=extra, by=cast.secretary, now=NOON)
        self.win(extra, cast.teams[1].members.get().entrant_id)
        tie = bells.take_order(extra=extra, by=cast.secretary, now=NOON)
        assert (tie.teams, tie.how) == ([teams[1], teams[0]], "bell")
        assert extra.live.join_code in tie.reason
        assert [(one.place, one.line.team) for one in standings_of(cast.stage)] == [
            (1, cast.teams[2].pk), (2, teams[1]), (3, teams[0]),
        ]  # fmt: skip

    def win(self, extra: StageBell, entrant: int) -> None:
        """Open the bell, have this captain ring, and judge them right."""
        live = extra.live
        move(live, "open", "start")
        ring_bell(player=live.players.get(entrant=entrant), position=1, run=1, received_at=NOON)
        rounds.settled(live.pk, NOON.replace(second=1))
        live.refresh_from_db()
        for name in ("right", "reveal", "board", "finish"):
            live.refresh_from_db()
            rounds.command(live=live, name=name, expected=live.version, now=NOON.replace(second=2))

    def test_nobody_right_leaves_them_equal(self, cast: Cast) -> None:
        extra = self.prepare(cast, self.equal(cast))
        move(extra.live, "open", "start", "close", "reveal", "board", "finish")
        with pytest.raises(refusals.StillEqual):
            bells.take_order(extra=extra, by=cast.secretary, now=NOON)

    def test_it_is_for_equals_with_a_captain_and_only_when_all_is_locked(self, cast: Cast) -> None:
        with pytest.raises(refusals.NotNow):
            self.prepare(cast, [team.pk for team in cast.teams])
        teams = self.equal(cast)
        with pytest.raises(refusals.NotEqualTeams):
            self.prepare(cast, [teams[0], cast.teams[2].pk])
        cast.teams[0].members.update(captain=False)
        with pytest.raises(refusals.NoCaptain):
            self.prepare(cast, teams)
