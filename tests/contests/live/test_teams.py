"""Units in a live round: one phone each where captains answer, and means over whom the rules say."""

from datetime import timedelta
from fractions import Fraction
from uuid import uuid4

import orjson
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contests.live import phones, refusals, rounds, snapshots, standings
from contests.live.answers import answer
from contests.live.bell import BellRule
from contests.live.bells import ring_bell
from contests.live.composing import create_round
from contests.live.rules import LiveRules
from contests.live.scoring import Played, Scoring, team_points
from contests.live.teams import name_captain
from contests.models import Contest, LiveMove, LivePlayer, LiveRound
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_user
from tests.contests.live.test_rounds import choice, move, player
from tests.contests.roster_cast import contest_of_units, with_headcount

POINTS = st.dictionaries(st.integers(0, 9), st.integers(-50, 1000), max_size=10)
MEMBERS = st.sets(st.integers(0, 9), min_size=1)


@given(MEMBERS, st.lists(POINTS, max_size=5), st.integers(0, 500))
def test_the_mean_over_a_roster_is_the_sum_over_its_headcount(
    members: set[int], questions: list[dict[int, int]], headcount: int
) -> None:
    played = [Played(points) for points in questions]
    mean = team_points("roster", members, played, headcount)
    assert mean * max(headcount, len(members)) == team_points("sum", members, played)
    assert abs(mean) <= abs(team_points("mean", members, played))


@given(MEMBERS, st.lists(POINTS, max_size=5))
def test_where_all_are_there_and_all_on_the_roster_the_means_are_one(
    members: set[int], questions: list[dict[int, int]]
) -> None:
    played = [Played(points, frozenset(members)) for points in questions]
    means = {team_points(rule, members, played, len(members)) for rule in ("mean", "online", "roster")}
    assert len(means) == 1


@given(MEMBERS, st.lists(POINTS, max_size=5), st.integers(0, 500), st.integers(0, 9))
def test_who_joins_and_is_silent_costs_only_where_the_mean_is_over_who_joined(
    members: set[int], questions: list[dict[int, int]], headcount: int, silent: int
) -> None:
    played = [Played({one: worth for one, worth in points.items() if one != silent}) for points in questions]
    before, after = members - {silent}, members | {silent}
    if before:
        for rule in ("sum", "captain", "online"):
            assert team_points(rule, before, played) == team_points(rule, after, played)
        if headcount >= len(after):
            assert team_points("roster", before, played, headcount) == team_points("roster", after, played, headcount)


def test_a_team_of_nobody_has_no_points() -> None:
    assert team_points("roster", [], [Played({1: 5})], 10) == Fraction(0)


def make(contest: Contest, host: User, **rules: object) -> LiveRound:
    scoring = Scoring("flat", 10, 0)
    told = LiveRules(scoring=scoring, **rules)  # type: ignore[arg-type]
    return create_round(contest=contest, title="Hội thi", questions=2, seconds=20, by=host, now=NOON, rules=told)


@pytest.fixture
def live(contest: Contest, alice: User, clock: Moving) -> LiveRound:
    return make(contest, alice, teams="captain")


@pytest.fixture
def pair(live: LiveRound, commune: Unit) -> tuple[LivePlayer, LivePlayer]:
    """Two of one unit; the first joined first."""
    return player(live, make_user("truong", commune)), player(live, make_user("vien", commune))


def say(one: LivePlayer, live: LiveRound, *, right: bool = True) -> None:
    one.refresh_from_db()
    given = choice(live, right=right)
    answer(player=one, position=live.position, run=live.run, chosen=given, received_at=NOON + timedelta(seconds=1))


def me(one: LivePlayer) -> dict:
    return orjson.loads(snapshots.phone_frame(one, NOON))["me"]


@pytest.mark.django_db
class TestCaptains:
    def test_whoever_joined_first_answers_and_the_others_see(
        self, live: LiveRound, pair: tuple[LivePlayer, LivePlayer]
    ) -> None:
        first, second = pair
        live = move(live, "open", "start")
        with pytest.raises(refusals.NotCaptain):
            say(second, live)
        say(first, live)
        assert [(me(one)["answers"], me(one)["captain"]) for one in pair] == [(True, None), (False, me(first)["name"])]
        live = move(live, "close")
        assert [s.entry.shown["points"] for s in standings.units(live, standings.scores(live))] == [10.0]

    def test_the_host_may_name_another_before_and_put_another_phone_in_place_after(
        self, live: LiveRound, pair: tuple[LivePlayer, LivePlayer], alice: User
    ) -> None:
        first, second = pair
        name_captain(player=second, by=alice, now=NOON)
        live.refresh_from_db()
        live = move(live, "open", "start")
        with pytest.raises(refusals.NotCaptain):
            say(first, live)
        say(second, live)
        live = move(live, "close", "reveal", "open", "start")
        seen = live.version
        name_captain(player=first, by=alice, now=NOON)
        with pytest.raises(refusals.Stale):
            rounds.command(live=live, name="close", expected=seen, now=NOON)
        say(first, live)
        with pytest.raises(refusals.NotCaptain):
            say(second, live)
        live = move(live, "close")
        found = standings.units(live, standings.scores(live))
        assert [s.entry.shown["points"] for s in found] == [20.0]
        assert list(LiveMove.objects.filter(move="captain").values_list("by", flat=True)) == [alice.pk] * 2

    def test_the_bell_that_a_captain_holds_goes_over_to_the_new_phone(
        self, contest: Contest, alice: User, commune: Unit, clock: Moving
    ) -> None:
        live = make(contest, alice, teams="captain", play="bell", bell=BellRule(points=10))
        first, second = player(live, make_user("truong", commune)), player(live, make_user("vien", commune))
        live = move(live, "open", "start")
        ring_bell(player=first, position=1, run=1, received_at=NOON)
        rounds.settled(live.pk, NOON + timedelta(seconds=0.5))
        name_captain(player=second, by=alice, now=NOON)
        live.refresh_from_db()
        assert live.holder == second
        say(second, live)
        live.refresh_from_db()
        assert (live.state, {s.player: s.points for s in standings.scores(live)}[second.pk]) == ("closed", 10)

    def test_a_question_closes_early_when_the_captains_have_answered(
        self, contest: Contest, alice: User, commune: Unit, clock: Moving
    ) -> None:
        live = make(contest, alice, teams="captain", early=True)
        pair = [player(live, make_user(name, commune)) for name in ("truong", "vien")]
        connected = [one.pk for one in pair]
        live = move(live, "open", "start")
        phones.say_connected(live_id=live.pk, process=uuid4(), players=connected[1:], now=NOON)
        rounds.notice(live_id=live.pk, now=NOON)
        live.refresh_from_db()
        assert live.state == "answering"  # only who may not answer is there
        phones.say_connected(live_id=live.pk, process=uuid4(), players=connected, now=NOON)
        rounds.notice(live_id=live.pk, now=NOON)
        say(pair[0], live)
        rounds.notice(live_id=live.pk, now=NOON)
        live.refresh_from_db()
        assert live.state == "closed"

    def test_a_unit_that_was_not_there_at_the_start_has_no_captain(
        self, live: LiveRound, pair: tuple[LivePlayer, LivePlayer], home_affairs: Unit, alice: User
    ) -> None:
        live = move(live, "open", "start")
        late = player(live, make_user("muon", home_affairs))
        with pytest.raises(refusals.NotCaptain):
            say(late, live)
        with pytest.raises(refusals.NoTeam):
            name_captain(player=late, by=alice, now=NOON)

    def test_who_joins_a_unit_late_may_take_its_captains_place(
        self, live: LiveRound, pair: tuple[LivePlayer, LivePlayer], commune: Unit, alice: User
    ) -> None:
        live = move(live, "open", "start")
        late = player(live, make_user("thay", commune))
        name_captain(player=late, by=alice, now=NOON)
        live.refresh_from_db()
        say(late, live)
        live = move(live, "close")
        assert [s.entry.shown["points"] for s in standings.units(live, standings.scores(live))] == [10.0]

    def test_nobody_is_captain_twice_nor_where_there_are_none(
        self, live: LiveRound, pair: tuple[LivePlayer, LivePlayer], contest: Contest, alice: User, bob: User
    ) -> None:
        name_captain(player=pair[0], by=alice, now=NOON)
        with pytest.raises(refusals.AsBefore):
            name_captain(player=pair[0], by=alice, now=NOON)
        other = make(contest, alice)
        with pytest.raises(refusals.NoCaptains):
            name_captain(player=player(other, bob), by=alice, now=NOON)

    def test_the_host_names_a_captain_on_the_page(
        self, live: LiveRound, pair: tuple[LivePlayer, LivePlayer], alice: User
    ) -> None:
        client = Client()
        client.force_login(alice)
        there = reverse("contests:live-player", args=[live.pk, pair[1].pk])
        assert client.post(there, {"do": "captain"}).status_code == 302
        assert live.teams.get().captain == pair[1]
        assert "captain" in client.get(reverse("contests:live-players", args=[live.pk])).content.decode()


@pytest.mark.django_db
def test_the_mean_is_over_the_roster_as_it_stood_at_the_start(
    bank: None, alice: User, province: Unit, commune: Unit, home_affairs: Unit, clock: Moving
) -> None:
    contest = contest_of_units(alice, province)
    with pytest.raises(refusals.NoRoster):
        make(contest, alice, teams="roster")
    with_headcount(contest, commune, 5, alice, exempted=1)
    live = make(contest, alice, teams="roster")
    players = [player(live, make_user("ann", commune)), player(live, make_user("ben", home_affairs))]
    live = move(live, "open", "start")
    with_headcount(contest, commune, 50, alice)
    for one in players:
        say(one, live)
    live = move(live, "close")
    found = standings.units(live, standings.scores(live))
    assert [(s.entry.name, s.entry.shown["points"]) for s in found] == [(commune.name, 2.5)]
