"""Clients of the servers that only tell everybody the same bytes; plan on standard input, figures on standard output.

Plan: {"port", "phones": how many, "payloads": how many there are, "times": how often each is told}. The figures:
{"told": for each payload a list, for each time, of milliseconds from the asking to each receipt}.
"""

import asyncio
import gc
import json
import sys
from time import perf_counter
from typing import Any

from tests.load.sockets import Socket, connect

AT_ONCE, PATIENCE = 100, 60.0


async def listen(plan: dict[str, Any]) -> dict[str, Any]:
    times: list[float] = []
    everybody = asyncio.Event()

    def heard(_socket: Socket, _text: bytes, at: float) -> None:
        times.append(at)
        if len(times) >= plan["phones"]:
            everybody.set()

    gate = asyncio.Semaphore(AT_ONCE)

    async def join(number: int) -> Socket:
        async with gate:
            return await connect(number, "127.0.0.1", plan["port"], "/", {}, heard)

    phones = await asyncio.gather(*(join(n) for n in range(plan["phones"])))
    told: list[list[list[float]]] = []
    for payload in range(plan["payloads"]):
        told.append([])
        for _ in range(plan["times"]):
            await asyncio.sleep(1.0)
            times.clear()
            everybody.clear()
            at = perf_counter()
            phones[0].send(str(payload).encode())
            await asyncio.wait_for(everybody.wait(), PATIENCE)
            told[-1].append([round((each - at) * 1000, 2) for each in times])
    for phone in phones:
        phone.close()
    return {"told": told}


if __name__ == "__main__":
    gc.disable()  # a phone does not stand still because others are many
    try:
        import uvloop

        run = uvloop.run
    except ImportError:
        run = asyncio.run
    print(json.dumps(run(listen(json.load(sys.stdin)))))
