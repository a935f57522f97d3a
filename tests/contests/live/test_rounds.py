"""The actions of a live round on a real database, also two at once."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connections

from contests.live import refusals, rounds, standings
from contests.live.answers import answer
from contests.live.composing import create_round
from contests.live.known import Round
from contests.live.players import join
from contests.live.rounds import command, settled
from contests.models import Contest, LiveAnswer, LivePlayer, LiveRound, LiveStep
from people.models import Unit, User
from questionbank.models import Choice
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import enter, make_contest, make_user


def move(live: LiveRound, *names: str, now: datetime = NOON) -> LiveRound:
    for name in names:
        live.refresh_from_db()
        live = command(live=live, name=name, expected=live.version, now=now)
    return live


def player(live: LiveRound, user: User) -> LivePlayer:
    return join(live=live, entrant=enter(live.contest, user, NOON), now=NOON)


def choice(live: LiveRound, *, right: bool) -> list[int]:
    step = LiveStep.objects.get(round=live, position=live.position)
    return [Choice.objects.filter(version=step.version_id, is_correct=right).values_list("pk", flat=True)[0]]


def test_a_round_is_made_of_questions_in_force_spread_over_the_topics(live: LiveRound) -> None:
    topics = sorted(live.steps.values_list("version__question__topic__code", flat=True))
    assert topics in (["a", "a", "c"], ["a", "c", "c"])
    assert len(live.join_code) == 6


def test_too_few_questions_are_refused_with_the_figures(contest: Contest, alice: User, clock: Moving) -> None:
    with pytest.raises(refusals.NoQuestions) as refused:
        create_round(contest=contest, title="", questions=50, seconds=20, by=alice, now=NOON)
    assert refused.value.facts == {"wanted": 50, "have": 8}


def test_one_person_is_one_player_however_often_they_join(live: LiveRound, bob: User) -> None:
    assert player(live, bob) == player(live, bob)
    assert live.players.count() == 1


@pytest.mark.parametrize("field", ["aside_at", "disqualified_at"])
def test_who_is_set_aside_or_disqualified_neither_joins_nor_stands(live: LiveRound, bob: User, field: str) -> None:
    entrant = enter(live.contest, bob, NOON)
    type(entrant).objects.filter(pk=entrant.pk).update(**{field: NOON})
    with pytest.raises(refusals.HasNoPlace):
        join(live=live, entrant=entrant, now=NOON)
    assert not live.players.exists()
    type(entrant).objects.filter(pk=entrant.pk).update(**{field: None})
    join(live=live, entrant=entrant, now=NOON)
    assert len(standings.scores(live)) == 1
    type(entrant).objects.filter(pk=entrant.pk).update(**{field: NOON})
    assert standings.scores(live) == []


def test_an_entrant_of_another_contest_is_no_player(
    live: LiveRound, bob: User, alice: User, province: Unit, clock: Moving
) -> None:
    other = make_contest(alice, province, NOON, title="Cuộc thi khác")
    with pytest.raises(refusals.NotAPlayer):
        join(live=live, entrant=enter(other, bob, NOON), now=NOON)


def test_an_answer_earns_its_points_when_the_question_closes(live: LiveRound, bob: User) -> None:
    bobs = player(live, bob)
    live = move(live, "open", "start")
    answer(player=bobs, position=1, run=1, chosen=choice(live, right=True), received_at=NOON + timedelta(seconds=2.5))
    assert LiveAnswer.objects.get().points is None

    move(live, "close", now=NOON + timedelta(seconds=10))

    kept = LiveAnswer.objects.get()
    assert (kept.fraction, kept.points, kept.elapsed_ms) == (1.0, 980, 2500)


def test_the_last_answer_before_the_close_stands(live: LiveRound, bob: User) -> None:
    bobs = player(live, bob)
    live = move(live, "open", "start")
    for seconds, right in ((1, True), (3, False)):
        at = NOON + timedelta(seconds=seconds)
        answer(player=bobs, position=1, run=1, chosen=choice(live, right=right), received_at=at)
    move(live, "close")
    assert [(a.points, a.elapsed_ms) for a in LiveAnswer.objects.all()] == [(0, 3000)]


@pytest.mark.parametrize(
    ("commands", "position", "run", "after", "refusal"),
    [
        (("open",), 1, 1, 0, refusals.NotAnswering),
        (("open", "start"), 2, 1, 0, refusals.Stale),
        (("open", "start"), 1, 2, 0, refusals.Stale),
        (("open", "start"), 1, 1, 21.001, refusals.TooLate),
        (("open", "start", "close"), 1, 1, 1, refusals.TooLate),
        (("open", "start", "close", "reveal"), 1, 1, 1, refusals.NotAnswering),
        (("open", "start", "close", "rerun", "start"), 1, 1, 1, refusals.Stale),
    ],
)
def test_an_answer_out_of_place_is_refused(
    live: LiveRound, bob: User, commands: tuple, position: int, run: int, after: float, refusal: type
) -> None:
    bobs = player(live, bob)
    live = move(live, *commands)
    with pytest.raises(refusal):
        answer(
            player=bobs, position=position, run=run, chosen=choice(live, right=True),
            received_at=NOON + timedelta(seconds=after),
        )  # fmt: skip
    assert not LiveAnswer.objects.exists()


@pytest.mark.parametrize("count", [0, 2])
def test_none_or_two_choices_are_refused_where_one_is_asked_for(live: LiveRound, bob: User, count: int) -> None:
    bobs = player(live, bob)
    live = move(live, "open", "start")
    step = LiveStep.objects.get(round=live, position=1)
    with pytest.raises((refusals.UnknownChoice, refusals.TooMany)):
        answer(player=bobs, position=1, run=1, chosen=step.choice_order[:count], received_at=NOON)


def test_a_choice_of_another_question_is_refused(live: LiveRound, bob: User) -> None:
    bobs = player(live, bob)
    move(live, "open", "start")
    other = LiveStep.objects.get(round=live, position=2)
    with pytest.raises(refusals.UnknownChoice):
        answer(player=bobs, position=1, run=1, chosen=other.choice_order[:1], received_at=NOON)


def test_playing_again_takes_the_earlier_points_back_and_keeps_the_record(live: LiveRound, bob: User) -> None:
    bobs = player(live, bob)
    live = move(live, "open", "start")
    answer(player=bobs, position=1, run=1, chosen=choice(live, right=True), received_at=NOON)
    move(live, "close", "rerun")
    kept = LiveAnswer.objects.get()
    assert (kept.points, kept.fraction, kept.chosen) == (None, None, choice(live, right=True))


def test_time_alone_closes_and_marks_once(live: LiveRound, bob: User) -> None:
    bobs = player(live, bob)
    live = move(live, "open", "start")
    answer(player=bobs, position=1, run=1, chosen=choice(live, right=True), received_at=NOON)
    for _ in range(2):
        settled(live.pk, NOON + timedelta(seconds=22))
    live.refresh_from_db()
    assert (live.state, live.version, LiveAnswer.objects.get().points) == ("closed", 4, 1000)


def test_a_command_for_a_round_that_moved_on_is_refused(live: LiveRound) -> None:
    seen = live.version
    move(live, "open")
    with pytest.raises(refusals.Stale):
        command(live=live, name="open", expected=seen, now=NOON)


@pytest.mark.parametrize("name", ["board", "delete", ""])
def test_a_command_that_leads_nowhere_is_refused(live: LiveRound, name: str) -> None:
    with pytest.raises(refusals.WrongState):
        command(live=live, name=name, expected=live.version, now=NOON)


def together(count: int, work: Callable[[], None]) -> list[BaseException]:
    """Run `work` in `count` threads that start at one moment; return what they raised."""
    raised: list[BaseException] = []
    start = threading.Barrier(count)

    def one() -> None:
        try:
            start.wait(timeout=10)
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return raised


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_once_move_the_round_on_once(live: LiveRound) -> None:
    raised = together(12, lambda: command(live=live, name="open", expected=1, now=NOON))
    live.refresh_from_db()
    assert (live.version, live.position, [type(e) for e in raised]) == (2, 1, [refusals.Stale] * 11)


@pytest.mark.django_db(transaction=True)
@pytest.mark.needs_postgres  # SQLite lets one writer in at a time: the race cannot happen there
def test_without_the_guard_many_presses_would_move_it_more_than_once(
    live: LiveRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[int] = []

    def careless(live_id: int, before: object, after: Round, now: datetime, **_told: object) -> bool:
        LiveRound.objects.filter(pk=live_id).update(version=after.version, state=after.state.value)
        moved.append(after.version)
        return True

    monkeypatch.setattr(rounds, "keep", careless)
    start = threading.Barrier(12)
    real = rounds.as_machine

    def all_have_read(row: LiveRound) -> Round:
        known = real(row)
        start.wait(timeout=10)
        return known

    monkeypatch.setattr(rounds, "as_machine", all_have_read)
    together(12, lambda: command(live=live, name="open", expected=1, now=NOON))
    assert len(moved) > 1


@pytest.mark.django_db(transaction=True)
def test_the_same_answer_many_times_at_once_is_one_row(live: LiveRound, bob: User) -> None:
    bobs = player(live, bob)
    live = move(live, "open", "start")
    chosen = choice(live, right=True)
    raised = together(10, lambda: answer(player=bobs, position=1, run=1, chosen=chosen, received_at=NOON))
    assert (raised, LiveAnswer.objects.count()) == ([], 1)


def test_many_players_answer_and_stand_in_order(live: LiveRound, commune: Unit) -> None:
    users = [make_user(f"u{n}", commune) for n in range(4)]
    players = [player(live, u) for u in users]
    live = move(live, "open", "start")
    for n, one in enumerate(players[:3]):
        at = NOON + timedelta(seconds=1 + 3 * n)
        answer(player=one, position=1, run=1, chosen=choice(live, right=n < 2), received_at=at)
    live = move(live, "close")
    found = standings.scores(live)
    assert [(s.place, s.entry.shown["points"]) for s in standings.people(found)] == [
        (1, 1000),
        (2, 970),
        (3, 0),
        (3, 0),
    ]
    assert [s.entry.shown for s in standings.units(live, found)] == [{"points": 492.5, "people": 4}]
