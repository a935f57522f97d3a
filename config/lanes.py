"""A few long-lived threads for all requests, instead of a new one for each.

Django runs a request's synchronous code in a thread made for it. Hundreds at a time then fight for one interpreter and
for connections to the database that each must open anew. A lane is a thread that stays, with its connection; a
request takes one when its synchronous code begins (a slow upload holds none), keeps it to its end, and waits its turn
where all are taken.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from asgiref.sync import ThreadSensitiveContext

Application = Callable[[Any, Any, Any], Awaitable[None]]


class Lanes:
    """An ASGI application that runs `application` in at most `count` threads. Used from one event loop."""

    def __init__(self, application: Application, count: int) -> None:
        self._application = application
        self._free = [ThreadPoolExecutor(1, thread_name_prefix=f"lane-{n}") for n in range(count)]
        self._waiting: deque[_Turn] = deque()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        turn = _Turn(self)
        try:
            async with ThreadSensitiveContext(executor=turn):
                await self._application(scope, receive, send)
        finally:
            self._leave(turn)

    def take(self, turn: "_Turn") -> Executor | None:
        """Return the lane that was free last, so that few threads do most of the work; None queues `turn`."""
        if self._free:
            return self._free.pop()
        self._waiting.append(turn)
        return None

    def _leave(self, turn: "_Turn") -> None:
        if turn.lane is None:
            if turn in self._waiting:  # cancelled before its turn came
                self._waiting.remove(turn)
        elif self._waiting:
            self._waiting.popleft().begin(turn.lane)
        else:
            self._free.append(turn.lane)


class _Turn(Executor):
    """What one request runs its synchronous code with: the lane it has, or will have."""

    def __init__(self, lanes: Lanes) -> None:
        self.lane: Any = None
        self._lanes = lanes
        self._queued: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.lane is None and not self._queued:
            self.lane = self._lanes.take(self)
        if self.lane is not None:
            return self.lane.submit(call, *args, **kwargs)  # type: ignore[no-any-return]
        promised: Future[Any] = Future()
        self._queued.append((promised, partial(call, *args, **kwargs)))
        return promised

    def begin(self, lane: Executor) -> None:
        """Run what has waited, now that `lane` is free."""
        self.lane = lane
        for promised, call in self._queued:
            lane.submit(_keep, promised, call)
        self._queued.clear()


def _keep(promised: "Future[Any]", call: Callable[[], Any]) -> None:
    if not promised.set_running_or_notify_cancel():
        return
    try:
        promised.set_result(call())
    except BaseException as error:  # whatever it is belongs to whoever waits for it
        promised.set_exception(error)
