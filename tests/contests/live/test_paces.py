"""Rounds in which everybody goes on at their own pace: one window, an order each, a key for all at the end."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import orjson
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contests.live import asking, paces, refusals, rounds, snapshots, standings
from contests.live.composing import create_round
from contests.live.known import GRACE, Pace, Round, Step
from contests.live.machine import Refused, apply, next_command, possible, settle
from contests.live.pacing import next_of, order_of, pace_ms, reason_against_pace, serves
from contests.live.rules import LiveRules
from contests.live.scoring import Scoring
from contests.live.states import Command, Manner, State
from contests.models import Contest, LiveAnswer, LivePlayer, LiveRound, LiveServing, LiveStep
from people.models import Unit, User
from questionbank.models import Choice
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import ARTICLE_CANARY, EXPLANATION_CANARY, make_user
from tests.contests.live.sequences import SEQUENCES
from tests.contests.live.test_rounds import move, player, together

T0 = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
LOBBY = Round(State.LOBBY, 1, 0, 1, tuple(Step(20, manner=Manner.PACED) for _ in range(3)), Pace(minutes=1))


def press(live: Round, *commands: Command, now: datetime = T0) -> Round:
    for command in commands:
        live = apply(live, command, expected=live.version, now=now)
    return live


@given(st.text(max_size=8), st.integers(1, 99), st.integers(1, 40))
def test_each_player_meets_every_question_once_in_an_order_that_does_not_change(
    seed: str, who: int, count: int
) -> None:
    order = order_of(seed, who, range(1, count + 1))
    assert sorted(order) == list(range(1, count + 1))
    assert order == order_of(seed, who, range(1, count + 1))
    met, at = [], next_of(order, [])
    while at is not None:
        met.append(at)
        at = next_of(order, met)
    assert met == order


def test_orders_differ_between_players() -> None:
    assert len({tuple(order_of("x", who, range(10))) for who in range(20)}) == 20


def test_the_one_button_leads_through_a_round_at_ones_own_pace() -> None:
    live, pressed = LOBBY, []
    while (command := next_command(live)) is not None:
        live = press(live, command)
        pressed.append(command.value)
    assert pressed == ["go", "close", "reveal", "board", "finish"]


@pytest.mark.parametrize("command", [Command.OPEN, Command.SKIP, Command.RERUN, Command.START])
def test_no_question_is_opened_left_out_or_played_again_by_itself(command: Command) -> None:
    for live in (LOBBY, press(LOBBY, Command.GO), press(LOBBY, Command.GO, Command.CLOSE)):
        assert command not in possible(live)
        with pytest.raises(Refused):
            press(live, command)


def test_the_window_pauses_extends_closes_and_opens_again_for_all() -> None:
    live = press(LOBBY, Command.GO)
    assert live.closes_at == T0 + timedelta(minutes=1)
    live = press(live, Command.PAUSE, now=T0 + timedelta(seconds=10))
    assert settle(live, T0 + timedelta(hours=1)) is live
    live = press(live, Command.RESUME, Command.EXTEND, now=T0 + timedelta(seconds=100))
    assert live.closes_at == T0 + timedelta(seconds=165)
    closed = press(live, Command.CLOSE, now=T0 + timedelta(seconds=120))
    again = press(closed, Command.REOPEN, now=T0 + timedelta(seconds=200))
    assert (again.state, again.closes_at) == (State.PACED, T0 + timedelta(seconds=245))
    assert settle(again, again.closes_at + GRACE + timedelta(microseconds=1)).state is State.CLOSED


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=4), st.integers(0, 300), st.integers(0, 300)
)
def test_the_time_of_an_answer_is_what_the_clock_ran_since_it_was_served(
    pauses: list[tuple[int, int]], served: int, took: int
) -> None:
    now, spans = 0, []
    for going, standing in pauses:
        spans.append((now + going, now + going + standing))
        now += going + standing
    live = Round(
        State.PACED, 1, 3, 1, LOBBY.steps, opened_at=T0,
        pauses=tuple((T0 + timedelta(seconds=a), T0 + timedelta(seconds=b)) for a, b in spans),
    )  # fmt: skip
    ran = sum(not any(a <= second < b for a, b in spans) for second in range(served, served + took))
    at = [T0 + timedelta(seconds=second) for second in (served, served + took)]
    assert pace_ms(live, *at) == ran * 1000


@dataclass
class Room:
    """A window, its players, what the server keeps of them, and what the model knows."""

    live: Round
    now: datetime = T0
    left: timedelta = timedelta(minutes=1)
    served: dict[tuple[int, int], datetime] = field(default_factory=dict)
    ran: timedelta = timedelta(0)
    ran_at: dict[tuple[int, int], timedelta] = field(default_factory=dict)
    rows: dict[tuple[int, int], int] = field(default_factory=dict)
    kept: int = 0

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        if self.live.state is State.PACED:
            self.left -= timedelta(seconds=seconds)
            self.ran += timedelta(seconds=seconds)

    def look(self) -> None:
        before, self.live = self.live, settle(self.live, self.now)
        if before.state is not self.live.state:
            assert self.left < -GRACE, "closed by the clock before its time"

    def press(self, command: Command) -> None:
        self.look()
        before = self.live
        try:
            self.live = apply(self.live, command, expected=self.live.version, now=self.now)
        except Refused:
            return
        if command is Command.EXTEND:
            self.left = max(self.left, timedelta(0)) + timedelta(seconds=15)
        if command is Command.REOPEN:
            assert before.state is State.CLOSED
            assert self.left > timedelta(0), "time was given that nobody had left"

    def step(self, who: int) -> None:
        """One thing a phone does: ask for its question, or answer it."""
        self.look()
        order = order_of("s", who, [1, 2, 3])
        done = [position for (player, position) in self.rows if player == who]
        at = next_of(order, done)
        if at is None:
            return
        if (who, at) not in self.served:
            may = serves(self.live, self.now)
            assert may == (self.live.state is State.PACED and self.left >= timedelta(0))
            if may:
                self.served[who, at], self.ran_at[who, at] = self.now, self.ran
            return
        reason = reason_against_pace(self.live, self.now)
        in_time = self.live.state is State.PACED and self.left >= -GRACE
        assert (reason is None) == in_time, f"{reason}, {self.left} left"
        if reason is None:
            self.rows[who, at] = pace_ms(self.live, self.served[who, at], self.now)
            assert self.rows[who, at] == (self.ran - self.ran_at[who, at]) // timedelta(milliseconds=1)
            self.kept += 1


def play(chance: Random) -> Room:
    room = Room(press(LOBBY, Command.GO))
    usual = [Command.PAUSE, Command.RESUME, Command.RESUME, Command.EXTEND, Command.CLOSE, Command.REOPEN]
    for _ in range(chance.randint(5, 50)):
        room.wait(1e-6 + chance.choice([0, 0.3, 1, 2, 5, 30]))
        if chance.random() < 0.25:
            room.press(chance.choice(usual))
        else:
            room.step(chance.randint(1, 3))
    return room


def test_whatever_the_host_and_the_phones_do_no_answer_is_late_lost_or_mistimed() -> None:
    for seed in range(SEQUENCES):
        try:
            play(Random(seed))
        except AssertionError as error:
            raise AssertionError(f"room {seed}: {error}") from error


def test_the_rooms_that_chance_makes_are_used() -> None:
    rooms = [play(Random(seed)) for seed in range(300)]
    assert sum(room.kept for room in rooms) > 300
    assert {room.live.state for room in rooms} >= {State.PACED, State.PAUSED, State.CLOSED}


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def live(contest: Contest, alice: User, clock: Moving) -> LiveRound:
    rules = LiveRules(scoring=Scoring("speed", 1000, 800), play="paced", minutes=2)
    return create_round(contest=contest, title="Mười phút", questions=3, seconds=20, by=alice, now=NOON, rules=rules)


@pytest.fixture
def bobs(live: LiveRound, bob: User) -> LivePlayer:
    return player(live, bob)


def served(one: LivePlayer, after: float) -> paces.Served:
    return paces.serve(player=one, received_at=at(after))


def right_of(step: LiveStep, *, right: bool = True) -> list[int]:
    return [Choice.objects.filter(version=step.version_id, is_correct=right).values_list("pk", flat=True)[0]]


def say(one: LivePlayer, step: LiveStep, after: float, *, right: bool = True) -> None:
    paces.answer_paced(player=one, position=step.position, chosen=right_of(step, right=right), received_at=at(after))


@pytest.mark.django_db
class TestRows:
    def test_a_player_goes_through_their_own_order_and_is_timed_from_the_serving(
        self, live: LiveRound, bobs: LivePlayer
    ) -> None:
        live = move(live, "go")
        order = order_of(live.seed, bobs.pk, [1, 2, 3])
        met, clock = [], 0.0
        for place in (1, 2, 3):
            now = served(bobs, clock)
            assert (now.place, now.of, served(bobs, clock + 1).served_at) == (place, 3, at(clock))
            met.append(now.step.position)
            say(bobs, now.step, clock + 5)
            clock += 10
        assert (met, served(bobs, clock).step) == (order, None)
        live = move(live, "close", now=at(60))
        assert [a.points for a in LiveAnswer.objects.all()] == [960, 960, 960]
        assert standings.scores(live)[0].points == 2880

    def test_a_question_may_be_left_and_does_not_come_back(self, live: LiveRound, bobs: LivePlayer) -> None:
        move(live, "go")
        first = served(bobs, 0).step
        for _ in range(2):
            paces.answer_paced(player=bobs, position=first.position, chosen=[], received_at=at(1))
        with pytest.raises(refusals.FirstStands):
            say(bobs, first, 2)
        assert served(bobs, 3).step != first
        assert not LiveAnswer.objects.exists()

    def test_the_first_answer_stands(self, live: LiveRound, bobs: LivePlayer) -> None:
        move(live, "go")
        first = served(bobs, 0).step
        for _ in range(2):
            say(bobs, first, 1)
        with pytest.raises(refusals.FirstStands):
            say(bobs, first, 2, right=False)

    def test_nobody_answers_what_they_were_not_served(self, live: LiveRound, bobs: LivePlayer) -> None:
        with pytest.raises(refusals.NotAnswering):
            served(bobs, 0)
        move(live, "go")
        first = served(bobs, 0).step
        other = live.steps.exclude(pk=first.pk)[0]
        with pytest.raises(refusals.Stale):
            say(bobs, other, 1)

    def test_nothing_is_served_in_a_pause_or_after_the_end(self, live: LiveRound, bobs: LivePlayer) -> None:
        live = move(live, "go")
        first = served(bobs, 0).step
        live = move(live, "pause", now=at(10))
        with pytest.raises(refusals.Paused):
            served(bobs, 11)
        with pytest.raises(refusals.Paused):
            say(bobs, first, 11)
        live = move(live, "resume", now=at(20))
        say(bobs, first, 25)
        assert LiveAnswer.objects.get().elapsed_ms == 15_000
        with pytest.raises(refusals.NotAnswering):
            served(bobs, 130.5)
        rounds.settled(live.pk, at(140))
        live.refresh_from_db()
        assert live.state == "closed"

    def test_an_answer_that_waited_while_the_window_closed_counts_and_is_marked(
        self, live: LiveRound, bobs: LivePlayer
    ) -> None:
        live = move(live, "go")
        first = served(bobs, 0).step
        live = move(live, "close", now=at(10))
        say(bobs, first, 9)
        assert LiveAnswer.objects.get().points is not None
        with pytest.raises(refusals.TooLate):
            say(bobs, first, 11)

    def test_no_key_and_no_points_leave_the_server_before_the_reveal_and_then_all_do(
        self, live: LiveRound, bobs: LivePlayer, charlie: User
    ) -> None:
        other = player(live, charlie)
        live = move(live, "go")
        reply = asking.reply_to({"type": "next", "ref": 1}, bobs.pk, NOON)
        step = LiveStep.objects.get(round=live, position=reply["position"])
        told = orjson.dumps(reply).decode()
        others = asking.reply_to({"type": "next"}, other.pk, NOON)
        assert not any(word in told for word in ("is_correct", EXPLANATION_CANARY, ARTICLE_CANARY))
        assert others["of"] == 3
        kept = asking.reply_to(
            {"type": "paced", "position": step.position, "chosen": right_of(step), "ref": 2}, bobs.pk, at(3)
        )
        assert (kept["type"], kept["answered"], kept["place"]) == ("kept", step.position, 2)
        live = move(live, "close", now=at(30))
        for frame in (snapshots.host_frame(live, at(30)), orjson.loads(snapshots.phone_frame(bobs, at(30)))):
            assert (frame["question"], frame["reveal"], frame["keys"]) == (None, None, None)
        assert orjson.loads(snapshots.phone_frame(bobs, at(30)))["me"]["points"] == 0
        live = move(live, "reveal", now=at(31))
        frame = orjson.loads(snapshots.phone_frame(bobs, at(31)))
        assert [
            one["reveal"]["right"] == right_of(live.steps.get(position=one["position"])) for one in frame["keys"]
        ] == [True] * 3
        assert frame["me"]["points"] == 980

    def test_a_streak_runs_in_the_order_in_which_the_player_met_the_questions(
        self, contest: Contest, alice: User, bob: User, clock: Moving
    ) -> None:
        rules = LiveRules(scoring=Scoring("flat", 10, 0, streak=1), play="paced")
        live = create_round(contest=contest, title="", questions=4, seconds=20, by=alice, now=NOON, rules=rules)
        bobs = player(live, bob)
        live = move(live, "go")
        for place, right in enumerate((True, True, False, True)):
            say(bobs, served(bobs, place).step, place + 0.5, right=right)
        live = move(live, "close", now=at(60))
        by_time = LiveAnswer.objects.order_by("received_at").values_list("points", flat=True)
        assert list(by_time) == [10, 11, 0, 10]

    def test_one_question_is_voided_for_all(self, live: LiveRound, bobs: LivePlayer) -> None:
        live = move(live, "go")
        say(bobs, served(bobs, 0).step, 1)
        second = served(bobs, 2).step
        say(bobs, second, 3)
        live = move(live, "close", now=at(10))
        live = rounds.command(live=live, name="void", expected=live.version, now=at(11), position=second.position)
        assert standings.scores(live)[0].points == 1000

    def test_over_http_as_well(self, live: LiveRound, bobs: LivePlayer, bob: User) -> None:
        client = Client()
        client.force_login(bob)
        there = reverse("contests:live-answer", args=[live.join_code])
        early = client.post(there, {"type": "next", "ref": 3}, content_type="application/json")
        assert (early.status_code, early.json()["code"], early.json()["ref"]) == (409, "not_open", 3)
        move(live, "go")
        reply = client.post(there, {"type": "next", "ref": 4}, content_type="application/json").json()
        assert (reply["type"], reply["ref"], reply["place"]) == ("served", 4, 1)
        bad = {"type": "paced", "position": reply["position"], "chosen": ["x"]}
        assert client.post(there, bad, content_type="application/json").json()["code"] == "unknown_choice"


@pytest.mark.django_db(transaction=True)
def test_two_phones_of_one_player_are_served_one_question(live: LiveRound, commune: Unit) -> None:
    one = player(live, make_user("hai", commune))
    move(live, "go")
    assert together(6, lambda: served(one, 1)) == []
    assert LiveServing.objects.count() == 1
