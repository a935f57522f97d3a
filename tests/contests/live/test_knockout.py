"""Who is wrong or silent is out from the next question on; a rescue brings all back."""

from datetime import timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.live import refusals, rounds, snapshots, standings
from contests.live.answers import answer
from contests.live.composing import create_round
from contests.live.knockout import out_after
from contests.live.rules import LiveRules
from contests.live.scoring import Scoring
from contests.models import Contest, LivePlayer, LiveRound
from contests.settings import RulesError
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_user
from tests.contests.live.test_rounds import choice, move, player

QUESTIONS = st.lists(st.booleans(), max_size=8).map(lambda told: list(enumerate(told, start=1)))


@given(QUESTIONS, st.sets(st.integers(1, 8)))
def test_a_player_is_out_by_the_first_fault_since_the_last_rescue(
    questions: list[tuple[int, bool]], rescues: set[int]
) -> None:
    """The same, said otherwise: of the questions after the last rescue, the first that was not right."""
    last = max((rescue for rescue in rescues), default=0)
    since = [position for position, right in questions if position > last and not right]
    assert out_after(questions, rescues) == (since[0] if since else None)


@pytest.fixture
def live(contest: Contest, alice: User, clock: Moving) -> LiveRound:
    rules = LiveRules(scoring=Scoring("flat", 10, 0), knockout=True, rescues=1)
    return create_round(contest=contest, title="Chuông vàng", questions=4, seconds=20, by=alice, now=NOON, rules=rules)


@pytest.fixture
def trio(live: LiveRound, commune: Unit) -> list[LivePlayer]:
    return [player(live, make_user(f"ts{n}", commune)) for n in range(3)]


def say(one: LivePlayer, live: LiveRound, *, right: bool = True) -> None:
    given = choice(live, right=right)
    answer(player=one, position=live.position, run=live.run, chosen=given, received_at=NOON + timedelta(seconds=1))


def out(live: LiveRound) -> list[int | None]:
    return list(live.players.order_by("pk").values_list("out_after", flat=True))


@pytest.mark.django_db
def test_the_wrong_and_the_silent_are_out_until_they_are_called_back(live: LiveRound, trio: list[LivePlayer]) -> None:
    live = move(live, "open", "start")
    say(trio[0], live)
    say(trio[1], live, right=False)
    live = move(live, "close")
    assert out(live) == [None, 1, 1]
    live = move(live, "reveal", "open", "start")
    with pytest.raises(refusals.Out):
        say(trio[1], live)
    say(trio[0], live, right=False)
    live = move(live, "close")
    order = [(s.place, int(s.entry.id)) for s in standings.people(standings.scores(live))]
    assert (order[0], {place for place, _ in order[1:]}) == ((1, trio[0].pk), {2})
    live = move(live, "reveal", "rescue", "open", "start")
    assert out(live) == [None] * 3
    for one in trio:
        say(one, live)
    live = move(live, "close")
    with pytest.raises(refusals.AsBefore):
        rounds.command(live=live, name="rescue", expected=live.version, now=NOON)


@pytest.mark.django_db
def test_a_question_that_is_voided_puts_nobody_out(live: LiveRound, trio: list[LivePlayer]) -> None:
    live = move(live, "open", "start", "close")
    assert out(live) == [1, 1, 1]
    live = move(live, "void")
    assert out(live) == [None] * 3
    assert out(move(live, "restore")) == [1, 1, 1]
    assert out(move(live, "rerun")) == [None] * 3


@pytest.mark.django_db
def test_an_answer_that_waited_while_the_host_closed_keeps_its_player_in(
    live: LiveRound, trio: list[LivePlayer]
) -> None:
    live = move(live, "open", "start")
    live = move(live, "close", now=NOON + timedelta(seconds=5))
    assert out(live) == [1, 1, 1]
    say(trio[2], live)
    assert out(live) == [1, 1, None]


@pytest.mark.django_db
def test_nobody_is_told_that_they_are_out_before_the_key_is(live: LiveRound, trio: list[LivePlayer]) -> None:
    live = move(live, "open", "start")
    say(trio[0], live)
    for state, still_in, told in (("close", 3, [False, False]), ("reveal", 1, [False, True])):
        live = move(live, state)
        frames = [orjson.loads(snapshots.phone_frame(one, NOON)) for one in trio[:2]]
        assert [frame["still_in"] for frame in frames] == [still_in] * 2
        assert [frame["me"]["out"] for frame in frames] == told
    live = move(live, "open")
    assert [orjson.loads(snapshots.phone_frame(one, NOON))["me"]["answers"] for one in trio[:2]] == [True, False]


def test_a_knockout_needs_questions_that_all_answer_together() -> None:
    for play in ("bell", "paced"):
        with pytest.raises(RulesError):
            LiveRules(play=play, knockout=True)  # type: ignore[arg-type]
