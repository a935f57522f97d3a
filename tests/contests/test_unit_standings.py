import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests import boards as contest_boards
from contests.models import Contest, Entrant, RosterSet
from contests.record.editions import obstacles, prepare, units_in
from contests.record.refusals import CountsDiffer
from contests.review.refusals import AlreadySo, ReasonMissing
from contests.rosters.keeping import Person, freeze, give_people, roster_set
from contests.rosters.refusals import UnitsNotEqual, UnitsShare
from contests.standings import listed
from contests.units.deciding import decide_unit_tie, take_back, take_out
from contests.units.standings import unit_standings
from leaderboard.boards import boards
from leaderboard.frames import frame
from leaderboard.sources import fresh
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_user, sit
from tests.contests.roster_cast import TOMORROW, contest_of_units, with_headcount

AFTER = TOMORROW + timedelta(days=2)
FIRST = {"winner": "unit", "rank": "first", "count": 1, "amount": 0, "scope": "contest", "title": ""}


@pytest.fixture
def contest(bank: None, alice: User, province: Unit) -> Contest:
    return contest_of_units(alice, province, prizes=[FIRST])


@pytest.fixture
def u_minh(province: Unit) -> Unit:
    return Unit.objects.create(
        code="CM-XA-X", name="UBND xã Khánh An", kind="commune", parent=province, block="commune"
    )


def sat(contest: Contest, unit: Unit, *rights: int) -> list[User]:
    people = [make_user(f"{unit.code}-{n}-{contest.pk}", unit) for n in range(len(rights))]
    for user, right in zip(people, rights, strict=True):
        sit(contest, user, right=right, start=TOMORROW)
    return people


def places(contest: Contest) -> list[tuple[int, str, str, int]]:
    names = dict(Unit.objects.values_list("pk", "name"))
    return [(line.place, names[line.unit], line.why, line.figures.rate) for line in unit_standings(contest, AFTER)]


def test_units_stand_by_their_rate_over_the_roster(
    contest: Contest, commune: Unit, home_affairs: Unit, u_minh: Unit, alice: User
) -> None:
    for unit, headcount, exempted in ((commune, 3, 1), (home_affairs, 3, 0), (u_minh, 3, 0)):
        with_headcount(contest, unit, headcount, alice, exempted)
    sat(contest, commune, 1, 1)
    sat(contest, home_affairs, 3, 3)
    sat(contest, u_minh, 3)
    assert places(contest) == [
        (1, "UBND xã Đất Mũi", "", 10_000),
        (2, "Sở Nội vụ", "", 6667),
        (0, "UBND xã Khánh An", "rate", 3333),
    ]
    assert [bool(line.award.prize) for line in unit_standings(contest, AFTER)] == [True, False, False]


def test_people_of_a_subordinate_unit_count_for_the_nearest_unit_with_a_roster(
    contest: Contest, home_affairs: Unit, commune: Unit, alice: User
) -> None:
    office = Unit.objects.create(code="CM-SNV-VP", name="Văn phòng Sở", kind="other", parent=home_affairs)
    with_headcount(contest, home_affairs, 4, alice)
    sat(contest, office, 3, 2)
    sat(contest, home_affairs, 1)
    sat(contest, commune, 3)  # no roster at or above it
    assert places(contest) == [(1, "Sở Nội vụ", "", 7500), (0, "UBND xã Đất Mũi", "no_roster", 0)]


def test_the_board_names_the_unit_that_somebody_counts_for_as_theirs(
    contest: Contest, home_affairs: Unit, alice: User, client: Client, clock: Moving
) -> None:
    office = Unit.objects.create(code="CM-SNV-VP", name="Văn phòng Sở", kind="other", parent=home_affairs)
    with_headcount(contest, home_affairs, 4, alice)
    (person,) = sat(contest, office, 3)
    client.force_login(person)
    page = client.get(reverse("contests:board", args=[contest.slug]), {"theo": "don-vi"})
    assert (page.context["mine"]["name"], page.context["me"]) == ("Sở Nội vụ", str(home_affairs.pk))


def test_who_is_exempted_counts_neither_way(contest: Contest, commune: Unit, alice: User) -> None:
    people = sat(contest, commune, 3, 0)
    names = [
        Person(people[0].full_name, user=people[0].pk),
        Person(people[1].full_name, user=people[1].pk, exempt="Ốm"),
    ]
    names.append(Person("Người Vắng Mặt"))
    give_people(kept=roster_set(contest), unit=commune, people=names, by=alice, now=NOON)
    (line,) = unit_standings(contest, AFTER)
    assert (line.figures.took_part, line.figures.headcount, line.figures.rate, line.figures.mean) == (1, 2, 5000, 300)


def test_simulated_and_disqualified_people_count_nowhere(contest: Contest, commune: Unit, alice: User) -> None:
    with_headcount(contest, commune, 2, alice)
    sat(contest, commune, 3, 3, 3)
    one, two, _three = Entrant.objects.order_by("pk")
    Entrant.objects.filter(pk=one.pk).update(is_simulated=True)
    Entrant.objects.filter(pk=two.pk).update(disqualified_at=AFTER)
    assert unit_standings(contest, AFTER)[0].figures.took_part == 1


def test_rosters_of_rounds_count_for_their_round_and_the_last_for_the_whole(
    bank: None, alice: User, province: Unit, commune: Unit
) -> None:
    contest = contest_of_units(alice, province, units={"roster": "round"})
    one = contest.rounds.get()
    two = contest.rounds.create(
        position=2, opens_at=one.closes_at, closes_at=one.closes_at + timedelta(days=1), rules=one.rules
    )
    for of, size in ((one, 4), (two, 2)):
        with_headcount(of, commune, size, alice)  # type: ignore[arg-type]
    sat(contest, commune, 3, 3)
    assert [(each, unit_standings(each, AFTER)[0].figures.rate) for each in listed(contest)] == [
        (contest, 10_000), (one, 5000), (two, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_the_same_queries_however_many_units(
    contest: Contest, province: Unit, alice: User, many: int, django_assert_num_queries: Any
) -> None:
    for n in range(many):
        unit = Unit.objects.create(code=f"X{n}", name=f"Đơn vị {n}", kind="other", parent=province)
        with_headcount(contest, unit, 2, alice)
        sat(contest, unit, 3)
    contest = Contest.objects.get(pk=contest.pk)
    with django_assert_num_queries(9):
        assert len(unit_standings(contest, AFTER)) == many


class TestBoard:
    @pytest.mark.parametrize(
        "units",
        [
            {},
            {"keys": ["mean", "took_part"], "roster": "none", "bands": []},
            {"keys": ["formula"], "weights": [{"of": "rate", "weight": 1}, {"of": "score", "weight": 3}]},
        ],
    )
    def test_it_moves_and_stands_in_the_order_of_the_rules(
        self, bank: None, alice: User, province: Unit, commune: Unit, home_affairs: Unit, u_minh: Unit, clock: Moving,
        units: Any, django_capture_on_commit_callbacks: Callable[..., Any],
    ) -> None:  # fmt: skip
        contest = contest_of_units(alice, province, units=units)
        for unit, headcount in ((commune, 4), (home_affairs, 3), (u_minh, 2)):
            with_headcount(contest, unit, headcount, alice)
        clock.on(days=1)
        name = f"contest-units.{contest.pk}"
        frame(name)
        with django_capture_on_commit_callbacks(execute=True):
            sat(contest, u_minh, 1, 2)
            sat(contest, commune, 3)
            sat(contest, home_affairs, 3, 2)
        moved = [(s.entry.id, s.entry.key) for s in boards().top(name, 9)]
        told = unit_standings(contest, AFTER)
        assert [pk for pk, _key in moved] == [str(line.unit) for line in told]
        contest_boards.renew(contest)
        assert [(s.entry.id, s.entry.key) for s in fresh(name).top(name, 9)] == moved

    def test_it_says_which_units_are_not_ranked_yet(
        self, contest: Contest, commune: Unit, home_affairs: Unit, alice: User, clock: Moving
    ) -> None:
        with_headcount(contest, commune, 3, alice)
        with_headcount(contest, home_affairs, 1, alice)
        clock.on(days=1)
        sat(contest, commune, 3)
        sat(contest, home_affairs, 0)
        rows = frame(f"contest-units.{contest.pk}")["rows"]
        assert [(row["name"], row["rate"], row["waits"]) for row in rows] == [
            ("Sở Nội vụ", 100.0, False), ("UBND xã Đất Mũi", 33.33, True),
        ]  # fmt: skip


class TestDeciding:
    @pytest.fixture(autouse=True)
    def equals(self, contest: Contest, commune: Unit, home_affairs: Unit, alice: User) -> RosterSet:
        for unit in (commune, home_affairs):
            kept = with_headcount(contest, unit, 2, alice)
            sat(contest, unit, 3, 2)
        return kept

    def test_a_prize_waits_for_the_board_between_equals(
        self, contest: Contest, commune: Unit, home_affairs: Unit, alice: User
    ) -> None:
        assert [each.kind for each in obstacles(contest, AFTER)] == ["ties"]
        how: dict[str, Any] = {"of": contest, "by": alice, "now": AFTER}
        with pytest.raises(ReasonMissing):
            decide_unit_tie(units=[commune.pk, home_affairs.pk], reason="", **how)
        with pytest.raises(UnitsNotEqual):
            decide_unit_tie(units=[commune.pk], reason="x", **how)
        decide_unit_tie(units=[commune.pk, home_affairs.pk], reason="Xã vùng sâu.", **how)
        assert [place for place, *_rest in places(contest)] == [1, 2]
        assert obstacles(contest, AFTER) == []
        decide_unit_tie(units=[home_affairs.pk, commune.pk], reason="Xét lại.", **how)
        assert places(contest)[0][1] == "Sở Nội vụ"
        assert contest.record.filter(kind="unit_ruling").count() == 2

    def test_where_the_rules_share_places_nothing_is_decided(
        self, bank: None, alice: User, province: Unit, commune: Unit, home_affairs: Unit
    ) -> None:
        contest = contest_of_units(alice, province)
        for unit in (commune, home_affairs):
            with_headcount(contest, unit, 1, alice)
            sat(contest, unit, 3)
        with pytest.raises(UnitsShare):
            decide_unit_tie(of=contest, units=[commune.pk, home_affairs.pk], reason="x", by=alice, now=AFTER)

    def test_a_serious_violation_takes_a_unit_out_and_back(self, contest: Contest, commune: Unit, alice: User) -> None:
        how: dict[str, Any] = {"of": contest, "unit": commune, "by": alice, "now": AFTER}
        with pytest.raises(ReasonMissing):
            take_out(reason=" ", **how)
        take_out(reason="Thi hộ có tổ chức.", **how)
        assert places(contest) == [(1, "Sở Nội vụ", "", 10_000), (0, "UBND xã Đất Mũi", "out", 10_000)]
        with pytest.raises(AlreadySo):
            take_out(reason="Lần nữa.", **how)
        take_back(reason="Đã xác minh.", **how)
        assert [place for place, *_rest in places(contest)] == [1, 1]
        with pytest.raises(AlreadySo):
            take_back(reason="Lần nữa.", **how)


class TestEdition:
    def test_units_are_part_of_what_is_signed(self, contest: Contest, commune: Unit, alice: User) -> None:
        kept = with_headcount(contest, commune, 2, alice)
        freeze(kept=kept, by=alice, now=NOON)
        sat(contest, commune, 3, 2)
        edition = prepare(contest=contest, by=alice, now=AFTER)
        assert units_in(edition, contest) == [(1, commune.pk, 2, 2, 10_000, 250, 0)]
        told = json.loads(edition.content)
        kept.refresh_from_db()
        assert told["rosters"] == [[0, kept.revision, kept.digest]]
        assert told["lists"][0]["units"][0][-1] == ["first", "", 0]

    def test_where_the_second_count_of_units_differs_nothing_is_prepared(
        self, contest: Contest, commune: Unit, alice: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with_headcount(contest, commune, 2, alice)
        sat(contest, commune, 3)
        (line,) = unit_standings(contest, AFTER)
        wrong = [replace(line, figures=replace(line.figures, rate=5001))]
        monkeypatch.setattr("contests.standings.unit_standings", lambda *facts: wrong)
        with pytest.raises(CountsDiffer):
            prepare(contest=contest, by=alice, now=AFTER)


class TestBlocks:
    @pytest.fixture
    def apart(
        self, bank: None, alice: User, province: Unit, commune: Unit, home_affairs: Unit, u_minh: Unit, clock: Moving
    ) -> Contest:
        contest = contest_of_units(alice, province, units={"blocks": True}, prizes=[FIRST])
        for unit in (commune, home_affairs, u_minh):
            with_headcount(contest, unit, 2, alice)
        clock.on(days=1)
        return contest

    def test_each_block_has_places_prizes_and_a_board_of_its_own(
        self, apart: Contest, commune: Unit, home_affairs: Unit, u_minh: Unit,
        django_capture_on_commit_callbacks: Callable[..., Any],
    ) -> None:  # fmt: skip
        names = [f"contest-units.{apart.pk}.{block}" for block in ("commune", "department")]
        before = [frame(name)["rows"] for name in names]
        with django_capture_on_commit_callbacks(execute=True):
            sat(apart, commune, 3, 3)
            sat(apart, home_affairs, 3)
            sat(apart, u_minh, 2, 2)
        lines = unit_standings(apart, AFTER)
        assert [(line.block, line.place, line.unit, bool(line.award.prize)) for line in lines] == [
            ("commune", 1, commune.pk, True),
            ("commune", 2, u_minh.pk, False),
            ("department", 1, home_affairs.pk, True),
        ]
        assert before == [[], []]
        moved = [[(row["place"], row["name"]) for row in frame(name)["rows"]] for name in names]
        assert moved == [[(1, "UBND xã Đất Mũi"), (2, "UBND xã Khánh An")], [(1, "Sở Nội vụ")]]
        contest_boards.renew(apart)
        assert [[(row["place"], row["name"]) for row in frame(name)["rows"]] for name in names] == moved

    def test_a_block_that_is_none_has_no_board(self, apart: Contest, contest: Contest) -> None:
        for name in (f"contest-units.{apart.pk}.x", f"contest-units.{contest.pk}.commune"):
            with pytest.raises(KeyError):
                frame(name)

    def test_the_page_shows_one_block_at_a_time(
        self, apart: Contest, client: Client, home_affairs: Unit, commune: Unit
    ) -> None:
        sat(apart, home_affairs, 3)
        sat(apart, commune, 3)
        page = client.get(reverse("contests:board", args=[apart.slug]), {"theo": "don-vi", "khoi": "department"})
        assert [row["name"] for row in page.context["board"]["rows"]] == ["Sở Nội vụ"]
        page = client.get(reverse("contests:board", args=[apart.slug]), {"theo": "don-vi", "khoi": "lạ"})
        assert [row["name"] for row in page.context["board"]["rows"]] == ["UBND xã Đất Mũi"]
