from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.live.bell import Bell, Ring
from contests.live.known import GRACE, Pace, Round, Step
from contests.live.machine import (
    EXTENSION,
    AsBefore,
    NoFurtherQuestion,
    NotPlayed,
    Refused,
    StaleVersion,
    WrongState,
    apply,
    next_command,
    notice,
    possible,
    settle,
)
from contests.live.receiving import elapsed_ms
from contests.live.states import ARROWS, CLOCK, Command, Fate, Manner, State, check

T0 = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
LOBBY = Round(State.LOBBY, 1, 0, 1, (Step(20), Step(20)))
SLOWLY = Round(State.LOBBY, 1, 0, 1, (Step(20), Step(20)), Pace(one_by_one=True, share=80, wait=5, early=True))
QUESTION = (Command.OPEN, Command.START, Command.CLOSE, Command.REVEAL, Command.BOARD)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def play(*commands: Command, live: Round = LOBBY, now: datetime = T0) -> Round:
    for command in commands:
        live = apply(live, command, expected=live.version, now=now)
    return live


def test_a_round_goes_through_its_questions_to_the_podium() -> None:
    end = play(*QUESTION, *QUESTION, Command.FINISH)
    assert (end.state, end.position, end.version) == (State.FINISHED, 2, 12)


@pytest.mark.parametrize(("start", "presses"), [(LOBBY, 11), (SLOWLY, 21)])
def test_the_one_button_leads_through_a_whole_round(start: Round, presses: int) -> None:
    live, pressed = start, 0
    while (command := next_command(live)) is not None:
        assert command in possible(live)
        live = apply(live, command, expected=live.version, now=T0)
        pressed += 1
    assert (live.state, pressed) == (State.FINISHED, presses)


def test_a_second_press_changes_nothing() -> None:
    moved = play(Command.OPEN)
    with pytest.raises(StaleVersion):
        apply(moved, Command.START, expected=LOBBY.version, now=T0)


@pytest.mark.parametrize("manner", list(Manner))
@pytest.mark.parametrize("command", list(Command))
@pytest.mark.parametrize("state", list(State))
def test_only_the_arrows_of_the_table_lead_anywhere(state: State, command: Command, manner: Manner) -> None:
    pauses = ((T0, None),) if state is State.PAUSED else ()
    live = Round(
        state, 5, 1, 1, (Step(20, manner=manner), Step(20)), opened_at=T0, closes_at=T0 + seconds(20), pauses=pauses,
        bell=Bell(1, (Ring(7, T0, 1),), holder=7, since=T0, until=T0 + seconds(9)) if state is State.HELD else Bell(),
    )  # fmt: skip
    if command in possible(live):
        assert apply(live, command, expected=5, now=T0).state in ARROWS[command][state]
    else:
        with pytest.raises(Refused) as refused:
            apply(live, command, expected=5, now=T0)
        assert isinstance(refused.value, WrongState) or state in ARROWS[command]


def without(command: Command) -> dict:
    return {known: arrows for known, arrows in ARROWS.items() if known is not command}


@pytest.mark.parametrize(
    ("arrows", "clock", "problem"),
    [
        (without(Command.VOID), CLOCK, "leads nowhere"),
        (ARROWS | {Command.OPEN: {State.FINISHED: frozenset({State.QUESTION})}}, CLOCK, "goes on"),
        (ARROWS | {Command.PAUSE: {State.LOBBY: frozenset({State.LOBBY})}}, CLOCK, "out of reach"),
        (
            ARROWS
            | {c: {State.PAUSED: frozenset({State.PAUSED})} for c in (Command.RESUME, Command.CLOSE, Command.SKIP)},
            CLOCK,
            "out of reach|stuck",
        ),
    ],
)
def test_a_drawing_with_a_fault_is_refused_at_import(arrows: dict, clock: dict, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        check(arrows, clock)


def test_there_is_no_question_after_the_last() -> None:
    last = Round(State.BOARD, 5, 2, 1, (Step(20), Step(20)))
    with pytest.raises(NoFurtherQuestion):
        apply(last, Command.OPEN, expected=5, now=T0)


def test_choices_are_shown_one_by_one_and_no_further_than_the_last() -> None:
    live = play(Command.OPEN, *[Command.CHOICE] * 4, live=SLOWLY)
    assert (live.shown, live.opened_at, next_command(live)) == (4, None, Command.START)
    with pytest.raises(AsBefore):
        play(Command.CHOICE, live=live)


def test_starting_shows_every_choice() -> None:
    assert play(Command.OPEN, Command.CHOICE, Command.START).shown == 4


def test_the_clock_waits_until_the_question_has_reached_the_share_of_the_phones() -> None:
    live = play(Command.OPEN, Command.START, live=SLOWLY)
    assert (live.state, live.opened_at, live.starts_by) == (State.ARRIVING, None, T0 + seconds(5))
    at = T0 + seconds(2)
    assert notice(live, joined=12, connected=10, reached=7, waiting=10, now=at) is live
    assert notice(live, joined=12, connected=0, reached=0, waiting=0, now=at) is live
    begun = notice(live, joined=12, connected=10, reached=8, waiting=10, now=at)
    assert (begun.state, begun.opened_at, begun.closes_at) == (State.ANSWERING, at, at + seconds(20))


def test_the_clock_waits_no_longer_than_the_limit_and_starts_at_it() -> None:
    live = play(Command.OPEN, Command.START, live=SLOWLY)
    assert settle(live, T0 + seconds(4.999)) is live
    begun = settle(live, T0 + seconds(6))
    assert (begun.state, begun.opened_at, begun.version) == (State.ANSWERING, T0 + seconds(5), live.version + 1)


def test_a_round_that_nobody_looked_at_is_where_the_clock_says() -> None:
    live = settle(play(Command.OPEN, Command.START, live=SLOWLY), T0 + seconds(60))
    assert (live.state, live.closes_at) == (State.CLOSED, T0 + seconds(25) + GRACE)


@pytest.mark.parametrize(
    ("joined", "connected", "waiting", "closes"),
    [(10, 10, 0, True), (10, 10, 1, False), (10, 5, 0, True), (10, 4, 0, False)],
)
def test_a_question_closes_early_when_all_have_answered_and_half_are_there(
    joined: int, connected: int, waiting: int, closes: bool
) -> None:
    live = settle(play(Command.OPEN, Command.START, live=SLOWLY), T0 + seconds(5))
    at = T0 + seconds(9)
    found = notice(live, joined=joined, connected=connected, reached=connected, waiting=waiting, now=at)
    assert (found.state is State.CLOSED) is closes
    assert found.closes_at == (at if closes else live.closes_at)


def test_a_question_does_not_close_early_where_the_rules_do_not_say_so() -> None:
    live = play(Command.OPEN, Command.START)
    assert notice(live, joined=1, connected=1, reached=1, waiting=0, now=T0) is live


def test_answering_ends_by_the_clock_one_grace_after_the_time() -> None:
    live = play(Command.OPEN, Command.START)
    end = T0 + seconds(20) + GRACE
    assert settle(live, end) is live
    assert settle(live, end + timedelta(microseconds=1)).state is State.CLOSED


def test_extending_moves_the_end_and_not_the_beginning() -> None:
    live = play(Command.OPEN, Command.START)
    longer = apply(live, Command.EXTEND, expected=live.version, now=T0 + seconds(5))
    assert (longer.opened_at, longer.closes_at) == (T0, T0 + seconds(20) + EXTENSION)


@given(st.lists(st.tuples(st.floats(0, 3), st.floats(0, 1000)), max_size=5))
def test_pauses_keep_the_time_that_is_left(pauses: list[tuple[float, float]]) -> None:
    live, now, played = play(Command.OPEN, Command.START), T0, timedelta(0)
    for going, standing in pauses:
        now, played = now + seconds(going), played + seconds(going)
        live = play(Command.PAUSE, live=live, now=now)
        now += seconds(standing)
        assert settle(live, now) is live
        live = play(Command.RESUME, live=live, now=now)
        assert (live.closes_at - now, elapsed_ms(live, now)) == (seconds(20) - played, played // MILLISECOND)


def test_a_pause_can_be_extended_or_closed() -> None:
    live = play(Command.PAUSE, live=play(Command.OPEN, Command.START), now=T0 + seconds(5))
    longer = play(Command.EXTEND, Command.RESUME, live=live, now=T0 + seconds(65))
    assert longer.closes_at - (T0 + seconds(65)) == seconds(15) + EXTENSION
    closed = play(Command.CLOSE, live=live, now=T0 + seconds(65))
    assert (closed.state, closed.closes_at) == (State.CLOSED, T0 + seconds(5))


@pytest.mark.parametrize("steps", [(), (Command.CLOSE,), (Command.CLOSE, Command.REVEAL)])
def test_playing_again_keeps_the_question_and_counts_the_run(steps: tuple[Command, ...]) -> None:
    live = play(Command.OPEN, Command.START, *(steps or (Command.SKIP,)), Command.RERUN)
    assert (live.state, live.position, live.run, live.closes_at) == (State.QUESTION, 1, 2, None)
    assert live.steps[0].fate is Fate.COUNTS


@pytest.mark.parametrize("before", [(), (Command.CHOICE,), (Command.START,), (Command.START, Command.PAUSE)])
def test_a_question_can_be_left_out_until_it_is_closed(before: tuple[Command, ...]) -> None:
    live = play(Command.OPEN, *before, Command.SKIP)
    assert (live.state, live.steps[0].fate, next_command(live)) == (State.SKIPPED, Fate.SKIPPED, Command.OPEN)
    assert not live.state.shows_key


def test_the_last_question_left_out_ends_the_round() -> None:
    assert next_command(play(*QUESTION, Command.OPEN, Command.SKIP)) is Command.FINISH


def test_voiding_is_undone_by_restoring() -> None:
    closed = play(Command.OPEN, Command.START, Command.CLOSE)
    voided = play(Command.VOID, live=closed)
    assert (voided.steps[0].fate, voided.state) == (Fate.VOIDED, State.CLOSED)
    assert play(Command.RESTORE, live=voided).steps == closed.steps


def test_an_earlier_question_can_be_voided_while_a_later_one_runs() -> None:
    live = play(*QUESTION, Command.OPEN, Command.START)
    assert apply(live, Command.VOID, expected=live.version, now=T0, position=1).steps[0].fate is Fate.VOIDED


@pytest.mark.parametrize("position", [None, 0, 2, 3, -1])
def test_a_question_that_is_not_closed_cannot_be_voided(position: int | None) -> None:
    live = play(*QUESTION, Command.OPEN, Command.START)
    with pytest.raises(NotPlayed):
        apply(live, Command.VOID, expected=live.version, now=T0, position=position)


def test_a_question_left_out_cannot_be_restored_but_played_again() -> None:
    skipped = play(Command.OPEN, Command.SKIP)
    with pytest.raises(NotPlayed):
        play(Command.RESTORE, live=skipped)
    with pytest.raises(NotPlayed):
        play(Command.VOID, live=skipped)


def test_the_door_is_locked_and_opened_once() -> None:
    locked = play(Command.LOCK)
    assert (locked.locked, locked.state) == (True, State.LOBBY)
    with pytest.raises(AsBefore):
        play(Command.LOCK, live=locked)
    assert not play(Command.UNLOCK, live=locked).locked
