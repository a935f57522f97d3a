"""The limit: a bare server of the `websockets` library that tells every client the same bytes.

Reads {"port", "payloads": [text]} from standard input; a client that sends "0" has payload 0 told to everybody.
"""

import asyncio
import json
import sys
from contextlib import suppress
from typing import Any

from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

from realtime.collector import calm


async def main(given: dict[str, Any]) -> None:
    everybody: set[ServerConnection] = set()

    async def one(connection: ServerConnection) -> None:
        everybody.add(connection)
        with suppress(ConnectionClosed):  # a client goes without a word
            async for message in connection:
                broadcast(everybody, given["payloads"][int(message)])
        everybody.discard(connection)

    async with serve(one, "127.0.0.1", given["port"], compression=None, ping_interval=None):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    calm()  # as our own server
    asyncio.run(main(json.loads(sys.stdin.readline())))
