from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.live.machine import (
    ARROWS,
    EXTENSION,
    GRACE,
    Command,
    Refused,
    Round,
    StaleVersion,
    State,
    WrongState,
    apply,
    next_command,
    settle,
)

T0 = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
LOBBY = Round(State.LOBBY, 1, 0, 1, (20, 20))


def play(*commands: Command, live: Round = LOBBY, now: datetime = T0) -> Round:
    for command in commands:
        live = apply(live, command, expected=live.version, now=now)
    return live


def test_a_round_goes_through_its_questions_to_the_podium() -> None:
    question = (Command.OPEN, Command.START, Command.CLOSE, Command.REVEAL, Command.BOARD)
    end = play(*question, *question, Command.FINISH)
    assert (end.state, end.position, end.version) == (State.FINISHED, 2, 12)


def test_the_one_button_leads_through_a_whole_round() -> None:
    live, pressed = LOBBY, 0
    while (command := next_command(live)) is not None:
        live = apply(live, command, expected=live.version, now=T0)
        pressed += 1
    assert (live.state, pressed) == (State.FINISHED, 11)


def test_a_second_press_changes_nothing() -> None:
    moved = play(Command.OPEN)
    with pytest.raises(StaleVersion):
        apply(moved, Command.START, expected=LOBBY.version, now=T0)


@pytest.mark.parametrize("command", list(Command))
@pytest.mark.parametrize("state", list(State))
def test_only_the_arrows_of_the_table_lead_anywhere(state: State, command: Command) -> None:
    live = Round(state, 5, 1, 1, (20, 20), T0, T0 + timedelta(seconds=20))
    if state in ARROWS[command][0]:
        assert apply(live, command, expected=5, now=T0).state is ARROWS[command][1]
    else:
        with pytest.raises(WrongState):
            apply(live, command, expected=5, now=T0)


def test_there_is_no_question_after_the_last() -> None:
    last = Round(State.BOARD, 5, 2, 1, (20, 20))
    with pytest.raises(WrongState):
        apply(last, Command.OPEN, expected=5, now=T0)


def test_answering_ends_by_the_clock_one_grace_after_the_time() -> None:
    live = play(Command.OPEN, Command.START)
    end = T0 + timedelta(seconds=20) + GRACE
    assert settle(live, end) is live
    assert settle(live, end + timedelta(microseconds=1)).state is State.CLOSED


def test_extending_moves_the_end_and_not_the_beginning() -> None:
    live = play(Command.OPEN, Command.START)
    longer = apply(live, Command.EXTEND, expected=live.version, now=T0 + timedelta(seconds=5))
    assert (longer.opened_at, longer.closes_at) == (T0, T0 + timedelta(seconds=20) + EXTENSION)


def test_playing_again_keeps_the_question_and_counts_the_run() -> None:
    again = play(Command.OPEN, Command.START, Command.CLOSE, Command.RERUN)
    assert (again.state, again.position, again.run, again.closes_at) == (State.QUESTION, 1, 2, None)


@pytest.mark.parametrize(
    ("after", "taken"),
    [
        (timedelta(milliseconds=-1), False),
        (timedelta(0), True),
        (timedelta(seconds=20), True),
        (timedelta(seconds=20) + GRACE, True),
        (timedelta(seconds=20, milliseconds=1) + GRACE, False),
    ],
)
def test_an_answer_is_in_time_from_the_opening_to_the_grace(after: timedelta, taken: bool) -> None:
    assert play(Command.OPEN, Command.START).accepts(T0 + after) is taken


steps = st.lists(st.tuples(st.sampled_from(list(Command)), st.floats(0, 40), st.booleans()), max_size=60)


@given(steps)
def test_whatever_is_pressed_versions_grow_and_late_answers_stay_out(pressed: list) -> None:
    live, now = LOBBY, T0
    for command, wait, stale in pressed:
        now += timedelta(seconds=wait)
        before = live = settle(live, now)
        try:
            live = apply(live, command, expected=live.version - stale, now=now)
        except Refused:
            assert live is before
        else:
            assert live.version == before.version + 1
            assert 1 <= live.position <= len(live.seconds)
        if live.accepts(now):
            assert live.state is State.ANSWERING
            assert live.opened_at <= now <= live.closes_at + GRACE
        assert live.state.shows_key == (live.state in {State.REVEALED, State.BOARD, State.FINISHED})
