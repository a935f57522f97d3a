"""The boards alone, in both stores: python -m tests.bench.boards [--members N] [--rounds N] [--json]

Fills one board with N members (1,000,000 where not told) and prints how long a change of one line, a look at one's own
place, one's neighbours and a page in the middle take: milliseconds of the calling process, which for Redis hold the way
to the server and back; a bare PING of the same run says how much that is. Redis is left out where REDIS_URL is not set;
its keys are dropped at the end.
"""

import argparse
import json
import os
import random
import secrets
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leaderboard.boards import Boards

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

BOARD, EACH_SIDE, PAGE = "bench.1", 3, 50


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--members", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=2_000)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    import django

    django.setup()
    figures = {name: figures_of(store, given.members, given.rounds) for name, store in stores()}
    if given.json:
        print(json.dumps(figures))
        return
    for name, told in figures.items():
        for what, figure in told.items():
            print(f"{name:12} {what:44} {figure}")


def stores() -> Iterator[tuple[str, "Boards"]]:
    from leaderboard.in_process import LocalBoards
    from leaderboard.in_redis import RedisBoards

    yield "in process", LocalBoards()
    if "REDIS_URL" in os.environ:
        made = RedisBoards(os.environ["REDIS_URL"], f"bench-{secrets.token_hex(4)}")
        yield "Redis", made
        made._redis.unlink(*made._keys(BOARD))


def figures_of(store: "Boards", members: int, rounds: int) -> dict[str, object]:
    from leaderboard.boards import around
    from leaderboard.entries import Entry
    from leaderboard.in_redis import RedisBoards

    chance = random.Random(5)

    def line(number: int) -> Entry:
        score, spent = chance.randrange(3_000), chance.randrange(1_200_000)
        return Entry(str(number), (-score, spent), f"Người {number}", "Đơn vị", {"score": score, "time_ms": spent})

    begun = time.perf_counter()
    store.replace(BOARD, (line(n) for n in range(members)), results=map(str, range(members)))
    figures: dict[str, object] = {"filled at once, seconds": round(time.perf_counter() - begun, 1)}
    numbers = [chance.randrange(members) for _ in range(rounds)]
    timed: dict[str, Callable[[int], object]] = {
        "a line changed: p50 / p95 / p99 ms": lambda n: store.put(BOARD, line(n), result=str(n)),
        "own place: p50 / p95 / p99 ms": lambda n: store.standing(BOARD, str(n)),
        "a line changed, then its place: p50 / p95 / p99 ms": lambda n: (
            store.put(BOARD, line(n), result=str(n)),
            store.standing(BOARD, str(n)),
        ),
        "three neighbours on each side: p50 / p95 / p99 ms": lambda n: around(store, BOARD, str(n), EACH_SIDE),
        "a page of 50 at any depth: p50 / p95 / p99 ms": lambda n: store.top(BOARD, PAGE, n),
    }
    if isinstance(store, RedisBoards):
        timed["a bare PING: p50 / p95 / p99 ms"] = lambda n: store._redis.ping()
    for what, action in timed.items():
        figures[what] = " / ".join(f"{one:.3f}" for one in spent(action, numbers))
    return figures


def spent(action: Callable[[int], object], numbers: list[int]) -> tuple[float, float, float]:
    """Return the median, the 95th and the 99th percentile of milliseconds."""
    took = []
    for number in numbers:
        begun = time.perf_counter()
        action(number)
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.95)], took[int(len(took) * 0.99)]


if __name__ == "__main__":
    main()
