"""One contract, two stores."""

import threading
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboard.boards import Boards, around
from leaderboard.copies import Copy
from leaderboard.entries import Entry, shared_places

BIG = 2**62
entries = st.lists(
    st.builds(
        Entry,
        id=st.uuids().map(str),
        key=st.tuples(st.integers(-BIG, BIG), st.integers(-3, 3)),
        name=st.text(max_size=8),
    ),
    max_size=12,
    unique_by=lambda e: e.id,
)


def entry(ident: str, *key: int, name: str = "") -> Entry:
    return Entry(ident, key, name or ident, shown={"score": -key[0]})


def places(store: Boards, board: str = "b") -> list[tuple[int, str]]:
    return [(s.place, s.entry.id) for s in store.top(board, 100)]


def test_smallest_key_stands_first(store: Boards) -> None:
    store.put("b", entry("slow", -9, 70), result="1")
    store.put("b", entry("fast", -9, 50), result="2")
    store.put("b", entry("best", -10, 90), result="3")

    assert places(store) == [(1, "best"), (2, "fast"), (3, "slow")]


def test_equal_keys_share_a_place_and_the_next_is_skipped(store: Boards) -> None:
    for i, (who, key) in enumerate([("a", -9), ("b", -9), ("c", -8)]):
        store.put("b", entry(who, key), result=str(i))

    assert places(store) == [(1, "a"), (1, "b"), (3, "c")]
    assert [store.standing("b", w).place for w in "abc"] == [1, 1, 3]


def test_a_better_result_replaces_the_old_line(store: Boards) -> None:
    store.put("b", entry("a", -5), result="1")
    store.put("b", entry("b", -7), result="2")
    store.put("b", entry("a", -9), result="3")

    assert places(store) == [(1, "a"), (2, "b")]
    assert (store.size("b"), store.copy("b").results) == (2, 3)


def test_the_same_result_twice_is_counted_once(store: Boards) -> None:
    store.put("b", entry("a", -5), result="1")
    store.put("b", entry("a", -5), result="1")

    assert (places(store), store.copy("b").results) == ([(1, "a")], 1)


def test_version_moves_forward_with_every_change_and_over_a_replacement(store: Boards) -> None:
    seen = [store.copy("b").version]
    store.put("b", entry("a", -5), result="1")
    seen.append(store.copy("b").version)
    store.put("b", entry("b", -5), result="2")
    seen.append(store.copy("b").version)
    store.replace("b", [], results=[])
    seen.append(store.copy("b").version)

    assert seen == sorted(set(seen))


def test_an_unknown_board_or_entry_is_empty(store: Boards) -> None:
    assert (store.top("none", 5), store.size("none"), store.copy("none")) == ([], 0, Copy())
    assert (store.standing("none", "a"), store.index("none", "a"), around(store, "none", "a", 2)) == (None, None, [])


def test_names_keep_their_letters(store: Boards) -> None:
    store.put("b", Entry("1", (0,), "Đặng Thị Ưng|x", "UBND xã Đất Mũi", {"mean": 8.25}), result="1")

    (standing,) = store.top("b", 1)
    assert (standing.entry.name, standing.entry.group, standing.entry.shown) == (
        "Đặng Thị Ưng|x",
        "UBND xã Đất Mũi",
        {"mean": 8.25},
    )


def test_what_was_read_before_the_truth_changed_is_not_taken(store: Boards) -> None:
    before = store.begin("b")
    store.drop("b")

    assert not store.put("b", entry("a", -5), result="1", generation=before)
    assert not store.replace("b", [entry("a", -5)], results=["1"], generation=before)
    assert (store.top("b", 5), store.copy("b").whole) == ([], False)


def test_without_the_generation_it_would_have_been_taken(store: Boards) -> None:
    store.begin("b")
    store.drop("b")

    assert store.replace("b", [entry("a", -5)], results=["1"])
    assert (places(store), store.copy("b").whole) == ([(1, "a")], True)


def test_what_was_read_after_it_is_taken(store: Boards) -> None:
    store.replace("b", [entry("old", -9)], results=["1"])
    store.drop("b")
    now = store.begin("b")

    assert store.begin("b") == now
    assert store.replace("b", [entry("a", -5)], results=["1"], generation=now)
    assert store.put("b", entry("b", -6), result="2", generation=now)
    assert (places(store), store.copy("b").results) == ([(1, "b"), (2, "a")], 2)


def test_a_dropped_board_moves_forward_and_shows_nothing_old(store: Boards) -> None:
    store.replace("b", [entry("a", -5)], results=["1"])
    before = store.copy("b")
    store.drop("b")

    after = store.copy("b")
    assert after.version > before.version
    assert (before.whole, after.whole, after.results, store.size("b"), store.standing("b", "a")) == (
        True, False, 0, 0, None,
    )  # fmt: skip


def test_only_what_was_read_whole_counts_as_whole(store: Boards) -> None:
    store.put("b", entry("a", -5), result="1")
    assert not store.copy("b").whole


def test_a_copy_is_not_believed_for_ever(store: Boards) -> None:
    store.replace("b", [entry("a", -5)], results=["1"])
    assert store.copy("b").whole
    store._believed = 0.0  # type: ignore[attr-defined]
    assert not store.copy("b").whole


def test_one_reads_the_truth_at_a_time(store: Boards) -> None:
    inside: list[int] = []
    most: list[int] = []

    def read() -> None:
        with store.reading("b"):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.01)
            inside.pop()

    threads = [threading.Thread(target=read) for _ in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == [1] * 5


def test_neighbours_stand_around_a_line_at_any_depth(store: Boards) -> None:
    store.replace("b", [entry(f"p{n:02}", -(n // 2)) for n in range(20)], results=[])

    in_order = [s.entry.id for s in store.top("b", 20)]
    assert [store.index("b", one) for one in in_order] == list(range(20))
    for at, one in enumerate(in_order):
        near = around(store, "b", one, 2)
        assert [s.entry.id for s in near] == in_order[max(at - 2, 0) : at + 3]
        assert [s.place for s in near] == [store.standing("b", s.entry.id).place for s in near]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(entries)
def test_order_and_places_equal_a_count_from_scratch(store: Boards, made: list[Entry]) -> None:
    store.replace("b", made, results=[e.id for e in made])

    by_hand = [(1 + sum(o.key < e.key for o in made), e.id) for e in sorted(made, key=lambda e: (e.key, e.id))]
    assert places(store) == by_hand
    assert [(store.standing("b", e.id).place, e.id) for e in sorted(made, key=lambda e: (e.key, e.id))] == by_hand
    for start in range(len(made) + 1):
        assert [(s.place, s.entry.id) for s in store.top("b", 3, start)] == by_hand[start : start + 3]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(entries)
def test_one_by_one_or_all_at_once_is_the_same(store: Boards, made: list[Entry]) -> None:
    store.replace("one", [], results=[])
    for e in made:
        store.put("one", e, result=e.id)
    store.replace("all", made, results=[e.id for e in made])

    assert places(store, "one") == places(store, "all")
    assert store.copy("one").results == store.copy("all").results == len(made)


def test_shared_places_of_nothing() -> None:
    assert shared_places([]) == []
