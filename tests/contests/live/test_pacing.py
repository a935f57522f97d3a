"""The rules of rounds in which everybody goes on at their own pace: the window, the orders, the time of an answer."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.live.known import GRACE, Pace, Round, Step
from contests.live.machine import Refused, apply, next_command, possible, settle
from contests.live.pacing import next_of, order_of, pace_ms, reason_against_pace, serves
from contests.live.states import Command, Manner, State
from tests.contests.live.sequences import SEQUENCES

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
