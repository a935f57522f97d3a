"""Several halls that follow one round: who sits where, and how the halls stand."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contests.live import refusals, snapshots, standings
from contests.live.answers import answer
from contests.live.composing import create_round
from contests.live.forms import LiveRoundForm
from contests.live.players import join, remove
from contests.live.rules import MOST_HALLS, LiveRules
from contests.live.standings import Score, halls
from contests.models import Contest, LivePlayer, LiveRound
from contests.settings import RulesError
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import enter, make_user
from tests.contests.live.test_rounds import choice, move

HALLS = ("Hội trường tỉnh", "Điểm cầu Đất Mũi")


@given(st.lists(st.tuples(st.sampled_from(["", "A", "B", "C"]), st.integers(0, 1000)), max_size=30))
def test_a_hall_stands_by_the_mean_of_who_sits_in_it(seats: list[tuple[str, int]]) -> None:
    found = [Score(n, f"{n}", "", points, False, hall=hall) for n, (hall, points) in enumerate(seats)]
    told = {s.entry.name: (s.place, s.entry.shown) for s in halls(found)}
    of = {hall: [points for seat, points in seats if seat == hall] for hall in {seat for seat, _ in seats} - {""}}
    assert set(told) == set(of)
    for hall, points in of.items():
        assert told[hall][1] == {"points": round(sum(points) / len(points), 1), "people": len(points)}
        better = [other for other in of if told[other][1]["points"] > told[hall][1]["points"]]
        assert told[hall][0] == 1 + len(better)


@pytest.mark.parametrize("given", ["x", ["", "A"], ["A", "A"], ["x" * 61], [str(n) for n in range(13)], [1], None])
def test_halls_that_are_none_are_refused(given: object) -> None:
    with pytest.raises(RulesError, match="halls"):
        LiveRules.from_json(LiveRules().to_json() | {"halls": given})


def test_what_the_organiser_writes_is_a_hall_a_line() -> None:
    usual = {name: field.initial for name, field in LiveRoundForm().fields.items() if field.initial is not None}
    form = LiveRoundForm({**usual, "title": "V", "halls": " Hội  trường A \n\nHội trường B\nHội trường A\n"})
    assert form.is_valid(), form.errors
    assert form.rules().halls == ("Hội trường A", "Hội trường B")
    many = LiveRoundForm({**usual, "title": "V", "halls": "\n".join(map(str, range(MOST_HALLS + 1)))})
    assert "halls" in many.errors


@pytest.fixture
def live(contest: Contest, alice: User, clock: Moving) -> LiveRound:
    rules = LiveRules(halls=HALLS)
    return create_round(
        contest=contest, title="Cầu truyền hình", questions=2, seconds=20, by=alice, now=NOON, rules=rules
    )


def seat(live: LiveRound, name: str, unit: Unit, hall: str) -> LivePlayer:
    return join(live=live, entrant=enter(live.contest, make_user(name, unit), NOON), now=NOON, hall=hall)


@pytest.mark.django_db
class TestSeats:
    def test_whoever_names_no_hall_of_the_round_is_asked_for_one(self, live: LiveRound, commune: Unit) -> None:
        for hall in ("", "Hội trường khác"):
            with pytest.raises(refusals.NoHall):
                seat(live, f"x{hall[:1]}", commune, hall)
        assert not live.players.exists()

    def test_a_seat_may_be_changed_until_the_round_begins(self, live: LiveRound, commune: Unit) -> None:
        one = seat(live, "mot", commune, HALLS[0])
        assert join(live=live, entrant=one.entrant, now=NOON, hall=HALLS[1]).hall == HALLS[1]
        assert join(live=live, entrant=one.entrant, now=NOON).hall == HALLS[1]  # another phone, that says nothing
        move(live, "open")
        assert join(live=live, entrant=one.entrant, now=NOON, hall=HALLS[0]).hall == HALLS[1]

    def test_whoever_comes_back_says_it_again(self, live: LiveRound, commune: Unit) -> None:
        one = seat(live, "mot", commune, HALLS[0])
        remove(player=one, ban=False, now=NOON)
        with pytest.raises(refusals.NoHall):
            join(live=live, entrant=one.entrant, now=NOON)
        assert join(live=live, entrant=one.entrant, now=NOON, hall=HALLS[1]).hall == HALLS[1]

    def test_where_there_is_one_hall_nobody_is_asked(self, contest: Contest, alice: User, commune: Unit) -> None:
        plain = create_round(contest=contest, title="V", questions=1, seconds=20, by=alice, now=NOON)
        assert seat(plain, "mot", commune, "Điểm cầu lạ").hall == ""
        assert standings.halls(standings.scores(plain)) == []

    def test_the_board_shows_the_halls(self, live: LiveRound, commune: Unit) -> None:
        seats = [seat(live, f"u{n}", commune, HALLS[n // 2]) for n in range(3)]
        live = move(live, "open", "start")
        answer(player=seats[2], position=1, run=1, chosen=choice(live, right=True), received_at=NOON)
        answer(player=seats[0], position=1, run=1, chosen=choice(live, right=True), received_at=NOON)
        live = move(live, "close", "reveal", "board")
        shown = snapshots.host_frame(live, NOON)["board"]["halls"]
        assert shown == [
            {"place": 1, "name": HALLS[1], "points": 1000.0, "people": 1},
            {"place": 2, "name": HALLS[0], "points": 500.0, "people": 2},
        ]

    def test_the_page_asks_and_the_screen_of_a_hall_has_chosen(
        self, live: LiveRound, commune: Unit, client: Client, alice: User
    ) -> None:
        user = make_user("mot", commune)
        enter(live.contest, user, NOON)
        client.force_login(user)
        there = reverse("contests:live-join", args=[live.join_code])
        assert f'<option value="{HALLS[1]}" selected>' in client.get(there, {"hoi-truong": HALLS[1]}).content.decode()
        refused = client.post(there)
        assert (refused.status_code, live.players.count()) == (400, 0)
        assert client.post(there, {"hall": HALLS[0]}).status_code == 302
        assert live.players.get().hall == HALLS[0]
        client.force_login(alice)
        page = client.get(reverse("contests:live-projector", args=[live.pk]), {"hoi-truong": HALLS[1]}).content.decode()
        assert f'data-hall="{HALLS[1]}"' in page
        assert "ma-qr.svg?hoi-truong=" in page
