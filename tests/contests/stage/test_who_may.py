"""Every page of a stage contest, and who may open it: nobody by what they send, everybody by who they are."""

import pytest
from django.test import Client
from django.urls import reverse

from contests.entering.staff import name_staff
from contests.models import ContestStaff
from contests.stage.access import ROUTES
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_user
from tests.contests.stage.cast import Cast

pytestmark = pytest.mark.django_db
PLACED = {"stage-part", "stage-quiz", "stage-sheet", "stage-sheet-do", "stage-mark", "stage-lot"}
MAY = {
    "stage": {"organiser", "secretary", "mc", "juror", "captain", "stranger", "nobody"},
    "stage-setup": {"organiser"},
    "stage-rules": {"organiser"},
    "stage-part-add": {"organiser"},
    "stage-part": {"organiser"},
    "stage-teams": {"organiser"},
    "stage-jury": {"organiser"},
    "stage-begin": {"organiser"},
    "stage-cues": {"organiser", "mc"},
    "stage-quiz": {"organiser"},
    "stage-desk": {"organiser", "secretary"},
    "stage-desk-do": {"organiser", "secretary"},
    "stage-sheet": {"organiser", "secretary"},
    "stage-sheet-do": {"organiser", "secretary"},
    "stage-judge": {"juror"},
    "stage-mark": {"juror"},
    "stage-captain": {"captain"},
    "stage-lot": {"captain"},
    "stage-mc": {"organiser", "secretary", "mc"},
    "stage-show": {"organiser", "secretary", "mc"},
    "stage-projector": {"organiser", "secretary", "mc"},
}


@pytest.fixture
def people(cast: Cast, charlie: User, province: Unit) -> dict[str, User | None]:
    secretary, mc = make_user("thuky", province), make_user("mc", province)
    for user, duty in ((secretary, ContestStaff.Duty.SECRETARY), (mc, ContestStaff.Duty.MC)):
        name_staff(contest=cast.stage.contest, username=user.username, duty=duty, by=cast.secretary, now=NOON)
    captain = cast.teams[0].members.get().entrant.user
    return {
        "organiser": cast.secretary, "secretary": secretary, "mc": mc, "juror": cast.jurors[0].user,
        "captain": captain, "stranger": charlie, "nobody": None,
    }  # fmt: skip


def test_the_table_speaks_of_every_route() -> None:
    assert {f"contests:{name}" for name in MAY} == ROUTES.keys()


@pytest.mark.parametrize("name", MAY)
def test_a_page_opens_for_whom_it_is_made(name: str, cast: Cast, people: dict[str, User | None]) -> None:
    place = [2 if name == "stage-quiz" else 1] if name in PLACED else []
    address = reverse(f"contests:{name}", args=[cast.stage.contest.slug, *place])
    let_in = set()
    for role, user in people.items():
        client = Client()
        if user is not None:
            client.force_login(user)
        answer = client.get(address)
        if answer.status_code in (200, 405):  # 405: let in, and asked to send a form
            let_in.add(role)
        else:
            assert answer.status_code == (302 if user is None else 403), role
    assert let_in == MAY[name]


def test_a_juror_who_is_secretary_and_a_captain_who_is_mc_have_one_page_only(
    cast: Cast, people: dict[str, User | None], client: Client
) -> None:
    captain = cast.teams[1].members.get().entrant.user
    for user, duty in ((cast.jurors[1].user, ContestStaff.Duty.SECRETARY), (captain, ContestStaff.Duty.MC)):
        name_staff(contest=cast.stage.contest, username=user.username, duty=duty, by=cast.secretary, now=NOON)
    for user, closed in ((cast.jurors[1].user, "stage-desk"), (captain, "stage-mc"), (captain, "stage-projector")):
        client.force_login(user)
        assert client.get(reverse(f"contests:{closed}", args=[cast.stage.contest.slug])).status_code == 403
