"""What breaks in the middle of a question, under a thousand phones: no acknowledged answer is lost, everybody is back.

PostgreSQL, Redis and the server of two processes are the drill's own; each is killed as a crash would.
"""

import asyncio
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.drill.phones import Host, Phone, all_at, until
from tests.drill.postgres_server import PostgresServer
from tests.load.proc import family
from tests.load.servers import free_port, running, uvicorn
from tests.redis_server import RedisServer

pytestmark = [pytest.mark.needs_postgres, pytest.mark.needs_redis, pytest.mark.xdist_group("drill")]
PHONES = 1000
SPREAD = 4.0  # seconds over which everybody answers
BACK = 5.0  # seconds after its return within which everybody is at the right question


@dataclass
class Site:
    """Everything that runs. server: the process that minds the workers; environment: what it was started with."""

    postgres: PostgresServer
    redis: RedisServer
    environment: dict[str, str]
    plan: dict[str, Any]
    server: int = 0
    port: int = 0

    @contextmanager
    def served(self, application: str) -> Iterator[None]:
        """Run `application` in two processes until the block is left."""
        before, self.port = (self.server, self.port), free_port()
        with running(uvicorn(application, self.port, workers=2), self.port, self.environment) as pids:
            self.server = pids[0]
            yield
        self.server, self.port = before

    def workers(self) -> list[int]:
        """Return the processes that serve; the others mind them."""
        return [pid for pid in family(self.server)[1:] if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def kept(self, position: int) -> dict[int, list[int]]:
        """Return what the database holds as answers to the question, by player; one each."""
        with psycopg.connect(self.postgres.url) as connection:
            rows = connection.execute(
                "SELECT player_id, chosen FROM contests_liveanswer a JOIN contests_livestep s ON s.id = a.step_id "
                "WHERE s.position = %s", [position],
            ).fetchall()  # fmt: skip
        assert len(rows) == len({player for player, _chosen in rows})
        return dict(rows)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("pg", "redis"):
            (Path(folder) / name).mkdir()
        Path(folder).chmod(0o755)
        postgres, redis = PostgresServer(Path(folder) / "pg"), RedisServer(Path(folder) / "redis")
        postgres.start()
        redis.start()
        key = secrets.token_urlsafe(60)
        environment = {
            "DATABASE_URL": postgres.url, "REDIS_URL": redis.url, "DJANGO_SETTINGS_MODULE": "config.settings",
            "HOITHI_SECRET_KEY": key, "HOITHI_HOSTS": "127.0.0.1", "HOITHI_PLAIN_HTTP": "true",
        }  # fmt: skip
        filling = [sys.executable, "-m", "tests.drill.filled", str(PHONES), key]
        try:
            filled = subprocess.run(filling, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE)
            made = Site(postgres, redis, environment, json.loads(filled.stdout.splitlines()[-1]))
            with made.served("config.asgi:application"):
                yield made
        finally:
            redis.kill()
            postgres.kill()


@dataclass
class Hall:
    """The host and all phones, on the next question, everybody about to answer."""

    host: Host
    phones: list[Phone]
    position: int
    answering: list[asyncio.Task[None]]

    async def all_answered(self, patience: float = 60.0) -> None:
        async with asyncio.timeout(patience):
            await asyncio.gather(*self.answering)

    async def all_see_the_close(self, patience: float) -> None:
        await self.host.press("close", "closed")
        await all_at(self.phones, self.position, "closed", patience)


@pytest.fixture
async def hall(site: Site) -> AsyncIterator[Hall]:
    async with gathered(site) as hall:
        yield hall


@asynccontextmanager
async def gathered(site: Site) -> AsyncIterator[Hall]:
    host = Host(site.port, f"/ws/live/{site.plan['number']}/host/", site.plan["host"])
    await until(lambda: bool(host.frame), 20)
    path = f"/ws/live/{site.plan['code']}/phone/"
    phones = []
    for place, session in enumerate(site.plan["phones"]):
        phones.append(Phone(site.port, path, session))
        if place % 50 == 0:
            await asyncio.sleep(0.05)
    await until(lambda: all(phone.frame for phone in phones), 60)
    await host.press("open", "question")
    await host.press("start", "answering")
    position = host.frame["position"]
    await all_at(phones, position, "answering", 20)
    answering = [asyncio.create_task(phone.answer(SPREAD * place / len(phones))) for place, phone in enumerate(phones)]
    yield Hall(host, phones, position, answering)
    for task in answering:
        task.cancel()
    for state, command in (("answering", "close"), ("closed", "reveal")):
        if host.frame["state"] == state:
            await host.press(command, {"close": "closed", "reveal": "revealed"}[command])
    await asyncio.gather(*(client.leave() for client in (host, *phones)))


def assert_nothing_is_lost(site: Site, hall: Hall) -> None:
    """What was acknowledged to each is what the database holds, and everybody's answer is there."""
    said = [tuple(phone.acknowledged[hall.position]) for phone in hall.phones]
    kept = site.kept(hall.position)
    assert len(kept) == len(said) == PHONES
    assert sorted(map(tuple, kept.values())) == sorted(said)
    assert {code for phone in hall.phones for code in phone.refused} == set()


async def test_a_worker_is_killed(site: Site, hall: Hall) -> None:
    await asyncio.sleep(SPREAD / 2)
    before = site.workers()
    os.kill(before[0], signal.SIGKILL)
    await until(lambda: len(set(site.workers()) - set(before)) == 1, 20)  # whoever minds them starts another
    await hall.all_answered()
    await hall.all_see_the_close(BACK)
    assert_nothing_is_lost(site, hall)


async def test_redis_forgets_everything(site: Site, hall: Hall) -> None:
    await asyncio.sleep(SPREAD / 2)
    site.redis.client().flushall()
    await hall.all_answered()
    await hall.all_see_the_close(BACK)
    assert_nothing_is_lost(site, hall)


async def test_redis_is_killed_and_comes_back(site: Site, hall: Hall) -> None:
    await asyncio.sleep(SPREAD / 2)
    site.redis.kill()
    await hall.all_answered()  # meanwhile it goes on
    site.redis.start()
    await hall.all_see_the_close(BACK)
    assert_nothing_is_lost(site, hall)


async def test_postgresql_is_killed_and_comes_back(site: Site, hall: Hall) -> None:
    await asyncio.sleep(SPREAD / 2)
    site.postgres.kill()
    acknowledged = sum(bool(phone.acknowledged) for phone in hall.phones)
    await asyncio.sleep(2.0)
    assert sum(bool(phone.acknowledged) for phone in hall.phones) == acknowledged < PHONES  # nothing is claimed
    await asyncio.to_thread(site.postgres.start)
    await hall.all_answered()
    await hall.all_see_the_close(BACK)
    assert_nothing_is_lost(site, hall)


async def test_if_answers_were_acknowledged_before_the_commit_some_would_be_lost(site: Site) -> None:
    with site.served("tests.drill.careless:application"):
        async with gathered(site) as hall:
            await asyncio.sleep(SPREAD / 2)
            site.postgres.kill()
            await hall.all_answered()  # so it says
            await asyncio.to_thread(site.postgres.start)
            await hall.all_see_the_close(BACK)
            with pytest.raises(AssertionError):
                assert_nothing_is_lost(site, hall)
