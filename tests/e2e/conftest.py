"""A real server on loopback, real browsers, and the bytes that passed between them."""

import json
import os
import secrets
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import pytest

from tests.conftest import REDIS_URL, chromium
from tests.frames import misfit
from tests.recorder import COOKIE, FRAMES

ROOT = Path(__file__).resolve().parents[2]
SHOTS = Path(__file__).parent / "shots"
AXE = ROOT / "tests/vendor/axe-4.14.1.min.js"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
START_SECONDS = 30
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Server:
    url: str
    recording: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command against this server's database and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of this session's own."""
    yield from new_database(tmp_path_factory)


def new_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of its own, on the server that DATABASE_URL names or in a file."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{tmp_path_factory.mktemp('e2e') / 'e2e.sqlite3'}"
        return
    import psycopg

    name = f"hoithi_e2e_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(given, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the whole session."""
    yield from new_server(database_url, tmp_path_factory)


def new_server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The product on a free port, with the demonstration's units and accounts and nothing else."""
    recording = tmp_path_factory.mktemp("recording")
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url,
        "REDIS_URL": REDIS_URL,
        "HOITHI_REDIS_PREFIX": f"e2e-{uuid.uuid4().hex[:8]}",
        "HOITHI_DEMO": "true",
        "HOITHI_RECORDING": str(recording),
        "HOITHI_VAR": str(tmp_path_factory.mktemp("var")),
        "HOITHI_SECRET_KEY": secrets.token_urlsafe(60),
        "HOITHI_HOSTS": "127.0.0.1",
        "HOITHI_PLAIN_HTTP": "true",
    }
    made = Server(f"http://127.0.0.1:{port}", recording, environment)
    made.manage("collectstatic", "--no-input", "--verbosity", "0")
    made.manage("migrate", "--verbosity", "0")
    made.manage("demo", "--stage", "people", "--quiet")
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "tests.e2e.asgi:application", "--host", "127.0.0.1", "--port", str(port),
         "--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--log-level", "warning"],
        cwd=ROOT, env=environment,
    )  # fmt: skip
    try:
        _wait_until_ready(made.url, process)
        yield made
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_until_ready(url: str, process: "subprocess.Popen[bytes]") -> None:
    import time

    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urlopen(f"{url}/healthz", timeout=1):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:  # noqa: F821
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_FLAGS)
        yield launched
        launched.close()


def frames_that_do_not_fit(recording: Path, since: int = 0) -> list[str]:
    """Return what is wrong with recorded frames of sockets, but for the first `since`."""
    file = recording / FRAMES
    lines = file.read_text(encoding="utf-8").splitlines()[since:] if file.exists() else []
    return [found for path, action, text in map(json.loads, lines) if (found := misfit(path, action, text))]


@pytest.fixture(autouse=True)
def frames_fit(server: Server) -> Iterator[None]:
    """Every frame that a page sends or is sent is one that docs/asyncapi.yaml describes."""
    file = server.recording / FRAMES
    before = len(file.read_text(encoding="utf-8").splitlines()) if file.exists() else 0
    yield
    assert frames_that_do_not_fit(server.recording, before) == []


@pytest.fixture
def open_as(browser: "Browser", server: Server) -> Iterator[Callable[..., "Page"]]:  # noqa: F821
    """open_as(role, viewport=PHONE, language="vi") → a page of a browser of its own, recorded under that role."""
    contexts = []

    def make(role: str, viewport: dict[str, int] = DESKTOP, language: str = "vi") -> "Page":  # noqa: F821
        context = browser.new_context(
            base_url=server.url, viewport=viewport, locale=language, has_touch=viewport is PHONE,
            accept_downloads=True, reduced_motion="reduce",
        )  # fmt: skip
        context.add_cookies([{"name": COOKIE, "value": role, "url": server.url}])
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        contexts.append(context)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def check_page() -> Callable[..., None]:
    """check_page(page, "name"): no accessibility finding, no sideways scroll; a picture is kept."""

    def check(page: "Page", name: str) -> None:  # noqa: F821
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=str(SHOTS / f"{name}.png"), full_page=True)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(
            """async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
            'best-practice']})).violations.map(v => `${v.id}: ${v.nodes.map(n => n.target).join(' | ')}`)"""
        )
        assert found == [], f"{name}: {found}"
        width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], f"{name} scrolls sideways: {width}"

    return check
