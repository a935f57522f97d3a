import threading
import time
from typing import Any

import pytest

from leaderboard import sources
from leaderboard.boards import Boards
from leaderboard.entries import Entry
from leaderboard.frames import frame, page, render
from leaderboard.sources import Loaded, fresh
from tests.leaderboard.conftest import forget
from tests.leaderboard.truth import BOARD, Truth


def shown() -> list[tuple[Any, ...]]:
    return [(row["place"], row["id"], row["score"]) for row in frame(BOARD)["rows"]]


def test_a_board_is_loaded_on_first_use(truth: Truth) -> None:
    truth.add("an", 9)
    truth.add("binh", 7)
    assert shown() == [(1, "an", 9), (2, "binh", 7)]


def test_a_board_that_lost_a_result_is_loaded_again(truth: Truth) -> None:
    truth.add("an", 9)
    fresh(BOARD)
    truth.add("binh", 10)
    assert shown() == [(1, "binh", 10), (2, "an", 9)]


def test_a_board_that_lost_everything_is_loaded_again(truth: Truth, store: Boards) -> None:
    truth.add("an", 9)
    before = frame(BOARD)
    forget(store)
    after = frame(BOARD)
    assert after["rows"] == before["rows"]
    assert after["version"] > before["version"]


def test_a_board_that_lacks_nothing_is_left_alone(truth: Truth) -> None:
    truth.add("an", 9)
    before = fresh(BOARD).copy(BOARD)
    assert (fresh(BOARD).copy(BOARD), truth.loads) == (before, 1)


def test_an_empty_board_is_loaded_once(truth: Truth) -> None:
    assert [shown(), shown()] == [[], []]
    assert truth.loads == 1


def test_a_change_of_what_was_counted_shows_though_the_count_is_the_same(truth: Truth) -> None:
    truth.add("an", 9)
    assert shown() == [(1, "an", 9)]
    truth.give_all(1)
    assert shown() == [(1, "an", 10)]


def test_frame_shows_plain_values(truth: Truth) -> None:
    truth.add("an", 9)
    content = frame(BOARD)
    assert content["rows"] == [{"place": 1, "id": "an", "name": "Người an", "group": "", "score": 9}]
    assert (content["size"], content["frozen_at"]) == (1, None)


def test_an_unknown_kind_is_rendered_as_nothing() -> None:
    assert render("nobody-registered.1") is None


def test_neighbours_are_read_from_the_truth(truth: Truth) -> None:
    for n in range(9):
        truth.add(f"p{n}", n)
    assert [row["id"] for row in page(BOARD, 50, "p4", 1).near] == ["p5", "p4", "p3"]
    assert page(BOARD, 0, "p4", 1).near == []  # it stands among the rows
    assert (page(BOARD, 0, "nobody", 1).mine, page(BOARD, 50, "nobody", 1).near) == (None, [])


def test_a_hall_of_readers_reads_the_truth_once(truth: Truth, monkeypatch: pytest.MonkeyPatch) -> None:
    truth.add("an", 9)
    slowly(truth, monkeypatch)
    assert read_together(8) == [1] * 8
    assert truth.loads == 1


def test_without_the_lock_each_of_them_would_read_it(
    truth: Truth, store: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    truth.add("an", 9)
    slowly(truth, monkeypatch)
    monkeypatch.setattr(store, "reading", lambda board: threading.Lock())
    read_together(8)
    assert truth.loads > 1


def slowly(truth: Truth, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(key: str) -> Loaded:
        loaded = truth.load(key)
        time.sleep(0.05)
        return loaded

    sources.register("kind", count=truth.count, load=load, frozen_at=truth.frozen_at)


def read_together(count: int) -> list[int]:
    sizes: list[int] = []
    threads = [threading.Thread(target=lambda: sizes.append(fresh(BOARD).size(BOARD))) for _ in range(count)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sizes


def test_a_correction_while_the_truth_is_read_is_not_lost(truth: Truth) -> None:
    corrected_while_read(truth)
    assert shown() == [(1, "an", 10)]


def test_without_the_generation_it_would_be(truth: Truth, store: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = store.replace

    def replace(board: str, entries: Any, *, results: Any, generation: int) -> bool:
        return kept(board, entries, results=results)

    monkeypatch.setattr(store, "replace", replace)
    corrected_while_read(truth)
    assert shown() == [(1, "an", 9)]


def corrected_while_read(truth: Truth) -> None:
    """Let a correction of the points come between the reading of the truth and its putting."""
    truth.add("an", 9)
    corrections = iter([1])

    def load(key: str) -> Loaded:
        loaded = truth.load(key)
        for points in corrections:
            truth.give_all(points)
        return loaded

    sources.register("kind", count=truth.count, load=load, frozen_at=truth.frozen_at)


def test_a_line_counted_before_a_correction_is_not_put_after_it(truth: Truth, store: Boards) -> None:
    truth.add("an", 9)
    shown()
    generation = store.begin(BOARD)
    truth.give_all(1)
    shown()
    assert not sources.put(BOARD, Entry("an", (-9,), "An", shown={"score": 9}), result="1", generation=generation)
    assert shown() == [(1, "an", 10)]


class TestFrozen:
    @pytest.fixture(autouse=True)
    def frozen(self, truth: Truth) -> None:
        """A board of three that is frozen, and what came after."""
        for who, score in (("an", 9), ("binh", 7), ("chi", 5)):
            truth.tell(truth.add(who, score))
        shown()
        truth.freeze()
        truth.tell(truth.add("chi", 10))
        truth.tell(truth.add("dung", 8))

    WAS = [(1, "an", 9), (2, "binh", 7), (3, "chi", 5)]

    def test_it_shows_what_it_was_and_says_so(self, truth: Truth) -> None:
        assert shown() == self.WAS
        assert frame(BOARD)["frozen_at"] == int(truth.frozen.timestamp() * 1000)

    def test_nothing_in_the_store_tells_what_came_since(self, truth: Truth) -> None:
        store = fresh(BOARD)
        assert (store.size(BOARD), store.copy(BOARD).results) == (3, 3)
        assert (store.standing(BOARD, "chi").place, store.index(BOARD, "chi")) == (3, 2)
        assert (store.standing(BOARD, "dung"), page(BOARD, 50, "dung", 5).near) == (None, [])

    def test_it_is_not_read_again_as_results_come(self, truth: Truth) -> None:
        before = frame(BOARD)
        truth.tell(truth.add("dung", 9))
        assert (frame(BOARD), truth.loads) == (before, 1)

    def test_a_store_that_lost_everything_does_not_open_it(self, truth: Truth, store: Boards) -> None:
        forget(store)
        assert shown() == self.WAS

    def test_a_correction_shows_and_what_came_since_does_not(self, truth: Truth) -> None:
        truth.give_all(1)
        assert shown() == [(place, who, score + 1) for place, who, score in self.WAS]

    def test_when_it_moves_again_it_shows_everything(self, truth: Truth) -> None:
        truth.unfreeze()
        assert shown() == [(1, "chi", 10), (2, "an", 9), (3, "dung", 8), (4, "binh", 7)]
        assert frame(BOARD)["frozen_at"] is None

    def test_a_line_put_past_the_door_is_gone_before_anybody_sees_it(self, truth: Truth, store: Boards) -> None:
        store.put(BOARD, Entry("dung", (-8,), "Dũng", shown={"score": 8}), result="99")
        assert shown() == self.WAS
