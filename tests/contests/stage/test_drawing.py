"""Lots drawn by captains, for anybody to draw again."""

import json

import pytest

from contests.stage import drawing, lots, refusals
from contests.stage.states import Command
from tests.conftest import NOON
from tests.contests.stage.cast import Cast, told

pytestmark = pytest.mark.django_db
OPEN = Command.OPEN


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
