"""The cast and the clock that every test may call on."""

import importlib.util
import os
import shutil
from collections.abc import Generator, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db import connection

from contests.papers import drawing
from contests.record import guards
from people.models import Role, RoleAssignment, Unit, User
from realtime.clock import Moving, held_at

# A build never fails on time: what takes too long on a busy machine is a matter for the benchmarks.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")

NOON = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)  # 12:00 in Cà Mau


@pytest.fixture
def clock() -> Iterator[Moving]:
    """The product's clock, held at NOON; `clock.on(seconds=5)` moves it."""
    with held_at(NOON) as moving:
        yield moving


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """SQLite empties tables row by row between tests, which the guards of the record refuse; tests of them put them up.

    PostgreSQL truncates, past the guards: there they stand through all tests.
    """
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            guards.take_down(connection, guards.ALL_TABLES)


@pytest.fixture(autouse=True)
def no_pool_kept() -> None:
    """What a process keeps of the bank outlives a test's database."""
    drawing.forget()


@pytest.fixture
def province(db: None) -> Unit:
    return Unit.objects.create(code="CM", name="Tỉnh Cà Mau", kind=Unit.Kind.PROVINCE)


@pytest.fixture
def home_affairs(province: Unit) -> Unit:
    return Unit.objects.create(
        code="CM-SNV", name="Sở Nội vụ", kind=Unit.Kind.DEPARTMENT, parent=province, block="department"
    )


@pytest.fixture
def commune(province: Unit) -> Unit:
    return Unit.objects.create(
        code="CM-XA-DAT-MUI",
        name="UBND xã Đất Mũi",
        kind=Unit.Kind.COMMUNE,
        parent=province,
        block="commune",
        valid_from=date(2025, 7, 1),
    )


def _person(username: str, full_name: str, unit: Unit, *roles: Role, over: Unit | None = None) -> User:
    user = User.objects.create_user(username, full_name=full_name, password="mat-khau-thu-nghiem", unit=unit)
    for role in roles:
        RoleAssignment.objects.create(user=user, role=role, unit=over)
    return user


@pytest.fixture
def alice(home_affairs: Unit, province: Unit) -> User:
    """Organiser over the province."""
    return _person("alice", "Nguyễn Thị An", home_affairs, Role.ORGANISER, over=province)


@pytest.fixture
def tam(home_affairs: Unit, province: Unit) -> User:
    """Trainer over the province: writes questions."""
    return _person("tam", "Trần Văn Tâm", home_affairs, Role.TRAINER, over=province)


@pytest.fixture
def thao(home_affairs: Unit, province: Unit) -> User:
    """Another trainer: approves what Tâm wrote."""
    return _person("thao", "Phạm Thị Thảo", home_affairs, Role.TRAINER, over=province)


@pytest.fixture
def bob(commune: Unit) -> User:
    """A civil servant who takes part."""
    return _person("bob", "Lê Thị Hòa", commune)


@pytest.fixture
def charlie(commune: Unit) -> User:
    """A stranger: organiser and trainer of another commune only."""
    other = Unit.objects.create(
        code="CM-XA-U-MINH", name="UBND xã U Minh", kind=Unit.Kind.COMMUNE, parent=commune.parent
    )
    return _person("charlie", "Võ Minh Trí", other, Role.ORGANISER, Role.TRAINER, over=other)


REDIS_URL = os.environ.get("REDIS_URL", "")
QUESTION_BANKS = Path(__file__).resolve().parents[2] / "shared/data/question_banks"
"""Real files found without a licence: read where somebody has put them beside the project, never copied into it."""


FORMAT_FILES = QUESTION_BANKS.parent / "formats"
BESIDE = {"needs_question_banks": QUESTION_BANKS, "needs_format_files": FORMAT_FILES}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip, in words, what this machine cannot run; leave out what reads files that nobody may hand on."""
    lacking = {
        "needs_redis": None if REDIS_URL else "needs a Redis server: set REDIS_URL",
        "needs_postgres": (
            None if connection.vendor == "postgresql" else "needs a PostgreSQL server: set DATABASE_URL"
        ),
        "browser": None if chromium() and playwright_installed() else "needs Chromium: apt-get install chromium",
    }
    for item in items:
        for marker, reason in lacking.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)  # their loop runs on after them
    if os.environ.get("HOITHI_NOT_PURE"):
        pure = [item for item in items if not _meets_services(item)]
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if _meets_services(item)]
    for marker, folder in BESIDE.items():
        absent = [item for item in items if item.get_closest_marker(marker) and not folder.is_dir()]
        config.hook.pytest_deselected(items=absent)
        items[:] = [item for item in items if item not in absent]


def _meets_services(item: pytest.Item) -> bool:
    """Say whether the test may touch a database, Redis or the browser: what does not runs alike beside any of them.

    What is about sockets and boards meets Redis through settings, without saying so.
    """
    marked = ("django_db", "needs_redis", "needs_postgres", "browser")
    said = any(map(item.get_closest_marker, marked)) or "db" in getattr(item, "fixturenames", ())
    return said or not {"realtime", "leaderboard", "live"}.isdisjoint(item.path.parts)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where HOITHI_NO_SKIPS is set (CI), a skipped test has failed: what it needs should have been there."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("HOITHI_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which is not allowed here: {report.longrepr}"
    return report


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def playwright_installed() -> bool:
    return importlib.util.find_spec("playwright") is not None
