"""The load client: a host and N phones play questions over loopback.

The plan comes on standard input, figures go to standard output. Plan: {"port", "code", "number", "host", "phones":
[session], "questions", "spread": seconds over which the answers come, "asleep": phones that stop reading, "pids": of
the server's processes}.
"""

import asyncio
import gc
import json
import random
import sys
from collections import defaultdict
from time import perf_counter
from typing import Any

import orjson

from tests.load.proc import cpu_seconds, memory_mb
from tests.load.sockets import Socket, connect

AT_ONCE, PATIENCE = 100, 60.0  # handshakes under way; seconds until what did not come is called lost
PING_EVERY = 10.0
DRAWN = (0.2, 0.6)  # seconds after which a phone shows what it was sent


class Hall:
    """What all phones of this process heard, and when."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan, self.count = plan, len(plan["phones"])
        self.phones: list[Socket] = []
        self.first: list[float] = [0.0] * self.count
        self.rounds: defaultdict[int, list[float]] = defaultdict(list)  # version → moments
        self.mine: defaultdict[int, list[float]] = defaultdict(list)
        self.acked: dict[int, float] = {}
        self.refused: list[str] = []
        self.frames: dict[bytes, dict[str, Any]] = {}  # every phone hears the same: read once
        self.host_frame: dict[str, Any] = {}
        self.largest: dict[str, bytes] = {}
        self.changed = asyncio.Event()

    async def until(self, true: Any, patience: float = PATIENCE) -> bool:
        """Wait until `true()`, looked at whenever a frame came; say whether it became so in time."""
        end = perf_counter() + patience
        while not true():
            self.changed.clear()
            try:
                await asyncio.wait_for(self.changed.wait(), max(end - perf_counter(), 0))
            except TimeoutError:
                return bool(true())
        return True

    def heard(self, phone: Socket, text: bytes, at: float) -> None:
        if text.startswith(b'{"type":"round"'):
            frame = self.frames.get(text)
            if frame is None:
                frame = self.frames[text] = orjson.loads(text)
                self.largest[f"{frame['state']}"] = text
            self.rounds[frame["version"]].append(at)
            if not self.first[phone.number]:
                self.first[phone.number] = at
            if frame["state"] == "answering":  # a phone says so once it has drawn it
                got = b'{"type":"got","position":%d,"run":%d}' % (frame["position"], frame["run"])
                asyncio.get_running_loop().call_later(random.uniform(*DRAWN), phone.send, got)
        elif text.startswith(b'{"type":"me"'):
            frame = orjson.loads(text)
            self.mine[frame["version"]].append(at)
            if frame["result"] is not None:
                self.largest["me"] = text
        elif text.startswith(b'{"type":"answered"'):
            self.acked[phone.number] = at
        elif not text.startswith(b'{"type":"pong"'):
            self.refused.append(text.decode())
        self.changed.set()

    def host_heard(self, host: Socket, text: bytes, at: float) -> None:
        frame = orjson.loads(text)
        if frame["type"] == "round":
            self.host_frame = frame
        elif frame["type"] == "refused":
            self.refused.append(text.decode())
        self.changed.set()


async def play(plan: dict[str, Any]) -> dict[str, Any]:
    hall = Hall(plan)
    host = await _connect(plan, plan["host"], 0, f"/ws/live/{plan['number']}/host/", hall.host_heard)
    told: dict[str, Any] = {"phones": hall.count, "memory_before_mb": memory_mb(plan["pids"])}
    pinging = asyncio.create_task(_ping(hall))
    begun, cpu = perf_counter(), cpu_seconds(plan["pids"])
    gate = asyncio.Semaphore(AT_ONCE)

    async def join(number: int, session: str) -> None:
        async with gate:
            path = f"/ws/live/{plan['code']}/phone/"
            phone = await _connect(plan, session, number, path, hall.heard)
            hall.phones.append(phone)
            await hall.until(lambda: hall.first[number])

    await asyncio.gather(*(join(n, session) for n, session in enumerate(plan["phones"])))
    told["joined_per_second"] = hall.count / (perf_counter() - begun)
    told["join_cpu_s"] = cpu_seconds(plan["pids"]) - cpu
    await asyncio.sleep(2.0)
    told["memory_mb"] = memory_mb(plan["pids"])
    for phone in hall.phones[: plan.get("asleep", 0)]:
        phone.sleep()
    awake = hall.phones[plan.get("asleep", 0) :]
    cpu = cpu_seconds(plan["pids"])
    told["questions"] = [await _question(hall, host, awake, plan["spread"]) for _ in range(plan["questions"])]
    told["play_cpu_s"] = cpu_seconds(plan["pids"]) - cpu
    told["memory_after_mb"] = memory_mb(plan["pids"])
    told["refused"], told["refused_say"] = len(hall.refused), hall.refused[:3]
    told["dropped"] = sum(phone.closed_with is not None for phone in hall.phones)
    told["bytes"] = {state: frame.decode() for state, frame in hall.largest.items()}
    pinging.cancel()
    for phone in (*hall.phones, host):
        phone.close()
    return told


async def _connect(plan: dict[str, Any], session: str, number: int, path: str, heard: Any) -> Socket:
    headers = {"Cookie": f"sessionid={session}", "Origin": f"http://127.0.0.1:{plan['port']}"}
    return await connect(number, "127.0.0.1", plan["port"], path, headers, heard)


async def _ping(hall: Hall) -> None:
    """As a page does: each phone asks every PING_EVERY seconds, no two at the same moment."""
    while True:
        phones = list(hall.phones)
        if not phones:
            await asyncio.sleep(0.5)
        for phone in phones:
            if phone.closed_with is None:
                phone.send(b'{"type":"ping"}')
            await asyncio.sleep(PING_EVERY / len(phones))


async def _question(hall: Hall, host: Socket, phones: list[Socket], spread: float) -> dict[str, Any]:
    """Play one question; returns lists of milliseconds."""
    await _command(hall, host, "open", "question")
    await asyncio.sleep(1.0)  # the host reads it out
    count = len(phones)
    shown_at = await _command(hall, host, "start", "answering")
    version, frame = hall.host_frame["version"], hall.host_frame
    await hall.until(lambda: len(hall.rounds[version]) >= count)
    shown = [at - shown_at for at in hall.rounds[version]]
    await asyncio.sleep(1.0)
    acknowledged, spent = await _answers(hall, phones, frame, spread)
    await asyncio.sleep(1.0)
    begun = perf_counter()
    await _command(hall, host, "close", "closed")
    closing = perf_counter() - begun
    await asyncio.sleep(0.5)
    revealed_at = await _command(hall, host, "reveal", "revealed")
    version = hall.host_frame["version"]
    await hall.until(lambda: len(hall.mine[version]) >= count and len(hall.rounds[version]) >= count)
    revealed = [at - revealed_at for at in hall.mine[version]]
    await _command(hall, host, "board", "board")
    await asyncio.sleep(0.5)
    in_ms = {"shown": shown, "acknowledged": acknowledged, "revealed": revealed}
    return {
        **{name: [round(each * 1000, 2) for each in times] for name, times in in_ms.items()},
        "answers": count, "lost": count - len(acknowledged), "answers_took_s": spent, "close_ms": closing * 1000,
    }  # fmt: skip


async def _answers(hall: Hall, phones: list[Socket], frame: dict[str, Any], spread: float) -> tuple[list[float], float]:
    choices = [choice["id"] for choice in frame["question"]["choices"]]
    hall.acked.clear()
    sent: dict[int, float] = {}
    begun = perf_counter()
    for place, phone in enumerate(random.sample(phones, len(phones))):
        if (early := begun + place * spread / len(phones) - perf_counter()) > 0.002:
            await asyncio.sleep(early)
        elif place % 20 == 0:
            await asyncio.sleep(0)  # the acknowledgements must be read meanwhile
        answer = {"type": "answer", "position": frame["position"], "run": frame["run"],
                  "chosen": [random.choice(choices)], "ref": place}  # fmt: skip
        sent[phone.number] = perf_counter()
        phone.send(orjson.dumps(answer))
    spent = perf_counter() - begun
    await hall.until(lambda: len(hall.acked) >= len(phones))
    return [at - sent[number] for number, at in hall.acked.items()], spent


async def _command(hall: Hall, host: Socket, name: str, state: str) -> float:
    """Press a button and wait until the host's screen shows what came of it. Returns when it was pressed."""
    at = perf_counter()
    version = hall.host_frame.get("version")
    host.send(orjson.dumps({"type": "command", "command": name, "version": version}))
    if not await hall.until(lambda: hall.host_frame.get("state") == state):
        raise RuntimeError(f"{name} led nowhere: {hall.refused}")
    return at


if __name__ == "__main__":
    gc.disable()  # a phone does not stand still because others are many
    try:
        import uvloop

        run = uvloop.run
    except ImportError:
        run = asyncio.run
    print(json.dumps(run(play(json.load(sys.stdin)))))
