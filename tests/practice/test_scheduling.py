"""When a question comes back, by what was answered and felt."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice.scheduling import LONGEST_DAYS, STEP, WANTED, Feel, Memory, is_right, recall, reviewed

NOON = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)


def learnt(rights: int) -> Memory:
    """Right as often, each time when it came back."""
    memory = reviewed(None, fraction=1.0, now=NOON)
    for _ in range(rights - 1):
        memory = reviewed(memory, fraction=1.0, now=memory.due_at)
    return memory


def test_a_wrong_answer_comes_back_in_minutes() -> None:
    memory = reviewed(None, fraction=0.0, now=NOON)
    assert memory.learning
    assert memory.due_at == NOON + STEP


def test_right_at_once_comes_back_in_days_and_later_each_time() -> None:
    pauses = []
    memory = reviewed(None, fraction=1.0, now=NOON)
    for _ in range(5):
        assert not memory.learning
        pauses.append(memory.due_at - memory.last_at)
        memory = reviewed(memory, fraction=1.0, now=memory.due_at)
    assert pauses[0] >= timedelta(days=1)
    assert pauses == sorted(set(pauses))


def test_what_was_known_and_is_wrong_is_learnt_anew_with_shorter_pauses() -> None:
    known = learnt(4)
    lapsed = reviewed(known, fraction=0.0, now=known.due_at)
    assert lapsed.learning
    assert lapsed.lapsed
    assert lapsed.due_at == known.due_at + STEP
    again = reviewed(lapsed, fraction=1.0, now=lapsed.due_at)
    assert not again.learning
    assert again.due_at - again.last_at < known.due_at - known.last_at


def test_partly_right_is_not_remembered() -> None:
    assert not is_right(0.75)
    assert reviewed(None, fraction=0.75, now=NOON) == reviewed(None, fraction=0.0, now=NOON)


@pytest.mark.parametrize("rights", [1, 3])
def test_hard_comes_back_sooner_than_fair_and_fair_sooner_than_easy(rights: int) -> None:
    before = learnt(rights)
    feels: list[Feel] = ["hard", "good", "easy"]
    dues = [reviewed(before, fraction=1.0, feel=feel, now=before.due_at).due_at for feel in feels]
    assert dues[0] < dues[1] < dues[2]
    assert reviewed(before, fraction=1.0, now=before.due_at).due_at == dues[1]  # nothing said: fair


def test_a_wrong_answer_is_wrong_whatever_was_felt() -> None:
    assert reviewed(None, fraction=0.0, feel="easy", now=NOON) == reviewed(None, fraction=0.0, now=NOON)


def test_a_question_comes_back_when_it_is_about_to_be_forgotten() -> None:
    memory = learnt(3)
    assert recall(memory, memory.last_at) == 1.0
    assert recall(memory, memory.due_at) == pytest.approx(WANTED, abs=0.02)  # pauses are whole days
    assert recall(memory, memory.due_at + timedelta(days=90)) < recall(memory, memory.due_at)


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.5, 1.0]), st.integers(0, 60 * 24 * 40)), min_size=1, max_size=12))
def test_whatever_is_answered_the_pause_is_at_least_a_step_and_at_most_a_year(told: list[tuple[float, int]]) -> None:
    now, memory = NOON, None
    for earned, minutes in told:
        memory = reviewed(memory, fraction=earned, now=now)
        assert STEP <= memory.due_at - now <= timedelta(days=LONGEST_DAYS)
        assert memory.stability > 0
        assert 1 <= memory.difficulty <= 10
        now += timedelta(minutes=minutes)


def test_the_same_answers_give_the_same_days_in_whatever_time_zone() -> None:
    here = ZoneInfo("Asia/Ho_Chi_Minh")
    memory = reviewed(None, fraction=1.0, now=NOON)
    assert reviewed(None, fraction=1.0, now=NOON.astimezone(here)).due_at == memory.due_at
