"""Boards in Redis, shared by all processes.

A board is a sorted set whose members, all with score 0, are the entry's key in an
order-preserving form followed by its id: Redis then orders any tuple exactly, where a
floating-point score would round. Beside it lie the lines by id, the ids of the results,
and a hash of what is known of the whole.
"""

import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, NamedTuple

import orjson
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from leaderboard.copies import BELIEVED, Copy, next_version
from leaderboard.entries import Entry, Standing, shared_places

AT_ONCE = 5_000  # lines in one command: other clients are served in between
LONGEST_READING = 60  # seconds for which a reader who died keeps the others waiting
MOST_PATIENCE = 5  # seconds for one command
OutOfReach = (redis.exceptions.ConnectionError, redis.exceptions.TimeoutError)

# An entry's value begins, up to its "|", as its member in the order does.
PUT = """
local about = redis.call('HMGET', KEYS[4], 'generation', 'version')
if ARGV[5] ~= '' and ARGV[5] ~= about[1] then return 0 end
local old = redis.call('HGET', KEYS[2], ARGV[1])
if old then redis.call('ZREM', KEYS[1], string.sub(old, 1, string.find(old, '|', 1, true)) .. ARGV[1]) end
redis.call('ZADD', KEYS[1], 0, ARGV[2] .. ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2] .. ARGV[3])
redis.call('SADD', KEYS[3], ARGV[4])
redis.call('HSET', KEYS[4], 'version', string.format('%.0f', math.max((about[2] or 0) + 1, ARGV[6])))
return 1
"""
SWAP = """
local about = redis.call('HMGET', KEYS[4], 'generation', 'version')
if ARGV[1] ~= '' and ARGV[1] ~= about[1] then redis.call('UNLINK', KEYS[5], KEYS[6], KEYS[7]) return 0 end
redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3])
for i = 1, 3 do
  if redis.call('PERSIST', KEYS[i + 4]) == 1 then redis.call('RENAME', KEYS[i + 4], KEYS[i]) end
end
local version = string.format('%.0f', math.max((about[2] or 0) + 1, ARGV[2]))
redis.call('HSET', KEYS[4], 'version', version, 'read_at', ARGV[2])
return 1
"""
DROP = """
redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3])
local version = math.max((redis.call('HGET', KEYS[4], 'version') or 0) + 1, ARGV[2])
redis.call('HSET', KEYS[4], 'version', string.format('%.0f', version), 'read_at', 0, 'generation', ARGV[1])
"""


class _Keys(NamedTuple):
    order: str
    entries: str
    results: str
    about: str


class RedisBoards:
    """A sorted set for each board; a change is one script, so it is whole or not at all."""

    def __init__(self, url: str, prefix: str, believed: float = BELIEVED) -> None:
        # Its stubs mix the sync and the async client.
        self._redis: Any = redis.Redis.from_url(url, socket_timeout=MOST_PATIENCE, retry=Retry(NoBackoff(), 1))
        self._prefix, self._believed = prefix, believed
        self._put, self._swap, self._drop = (self._redis.register_script(one) for one in (PUT, SWAP, DROP))

    def begin(self, board: str) -> int:
        about = self._keys(board).about
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.hsetnx(about, "generation", secrets.randbits(48))
            pipe.hget(about, "generation")
            return int(pipe.execute()[1])

    def put(self, board: str, entry: Entry, *, result: str, generation: int | None = None) -> bool:
        arguments: list[Any] = [
            entry.id,
            _ordered(entry.key),
            orjson.dumps(entry),
            result,
            _or_any(generation),
            next_version(0),
        ]
        return bool(self._put(keys=self._keys(board), args=arguments))

    def replace(
        self, board: str, entries: Iterable[Entry], *, results: Iterable[str], generation: int | None = None
    ) -> bool:
        keys, new = self._keys(board), self._keys(f"{board}:new:{secrets.token_hex(8)}")
        by_id = {e.id: e for e in entries}
        for some in _in_parts(by_id.values()):
            self._add(new.order, "zadd", {_member(e): 0 for e in some})
            self._add(new.entries, "hset", mapping={e.id: _ordered(e.key) + orjson.dumps(e) for e in some})
        for counted in _in_parts(results):
            self._add(new.results, "sadd", *counted)
        return bool(self._swap(keys=[*keys, *new[:3]], args=[_or_any(generation), next_version(0)]))

    def _add(self, key: str, command: str, *what: Any, **named: Any) -> None:
        with self._redis.pipeline(transaction=True) as pipe:
            getattr(pipe, command)(key, *what, **named)
            pipe.expire(key, LONGEST_READING)  # whoever dies half way leaves nothing
            pipe.execute()

    def drop(self, board: str) -> None:
        self._drop(keys=self._keys(board), args=[secrets.randbits(48), next_version(0)])

    def top(self, board: str, count: int, start: int = 0) -> list[Standing]:
        keys = self._keys(board)
        members = self._redis.zrange(keys.order, start, start + count - 1)
        packed = self._redis.hmget(keys.entries, [m.partition(b"|")[2] for m in members]) if members else []
        found = [_entry(p) for p in packed if p is not None]
        before = self._before(keys.order, found[0].key) if found and start else 0
        return shared_places(found, before, start)

    def standing(self, board: str, entry_id: str) -> Standing | None:
        keys = self._keys(board)
        packed = self._redis.hget(keys.entries, entry_id)
        if packed is None:
            return None
        entry = _entry(packed)
        return Standing(1 + self._before(keys.order, entry.key), entry)

    def index(self, board: str, entry_id: str) -> int | None:
        keys = self._keys(board)
        packed = self._redis.hget(keys.entries, entry_id)
        found = None if packed is None else self._redis.zrank(keys.order, _member(_entry(packed)))
        return None if found is None else int(found)

    def _before(self, order: str, key: tuple[int, ...]) -> int:
        """Return how many entries have a smaller key."""
        return int(self._redis.zlexcount(order, "-", b"(" + _ordered(key)))

    def size(self, board: str) -> int:
        return int(self._redis.zcard(self._keys(board).order))

    def copy(self, board: str) -> Copy:
        keys = self._keys(board)
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.hmget(keys.about, "version", "read_at")
            pipe.scard(keys.results)
            (version, read_at), results = pipe.execute()
        age = time.time() - int(read_at or 0) / 1_000_000
        return Copy(int(version or 0), age < self._believed, int(results))

    @contextmanager
    def reading(self, board: str) -> Iterator[None]:
        lock = self._redis.lock(f"{self._keys(board).about}:reading", timeout=LONGEST_READING, sleep=0.05)
        held = lock.acquire(blocking_timeout=LONGEST_READING)  # in vain: then it is read twice, which harms nobody
        try:
            yield
        finally:
            if held:
                with suppress(redis.exceptions.LockError):  # it took so long that the lock went to another
                    lock.release()

    def _keys(self, board: str) -> _Keys:
        base = f"{self._prefix}:board:{board}"
        return _Keys(base, f"{base}:entries", f"{base}:results", f"{base}:about")


def _in_parts(things: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(things)
    while part := list(islice(rest, AT_ONCE)):
        yield part


def _ordered(key: tuple[int, ...]) -> bytes:
    return "".join(f"{part + 2**63:016x}" for part in key).encode() + b"|"


def _member(entry: Entry) -> bytes:
    return _ordered(entry.key) + entry.id.encode()


def _entry(packed: bytes) -> Entry:
    fields = orjson.loads(packed.partition(b"|")[2])
    return Entry(**{**fields, "key": tuple(fields["key"])})


def _or_any(generation: int | None) -> str:
    return "" if generation is None else str(generation)
