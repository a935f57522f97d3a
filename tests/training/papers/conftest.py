"""A contest whose papers are made: three units, one of them under five people."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contests.models import Contest, PositionGroup
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_bank, make_contest, make_user, sit
from training.analyses import carry_out, refresh
from training.findings import Rule
from training.models import Analysis
from training.papers.files import writer_of

LATER = NOON + timedelta(hours=1)
RULE = Rule(target=0.8, threshold=0.8)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sat(tam: User, alice: User, province: Unit, home_affairs: Unit, commune: Unit, clock: Moving) -> Contest:
    """Eight of Sở Nội vụ with all three answers right, six of xã Đất Mũi with none, two of xã Tân Ân.

    Eight are leaders by their position, six one-stop officers; two gave none.
    """
    make_bank(tam)
    contest = make_contest(alice, province, NOON)
    third = Unit.objects.create(code="CM-X", name="UBND xã Tân Ân", kind=Unit.Kind.COMMUNE, parent=commune.parent)
    Unit.objects.create(code="CM-Y", name="UBND xã Vắng Mặt", kind=Unit.Kind.COMMUNE, parent=commune.parent)
    leaders = PositionGroup.objects.get(code="lanh-dao")
    desk = PositionGroup.objects.get(code="mot-cua")
    for unit, people, right, group in ((home_affairs, 8, 3, leaders), (commune, 6, 0, desk), (third, 2, 1, None)):
        for n in range(people):
            paper = sit(contest, make_user(f"{unit.code}-{n}", unit), right=right, start=NOON + timedelta(minutes=n))
            paper.entrant.group = group
            paper.entrant.save()
    return contest


@pytest.fixture
def kept(sat: Contest) -> Analysis:
    found = refresh(contest=sat, now=LATER, run=lambda asked: carry_out(asked, now=LATER))
    assert found
    return found


def made(kept: Analysis, kind: str) -> bytes:
    target = io.BytesIO()
    writer_of(kept, kind, RULE, now=LATER)(target, lambda done, total: None)
    return target.getvalue()
