"""Who reads whose marks, and when: a juror reads nobody else's before the lock, whoever else they are."""

import pytest
from django.contrib.auth.models import AnonymousUser

from contests.entering.staff import name_staff
from contests.models import ContestStaff
from contests.stage.access import captains, judges, marks_in_sight, runs_stage
from contests.stage.states import Command
from people.models import Role, RoleAssignment, User
from tests.conftest import NOON
from tests.contests.stage.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked(cast: Cast) -> Cast:
    """Each juror has given the first team another mark: 21, 22 and 23 points."""
    cast.press(1, Command.OPEN)
    for juror in (1, 2, 3):
        for team in (1, 2, 3):
            cast.mark(1, juror, team, 2000 + 100 * juror, 800)
    return cast


def seen(cast: Cast, user: User | AnonymousUser) -> set[int]:
    return {mark.value for mark in marks_in_sight(user, cast.segment(1)) if mark.criterion == 1}


def test_a_juror_reads_their_own_marks_only_until_the_part_is_locked(marked: Cast) -> None:
    juror = marked.jurors[1].user
    assert seen(marked, juror) == {2200}
    marked.press(1, Command.CLOSE)
    assert seen(marked, juror) == {2200}
    marked.press(1, Command.LOCK)
    assert seen(marked, juror) == {2100, 2200, 2300}


def test_a_juror_who_organises_or_is_secretary_too_reads_no_more_than_a_juror(marked: Cast) -> None:
    first, second = marked.jurors[0].user, marked.jurors[1].user
    RoleAssignment.objects.create(user=first, role=Role.ORGANISER, unit=marked.stage.contest.unit)
    name_staff(contest=marked.stage.contest, username=second.username, duty=ContestStaff.Duty.SECRETARY,
               by=marked.secretary, now=NOON)  # fmt: skip
    assert (seen(marked, first), seen(marked, second)) == ({2100}, {2200})
    assert not runs_stage(first, marked.stage)


def test_the_secretary_reads_all_and_nobody_else_any(marked: Cast, tam: User, charlie: User) -> None:
    stage = marked.stage
    name_staff(contest=stage.contest, username=tam.username, duty=ContestStaff.Duty.SECRETARY, by=marked.secretary,
               now=NOON)  # fmt: skip
    assert seen(marked, tam) == seen(marked, marked.secretary) == {2100, 2200, 2300}
    captain = marked.teams[0].members.get().entrant.user
    marked.press(1, Command.CLOSE, Command.LOCK)
    for other in (captain, charlie, AnonymousUser()):
        assert seen(marked, other) == set()
        assert not runs_stage(other, stage)
        assert not judges(other, stage)


def test_a_captain_confirms_for_their_own_team(cast: Cast, bob: User) -> None:
    own = [team.members.get().entrant.user for team in cast.teams]
    assert [[captains(user, team) for team in cast.teams] for user in own] == [
        [True, False, False], [False, True, False], [False, False, True],
    ]  # fmt: skip
    assert not captains(bob, cast.teams[0])
    assert not captains(AnonymousUser(), cast.teams[0])
    guest = AnonymousUser()
    guest.guest_entrants = frozenset({cast.teams[1].members.get().entrant_id})
    assert [captains(guest, team) for team in cast.teams] == [False, True, False]


def test_an_organiser_who_competes_keeps_no_minutes(cast: Cast) -> None:
    captain = cast.teams[0].members.get().entrant.user
    RoleAssignment.objects.create(user=captain, role=Role.ORGANISER, unit=cast.stage.contest.unit)
    assert not runs_stage(captain, cast.stage)
