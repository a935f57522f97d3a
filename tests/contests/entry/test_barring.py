"""Whoever has a part in a contest may not take part in it: at the door, and when the part comes later."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from contests.entering.barring import barred_parts, set_aside, set_aside_due
from contests.entering.entries import enter_with_account
from contests.entering.rules import BARRED
from contests.entering.staff import name_staff, release_staff
from contests.models import Contest, ContestStaff, HostBody
from contests.papers.sitting import start_paper
from contests.record.recount_source import facts_of, recounted
from contests.refusals import (
    AlreadyNamed,
    NoSuchAccount,
    OrganisersMayNotEnter,
    QuestionWritersMayNotEnter,
    SetAside,
    StaffMayNotEnter,
)
from contests.standings import standings
from people.models import Role, RoleAssignment, Unit, User
from questionbank.models import Question, ReviewEvent
from tests.conftest import NOON
from tests.contests.builders import make_user, sit

Opened = Callable[..., Contest]
LATER = NOON + timedelta(minutes=30)
pytestmark = pytest.mark.usefixtures("clock")


def organiser(contest: Contest, user: User) -> None:
    RoleAssignment.objects.create(user=user, role=Role.ORGANISER, unit=contest.unit)


def administrator(contest: Contest, user: User) -> None:
    RoleAssignment.objects.create(user=user, role=Role.ADMIN, unit=None)


def signer(contest: Contest, user: User) -> None:
    HostBody.objects.create(contest=contest, position=1, name="Công đoàn", signer=user)


def writer(contest: Contest, user: User) -> None:
    Question.objects.all()[0].versions.update(written_by=user)


def _reviewed(contest: Contest, user: User, to: str) -> None:
    question = Question.objects.all()[0]
    ReviewEvent.objects.create(
        question=question, version=question.approved_version, actor=user, from_state="in_review", to_state=to, at=NOON
    )


def vetter(contest: Contest, user: User) -> None:
    _reviewed(contest, user, "vetted")


def approver(contest: Contest, user: User) -> None:
    _reviewed(contest, user, "approved")


def named(duty: str) -> Callable[[Contest, User], None]:
    def name(contest: Contest, user: User) -> None:
        ContestStaff.objects.create(contest=contest, user=user, duty=duty, named_by=contest.created_by, named_at=NOON)

    return name


PARTS: list[tuple[Callable[[Contest, User], None], str, Any]] = [
    (organiser, "organisers", OrganisersMayNotEnter),
    (administrator, "organisers", OrganisersMayNotEnter),
    (signer, "organisers", OrganisersMayNotEnter),
    (writer, "writers", QuestionWritersMayNotEnter),
    (vetter, "vetters", QuestionWritersMayNotEnter),
    (approver, "approvers", QuestionWritersMayNotEnter),
    *((named(duty), duty, StaffMayNotEnter) for duty in ("helpers", "secretaries")),
    (named("organisers"), "organisers", OrganisersMayNotEnter),
    *((named(duty), duty, QuestionWritersMayNotEnter) for duty in ("writers", "vetters", "approvers")),
]


@pytest.mark.parametrize(("give", "part", "refusal"), PARTS)
def test_each_part_bars_and_where_the_rules_leave_it_out_it_does_not(
    opened: Opened, bob: User, give: Callable[[Contest, User], None], part: str, refusal: Any
) -> None:
    contest = opened()
    give(contest, bob)
    with pytest.raises(refusal):
        enter_with_account(contest=contest, user=bob, now=NOON)
    Contest.objects.update(entry_rules=contest.entry_rules | {"barred": [p for p in BARRED if p != part]})
    contest.refresh_from_db()
    assert enter_with_account(contest=contest, user=bob, now=NOON).user == bob


@pytest.mark.parametrize(("give", "part", "refusal"), PARTS)
def test_a_part_given_after_entering_takes_the_place_and_taking_it_away_gives_it_back(
    opened: Opened, bob: User, commune: Unit, give: Callable[[Contest, User], None], part: str, refusal: Any
) -> None:
    contest = opened()
    sit(contest, bob, right=3, start=NOON)
    sit(contest, make_user("an", commune), right=1, start=NOON)
    give(contest, bob)
    assert set_aside(contest=contest, now=LATER) == 1
    mine = contest.entrants.get(user=bob)
    assert (mine.aside_why, [line.place for line in standings(contest, LATER)]) == (part, [1])
    assert [each.entrant for each in recounted(contest, contest, facts_of(contest, LATER))] == [
        line.entrant for line in standings(contest, LATER)
    ]
    with pytest.raises(SetAside):
        start_paper(entrant=mine, now=LATER)
    Contest.objects.update(entry_rules=contest.entry_rules | {"barred": []})
    contest.refresh_from_db()
    assert set_aside(contest=contest, now=LATER) == 1
    assert len(standings(contest, LATER)) == 2
    assert list(contest.record.filter(kind__startswith="set_aside").values_list("kind", flat=True)) == [
        "set_aside", "set_aside_undone",
    ]  # fmt: skip


def test_looking_twice_changes_nothing_twice(opened: Opened, bob: User) -> None:
    contest = opened()
    enter_with_account(contest=contest, user=bob, now=NOON)
    organiser(contest, bob)
    assert [set_aside(contest=contest, now=LATER) for _ in range(3)] == [1, 0, 0]
    assert contest.record.filter(kind="set_aside").count() == 1


def test_of_several_parts_the_first_of_the_rules_is_told(opened: Opened, bob: User) -> None:
    contest = opened(barred=["secretaries", "writers"])
    named("secretaries")(contest, bob)
    writer(contest, bob)
    assert barred_parts(contest, [bob.pk]) == {bob.pk: "secretaries"}


def test_a_part_in_another_contest_bars_nobody_here(opened: Opened, bob: User, charlie: User) -> None:
    contest, other = opened(), opened()
    named("helpers")(other, bob)
    assert enter_with_account(contest=contest, user=bob, now=NOON).user == bob
    assert enter_with_account(contest=contest, user=charlie, now=NOON).user == charlie  # organises elsewhere


def test_queries_do_not_grow_with_people(opened: Opened, commune: Unit, django_assert_max_num_queries: Any) -> None:
    contest = opened()
    for n in range(9):
        named("helpers")(contest, make_user(f"u{n}", commune))
        if n in (0, 8):
            with django_assert_max_num_queries(9):  # one fewer where the process has just looked at the bank
                assert len(barred_parts(contest)) == n + 3  # beside Alice and Tâm


class TestStaff:
    def test_naming_sets_an_earlier_entry_aside_at_once(self, opened: Opened, bob: User, alice: User) -> None:
        contest = opened()
        made = enter_with_account(contest=contest, user=bob, now=NOON)
        held = name_staff(contest=contest, username=" bob ", duty="helpers", by=alice, now=LATER)
        made.refresh_from_db()
        assert made.aside_why == "helpers"
        release_staff(staff=held, by=alice, now=LATER)
        made.refresh_from_db()
        assert (made.aside_why, made.aside_at) == ("", None)
        assert [e.kind for e in contest.record.all()][1:] == [
            "staff_named", "set_aside", "staff_released", "set_aside_undone",
        ]  # fmt: skip

    def test_a_duty_is_named_once(self, opened: Opened, bob: User, alice: User) -> None:
        contest = opened()
        name_staff(contest=contest, username="bob", duty="helpers", by=alice, now=NOON)
        with pytest.raises(AlreadyNamed, match="Lê Thị Hòa"):
            name_staff(contest=contest, username="bob", duty="helpers", by=alice, now=NOON)
        assert name_staff(contest=contest, username="bob", duty="secretaries", by=alice, now=NOON).user == bob

    def test_only_somebody_who_can_sign_in_is_named(self, opened: Opened, commune: Unit, alice: User) -> None:
        contest = opened()
        make_user("gone", commune, is_active=False)
        for username in ("", "nobody", "gone"):
            with pytest.raises(NoSuchAccount):
                name_staff(contest=contest, username=username, duty="helpers", by=alice, now=NOON)


def test_all_contests_that_run_are_looked_through_and_the_others_left(opened: Opened, bob: User) -> None:
    contest = opened()
    entrant = enter_with_account(contest=contest, user=bob, now=NOON)
    assert set_aside_due(now=LATER) == 0
    organiser(contest, bob)
    assert set_aside_due(now=contest.closes_at + timedelta(days=1)) == 0
    assert set_aside_due(now=LATER) == 1
    entrant.refresh_from_db()
    assert (entrant.aside_why, entrant.aside_at) == ("organisers", LATER)
    assert set_aside_due(now=LATER) == 0
    assert contest.record.filter(kind="set_aside").count() == 1
    RoleAssignment.objects.filter(user=bob).delete()
    assert set_aside_due(now=LATER) == 1
