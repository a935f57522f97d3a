"""The bell on a real database: rings in a line, answers judged at once, what it earns, and all of it at once."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import orjson
import pytest
from django.db import connections, transaction

from contests.live import refusals, rounds, snapshots, standings
from contests.live.answers import answer
from contests.live.bell import BellRule
from contests.live.bells import ring_bell
from contests.live.composing import create_round
from contests.live.rules import LiveRules
from contests.models import Contest, LiveAnswer, LiveBuzz, LiveMove, LivePlayer, LiveRound
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_user
from tests.contests.live.test_rounds import choice, move, player, together

pytestmark = pytest.mark.django_db


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def with_bell(contest: Contest, host: User, **rule: object) -> LiveRound:
    rules = LiveRules(play="bell", bell=BellRule(points=10, penalty=5, seconds=10, **rule))  # type: ignore[arg-type]
    return create_round(contest=contest, title="Rung chuông", questions=2, seconds=20, by=host, now=NOON, rules=rules)


@pytest.fixture
def live(contest: Contest, alice: User, clock: Moving) -> LiveRound:
    return with_bell(contest, alice)


@pytest.fixture
def captains(live: LiveRound, commune: Unit) -> list[LivePlayer]:
    return [player(live, make_user(f"doi{n}", commune)) for n in range(4)]


def ring(one: LivePlayer, after: float, position: int = 1, run: int = 1) -> LiveBuzz:
    return ring_bell(player=one, position=position, run=run, received_at=at(after))


def looked(live: LiveRound, after: float) -> LiveRound:
    rounds.settled(live.pk, at(after))
    live.refresh_from_db()
    return live


def say(one: LivePlayer, live: LiveRound, *, right: bool, after: float) -> list[int]:
    given = choice(live, right=right)
    return answer(player=one, position=live.position, run=live.run, chosen=given, received_at=at(after))


def points(live: LiveRound) -> dict[int, int]:
    return {score.player: score.points for score in standings.scores(live)}


def test_a_whole_question_with_the_bell(live: LiveRound, captains: list[LivePlayer]) -> None:
    live = move(live, "open", "start")
    ring(captains[1], 3)
    ring(captains[0], 3.1)
    live = looked(live, 3.2)
    assert (live.state, live.holder, live.held_until) == ("held", captains[1], at(13.2))
    say(captains[1], live, right=False, after=6)
    live.refresh_from_db()
    assert (live.state, live.holder) == ("held", captains[0])
    say(captains[0], live, right=True, after=9)
    live.refresh_from_db()
    assert live.state == "closed"
    expected = {captains[0].pk: 10, captains[1].pk: -5, captains[2].pk: 0, captains[3].pk: 0}
    assert points(live) == expected
    live = move(live, "reveal", "void", now=at(12))
    assert set(points(live).values()) == {0}
    assert points(move(live, "restore", now=at(12))) == expected
    assert set(points(move(live, "rerun", now=at(12))).values()) == {0}


def test_a_ring_kept_late_that_arrived_first_has_the_bell(live: LiveRound, captains: list[LivePlayer]) -> None:
    live = move(live, "open", "start")
    ring(captains[1], 3.1)
    ring(captains[0], 3.05)
    assert looked(live, 3.3).holder == captains[0]
    rows = LiveBuzz.objects.values_list("player", "received_at")
    assert list(rows) == [(captains[0].pk, at(3.05)), (captains[1].pk, at(3.1))]


def test_only_the_holder_answers_and_a_lost_acknowledgement_is_given_again(
    live: LiveRound, captains: list[LivePlayer]
) -> None:
    live = move(live, "open", "start")
    with pytest.raises(refusals.NotHolder):
        say(captains[0], live, right=True, after=1)
    ring(captains[0], 3)
    ring(captains[1], 3.1)
    live = looked(live, 4)
    with pytest.raises(refusals.NotHolder):
        say(captains[1], live, right=True, after=5)
    first = say(captains[0], live, right=False, after=5)
    assert say(captains[0], live, right=False, after=6) == first
    assert LiveAnswer.objects.get().received_at == at(5)
    with pytest.raises(refusals.NotHolder):
        say(captains[0], live, right=True, after=6)


def test_the_host_judges_what_is_said_aloud_and_takes_a_verdict_back(
    live: LiveRound, captains: list[LivePlayer], alice: User
) -> None:
    live = move(live, "open", "start")
    ring(captains[0], 3)
    live = looked(live, 4)
    rounds.command(live=live, name="right", expected=live.version, now=at(6), by=alice)
    assert points(live)[captains[0].pk] == 10
    live = move(live, "recall", now=at(7))
    assert (live.state, live.holder, points(live)[captains[0].pk]) == ("held", captains[0], 0)
    live = move(live, "wrong", "close", now=at(8))
    assert points(live)[captains[0].pk] == -5
    moves = list(LiveMove.objects.filter(round=live).order_by("version").values_list("move", "by"))
    assert [move for move, _by in moves] == ["open", "start", "clock", "right", "recall", "wrong", "close"]
    assert moves[3] == ("right", alice.pk)


def test_a_verdict_on_a_bell_that_went_on_is_stale(live: LiveRound, captains: list[LivePlayer]) -> None:
    live = move(live, "open", "start")
    for one in captains[:2]:
        ring(one, 3 + one.pk / 1e6)
    live = looked(live, 4)
    seen = live.version
    looked(live, 15)
    with pytest.raises(refusals.Stale):
        rounds.command(live=live, name="wrong", expected=seen, now=at(15))


@pytest.mark.parametrize(
    ("rule", "refusal", "kept"),
    [("nothing", refusals.TooEarly, 0), ("out", refusals.ShutOut, 1), ("wait", refusals.ShutOut, 1)],
)
def test_a_false_start_is_refused_and_kept_where_it_counts_against(
    contest: Contest, alice: User, bob: User, clock: Moving, rule: str, refusal: type, kept: int
) -> None:
    live = with_bell(contest, alice, false_start=rule)
    bobs = player(live, bob)
    move(live, "open")
    for _ in range(2):
        with pytest.raises(refusal):
            ring(bobs, -1)
    assert LiveBuzz.objects.filter(opening=0).count() == kept
    move(live, "start")
    if rule == "nothing":
        ring(bobs, 1)
    else:
        with pytest.raises(refusals.ShutOut):
            ring(bobs, 1)
    if rule == "wait":
        ring(bobs, 3)
    assert LiveBuzz.objects.filter(opening=1).count() == (rule != "out")


@pytest.mark.parametrize(("position", "run"), [(2, 1), (1, 2), (9, 1)])
def test_a_ring_for_another_question_is_stale(
    live: LiveRound, captains: list[LivePlayer], position: int, run: int
) -> None:
    move(live, "open", "start")
    with pytest.raises(refusals.Stale):
        ring(captains[0], 1, position, run)


def test_a_player_shown_the_door_neither_rings_nor_is_given_the_bell(
    live: LiveRound, captains: list[LivePlayer]
) -> None:
    move(live, "open", "start")
    ring(captains[0], 3)
    ring(captains[1], 3.1)
    LivePlayer.objects.filter(pk=captains[0].pk).update(removed_at=NOON)
    assert looked(live, 4).holder == captains[1]
    with pytest.raises(refusals.NotAPlayer):
        ring(captains[0], 4)


def test_a_bell_whose_only_ringer_was_shown_the_door_stays_open(live: LiveRound, captains: list[LivePlayer]) -> None:
    move(live, "open", "start")
    ring(captains[0], 3)
    LivePlayer.objects.filter(pk=captains[0].pk).update(removed_at=NOON)
    live = looked(live, 4)
    assert (live.state, live.holder, live.decides_at) == ("bell", None, None)
    ring(captains[1], 5)
    assert looked(live, 6).holder == captains[1]


def test_no_screen_is_told_the_key_while_the_bell_goes_on(live: LiveRound, captains: list[LivePlayer]) -> None:
    live = move(live, "open", "start")
    ring(captains[0], 3)
    live = looked(live, 4)
    say(captains[0], live, right=False, after=5)
    live.refresh_from_db()
    frame = snapshots.host_frame(live, at(5))
    assert (frame["state"], frame["reveal"], frame["bell"]["turns"][0]["outcome"]) == ("bell", None, "wrong")
    assert "right" not in snapshots.phone_frame(captains[1], at(5)).decode()


def test_each_phone_is_told_where_it_stands_with_the_bell(live: LiveRound, captains: list[LivePlayer]) -> None:
    live = move(live, "open", "start")
    ring(captains[0], 3)
    ring(captains[1], 3.1)
    looked(live, 4)
    told = [orjson.loads(snapshots.phone_frame(one, at(4)))["me"]["bell"] for one in captains[:3]]
    assert told == ["holds", "rung", "may"]


def test_one_more_question_parts_those_who_are_level(contest: Contest, alice: User, commune: Unit) -> None:
    live = create_round(
        contest=contest, title="Vòng", questions=1, seconds=20, by=alice, now=NOON,
        rules=LiveRules(bell=BellRule(points=10)),
    )  # fmt: skip
    ann, ben, cam = (player(live, make_user(name, commune)) for name in ("ann", "ben", "cam"))
    live = move(live, "open", "start")
    for one in (ann, ben):
        say(one, live, right=True, after=1)
    live = move(live, "close", "reveal", "board", now=at(5))
    with pytest.raises(refusals.NobodyLevel):
        rounds.command(live=live, name="extra", expected=live.version, now=at(6), position=3)
    live = move(live, "extra", now=at(6))
    extra = live.steps.get(position=2)
    assert (extra.manner, extra.only, live.state) == ("bell", sorted([ann.pk, ben.pk]), "board")
    live = move(live, "open", "start", now=at(7))
    with pytest.raises(refusals.NotLevel):
        ring(cam, 8, 2)
    ring(ben, 8, 2)
    live = looked(live, 9)
    say(ben, live, right=True, after=10)
    live.refresh_from_db()
    found = standings.scores(live)
    order = [(s.place, int(s.entry.id), s.entry.shown["points"]) for s in standings.people(found)]
    assert order == [(1, ben.pk, 1000), (2, ann.pk, 1000), (3, cam.pk, 0)]


@pytest.mark.django_db(transaction=True)
def test_many_rings_at_once_are_one_line_and_one_holder(live: LiveRound, commune: Unit) -> None:
    ringing = [player(live, make_user(f"u{n}", commune)) for n in range(6)]
    move(live, "open", "start")
    waiting = iter(enumerate(ringing))

    def one() -> None:
        place, mine = next(waiting)
        for _ in range(2):
            ring(mine, 3 + place / 1000)

    assert together(6, one) == []
    assert LiveBuzz.objects.count() == 6
    raised = together(4, lambda: rounds.settled(live.pk, at(4)))
    live.refresh_from_db()
    assert (raised, live.holder, live.version) == ([], ringing[0], 4)


def late_ring(live: LiveRound, first: LivePlayer, second: LivePlayer, give: Callable[[], None]) -> LivePlayer:
    """`first` arrives first and is kept last: its transaction still holds the row when the bell is due."""
    ring(second, 3.1)
    in_hand, done = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            ring(first, 3.05)
            in_hand.set()
            done.wait(0.5)  # the commit takes its time
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    in_hand.wait(10)
    give()
    done.set()
    thread.join(10)
    live.refresh_from_db()
    return live.holder


@pytest.mark.django_db(transaction=True)
@pytest.mark.needs_postgres  # SQLite lets one writer in at a time: the race cannot happen there
def test_the_bell_waits_for_a_ring_that_is_being_kept(live: LiveRound, captains: list[LivePlayer]) -> None:
    move(live, "open", "start")
    give = lambda: rounds.settled(live.pk, at(4))  # noqa: E731
    assert late_ring(live, captains[0], captains[1], give) == captains[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.needs_postgres
def test_without_holding_the_row_the_bell_would_go_past_it(
    live: LiveRound, captains: list[LivePlayer], monkeypatch: pytest.MonkeyPatch
) -> None:
    move(live, "open", "start")

    def careless(live_id: int) -> tuple[LiveRound, object]:
        row = LiveRound.objects.get(pk=live_id)
        return row, rounds.as_machine(row)

    monkeypatch.setattr(rounds, "_read", careless)
    give = lambda: rounds.settled(live.pk, at(4))  # noqa: E731
    assert late_ring(live, captains[0], captains[1], give) == captains[1]
