"""The bell by itself: who is given it, what a false start costs, where it goes; against a model with its own line."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.live import bell as bells
from contests.live import machine, turns
from contests.live.bell import GATHER, LEAST, Bell, BellRule, FalseStart, Outcome, Passes, Ring
from contests.live.known import GRACE, Pace, Round, Step
from contests.live.machine import NothingLeft, Refused, WrongState, apply, next_command, possible, settle
from contests.live.receiving import NoRing, has_word, opening_of, reason_against_ring
from contests.live.states import Command, Manner, State
from tests.contests.live.sequences import SEQUENCES

T0 = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
A, B, C = 1, 2, 3


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def at(count: float) -> datetime:
    return T0 + seconds(count)


def lobby(**rule: object) -> Round:
    pace = Pace(bell=BellRule(seconds=10, **rule))  # type: ignore[arg-type]
    return Round(State.LOBBY, 1, 0, 1, (Step(20, manner=Manner.BELL), Step(20, manner=Manner.BELL)), pace)


def press(live: Round, *commands: Command, after: float = 0) -> Round:
    for command in commands:
        live = apply(settle(live, at(after)), command, expected=settle(live, at(after)).version, now=at(after))
    return live


def opened(**rule: object) -> Round:
    return press(lobby(**rule), Command.OPEN, Command.START)


def rung(live: Round, player: int, after: float) -> Round:
    """Ring as the rows do: in order of receipt, and with the moment at which the first is given the bell."""
    live = settle(live, at(after))
    reason = reason_against_ring(live, player=player, position=live.position, run=live.run, received_at=at(after))
    opening = opening_of(live, at(after))
    if reason not in (None, NoRing.SHUT_OUT) or (reason and opening):
        raise AssertionError(reason)
    rings = sorted((*live.bell.rings, Ring(player, at(after), opening, key=len(live.bell.rings))), key=lambda r: r.at)
    decides = live.bell.decides_at
    if reason is None and live.state is State.BELL:
        decides = decides or at(after) + GATHER
    return replace(live, bell=replace(live.bell, rings=tuple(rings), decides_at=decides))


def refusal(live: Round, player: int, after: float) -> NoRing | None:
    live = settle(live, at(after))
    return reason_against_ring(live, player=player, position=live.position, run=live.run, received_at=at(after))


def test_who_rang_first_is_given_the_bell_and_the_clock_of_the_question_stands() -> None:
    live = rung(rung(opened(), A, 3), B, 3.1)
    assert settle(live, at(3.1999)).state is State.BELL
    held = settle(live, at(3.2))
    assert (held.state, held.bell.holder, held.bell.until) == (State.HELD, A, at(13.2))
    assert held.version == live.version + 1
    wrong = press(held, Command.WRONG, after=8.2)
    assert (wrong.state, wrong.bell.holder, wrong.closes_at) == (State.HELD, B, at(25))


def test_a_ring_that_came_first_and_was_kept_last_has_the_bell() -> None:
    late = rung(opened(), B, 3.1)
    rings = (Ring(A, at(3.05), 1), *late.bell.rings)
    live = replace(late, bell=replace(late.bell, rings=rings))
    assert settle(live, at(4)).bell.holder == A


def test_rings_of_one_microsecond_stand_in_the_order_of_their_rows() -> None:
    rings = (Ring(B, at(3), 1, key=1), Ring(A, at(3), 1, key=2))
    live = replace(opened(), bell=Bell(1, rings, decides_at=at(3.2)))
    assert settle(live, at(4)).bell.holder == B


def test_a_right_answer_closes_the_question() -> None:
    live = press(rung(opened(), A, 3), Command.RIGHT, after=5)
    assert (live.state, live.bell.rings[0].outcome) == (State.CLOSED, Outcome.RIGHT)
    assert Command.REOPEN not in possible(live)
    with pytest.raises(WrongState):
        press(live, Command.REOPEN, after=6)


@pytest.mark.parametrize("passes", list(Passes))
def test_silence_passes_the_bell_by_the_rule(passes: Passes) -> None:
    live = rung(opened(passes=passes), A, 3)
    live = rung(live, B, 3.1)
    end = at(13.2) + GRACE + GATHER
    assert settle(live, end).bell.holder == A
    after = settle(live, end + timedelta(microseconds=1))
    assert after.bell.last_ruled.outcome is Outcome.SILENT
    expected = {Passes.NEXT: (State.HELD, B), Passes.OPEN: (State.BELL, None), Passes.END: (State.CLOSED, None)}
    assert (after.state, after.bell.holder) == expected[passes]


def test_the_bell_that_opens_again_leaves_the_others_time() -> None:
    live = press(rung(opened(passes=Passes.OPEN), A, 19.5), Command.WRONG, after=22)
    assert (live.state, live.bell.opening, live.closes_at) == (State.BELL, 2, at(22) + LEAST)
    assert refusal(live, A, 23) is NoRing.HAD_TURN
    assert rung(live, B, 23).bell.decides_at == at(23.2)


def test_where_nobody_lines_up_a_ring_counts_only_for_the_opening_it_was_made_in() -> None:
    live = rung(rung(opened(passes=Passes.OPEN), A, 3), B, 3.1)
    live = press(live, Command.WRONG, after=6)
    assert live.bell.waiting == ()
    assert settle(rung(rung(live, C, 7), B, 7.05), at(8)).bell.holder == C


def test_a_ring_while_the_bell_is_held_lines_up_or_does_not_by_rule() -> None:
    for passes, expected in ((Passes.NEXT, None), (Passes.OPEN, NoRing.HELD), (Passes.END, NoRing.HELD)):
        assert refusal(rung(opened(passes=passes), A, 3), B, 5) is expected


@pytest.mark.parametrize(
    ("rule", "first", "later"),
    [
        (FalseStart.NOTHING, NoRing.TOO_EARLY, {1: None, 3.5: None}),
        (FalseStart.OUT, NoRing.SHUT_OUT, {1: NoRing.SHUT_OUT, 15: NoRing.SHUT_OUT}),
        (FalseStart.WAIT, NoRing.SHUT_OUT, {1: NoRing.SHUT_OUT, 2.999: NoRing.SHUT_OUT, 3: None}),
    ],
)
def test_a_ring_before_the_clock_starts_counts_by_the_rule(rule: FalseStart, first: NoRing, later: dict) -> None:
    reading = press(lobby(false_start=rule, wait=3), Command.OPEN)
    assert reason_against_ring(reading, player=A, position=1, run=1, received_at=at(-1)) is first
    early = (Ring(A, at(-1), 0),) if rule is not FalseStart.NOTHING else ()
    started = replace(press(reading, Command.START), bell=Bell(1, early))
    assert {after: refusal(started, A, after) for after in later} == later
    assert refusal(started, B, 0.1) is None


def test_a_false_start_is_told_by_the_hour_of_receipt_even_when_it_is_looked_at_later() -> None:
    started = opened(false_start=FalseStart.OUT)
    assert refusal(started, A, -0.001) is NoRing.SHUT_OUT
    assert (opening_of(started, at(-0.001)), opening_of(started, at(0))) == (0, 1)


def test_nobody_rings_when_time_is_over_and_a_ring_at_the_end_is_given_the_bell_all_the_same() -> None:
    live = opened()
    assert refusal(live, A, 21) is None
    assert settle(live, at(21.0001)).state is State.CLOSED
    assert refusal(live, A, 21.1) is NoRing.TOO_LATE
    last = rung(live, A, 20.95)
    assert settle(last, at(21.1)).state is State.BELL
    assert settle(last, at(21.2)).bell.holder == A


def test_only_the_holder_has_the_word_and_only_in_their_time() -> None:
    held = settle(rung(opened(), A, 3), at(4))
    told = {"position": 1, "run": 1}
    assert has_word(held, player=A, received_at=at(14.2), **told)
    assert not has_word(held, player=A, received_at=at(14.21), **told)
    assert not has_word(held, player=B, received_at=at(5), **told)
    assert not has_word(held, player=A, received_at=at(5), position=1, run=2)


def test_a_pause_gives_the_holder_their_time_back() -> None:
    held = press(rung(opened(), A, 3), Command.PAUSE, after=8.2)
    assert settle(held, at(500)) is held
    again = press(held, Command.RESUME, after=108.2)
    assert (again.state, again.bell.until, again.bell.holder) == (State.HELD, at(113.2), A)
    wrong = press(again, Command.WRONG, after=110.2)
    assert (wrong.state, wrong.closes_at - at(110.2)) == (State.BELL, seconds(16.8))


def test_a_wrong_verdict_is_taken_back() -> None:
    live = press(rung(rung(opened(), A, 3), B, 3.1), Command.WRONG, after=5)
    assert live.bell.holder == B
    back = press(live, Command.RECALL, after=7)
    assert (back.state, back.bell.holder, back.bell.until) == (State.HELD, A, at(17))
    assert [ring.player for ring in back.bell.waiting] == [A, B]
    assert press(back, Command.WRONG, after=8).bell.holder == B


def test_a_right_verdict_is_taken_back_and_the_time_left_is_as_it_was() -> None:
    live = press(rung(opened(), A, 3), Command.RIGHT, after=5)
    back = press(live, Command.RECALL, after=60)
    open_again = press(back, Command.WRONG, after=62)
    assert (open_again.state, open_again.closes_at - at(62)) == (State.BELL, seconds(16.8))


def test_there_is_no_verdict_to_take_back_before_the_first() -> None:
    for live in (opened(), settle(rung(opened(), A, 3), at(4))):
        assert Command.RECALL not in possible(live)
        with pytest.raises(WrongState):
            press(live, Command.RECALL, after=5)


def test_a_close_pressed_too_early_is_taken_back_and_who_was_in_line_is_still() -> None:
    live = press(rung(rung(opened(), A, 3), B, 3.1), Command.CLOSE, after=6)
    assert live.state is State.CLOSED
    again = settle(press(live, Command.REOPEN, after=60), at(60))
    assert (again.state, again.bell.holder, again.bell.until) == (State.HELD, A, at(70))
    assert again.closes_at - at(60) == seconds(16.8)


def test_the_host_judges_only_who_holds_the_bell() -> None:
    for command in (Command.RIGHT, Command.WRONG):
        with pytest.raises(Refused):
            press(opened(), command, after=1)


def test_the_one_button_leads_through_a_round_with_the_bell() -> None:
    live, pressed = lobby(), []
    while (command := next_command(live)) is not None:
        live = press(live, command)
        pressed.append(command.value)
    assert (live.state, len(pressed)) == (State.FINISHED, 11)


@dataclass
class Stage:
    """Four captains at a bell. turns: what the model says of each turn, in order."""

    live: Round
    now: datetime = T0
    line: list[tuple[datetime, int]] = field(default_factory=list)
    turns: list[tuple[int, Outcome]] = field(default_factory=list)

    def look(self) -> None:
        before, self.live = self.live, settle(self.live, self.now)
        self._follow(before)

    def _follow(self, before: Round) -> None:
        """Hold what the machine did against what the model says it should have done."""
        known = {ring.player for ring in before.bell.rings if ring.outcome}
        ruled = sorted(
            (r for r in self.live.bell.rings if r.outcome and r.player not in known), key=lambda r: r.ruled_at
        )
        self.turns += [(ring.player, ring.outcome) for ring in ruled]
        done = {player for player, _ in self.turns}
        if (holder := self.live.bell.holder) is not None and holder != before.bell.holder:
            waiting = sorted(entry for entry in self.line if entry[1] not in done)
            assert holder == waiting[0][1], "the bell went past who rang first"
        if self.live.bell.opening != before.bell.opening and self.live.pace.bell.passes != Passes.NEXT:
            self.line.clear()

    def ring(self, player: int) -> None:
        self.look()
        reason = reason_against_ring(
            self.live, player=player, position=self.live.position, run=self.live.run, received_at=self.now
        )
        if reason is not None or any(r.player == player and r.opening for r in self.live.bell.waiting):
            return
        assert player not in {p for p, _ in self.turns}, "somebody has a second turn"
        self.line.append((self.now, player))
        self.live = rung(self.live, player, (self.now - T0).total_seconds())

    def press(self, command: Command) -> None:
        self.look()
        before = self.live
        try:
            self.live = apply(self.live, command, expected=self.live.version, now=self.now)
        except Refused:
            assert self.live is before
            return
        if command is Command.RECALL:
            player, _ = self.turns.pop()
            assert (self.live.state, self.live.bell.holder) == (State.HELD, player)
            if player not in {waits for _, waits in self.line}:  # their ring stands where it stood
                self.line.append(
                    (next(ring.at for ring in before.bell.rings if ring.player == player and ring.outcome), player)
                )
            return
        self._follow(before)

    def check(self) -> None:
        bell = self.live.bell
        held = self.live.state is State.HELD or (self.live.state is State.PAUSED and bell.holder is not None)
        assert (bell.holder is not None) == held
        ruled = [ring.player for ring in bell.rings if ring.outcome]
        assert len(ruled) == len(set(ruled)), "two turns at one question"
        assert sum(ring.outcome is Outcome.RIGHT for ring in bell.rings) <= 1
        if any(ring.outcome is Outcome.RIGHT for ring in bell.rings):
            assert self.live.state is State.CLOSED, "a right answer left the question open"
        assert sorted(self.turns) == sorted((r.player, r.outcome) for r in bell.rings if r.outcome)


PRESSES = [
    *[Command.WRONG] * 3, Command.RIGHT, Command.RECALL, Command.PAUSE, Command.RESUME, Command.CLOSE, Command.REOPEN,
    Command.EXTEND,
]  # fmt: skip


def play_many(count: int) -> None:
    for seed in range(count):
        try:
            play(Random(seed))
        except AssertionError as error:
            raise AssertionError(f"stage {seed}: {error}") from error


def play(chance: Random) -> Stage:
    rule = {"passes": chance.choice(list(Passes)), "false_start": chance.choice(list(FalseStart))}
    stage = Stage(opened(**rule))
    for _ in range(chance.randint(3, 40)):
        stage.now += timedelta(microseconds=1) + seconds(chance.choice([0, 0.01, 0.1, 0.2, 1, 3, 11.3, 25]))
        if chance.random() < 0.5:
            stage.ring(chance.randint(1, 4))
        else:
            stage.press(chance.choice(PRESSES))
        stage.check()
    return stage


def test_whatever_is_pressed_and_rung_the_bell_goes_in_order_and_nobody_has_two_turns() -> None:
    play_many(SEQUENCES)


def test_the_stages_that_chance_makes_go_everywhere() -> None:
    stages = [play(Random(seed)) for seed in range(400)]
    assert {stage.live.state for stage in stages} >= {State.BELL, State.HELD, State.PAUSED, State.CLOSED}
    assert {outcome for stage in stages for _, outcome in stage.turns} == set(Outcome)


def test_the_property_finds_a_bell_that_goes_to_who_rang_last(monkeypatch: pytest.MonkeyPatch) -> None:
    real = bells.Bell.waiting.fget
    monkeypatch.setattr(bells.Bell, "waiting", property(lambda bell: tuple(reversed(real(bell)))))
    with pytest.raises(AssertionError, match="past who rang first"):
        play_many(400)


def test_the_property_finds_a_verdict_that_forgets_who_has_had_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bells.Bell, "has_had_turn", lambda bell, player: False)
    with pytest.raises(AssertionError, match=r"second turn|two turns"):
        play_many(400)


@given(st.permutations([A, B, C]), st.lists(st.integers(1, 190), min_size=3, max_size=3, unique=True))
def test_in_whatever_order_rings_are_kept_the_first_to_arrive_has_the_bell(kept: list[int], when: list[int]) -> None:
    live = opened()
    arrived = {player: at(3 + moment / 1000) for player, moment in zip((A, B, C), when, strict=True)}
    rings: tuple[Ring, ...] = ()
    for key, player in enumerate(kept):
        rings = tuple(sorted((*rings, Ring(player, arrived[player], 1, key=key)), key=lambda r: (r.at, r.key)))
    decides = arrived[kept[0]] + GATHER
    held = settle(replace(live, bell=Bell(1, rings, decides_at=decides)), decides)
    assert held.bell.holder == min(arrived, key=lambda player: arrived[player])
    assert machine.due_at(held) == turns.silent_from(held.bell)


def test_a_close_by_the_clock_is_not_taken_back() -> None:
    live = settle(opened(), at(30))
    with pytest.raises(NothingLeft):
        press(live, Command.REOPEN, after=31)
