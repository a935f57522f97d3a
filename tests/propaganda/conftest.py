"""A contact of one commune, and somebody to say what an activity is in a line."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from people.models import Role, RoleAssignment, Unit, User
from propaganda.models import Activity, Kind
from propaganda.registering import Proof, Said, enter
from realtime.clock import Moving
from tests.conftest import NOON

TODAY = date(2026, 11, 2)
PDF = b"%PDF-1.7 x"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kim(commune: Unit, clock: Moving) -> User:
    """Contact of xã Đất Mũi."""
    user = User.objects.create_user("kim", full_name="Đỗ Kim", unit=commune)
    RoleAssignment.objects.create(user=user, role=Role.CONTACT, unit=commune)
    return user


@pytest.fixture
def hamlet(commune: Unit) -> Unit:
    """A unit under xã Đất Mũi."""
    return Unit.objects.create(code="CM-XA-DAT-MUI-TT", name="Trung tâm xã Đất Mũi", kind="service", parent=commune)


def said(**more: Any) -> Said:
    return Said(**{"kind": Kind.DIALOGUE, "title": "Đối thoại với người dân", "held_on": date(2026, 10, 20), **more})


def make(unit: Unit, by: User, proof: Proof | None = None, **more: Any) -> Activity:
    return enter(unit=unit, said=said(**more), proof=proof, by=by, now=NOON)
