"""Whoever applies every difference that was pushed sees what a fresh look at the truth shows, whatever happened."""

from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboard import frames
from leaderboard.boards import Boards
from leaderboard.frames import applied, between, difference, frame, render
from realtime.hub import Push
from tests.leaderboard.conftest import forget
from tests.leaderboard.truth import BOARD, Truth

WHO = st.sampled_from(["an", "binh", "chi", "dung", "giang", "hoa", "khanh"])
HAPPENINGS = st.lists(
    st.one_of(
        st.tuples(st.just("result"), WHO, st.integers(0, 4)),
        st.tuples(st.just("result nobody tells of"), WHO, st.integers(0, 4)),
        st.tuples(st.just("removal"), WHO),
        st.tuples(st.just("renewal"), st.integers(1, 2)),
        st.tuples(st.sampled_from(["freeze", "unfreeze", "loss", "look", "look", "missed look"])),
    ),
    max_size=30,
)
LINES = 4  # of a board that is longer than what is shown


class Watcher:
    """A screen that is sent what the hub sends: the whole at first, then what changed; after a gap it asks."""

    def __init__(self) -> None:
        self.shown: dict[str, Any] | None = None
        self.wholes = 0

    def sent(self, last: Push | None, push: Push) -> None:
        message = orjson.loads(push.shared if last is None else between(last, push))
        if message["type"] == "board":
            self.shown = message
            return
        assert self.shown is not None
        try:
            self.shown = applied(self.shown, message)
        except ValueError:
            self.wholes += 1
            self.shown = orjson.loads(push.shared)


def happen(truth: Truth, store: Boards, what: tuple[Any, ...]) -> None:
    match what:
        case ("result", who, score):
            truth.tell(truth.add(who, score))
        case ("result nobody tells of", who, score):
            truth.add(who, score)
        case ("removal", who):
            truth.remove(who)
        case ("renewal", points):
            truth.give_all(points)
        case ("freeze",) if truth.frozen is None:
            truth.freeze()
        case ("unfreeze",):
            truth.unfreeze()
        case ("loss",):
            forget(store)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=150
)
@given(HAPPENINGS)
def test_pushed_is_read(truth: Truth, store: Boards, happenings: list[tuple[Any, ...]]) -> None:
    truth.__init__()  # type: ignore[misc]
    forget(store)
    steady, patchy, last = Watcher(), Watcher(), None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "ROWS", LINES)
        for what in [*happenings, ("look",)]:
            happen(truth, store, what)
            if what[0] not in ("look", "missed look"):
                continue
            push = render(BOARD)
            assert push is not None
            if last is not None and push.version == last.version:
                continue  # the hub sends nothing
            steady.sent(last, push)
            if what[0] == "look":
                patchy.sent(last if patchy.shown else None, push)
                assert patchy.shown == steady.shown
            last = push
            read = frame(BOARD)
            assert steady.shown == orjson.loads(orjson.dumps(read))
            by_hand = truth.lines()
            assert [(row["place"], row["id"], row["score"]) for row in read["rows"]] == by_hand[:LINES]
            assert read["size"] == len(by_hand)


def test_what_changed_is_told_with_its_place_and_no_more_than_that() -> None:
    def row(place: int, who: str, score: int) -> dict[str, Any]:
        return {"place": place, "id": who, "name": who, "group": "", "score": score}

    about = {"type": "board", "board": BOARD, "frozen_at": None}
    old = {**about, "version": 1, "size": 3, "rows": [row(1, "an", 9), row(2, "binh", 7), row(3, "chi", 5)]}
    new = {**about, "version": 5, "size": 4, "rows": [row(1, "an", 9), row(2, "dung", 8), row(3, "binh", 7)]}
    told = difference(old, new)
    assert told == {
        "type": "board-changes", "board": BOARD, "from": 1, "version": 5, "size": 4, "gone": ["chi"],
        "rows": [{"id": "dung", "at": 1, "place": 2, "name": "dung", "group": "", "score": 8},
                 {"id": "binh", "at": 2, "place": 3}],
    }  # fmt: skip
    assert applied(old, told) == new
    with pytest.raises(ValueError, match="does not fit"):
        applied({**old, "version": 2}, told)
