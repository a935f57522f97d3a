"""Rounds in which everybody goes on at their own pace: one window, an order each, a key for all at the end."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import orjson
import pytest
from django.db import IntegrityError
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from contests.live import asking, paces, refusals, rounds, snapshots, standings
from contests.live.composing import create_round
from contests.live.pacing import order_of
from contests.live.rules import LiveRules
from contests.live.scoring import Scoring
from contests.models import Contest, LiveAnswer, LivePlayer, LiveRound, LiveServing, LiveStep
from people.models import Unit, User
from questionbank.models import Choice
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import ARTICLE_CANARY, EXPLANATION_CANARY, make_user
from tests.contests.live.test_rounds import move, player, together


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def live(contest: Contest, alice: User, clock: Moving) -> LiveRound:
    rules = LiveRules(scoring=Scoring("speed", 1000, 800), play="paced", minutes=2)
    return create_round(contest=contest, title="Mười phút", questions=3, seconds=20, by=alice, now=NOON, rules=rules)


@pytest.fixture
def bobs(live: LiveRound, bob: User) -> LivePlayer:
    return player(live, bob)


def go_on(one: LivePlayer, after: float, answered: tuple[int, tuple[int, ...]] | None = None) -> paces.Served | None:
    (told,) = paces.go_on_all(live_id=one.round_id, turns=[paces.Turn(one.pk, at(after), answered)])
    if isinstance(told, refusals.LiveRefused):
        raise told
    return told


def served(one: LivePlayer, after: float) -> paces.Served:
    told = go_on(one, after)
    assert told is not None
    return told


def right_of(step: LiveStep, *, right: bool = True) -> list[int]:
    return [Choice.objects.filter(version=step.version_id, is_correct=right).values_list("pk", flat=True)[0]]


def say(one: LivePlayer, step: LiveStep, after: float, *, right: bool = True) -> paces.Served | None:
    return go_on(one, after, (step.position, tuple(right_of(step, right=right))))


@pytest.mark.django_db
class TestRows:
    def test_a_player_goes_through_their_own_order_and_is_timed_from_the_serving(
        self, live: LiveRound, bobs: LivePlayer
    ) -> None:
        live = move(live, "go")
        order = order_of(live.seed, bobs.pk, [1, 2, 3])
        met, clock, now = [], 0.0, served(bobs, 0)
        for place in (1, 2, 3):
            assert (now.place, now.of, now.served_at) == (place, 3, at(clock))
            assert served(bobs, clock + 1).served_at == at(clock)
            met.append(now.step.position)
            now = say(bobs, now.step, clock + 5)
            clock += 5
        assert (met, now.step) == (order, None)
        live = move(live, "close", now=at(60))
        assert [a.points for a in LiveAnswer.objects.all()] == [960, 960, 960]
        assert standings.scores(live)[0].points == 2880

    def test_a_question_may_be_left_and_does_not_come_back(self, live: LiveRound, bobs: LivePlayer) -> None:
        move(live, "go")
        first = served(bobs, 0).step
        for _ in range(2):
            go_on(bobs, 1, (first.position, ()))
        with pytest.raises(refusals.FirstStands):
            say(bobs, first, 2)
        assert served(bobs, 3).step != first
        assert not LiveAnswer.objects.exists()

    def test_the_first_answer_stands(self, live: LiveRound, bobs: LivePlayer) -> None:
        move(live, "go")
        first = served(bobs, 0).step
        for _ in range(2):
            say(bobs, first, 1)
        with pytest.raises(refusals.FirstStands):
            say(bobs, first, 2, right=False)

    def test_nobody_answers_what_they_were_not_served(self, live: LiveRound, bobs: LivePlayer) -> None:
        with pytest.raises(refusals.NotAnswering):
            served(bobs, 0)
        move(live, "go")
        first = served(bobs, 0).step
        other = live.steps.exclude(pk=first.pk)[0]
        with pytest.raises(refusals.Stale):
            say(bobs, other, 1)

    def test_nothing_is_served_in_a_pause_or_after_the_end(self, live: LiveRound, bobs: LivePlayer) -> None:
        live = move(live, "go")
        first = served(bobs, 0).step
        live = move(live, "pause", now=at(10))
        with pytest.raises(refusals.Paused):
            served(bobs, 11)
        with pytest.raises(refusals.Paused):
            say(bobs, first, 11)
        live = move(live, "resume", now=at(20))
        say(bobs, first, 25)
        assert LiveAnswer.objects.get().elapsed_ms == 15_000
        with pytest.raises(refusals.NotAnswering):
            served(bobs, 130.5)
        rounds.settled(live.pk, at(140))
        live.refresh_from_db()
        assert live.state == "closed"

    def test_an_answer_that_waited_while_the_window_closed_counts_and_is_marked(
        self, live: LiveRound, bobs: LivePlayer
    ) -> None:
        live = move(live, "go")
        first = served(bobs, 0).step
        live = move(live, "close", now=at(10))
        say(bobs, first, 9)
        assert LiveAnswer.objects.get().points is not None
        with pytest.raises(refusals.TooLate):
            say(bobs, first, 11)

    def test_no_key_and_no_points_leave_the_server_before_the_reveal_and_then_all_do(
        self, live: LiveRound, bobs: LivePlayer, charlie: User
    ) -> None:
        other = player(live, charlie)
        live = move(live, "go")
        reply = asking.reply_to({"type": "next", "ref": 1}, bobs.pk, NOON)
        step = LiveStep.objects.get(round=live, position=reply["position"])
        told = orjson.dumps(reply).decode()
        others = asking.reply_to({"type": "next"}, other.pk, NOON)
        assert not any(word in told for word in ("is_correct", EXPLANATION_CANARY, ARTICLE_CANARY))
        assert others["of"] == 3
        kept = asking.reply_to(
            {"type": "paced", "position": step.position, "chosen": right_of(step), "ref": 2}, bobs.pk, at(3)
        )
        assert (kept["type"], kept["answered"], kept["place"]) == ("kept", step.position, 2)
        live = move(live, "close", now=at(30))
        for frame in (snapshots.host_frame(live, at(30)), orjson.loads(snapshots.phone_frame(bobs, at(30)))):
            assert (frame["question"], frame["reveal"], frame["keys"]) == (None, None, None)
        assert orjson.loads(snapshots.phone_frame(bobs, at(30)))["me"]["points"] == 0
        live = move(live, "reveal", now=at(31))
        frame = orjson.loads(snapshots.phone_frame(bobs, at(31)))
        assert [
            one["reveal"]["right"] == right_of(live.steps.get(position=one["position"])) for one in frame["keys"]
        ] == [True] * 3
        assert frame["me"]["points"] == 980

    def test_a_streak_runs_in_the_order_in_which_the_player_met_the_questions(
        self, contest: Contest, alice: User, bob: User, clock: Moving
    ) -> None:
        rules = LiveRules(scoring=Scoring("flat", 10, 0, streak=1), play="paced")
        live = create_round(contest=contest, title="", questions=4, seconds=20, by=alice, now=NOON, rules=rules)
        bobs = player(live, bob)
        live = move(live, "go")
        for place, right in enumerate((True, True, False, True)):
            say(bobs, served(bobs, place).step, place + 0.5, right=right)
        live = move(live, "close", now=at(60))
        by_time = LiveAnswer.objects.order_by("received_at").values_list("points", flat=True)
        assert list(by_time) == [10, 11, 0, 10]

    def test_one_question_is_voided_for_all(self, live: LiveRound, bobs: LivePlayer) -> None:
        live = move(live, "go")
        say(bobs, served(bobs, 0).step, 1)
        second = served(bobs, 2).step
        say(bobs, second, 3)
        live = move(live, "close", now=at(10))
        live = rounds.command(live=live, name="void", expected=live.version, now=at(11), position=second.position)
        assert standings.scores(live)[0].points == 1000

    def test_over_http_as_well(self, live: LiveRound, bobs: LivePlayer, bob: User) -> None:
        client = Client()
        client.force_login(bob)
        there = reverse("contests:live-answer", args=[live.join_code])
        early = client.post(there, {"type": "next", "ref": 3}, content_type="application/json")
        assert (early.status_code, early.json()["code"], early.json()["ref"]) == (409, "not_open", 3)
        move(live, "go")
        reply = client.post(there, {"type": "next", "ref": 4}, content_type="application/json").json()
        assert (reply["type"], reply["ref"], reply["place"]) == ("served", 4, 1)
        bad = {"type": "paced", "position": reply["position"], "chosen": ["x"]}
        assert client.post(there, bad, content_type="application/json").json()["code"] == "unknown_choice"


@pytest.mark.django_db(transaction=True)
def test_two_phones_of_one_player_are_served_one_question(live: LiveRound, commune: Unit) -> None:
    one = player(live, make_user("hai", commune))
    move(live, "go")
    assert together(6, lambda: served(one, 1)) == []
    assert LiveServing.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.needs_postgres  # SQLite lets one writer in at a time: the race cannot happen there
def test_without_holding_the_round_two_phones_would_be_served_at_once(
    live: LiveRound, commune: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = player(live, make_user("hai", commune))
    move(live, "go")
    start, real = threading.Barrier(6), paces._Desk.take

    def all_have_read(desk: paces._Desk, turn: paces.Turn) -> object:
        start.wait(timeout=10)
        return real(desk, turn)

    monkeypatch.setattr(paces._Desk, "take", all_have_read)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_told: rows)
    assert {type(error) for error in together(6, lambda: served(one, 1))} == {IntegrityError}


@pytest.mark.django_db
def test_what_comes_together_is_done_as_if_it_came_one_by_one(live: LiveRound, commune: Unit, bob: User) -> None:
    some = [player(live, make_user(f"u{n}", commune)) for n in range(3)]
    move(live, "go")
    firsts = [served(one, 0).step for one in some]
    asked = [
        asking.Asked(
            {"type": "paced", "position": firsts[0].position, "chosen": right_of(firsts[0])}, some[0].pk, at(1)
        ),
        asking.Asked({"type": "paced", "position": firsts[1].position, "chosen": ["x"]}, some[1].pk, at(1)),
        asking.Asked({"type": "paced", "position": firsts[2].position, "chosen": []}, some[2].pk, at(1)),
        asking.Asked({"type": "paced", "position": firsts[0].position, "chosen": []}, some[0].pk, at(2)),
        asking.Asked({"type": "next"}, 10**9, at(2)),
        asking.Asked({"type": "next"}, some[2].pk, at(2)),
    ]
    told = asking.replies_at_own_pace(live.pk, asked)
    assert [type(one) for one in told] == [
        dict, refusals.UnknownChoice, dict, refusals.FirstStands, refusals.NotAPlayer, dict,
    ]  # fmt: skip
    assert [one["place"] for one in told if isinstance(one, dict)] == [2, 2, 2]
    assert (LiveAnswer.objects.count(), LiveServing.objects.count()) == (1, 5)
    assert LiveServing.objects.get(passed_at=at(1)).step == firsts[2]


@pytest.mark.django_db
def test_a_batch_costs_no_more_queries_for_more_players(
    live: LiveRound, commune: Unit, django_assert_max_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    some = [player(live, make_user(f"u{n}", commune)) for n in range(8)]
    move(live, "go")
    with django_assert_max_num_queries(20):
        paces.go_on_all(live_id=live.pk, turns=[paces.Turn(one.pk, at(1)) for one in some])
