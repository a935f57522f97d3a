"""What units did over a year, contests taken over among it, and who handed in nothing."""

from datetime import date, timedelta

import pytest

from contests.models import Contest
from people.models import Unit, User
from propaganda.contests_held import contests_in, held
from propaganda.models import Kind
from propaganda.planning import Line, add_line
from propaganda.register import UnitRow, rows_of
from propaganda.registering import withdraw
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_bank, make_contest, make_user, sit
from tests.propaganda.conftest import make

YEAR = {"year": 2026, "first": date(2025, 12, 15), "last": date(2026, 12, 14), "now": NOON + timedelta(days=1)}


def rows(*units: Unit) -> dict[str, UnitRow]:
    return {row.unit.code: row for row in rows_of({unit.pk for unit in units}, **YEAR)}


@pytest.fixture
def sat(tam: User, alice: User, commune: Unit, home_affairs: Unit, clock: Moving) -> Contest:
    """Held by xã Đất Mũi until two hours after NOON; six people of it finished."""
    make_bank(tam)
    contest = make_contest(alice, commune, NOON)
    for n in range(6):
        sit(contest, make_user(f"p{n}", commune), right=2, start=NOON + timedelta(minutes=n))
    return contest


def test_activities_are_added_up_by_form(commune: Unit, kim: User) -> None:
    make(commune, kim, people=30)
    make(commune, kim, people=20, held_on=date(2026, 3, 1))
    make(commune, kim, kind=Kind.POSTER, quantity=12)
    row = rows(commune)[commune.code]
    assert (row.done, row.people, row.activities) == ({"dialogue": 2, "poster": 12}, 50, 3)
    assert row.last_on == date(2026, 10, 20)


def test_what_was_withdrawn_or_lies_outside_counts_nowhere(commune: Unit, kim: User) -> None:
    gone = make(commune, kim)
    withdraw(activity=gone, version=1, why="nhầm", by=kim, now=NOON)
    make(commune, kim, held_on=date(2025, 12, 14))
    assert rows(commune)[commune.code].is_silent


def test_the_first_and_the_last_day_count(commune: Unit, kim: User) -> None:
    make(commune, kim, held_on=date(2025, 12, 15))
    assert rows(commune)[commune.code].activities == 1


def test_a_contest_is_counted_by_itself_when_it_is_over(sat: Contest, commune: Unit) -> None:
    assert rows(commune)[commune.code].done == {"contest": 1}
    assert contests_in({commune.pk}, YEAR["first"], YEAR["last"], NOON) == []
    assert contests_in({commune.pk}, YEAR["first"], date(2026, 11, 1), YEAR["now"]) == []


def test_a_draft_is_no_contest(sat: Contest, commune: Unit) -> None:
    Contest.objects.update(state="draft")
    assert rows(commune)[commune.code].is_silent


def test_a_contest_tells_who_finished(sat: Contest) -> None:
    found = held(sat)
    assert (found.finished, found.on_roster, found.rate, found.simulated) == (6, None, None, 0)


def test_a_plan_is_compared_with_what_was_done(commune: Unit, kim: User, sat: Contest) -> None:
    for line in (Line(Kind.CONTEST, "Hội thi"), Line(Kind.DIALOGUE, "Đối thoại", 2), Line(Kind.POSTER, "Pa nô", 5)):
        add_line(unit=commune, year=2026, line=line, by=kim, now=NOON)
    make(commune, kim)
    found = rows(commune)[commune.code].achieved
    assert (found.planned, found.done, found.fulfilled, found.percent) == (8, 2, 2, 25)


def test_who_handed_in_nothing_is_told(commune: Unit, home_affairs: Unit, province: Unit, kim: User) -> None:
    make(commune, kim)
    found = rows(commune, home_affairs, province)
    assert {code: row.is_silent for code, row in found.items()} == {commune.code: False, home_affairs.code: True}


def test_a_plan_alone_is_not_nothing(commune: Unit, kim: User) -> None:
    add_line(unit=commune, year=2026, line=Line(Kind.OTHER, "x"), by=kim, now=NOON)
    assert not rows(commune)[commune.code].is_silent


def test_a_unit_that_ceased_is_told_of_where_it_did_something(commune: Unit, hamlet: Unit, kim: User) -> None:
    make(commune, kim)
    Unit.objects.filter(pk__in=(commune.pk, hamlet.pk)).update(valid_to=date(2026, 11, 30))
    assert set(rows(commune, hamlet)) == {commune.code}


def test_queries_do_not_grow_with_units(
    province: Unit, kim: User, django_assert_max_num_queries: "pytest.FixtureRequest"
) -> None:
    units = [Unit.objects.create(code=f"U{n}", name=f"Xã {n}", kind="commune", parent=province) for n in range(8)]
    for unit in units:
        make(unit, kim)
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        rows(*units)
