from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contests.models import Contest, PositionGroup
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_contest, make_entry

NAME = {"field": "name", "required": True, "keep_days": 0}
UNIT = {"field": "unit", "required": True, "keep_days": 0}


def asked(field: str, *, required: bool = True, keep_days: int = 90) -> dict[str, Any]:
    return {"field": field, "required": required, "keep_days": keep_days}


EVERYTHING = [
    NAME, UNIT,
    *(asked(field) for field in ("birth", "group", "position", "phone", "email")), asked("citizen", keep_days=30),
]  # fmt: skip
CONSENT = ["taking_part", "show_name", "contact"]


@pytest.fixture
def leaders(db: None) -> PositionGroup:
    return PositionGroup.objects.get_or_create(code="lanh-dao", defaults={"name": "Lãnh đạo, quản lý"})[0]


@pytest.fixture
def one_stop(db: None) -> PositionGroup:
    return PositionGroup.objects.get_or_create(code="mot-cua", defaults={"name": "Bộ phận một cửa"})[0]


@pytest.fixture
def opened(bank: None, alice: User, province: Unit) -> Callable[..., Contest]:
    """Open a contest whose rules of entering are the usual ones with these changes."""

    def make(**changes: Any) -> Contest:
        units = changes.pop("eligible_units", ())
        entry = make_entry(**changes)
        contest = make_contest(alice, province, NOON, entry=replace(entry, ways=("account",)), eligible_units=units)
        Contest.objects.filter(pk=contest.pk).update(entry_rules=entry.to_json())  # a list may come after opening
        contest.refresh_from_db()
        return contest

    return make
