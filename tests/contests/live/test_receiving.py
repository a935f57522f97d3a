from datetime import UTC, datetime, timedelta

import pytest

from contests.live.known import GRACE, Round
from contests.live.receiving import Reason, elapsed_ms, reason_against
from contests.live.states import Command
from tests.contests.live.test_machine import SLOWLY, T0, play, seconds

OPEN = play(Command.OPEN, Command.START)
PAUSED = play(Command.PAUSE, live=OPEN, now=T0 + seconds(5))
RESUMED = play(Command.RESUME, live=PAUSED, now=T0 + seconds(65))
CLOSED = play(Command.CLOSE, live=OPEN, now=T0 + seconds(5))


def reason(live: Round, after: float, position: int = 1, run: int = 1) -> Reason | None:
    return reason_against(live, position=position, run=run, received_at=T0 + seconds(after))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (-0.001, Reason.NOT_OPEN),
        (0, None),
        (20, None),
        (21, None),
        (21.001, Reason.TOO_LATE),
        (86_400, Reason.TOO_LATE),
    ],
)
def test_an_answer_is_in_time_from_the_opening_to_the_grace(after: float, expected: Reason | None) -> None:
    assert reason(OPEN, after) is expected


def test_a_microsecond_decides() -> None:
    end = T0 + seconds(20) + GRACE
    assert reason_against(OPEN, position=1, run=1, received_at=end) is None
    late = end + timedelta(microseconds=1)
    assert reason_against(OPEN, position=1, run=1, received_at=late) is Reason.TOO_LATE


@pytest.mark.parametrize(("position", "run"), [(2, 1), (1, 2), (0, 1), (1, 0)])
def test_an_answer_to_another_question_or_run_is_stale(position: int, run: int) -> None:
    assert reason(OPEN, 1, position, run) is Reason.STALE


@pytest.mark.parametrize("live", [play(Command.OPEN), play(Command.OPEN, Command.START, live=SLOWLY)])
def test_nothing_is_taken_before_the_clock_starts(live: Round) -> None:
    assert reason(live, 0) is Reason.NOT_OPEN


@pytest.mark.parametrize("more", [(Command.REVEAL,), (Command.REVEAL, Command.BOARD)])
def test_nothing_is_taken_after_the_reveal(more: tuple[Command, ...]) -> None:
    assert reason(play(*more, live=CLOSED), 1) is Reason.NOT_OPEN


@pytest.mark.parametrize(("after", "expected"), [(5, None), (5.001, Reason.TOO_LATE)])
def test_an_answer_that_waited_while_the_host_closed_still_counts(after: float, expected: Reason | None) -> None:
    assert reason(CLOSED, after) is expected


@pytest.mark.parametrize("after", [4, 5])
def test_an_answer_that_waited_through_a_whole_pause_still_counts(after: float) -> None:
    assert reason(RESUMED, after) is None


@pytest.mark.parametrize("after", [5.001, 64.999])
def test_an_answer_of_the_pause_does_not_count_after_it(after: float) -> None:
    assert reason(RESUMED, after) is Reason.PAUSED


@pytest.mark.parametrize(("after", "expected"), [(5, None), (5.001, Reason.PAUSED)])
def test_an_answer_that_waited_while_the_host_paused_still_counts(after: float, expected: Reason | None) -> None:
    assert reason(PAUSED, after) is expected


@pytest.mark.parametrize(("after", "took"), [(0.5, 500), (3, 3000)])
def test_the_time_an_answer_took_is_the_servers(after: float, took: int) -> None:
    assert elapsed_ms(OPEN, T0 + seconds(after)) == took


@pytest.mark.parametrize(("after", "took"), [(65, 5000), (66, 6000), (4, 4000), (30, 5000)])
def test_a_pause_takes_no_time(after: float, took: int) -> None:
    assert elapsed_ms(RESUMED, T0 + seconds(after)) == took


def test_the_end_moves_with_a_pause() -> None:
    assert [reason(RESUMED, after) for after in (81, 81.001)] == [None, Reason.TOO_LATE]


def test_a_round_without_a_clock_takes_no_time() -> None:
    assert elapsed_ms(play(Command.OPEN), datetime.now(UTC)) == 0
