"""The record of what happened in a round: read by whoever organises it, changed by nobody."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from contests.live.move_wording import MOVES
from contests.live.states import Command
from contests.models import LiveMove, LiveRound
from contests.record import guards
from people.models import User
from tests.contests.live.test_rounds import move

pytestmark = pytest.mark.django_db


def page(client: Client, live: LiveRound, **asked: int) -> str:
    answer = client.get(reverse("contests:live-moves", args=[live.pk]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_command_has_its_words() -> None:
    assert set(MOVES) == {*Command, "clock", "phones", "answer", "captain"}


def test_every_step_is_listed_in_order_with_who_pressed_it(live: LiveRound, alice: User, client: Client) -> None:
    client.force_login(alice)
    assert "<table" not in page(client, live)
    move(live, "open", "start", "close", "reveal")
    shown = page(client, live)
    places = [shown.index(f"<td>{MOVES[name]}</td>") for name in ("open", "start", "close", "reveal")]
    assert places == sorted(places)
    assert shown.count(f"<td>{alice}</td>") == LiveMove.objects.filter(round=live, by=alice).count()


def test_a_long_round_has_pages(live: LiveRound, alice: User, client: Client) -> None:
    client.force_login(alice)
    move(live, *(["lock", "unlock"] * 51))
    assert (page(client, live).count("<tr>"), page(client, live, page=2).count("<tr>")) == (101, 3)


def test_only_who_organises_reads_it(live: LiveRound, bob: User, client: Client) -> None:
    client.force_login(bob)
    assert client.get(reverse("contests:live-moves", args=[live.pk])).status_code == 403


def test_the_database_keeps_what_happened_as_it_was(live: LiveRound) -> None:
    move(live, "open")
    guards.put_up(connection, guards.LIVE_MOVES, events=("UPDATE",))
    try:
        with pytest.raises(DatabaseError), transaction.atomic():
            LiveMove.objects.filter(round=live).update(move="skip")
    finally:
        if connection.vendor == "sqlite":
            guards.take_down(connection, guards.LIVE_MOVES)
    assert LiveMove.objects.get(round=live).move == "open"
