"""Joining, names and the door."""

import orjson
import pytest
from django.test import Client
from django.urls import reverse

from contests.live import refusals, standings
from contests.live.answers import answer
from contests.live.composing import create_round
from contests.live.phones import phones_of
from contests.live.players import join, readmit, remove, rename
from contests.live.rules import LiveRules
from contests.live.snapshots import host_frame, phone_frame
from contests.models import Contest, Entrant, LivePlayer, LiveRound
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import enter, make_user
from tests.contests.live.test_rounds import choice, move, player

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(contest: Contest, alice: User, clock: Moving) -> LiveRound:
    """A round in which players may choose the name that is shown."""
    rules = LiveRules(nicknames=True)
    return create_round(contest=contest, title="Vòng vui", questions=2, seconds=20, by=alice, now=NOON, rules=rules)


def shown(live: LiveRound) -> list[str]:
    return [score.name for score in standings.scores(live)]


def test_a_banned_player_stays_out(live: LiveRound, bob: User) -> None:
    remove(player=player(live, bob), ban=True, now=NOON)
    with pytest.raises(refusals.NotAPlayer):
        player(live, bob)
    assert shown(live) == []


def test_a_removed_player_may_ask_to_join_again(live: LiveRound, bob: User) -> None:
    bobs = player(live, bob)
    remove(player=bobs, ban=False, now=NOON)
    assert (shown(live), player(live, bob)) == ([], bobs)
    assert len(shown(live)) == 1


def test_whoever_loses_their_place_while_playing_is_let_in_no_more_and_counts_no_more(
    live: LiveRound, bob: User, client: Client
) -> None:
    bobs = player(live, bob)
    client.force_login(bob)
    doors = [reverse(f"contests:live-{door}", args=[live.join_code]) for door in ("phone", "state")]
    live = move(live, "open", "start")
    chosen = choice(live, right=True)
    answer(player=bobs, position=1, run=1, chosen=chosen, received_at=NOON)
    assert [client.get(door).status_code for door in doors] == [200, 200]
    for lost in ({"aside_at": NOON}, {"aside_at": None, "disqualified_at": NOON}):
        Entrant.objects.filter(pk=bobs.entrant_id).update(**lost)
        assert [client.get(door).status_code for door in doors] == [403, 403]
        assert "me" not in orjson.loads(phone_frame(bobs, NOON))
        with pytest.raises(refusals.NotAPlayer):
            answer(player=bobs, position=1, run=1, chosen=chosen, received_at=NOON)
        told = phones_of(live, NOON)
        assert (told.joined, told.answered, host_frame(live, NOON)["joined"]) == (0, 0, 0)


@pytest.mark.parametrize("ban", [True, False])
def test_a_player_is_removed_once_and_let_back_once(live: LiveRound, bob: User, ban: bool) -> None:
    bobs = player(live, bob)
    with pytest.raises(refusals.AsBefore):
        readmit(player=bobs)
    remove(player=bobs, ban=ban, now=NOON)
    with pytest.raises(refusals.AsBefore):
        remove(player=bobs, ban=ban, now=NOON)
    readmit(player=bobs)
    assert LivePlayer.objects.get().removed_at is None


def test_a_locked_door_lets_nobody_new_in_and_everybody_back(live: LiveRound, bob: User, commune: Unit) -> None:
    bobs = player(live, bob)
    move(live, "lock")
    assert player(live, bob) == bobs
    with pytest.raises(refusals.Locked):
        player(live, make_user("late", commune))
    move(live, "unlock")
    player(live, make_user("later", commune))
    assert live.players.count() == 2


def test_a_chosen_name_is_shown_only_after_approval(named: LiveRound, bob: User) -> None:
    bobs = join(live=named, entrant=enter(named.contest, bob, NOON), now=NOON, nickname="  Tổ   Một  ")
    own = bobs.entrant.shown_name
    assert shown(named) == [own]
    rename(player=bobs, nickname=bobs.nickname)
    assert shown(named) == ["Tổ Một"]
    rename(player=bobs, nickname="")
    assert shown(named) == [own]


def test_a_name_is_ignored_where_the_rules_allow_none(live: LiveRound, bob: User) -> None:
    assert join(live=live, entrant=enter(live.contest, bob, NOON), now=NOON, nickname="Tổ Một").nickname == ""


@pytest.mark.parametrize("name", ["A", "x" * 31, "<b>Một</b>", "a\u202eb", "😀😀"])
def test_a_name_of_other_signs_is_refused(named: LiveRound, bob: User, name: str) -> None:
    with pytest.raises(refusals.BadNickname):
        join(live=named, entrant=enter(named.contest, bob, NOON), now=NOON, nickname=name)
    assert not named.players.exists()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_host_approves_a_name_on_the_page(named: LiveRound, bob: User, alice: User) -> None:
    bobs = join(live=named, entrant=enter(named.contest, bob, NOON), now=NOON, nickname="Tổ Một")
    host, page = signed_in(alice), reverse("contests:live-players", args=[named.pk])
    assert "Tổ Một" in host.get(page).content.decode()
    answer = host.post(reverse("contests:live-player", args=[named.pk, bobs.pk]), {"do": "name", "nickname": "Tổ Một"})
    assert (answer.status_code, answer["Location"], shown(named)) == (302, page, ["Tổ Một"])


def test_a_bad_name_is_said_on_the_page_and_changes_nothing(named: LiveRound, bob: User, alice: User) -> None:
    bobs = player(named, bob)
    there = reverse("contests:live-player", args=[named.pk, bobs.pk])
    answer = signed_in(alice).post(there, {"do": "name", "nickname": "<i>"})
    assert (answer.status_code, "notice--bad" in answer.content.decode()) == (422, True)
    assert LivePlayer.objects.get().nickname == ""


@pytest.mark.parametrize(("do", "code"), [("remove", 302), ("ban", 302), ("readmit", 422), ("delete", 422), ("", 422)])
def test_only_what_is_possible_is_done_at_the_door(live: LiveRound, bob: User, alice: User, do: str, code: int) -> None:
    bobs = player(live, bob)
    there = reverse("contests:live-player", args=[live.pk, bobs.pk])
    assert signed_in(alice).post(there, {"do": do}).status_code == code
    kept = LivePlayer.objects.get()
    assert (kept.removed_at is not None, kept.banned) == (do in ("remove", "ban"), do == "ban")


def test_a_player_of_another_round_is_not_found(live: LiveRound, named: LiveRound, bob: User, alice: User) -> None:
    bobs = player(live, bob)
    there = reverse("contests:live-player", args=[named.pk, bobs.pk])
    assert signed_in(alice).post(there, {"do": "ban"}).status_code == 404


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_nobody_else_sees_the_list(live: LiveRound, bob: User, charlie: User, who: str) -> None:
    bobs, client = player(live, bob), signed_in({"bob": bob, "charlie": charlie}[who])
    refused = (403, 404)
    assert client.get(reverse("contests:live-players", args=[live.pk])).status_code in refused
    assert client.post(reverse("contests:live-player", args=[live.pk, bobs.pk]), {"do": "ban"}).status_code in refused
    assert LivePlayer.objects.get().removed_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_many_queries_for_three_as_for_one(
    live: LiveRound, alice: User, commune: Unit, count: int, django_assert_num_queries
) -> None:
    for n in range(count):
        player(live, make_user(f"u{n}", commune))
    host = signed_in(alice)
    page = reverse("contests:live-players", args=[live.pk])
    host.get(page)
    with django_assert_num_queries(QUERIES):
        assert host.get(page).status_code == 200


QUERIES = 10
