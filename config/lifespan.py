"""The life of a server process: what runs beside its requests from its start to its end."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

Work = Callable[[], Coroutine[Any, Any, None]]


class Lifespan:
    """The ASGI application for the scope "lifespan": runs `work` from startup until shutdown, where there is any."""

    def __init__(self, work: Work | None) -> None:
        self._work = work

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        running: asyncio.Task[None] | None = None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                running = asyncio.create_task(self._work()) if self._work else None
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                if running is not None:
                    running.cancel()
                    await asyncio.wait([running], timeout=5)
                await send({"type": "lifespan.shutdown.complete"})
                return
