"""The phones of `tests.bench.contest`: each saves one answer a second over a connection that stays open.

Reads {"port", "seconds", "phones": [{"paper", "session", "csrf"}]} from standard input; prints {"rate", "spent"
(milliseconds from the request to its acknowledgement, for each), "failed"}.
"""

import asyncio
import json
import random
import sys
import time
from typing import Any
from urllib.parse import urlencode


async def phone(
    number: int, about: dict[str, Any], port: int, seconds: int, told: dict[str, Any], begin: float
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    offset = random.random()  # phones do not answer in step
    for turn in range(seconds):
        await asyncio.sleep(max(begin + turn + offset - time.perf_counter(), 0))
        body = urlencode({"position": 1 + turn % 30, "choice": (turn + number) % 4})
        cookies = f"sessionid={about['session']}; csrftoken={about['csrf']}"
        request = (
            f"POST /bai-thi/{about['paper']}/tra-loi/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n"
            f"X-CSRFToken: {about['csrf']}\r\nAccept: application/json\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        )
        at = time.perf_counter()
        writer.write(request.encode())
        status = await answer(reader)
        if status == 200:
            told["spent"].append((time.perf_counter() - at) * 1000)
        else:
            told["failed"] += 1
    writer.close()


async def answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = next(int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length"))
    await reader.readexactly(length)
    return int(head.split(" ")[1])


async def play(given: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"rate": len(given["phones"]), "spent": [], "failed": 0}
    begin = time.perf_counter() + 1
    phones = [phone(n, about, given["port"], given["seconds"], told, begin) for n, about in enumerate(given["phones"])]
    await asyncio.gather(*phones)
    return told


if __name__ == "__main__":
    print(json.dumps(asyncio.run(play(json.load(sys.stdin)))))
