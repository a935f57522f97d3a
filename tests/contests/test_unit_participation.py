from datetime import timedelta
from typing import Any

import pytest

from contests.models import Contest, Entrant, Roster
from contests.papers.sitting import start_paper
from contests.rosters.keeping import Person, give_people, roster_set
from contests.units.contact_sight import counts_are_sealed, may_see_counts
from contests.units.turnout import people_of, progress
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import enter, make_papers, make_user, sit
from tests.contests.roster_cast import TOMORROW, contest_of_units, with_headcount


@pytest.fixture
def contest(bank: None, alice: User, province: Unit) -> Contest:
    return contest_of_units(alice, province)


def named(contest: Contest, unit: Unit, by: User, *people: Person) -> Roster:
    return give_people(kept=roster_set(contest), unit=unit, people=people, by=by, now=NOON)


class TestProgress:
    def test_units_below_the_threshold_stand_first(
        self, contest: Contest, commune: Unit, home_affairs: Unit, province: Unit, alice: User
    ) -> None:
        with_headcount(contest, commune, 3, alice)
        with_headcount(contest, home_affairs, 4, alice, exempted=2)
        for unit in (commune, home_affairs):
            sit(contest, make_user(f"a-{unit.code}", unit), right=3, start=TOMORROW)
        start_paper(entrant=enter(contest, make_user("dang", commune), TOMORROW), now=TOMORROW)
        below, reached = progress(contest)
        assert (below.unit, below.entered, below.finished, below.headcount, below.rate) == (commune, 2, 1, 3, 3333)
        assert (below.is_below, below.missing) == (True, 1)
        assert (reached.unit, reached.rate, reached.exempted, reached.is_below) == (home_affairs, 5000, 2, False)

    def test_somebody_exempted_who_sits_counts_neither_way(self, contest: Contest, commune: Unit, alice: User) -> None:
        sick, well = make_user("om", commune), make_user("khoe", commune)
        named(contest, commune, alice, Person("Om", user=sick.pk, exempt="Ốm"), Person("Khoe", user=well.pk))
        sit(contest, sick, right=3, start=TOMORROW)
        (row,) = progress(contest)
        assert (row.entered, row.finished, row.headcount, row.rate) == (0, 0, 1, 0)

    def test_disqualified_people_are_not_counted_and_simulated_ones_are_marked(
        self, contest: Contest, commune: Unit, alice: User
    ) -> None:
        with_headcount(contest, commune, 2, alice)
        sit(contest, make_user("sim", commune, is_simulated=True), right=3, start=TOMORROW)
        sit(contest, make_user("gian", commune), right=3, start=TOMORROW)
        Entrant.objects.filter(full_name="Trần Thị gian").update(disqualified_at=TOMORROW)
        (row,) = progress(contest)
        assert (row.entered, row.finished, row.simulated) == (1, 1, 1)

    @pytest.mark.parametrize("many", [1, 3])
    def test_it_takes_the_same_queries_however_many_units(
        self, contest: Contest, province: Unit, alice: User, many: int, django_assert_num_queries: Any
    ) -> None:
        for n in range(many):
            unit = Unit.objects.create(code=f"X{n}", name=f"Đơn vị {n}", kind="other", parent=province)
            user = make_user(f"x{n}", unit)
            named(contest, unit, alice, Person("A B", user=user.pk), Person("C D", user=alice.pk, exempt="Ốm"))
            sit(contest, user, right=3, start=TOMORROW)
        with django_assert_num_queries(9):
            assert len(progress(contest)) == many


class TestPeople:
    def test_they_are_found_by_account_or_else_by_name(self, contest: Contest, commune: Unit, alice: User) -> None:
        by_account = make_user("mai", commune, full_name="Trần Thị Mai")
        unlinked = make_user("hoa", commune, full_name="Lê Thị Hoà")
        roster = named(
            contest, commune, alice,
            Person("Mai (tên khác)", user=by_account.pk), Person("LÊ THỊ HOÀ"), Person("Vắng Mặt"),
            Person("Được Miễn", exempt="Ốm"), Person("Đang Làm"),
        )  # fmt: skip
        for user in (by_account, unlinked):
            sit(contest, user, right=3, start=TOMORROW)
        start_paper(entrant=enter(contest, make_user("lam", commune, full_name="Đang Làm"), TOMORROW), now=TOMORROW)
        assert [(one.line.full_name, one.state) for one in people_of(contest, roster)] == [
            ("Vắng Mặt", "absent"), ("Đang Làm", "entered"), ("LÊ THỊ HOÀ", "finished"),
            ("Mai (tên khác)", "finished"), ("Được Miễn", "exempt"),
        ]  # fmt: skip

    def test_of_two_of_one_name_one_is_still_missing(self, contest: Contest, commune: Unit, alice: User) -> None:
        roster = named(contest, commune, alice, Person("Nguyễn Văn An"), Person("Nguyễn Văn An"))
        sit(contest, make_user("an", commune, full_name="Nguyễn Văn An"), right=3, start=TOMORROW)
        assert sorted(one.state for one in people_of(contest, roster)) == ["absent", "finished"]

    def test_a_namesake_of_another_unit_is_somebody_else(
        self, contest: Contest, commune: Unit, home_affairs: Unit, alice: User
    ) -> None:
        roster = named(contest, commune, alice, Person("Nguyễn Văn An"))
        sit(contest, make_user("an", home_affairs, full_name="Nguyễn Văn An"), right=3, start=TOMORROW)
        assert [one.state for one in people_of(contest, roster)] == ["absent"]


class TestSealed:
    @pytest.fixture
    def foretelling(self, request: Any, bank: None, alice: User, province: Unit) -> Contest:
        return contest_of_units(alice, province, papers=make_papers(predicts=request.param))

    @pytest.mark.parametrize(
        ("foretelling", "sealed"),
        [("participants", True), ("entries", True), ("all_correct", False), ("", False)],
        indirect=["foretelling"],
    )
    def test_counts_are_sealed_while_they_are_foretold(self, foretelling: Contest, sealed: bool) -> None:
        assert not counts_are_sealed(foretelling, TOMORROW - timedelta(seconds=1))
        assert counts_are_sealed(foretelling, TOMORROW) is sealed
        assert not counts_are_sealed(foretelling, TOMORROW + timedelta(days=1, minutes=1))

    @pytest.mark.parametrize("foretelling", ["participants"], indirect=True)
    def test_a_contact_of_half_the_people_or_more_is_told_nothing(
        self, foretelling: Contest, commune: Unit, home_affairs: Unit, alice: User
    ) -> None:
        assert not may_see_counts(foretelling, [commune.pk], TOMORROW)  # without rosters nobody knows the share
        with_headcount(foretelling, commune, 10, alice)
        with_headcount(foretelling, home_affairs, 11, alice)
        assert may_see_counts(foretelling, [commune.pk], TOMORROW)
        assert not may_see_counts(foretelling, [home_affairs.pk], TOMORROW)
        assert not may_see_counts(foretelling, [home_affairs.pk, commune.pk], TOMORROW)
        assert may_see_counts(foretelling, [home_affairs.pk], TOMORROW - timedelta(seconds=1))
