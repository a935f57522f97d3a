import pytest

from contests.models import Contest
from people.models import Unit, User
from realtime.clock import Moving
from tests.contests.stage.cast import Cast, make_stage


@pytest.fixture
def units(commune: Unit, home_affairs: Unit, province: Unit) -> list[Unit]:
    ward = Unit.objects.create(code="CM-P-AN-XUYEN", name="UBND phường An Xuyên", kind=Unit.Kind.WARD, parent=province)
    return [commune, home_affairs, ward]


@pytest.fixture
def cast(contest: Contest, alice: User, units: list[Unit], clock: Moving) -> Cast:
    """A stage contest that has begun."""
    return make_stage(contest, alice, units)


@pytest.fixture
def unbegun(contest: Contest, alice: User, units: list[Unit], clock: Moving) -> Cast:
    return make_stage(contest, alice, units, begun=False)
