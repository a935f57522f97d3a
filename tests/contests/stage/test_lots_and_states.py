"""Lots that anybody can draw again, and a segment that goes one way but for a reason."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.stage import lots, states
from contests.stage.states import ARROWS, Command, Known, ReasonWanted, StaleVersion, State, WrongState

NUMBERS = st.dictionaries(st.integers(1, 10**6), st.integers(0, lots.MOST_NUMBER), min_size=1, max_size=12)
SEEDS = st.text("0123456789abcdef", min_size=32, max_size=32)


class TestLots:
    @given(SEEDS, NUMBERS, st.randoms(use_true_random=False))
    def test_the_order_of_pressing_decides_nothing(self, seed: str, numbers: dict[int, int], chance: Random) -> None:
        pressed = list(numbers.items())
        chance.shuffle(pressed)
        assert lots.order(seed, dict(pressed)) == lots.order(seed, numbers)

    @given(SEEDS, NUMBERS)
    def test_every_team_is_drawn_once_and_anybody_can_check_it(self, seed: str, numbers: dict[int, int]) -> None:
        drawn = lots.order(seed, numbers)
        digest = lots.commitment(seed)
        assert sorted(drawn) == sorted(numbers)
        assert lots.holds(digest, seed, numbers, drawn)
        assert not lots.holds(digest, seed + "0", numbers, drawn)
        if len(drawn) > 1:
            assert not lots.holds(digest, seed, numbers, (drawn[1], drawn[0], *drawn[2:]))

    def test_no_team_is_favoured_over_seeds_nor_over_what_a_captain_chooses(self) -> None:
        """1,800 draws of three teams: each stands first about 600 times (five standard deviations are 100)."""
        by_seed = Counter(lots.order(f"{n:032x}", {1: 5, 2: 5, 3: 5})[0] for n in range(1800))
        by_number = Counter(lots.order(f"{n // 900:032x}", {1: n % 900, 2: 5, 3: 5})[0] for n in range(1800))
        assert all(abs(first - 600) < 100 for counted in (by_seed, by_number) for first in counted.values())


class TestStates:
    @pytest.mark.parametrize("state", State)
    @pytest.mark.parametrize("command", Command)
    def test_a_command_leads_where_the_table_says_or_nowhere(self, state: State, command: Command) -> None:
        before = Known(state, 3)
        source, target = ARROWS[command]
        assert (command in states.possible(state)) == (state is source)
        if state is source:
            assert states.apply(before, command, expected=3, reason="vì") == Known(target, 4)
        else:
            with pytest.raises(WrongState):
                states.apply(before, command, expected=3, reason="vì")

    def test_two_presses_on_one_screen_move_it_once(self) -> None:
        once = states.apply(Known(), Command.OPEN, expected=1)
        with pytest.raises(StaleVersion):
            states.apply(once, Command.CLOSE, expected=1)

    def test_reopening_and_locking_over_gaps_need_their_reason(self) -> None:
        closed = Known(State.CLOSED, 3)
        for command, gaps in ((Command.REOPEN, False), (Command.LOCK, True)):
            with pytest.raises(ReasonWanted):
                states.apply(closed, command, expected=3, reason="  ", gaps=gaps)
        assert states.apply(closed, Command.LOCK, expected=3).state is State.LOCKED

    def test_what_is_locked_stays_locked_and_only_then_jurors_see_each_other(self) -> None:
        assert states.possible(State.LOCKED) == frozenset()
        assert [state for state in State if state.shows_marks] == [State.LOCKED]

    @given(st.lists(st.sampled_from(Command), max_size=30))
    def test_every_road_is_counted_and_can_still_be_locked(self, road: list[Command]) -> None:
        segment, moved = Known(), 0
        for command in road:
            try:
                segment = states.apply(segment, command, expected=segment.version, reason="vì")
            except WrongState:
                continue
            moved += 1
        assert segment.version == 1 + moved
        for command in (Command.OPEN, Command.CLOSE, Command.LOCK):
            if command in states.possible(segment.state):
                segment = states.apply(segment, command, expected=segment.version)
        assert segment.state is State.LOCKED
