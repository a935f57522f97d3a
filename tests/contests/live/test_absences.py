"""Whose network is at fault, and what the host is told of each player."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from contests.live.absences import LATELY, Fault, Place, fault, place
from contests.live.phones import SILENT, say_connected, say_reached
from contests.live.presence import hall
from contests.models import LivePlayer, LiveRound
from people.models import User
from tests.conftest import NOON
from tests.contests.builders import make_user
from tests.contests.live.test_rounds import move, player

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("connected", "ages", "found"),
    [
        (10, [], Fault.NOBODY),
        (10, [5], Fault.PHONES),
        (2, [5, 5], Fault.PHONES),  # of a handful, two say nothing about a network
        (9, [1, 2, 3], Fault.HALL),
        (10, [1, 2, 3], Fault.PHONES),
        (0, [1, 1, 1], Fault.HALL),
        (9, [1, 2, 31], Fault.PHONES),  # not at once
        (3, [600, 700, 800, 900], Fault.PHONES),
    ],
)
def test_many_at_once_are_the_halls_network(connected: int, ages: list[int], found: Fault) -> None:
    assert fault(connected=connected, away_since=[NOON - age * SECOND for age in ages], now=NOON) is found


@given(st.integers(0, 500), st.lists(st.integers(0, 100), max_size=40))
def test_more_that_have_gone_never_clear_the_hall(connected: int, ages: list[int]) -> None:
    gone = [NOON - age * SECOND for age in ages]
    if fault(connected=connected, away_since=gone, now=NOON) is Fault.HALL:
        assert fault(connected=connected, away_since=[*gone, NOON - LATELY], now=NOON) is Fault.HALL


def test_a_player_is_in_one_place() -> None:
    told = {"connected": True, "seen": True, "asked": True, "reached": True, "answered": True}
    assert place(**told) is Place.ANSWERED
    assert place(**told | {"answered": False}) is Place.WAITING
    assert place(**told | {"answered": False, "reached": False}) is Place.NO_QUESTION
    assert place(**told | {"asked": False}) is Place.HERE
    assert place(**told | {"connected": False}) is Place.AWAY
    assert place(**told | {"connected": False, "seen": False}) is Place.NEVER


@pytest.fixture
def people(live: LiveRound, bob: User) -> list[LivePlayer]:
    unit = bob.unit
    assert unit is not None
    return [player(live, user) for user in (bob, make_user("dung", unit), make_user("em", unit))]


def test_coming_and_going_is_kept_of_each_player(live: LiveRound, people: list[LivePlayer]) -> None:
    process, both = uuid4(), [people[0].pk, people[1].pk]
    for second, connected in enumerate([both, both, [people[0].pk], both, [people[0].pk]]):
        say_connected(live_id=live.pk, process=process, players=connected, now=NOON + second * SECOND)
    told = LivePlayer.objects.order_by("pk").values_list("drops", "seen_at")
    assert list(told) == [(0, NOON), (2, NOON + 4 * SECOND), (0, None)]


def test_the_host_reads_who_is_where(live: LiveRound, people: list[LivePlayer], alice: User) -> None:
    process = uuid4()
    say_connected(live_id=live.pk, process=process, players=[one.pk for one in people[:2]], now=NOON)
    moved = move(live, "open", "start")
    say_reached(live_id=live.pk, players=[(people[0].pk, 1, 1)], now=NOON)
    found = {line.player: line.place for line in hall(moved, NOON).lines}
    assert found == {people[0].pk: Place.WAITING, people[1].pk: Place.NO_QUESTION, people[2].pk: Place.NEVER}
    say_connected(live_id=live.pk, process=process, players=[people[0].pk], now=NOON)
    told = hall(moved, NOON)
    assert [line.place for line in told.lines] == [Place.AWAY, Place.NEVER, Place.WAITING]
    assert (told.away, told.fault, told.people) == (1, Fault.PHONES, 3)
    client = Client()
    client.force_login(alice)
    said = client.get(f"/truc-tiep/{live.pk}/hien-dien/").content.decode()
    assert said.index("rời mạng") < said.index("chưa trả lời")


def test_a_process_that_fell_silent_connects_nobody(live: LiveRound, people: list[LivePlayer]) -> None:
    say_connected(live_id=live.pk, process=uuid4(), players=[people[0].pk], now=NOON)
    assert hall(live, NOON + SILENT + SECOND).lines[0].place is Place.AWAY
