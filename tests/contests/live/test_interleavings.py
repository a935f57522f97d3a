"""Whatever a host, the phones and the clock do to a round, in any order: against a model of players who play it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from contests.live import machine, receiving
from contests.live.known import GRACE, Pace, Round, Step
from contests.live.machine import Refused, StaleVersion, apply, notice, settle
from contests.live.messages import place_of, read_answer
from contests.live.receiving import elapsed_ms, reason_against
from contests.live.states import Command, State
from tests.contests.live.sequences import SEQUENCES

T0 = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
PLAYERS = 4
OF_OTHER_ROUNDS = {State.BELL, State.HELD, State.PACED}
WAITS = (0, 0, 0.001, 0.4, 1, 1, 3, 5, 8, 20, 21, 21.001, 90)


@dataclass(frozen=True)
class Said:
    """An answer on its way. in_time: what the model says of the moment at which the server got it."""

    player: int
    position: int
    run: int
    right: bool
    received_at: datetime
    in_time: bool
    took: timedelta


@dataclass
class Hall:
    """The round, the rows that the server keeps, and beside them what the model knows.

    left: of the current question's time, by the model's own count; None while its clock does not run. kept: what was
    left when a press, or the last answer, closed it.
    """

    live: Round
    now: datetime = T0
    rows: dict[tuple[int, int, int], tuple[bool, int]] = field(default_factory=dict)  # position, run, player
    truth: dict[tuple[int, int, int], tuple[bool, int]] = field(default_factory=dict)
    wires: list[Said] = field(default_factory=list)
    left: timedelta | None = None
    spent: timedelta = timedelta(0)
    kept: timedelta | None = None
    reopened: int = 0
    runs: dict[int, int] = field(default_factory=dict)

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        if self.left is not None and self.live.state is not State.PAUSED:
            self.left -= timedelta(seconds=seconds)
            self.spent += timedelta(seconds=seconds)

    def look(self) -> None:
        """Whoever looks settles the round first."""
        before, self.live = self.live, settle(self.live, self.now)
        if before.state is State.ARRIVING and self.live.state is not State.ARRIVING:
            since = self.now - before.starts_by
            self.left = timedelta(seconds=before.step.seconds) - since
            self.spent = since
        if self.live.state is State.CLOSED:
            if before.state in (State.ANSWERING, State.ARRIVING):
                assert self.left < -GRACE, "closed by the clock before its time"
                self.kept = None
            self.left = None

    def press(self, command: Command, presses: int, position: int | None) -> None:
        """Press once or several times, on one device or several, all having seen the same version."""
        self.look()
        seen, moved = self.live.version, 0
        for _ in range(presses):
            before = self.live
            try:
                self.live = apply(self.live, command, expected=seen, now=self.now, position=position)
            except StaleVersion:
                assert moved
            except Refused:
                assert self.live is before
            else:
                moved += 1
                self._follow(command, before)
        assert moved <= 1, "two presses moved the round on twice"
        assert self.live.version == seen + moved

    def _follow(self, command: Command, before: Round) -> None:
        if command in (Command.OPEN, Command.RERUN):
            assert self.live.run == self.runs.get(self.live.position, 0) + 1
            self.runs[self.live.position] = self.live.run
        if self.live.state is State.ANSWERING and command in (Command.START, Command.BEGIN):
            self.left, self.spent = timedelta(seconds=self.live.step.seconds), timedelta(0)
        if command is Command.EXTEND:
            self.left = max(self.left, timedelta(0)) + machine.EXTENSION
        if command is Command.REOPEN:
            assert self.kept is not None, "time was given that nobody had left"
            self.left, self.kept, self.reopened = self.kept, None, self.reopened + 1
        if self.live.state in (State.CLOSED, State.SKIPPED, State.QUESTION) and self.live.state is not before.state:
            self._stop()

    def _stop(self) -> None:
        over = self.left is None or self.left <= timedelta(0) or self.live.state is not State.CLOSED
        self.kept, self.left = None if over else self.left, None

    def phones(self, connected: int, reached: int) -> None:
        self.look()
        answered = sum((self.live.position, self.live.run, p) in self.rows for p in range(connected))
        before = self.live
        self.live = notice(
            before, joined=PLAYERS, connected=connected, reached=min(reached, connected),
            waiting=connected - answered, now=self.now,
        )  # fmt: skip
        if before.state is State.ARRIVING and self.live.state is State.ANSWERING:
            assert min(reached, connected) * 100 >= before.pace.share * connected > 0
            self.left, self.spent = timedelta(seconds=self.live.step.seconds), timedelta(0)
        if self.live.state is State.CLOSED and before.state is State.ANSWERING:
            assert answered == connected >= PLAYERS / 2
            self._stop()

    def tap(self, player: int, right: bool, off: int) -> None:
        """A phone answers what it shows; `off`: it shows an older run or another question. The server stamps it."""
        if self.live.state is State.ARRIVING:
            self.look()
        open_now = self.live.state is State.ANSWERING and self.left >= -GRACE and off == 0
        position, run = (self.live.position, self.live.run - off) if off >= 0 else (self.live.position + 1, 1)
        self.wires.append(Said(player, position, run, right, self.now, open_now, self.spent))

    def take(self, index: int, change: bool) -> None:
        """One of the answers on their way is looked at, not always the oldest."""
        said = self.wires.pop(index % len(self.wires))
        if self.live.state is State.ARRIVING:
            self.look()
        key = (said.position, said.run, said.player)
        reason = reason_against(self.live, position=said.position, run=said.run, received_at=said.received_at)
        current = (said.position, said.run) == (self.live.position, self.live.run)
        counts = said.in_time and current and self.live.state in (State.ANSWERING, State.PAUSED, State.CLOSED)
        assert (reason is None) == counts, f"{reason} against an answer that {'was' if counts else 'was not'} in time"
        if reason is None and (change or key not in self.rows):
            self.rows[key] = (said.right, elapsed_ms(self.live, said.received_at))
            self.truth[key] = (said.right, said.took // timedelta(milliseconds=1))

    def check(self) -> None:
        assert self.rows == self.truth
        assert self.live.state.shows_key == (self.live.state in {State.REVEALED, State.BOARD, State.FINISHED})
        running = self.live.state in (State.ANSWERING, State.PAUSED)
        assert running == (self.left is not None)
        if running:
            end = self.live.paused_at or self.now
            assert self.live.closes_at - end == self.left, "a pause changed the time that is left"


def new_hall(chance: Random) -> Hall:
    pace = Pace(chance.random() < 0.3, chance.choice([0, 0, 50, 80, 100]), chance.choice([1, 5]), chance.random() < 0.4)
    return Hall(Round(State.LOBBY, 1, 0, 1, tuple(Step(20) for _ in range(chance.randint(1, 4))), pace))


def walk(chance: Random, *, change: bool | None = None) -> Hall:
    """Do up to sixty things that chance picks, checking after each."""
    hall = new_hall(chance)
    change = chance.random() < 0.6 if change is None else change
    for _ in range(chance.randint(3, 60)):
        one_step(hall, chance, change)
        hall.check()
    return hall


def one_step(hall: Hall, chance: Random, change: bool) -> None:
    """Mostly what people do in a hall, often enough what they do not."""
    hall.wait(1e-6)  # no two things happen in one microsecond
    busy = hall.live.state in (State.ANSWERING, State.PAUSED)
    kinds, weights = (
        ("wait", "press", "void", "phones", "tap", "take"),
        (3, 1, 0.2, 1, 6, 5) if busy else (1, 6, 1, 1, 1, 2),
    )
    match chance.choices(kinds, weights)[0]:
        case "wait":
            hall.wait(chance.choice(WAITS))
        case "press":
            following = machine.next_command(hall.live) or Command.FINISH
            usual = [Command.PAUSE, Command.PAUSE, Command.EXTEND, following] if busy else [following]
            if hall.live.state is State.CLOSED:
                usual.append(Command.REOPEN)
            command = chance.choice(usual if chance.random() < 0.7 else list(Command))
            hall.press(command, chance.choice([1, 1, 2, 5]), None)
        case "void":
            hall.press(chance.choice([Command.VOID, Command.RESTORE]), 1, chance.randint(0, 4))
        case "phones":
            hall.phones(chance.randint(0, PLAYERS), chance.randint(0, PLAYERS))
        case "tap":
            hall.tap(chance.randrange(PLAYERS), chance.random() < 0.5, chance.choice([0, 0, 0, 0, 1, -1]))
        case "take" if hall.wires:
            hall.take(chance.randrange(100), change)


class Rounds(RuleBasedStateMachine):
    """The same hall driven by Hypothesis, which makes the shortest road to a fault."""

    @initialize(chance=st.randoms(use_true_random=False), change=st.booleans())
    def begin(self, chance: Random, change: bool) -> None:
        self.hall, self.change = new_hall(chance), change

    @rule(seconds=st.sampled_from(WAITS))
    def wait(self, seconds: float) -> None:
        self.hall.wait(seconds)

    @precondition(lambda self: self.hall.left is not None)
    @rule(past=st.sampled_from([-1, 0, 1, 1.001]), player=st.integers(0, PLAYERS - 1), right=st.booleans())
    def answer_about_the_end(self, past: float, player: int, right: bool) -> None:
        self.hall.wait(max(self.hall.left.total_seconds() + past, 0))
        self.tap(player, right, 0)
        self.hall.take(len(self.hall.wires) - 1, self.change)

    @precondition(lambda self: self.hall.left is None)
    @rule()
    def go_on_to_answers(self) -> None:
        """Press on, where chance alone would seldom come."""
        while self.hall.left is None and (following := machine.next_command(self.hall.live)):
            self.hall.press(following, 1, None)

    @precondition(lambda self: self.hall.left is not None)
    @rule(command=st.sampled_from([Command.PAUSE, Command.RESUME, Command.EXTEND]))
    def turn_the_clock(self, command: Command) -> None:
        self.hall.press(command, 1, None)

    @precondition(lambda self: self.hall.left is not None)
    @rule(seconds=st.sampled_from([1, 5]))
    def close_too_early(self, seconds: float) -> None:
        """And take it back."""
        self.hall.wait(seconds)
        self.hall.press(Command.CLOSE, 1, None)
        self.hall.wait(seconds)
        self.hall.press(Command.REOPEN, 1, None)

    @rule(presses=st.integers(1, 3))
    def go_on(self, presses: int) -> None:
        self.hall.press(machine.next_command(self.hall.live) or Command.FINISH, presses, None)

    @rule(command=st.sampled_from(Command), position=st.none() | st.integers(-1, 5))
    def press(self, command: Command, position: int | None) -> None:
        self.hall.press(command, 1, position)

    @rule(connected=st.integers(0, PLAYERS), reached=st.integers(0, PLAYERS))
    def phones(self, connected: int, reached: int) -> None:
        self.hall.phones(connected, reached)

    @rule(player=st.integers(0, PLAYERS - 1), right=st.booleans(), off=st.sampled_from([0, 0, 0, 1, -1]))
    def tap(self, player: int, right: bool, off: int) -> None:
        self.hall.wait(1e-6)
        self.hall.tap(player, right, off)
        self.hall.wait(1e-6)

    @precondition(lambda self: self.hall.wires)
    @rule(index=st.integers(0, 50))
    def take(self, index: int) -> None:
        self.hall.take(index, self.change)

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "hall"):
            self.hall.check()


def take_roads(phases: Iterable[Phase] = tuple(Phase)) -> None:
    run_state_machine_as_test(
        Rounds,
        settings=settings(
            max_examples=max(SEQUENCES // 5, 100),
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            phases=phases,
        ),
    )


def test_no_road_that_hypothesis_finds_leads_astray() -> None:
    take_roads()


ANYTHING = st.sampled_from([None, -1, 0, 1e308, float("nan"), 86_400_000, -86_400_000, "2026-01-01", [], {}, True])
CLOCKS = st.dictionaries(
    st.sampled_from(["t", "at", "time", "received_at", "elapsed_ms", "points", "player"]), ANYTHING
)


@given(CLOCKS)
def test_whatever_the_clock_of_the_client_says_the_answer_read_is_the_same(claims: dict[str, Any]) -> None:
    said = {"type": "answer", "position": 2, "run": 1, "chosen": [11], "ref": 5}
    assert read_answer(claims | said) == {"position": 2, "run": 1, "chosen": (11,)}


@given(CLOCKS)
def test_whatever_the_clock_of_the_client_says_its_ring_is_the_same(claims: dict[str, Any]) -> None:
    assert place_of(claims | {"type": "ring", "position": 2, "run": 1}) == {"position": 2, "run": 1}


def test_rounds_of_chance_count_no_answer_late_or_twice_and_lose_none() -> None:
    for seed in range(SEQUENCES):
        try:
            walk(Random(seed))  # the same rounds in every build
        except AssertionError as error:
            raise AssertionError(f"round {seed}: {error}") from error


BOTH = pytest.mark.parametrize(
    "tried",
    [
        partial(take_roads, [Phase.generate]),
        test_rounds_of_chance_count_no_answer_late_or_twice_and_lose_none,
    ],
    ids=["hypothesis", "chance"],
)


@BOTH
def test_the_property_finds_a_round_that_takes_late_answers(
    tried: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The properties bite: here with a grace that is longer at the door than on the clock."""
    monkeypatch.setattr(receiving, "GRACE", timedelta(seconds=2))
    with pytest.raises(AssertionError):
        tried()


@BOTH
def test_the_property_finds_a_pause_that_takes_time(tried: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(live: Round, paused_at: datetime | None, now: datetime) -> Round:
        return replace(live, pauses=(*live.pauses[:-1], (paused_at, now)))

    monkeypatch.setattr(machine, "_resumed", careless)
    with pytest.raises(AssertionError, match="a pause changed"):
        tried()


@BOTH
def test_the_property_finds_a_close_taken_back_that_gives_new_time(
    tried: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = machine._reopened

    def generous(live: Round, now: datetime) -> Round:
        return replace(real(live, now), closes_at=now + timedelta(seconds=20))

    monkeypatch.setattr(machine, "_reopened", generous)
    with pytest.raises(AssertionError, match="a pause changed"):
        tried()


def test_the_rounds_that_chance_makes_go_everywhere() -> None:
    """The property would be empty if no answer were ever counted, or no state ever reached."""
    halls = [walk(Random(seed)) for seed in range(1000)]
    assert {hall.live.state for hall in halls} >= set(State) - {State.LOBBY, *OF_OTHER_ROUNDS}
    assert sum(hall.reopened for hall in halls) > 20
    assert sum(len(hall.rows) for hall in halls) > 400
    assert sum(len(hall.live.pauses) for hall in halls) > 20
