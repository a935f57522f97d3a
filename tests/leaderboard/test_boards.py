"""One contract, two stores."""

import os
import uuid
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboard.boards import Boards, Entry, LocalBoards, RedisBoards, shared_places

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


@pytest.fixture(params=["local", pytest.param("redis", marks=pytest.mark.needs_redis)])
def store(request: pytest.FixtureRequest) -> Iterator[Boards]:
    if request.param == "local":
        yield LocalBoards()
        return
    made = RedisBoards(os.environ["REDIS_URL"], f"test-{uuid.uuid4()}")
    yield made
    keys = made._redis.keys(f"{made._prefix}:*")
    if keys:
        made._redis.delete(*keys)


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
    assert (store.size("b"), store.results("b")) == (2, 3)


def test_the_same_result_twice_is_counted_once(store: Boards) -> None:
    store.put("b", entry("a", -5), result="1")
    store.put("b", entry("a", -5), result="1")

    assert (places(store), store.results("b")) == ([(1, "a")], 1)


def test_version_moves_forward_with_every_change_and_over_a_replacement(store: Boards) -> None:
    seen = [store.version("b")]
    store.put("b", entry("a", -5), result="1")
    seen.append(store.version("b"))
    store.put("b", entry("b", -5), result="2")
    seen.append(store.version("b"))
    store.replace("b", [], results=[])
    seen.append(store.version("b"))

    assert seen == sorted(set(seen))


def test_an_unknown_board_or_entry_is_empty(store: Boards) -> None:
    assert (store.top("none", 5), store.size("none"), store.version("none")) == ([], 0, 0)
    assert store.standing("none", "a") is None


def test_names_keep_their_letters(store: Boards) -> None:
    store.put("b", Entry("1", (0,), "Đặng Thị Ưng|x", "UBND xã Đất Mũi", {"mean": 8.25}), result="1")

    (standing,) = store.top("b", 1)
    assert (standing.entry.name, standing.entry.group, standing.entry.shown) == (
        "Đặng Thị Ưng|x",
        "UBND xã Đất Mũi",
        {"mean": 8.25},
    )


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
    assert store.results("one") == store.results("all") == len(made)


def test_shared_places_of_nothing() -> None:
    assert shared_places([]) == []
