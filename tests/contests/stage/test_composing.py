"""A stage contest before it begins: what is settled, and what is refused."""

import pytest

from contests.models import Contest
from contests.stage import composing, refusals
from contests.stage.programme import Programme
from contests.stage.states import Command
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import enter
from tests.contests.stage.cast import PROGRAMME, QUIZ, Cast, told

pytestmark = pytest.mark.django_db
OPEN = Command.OPEN


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
