"""What each command and rule does to the rows of a live round."""

from datetime import timedelta
from uuid import uuid4

import pytest

from contests.live import phones, refusals, rounds, snapshots, standings
from contests.live.answers import answer
from contests.live.composing import create_round
from contests.live.players import remove
from contests.live.rules import LiveRules
from contests.live.scoring import Scoring
from contests.models import Contest, LiveAnswer, LiveRound
from people.models import User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.live.test_rounds import choice, move, player

pytestmark = pytest.mark.django_db


def at(seconds: float):
    return NOON + timedelta(seconds=seconds)


def make(contest: Contest, host: User, **rules: object) -> LiveRound:
    told = LiveRules(scoring=Scoring("flat", 10, 0, streak=5), **rules)  # type: ignore[arg-type]
    return create_round(contest=contest, title="Vòng", questions=3, seconds=20, by=host, now=NOON, rules=told)


def say(one, live: LiveRound, *, right: bool, after: float = 1, run: int = 1) -> LiveAnswer:
    given = choice(live, right=right)
    return answer(player=one, position=live.position, run=run, chosen=given, received_at=at(after))


def test_voiding_takes_points_and_streak_back_and_restoring_gives_them_again(
    contest: Contest, alice: User, bob: User, clock: Moving
) -> None:
    live = make(contest, alice)
    bobs = player(live, bob)
    for _ in range(2):
        live = move(live, "open", "start")
        say(bobs, live, right=True)
        live = move(live, "close", "reveal")
    assert standings.scores(live)[0].points == 25
    live = rounds.command(live=live, name="void", expected=live.version, now=NOON, position=1)
    assert standings.scores(live)[0].points == 10
    live = rounds.command(live=live, name="restore", expected=live.version, now=NOON, position=1)
    assert standings.scores(live)[0].points == 25


def test_where_the_first_answer_stands_another_is_refused_and_the_same_is_taken_again(
    contest: Contest, alice: User, bob: User, clock: Moving
) -> None:
    live = make(contest, alice, change=False)
    bobs = player(live, bob)
    live = move(live, "open", "start")
    first = say(bobs, live, right=True)
    came = LiveAnswer.objects.get().received_at
    assert say(bobs, live, right=True, after=9) == first
    with pytest.raises(refusals.FirstStands):
        say(bobs, live, right=False, after=2)
    kept = LiveAnswer.objects.get()
    assert (kept.chosen, kept.received_at) == (first, came)


def test_an_answer_that_waited_while_the_host_closed_is_kept_and_marked(live: LiveRound, bob: User) -> None:
    bobs = player(live, bob)
    live = move(live, "open", "start")
    live = move(live, "close", now=at(5))
    say(bobs, live, right=True, after=4)
    assert LiveAnswer.objects.get().points == 970


def test_a_pause_lasts_in_the_rows(live: LiveRound, bob: User) -> None:
    bobs = player(live, bob)
    live = move(live, "open", "start")
    live = move(live, "pause", now=at(5))
    with pytest.raises(refusals.Paused):
        say(bobs, live, right=True, after=30)
    live = move(live, "resume", now=at(65))
    say(bobs, live, right=True, after=66)
    assert (LiveAnswer.objects.get().elapsed_ms, live.closes_at) == (6000, at(80))


def test_the_key_of_a_question_left_out_stays_in_the_house(live: LiveRound) -> None:
    live = move(live, "open", "start", "skip")
    frame = snapshots.host_frame(live, NOON)
    assert (frame["state"], frame["reveal"], frame["question"]["choices"]) == ("skipped", None, [])
    ended = move(live, *["open", "skip"] * 2, "finish")
    assert snapshots.host_frame(ended, NOON)["reveal"] is None


def test_choices_leave_the_server_one_by_one(live: LiveRound) -> None:
    live = move(live, "open")
    for shown in range(5):
        assert len(snapshots.host_frame(live, NOON)["question"]["choices"]) == shown
        live = move(live, "choice") if shown < 4 else live


def test_the_clock_waits_for_the_phones_of_every_process(
    contest: Contest, alice: User, bob: User, charlie: User, clock: Moving
) -> None:
    live = make(contest, alice, share=100, early=True)
    players = [player(live, user) for user in (bob, charlie)]
    for one in players:
        phones.say_connected(live_id=live.pk, process=uuid4(), players=[one.pk], now=NOON)
    live = move(live, "open", "start")
    phones.say_reached(live_id=live.pk, players=[(players[0].pk, 1, 1), (players[1].pk, 2, 1)], now=NOON)
    rounds.notice(live_id=live.pk, now=at(1))
    live.refresh_from_db()
    assert live.state == "arriving"
    phones.say_reached(live_id=live.pk, players=[(players[1].pk, 1, 1)] * 2, now=NOON)
    rounds.notice(live_id=live.pk, now=at(2))
    live.refresh_from_db()
    assert (live.state, live.opened_at) == ("answering", at(2))
    for one, state in zip(players, ("answering", "closed"), strict=True):
        say(one, live, right=True, after=3)
        rounds.notice(live_id=live.pk, now=at(4))
        live.refresh_from_db()
        assert live.state == state
    assert sorted(score.points for score in standings.scores(live)) == [10, 10]


def test_a_process_that_says_nothing_is_taken_for_dead(live: LiveRound, bob: User) -> None:
    phones.say_connected(live_id=live.pk, process=uuid4(), players=[player(live, bob).pk], now=NOON)
    assert [phones.phones_of(live, at(after)).connected for after in (14.9, 15)] == [1, 0]


def test_a_close_pressed_too_early_is_taken_back_with_the_time_that_was_left(live: LiveRound, bob: User) -> None:
    bobs = player(live, bob)
    live = move(live, "open", "start")
    say(bobs, live, right=False, after=2)
    live = move(live, "close", now=at(5))
    assert LiveAnswer.objects.get().points == 0
    live = move(live, "reopen", now=at(65))
    assert (live.state, live.closes_at, LiveAnswer.objects.get().points) == ("answering", at(80), None)
    say(bobs, live, right=True, after=67)
    kept = LiveAnswer.objects.get()
    assert kept.elapsed_ms == 7000
    live = move(live, "close", "reveal", now=at(70))
    assert LiveAnswer.objects.get().points == 940
    with pytest.raises(refusals.WrongState):
        move(live, "reopen", now=at(71))


def test_a_close_by_the_clock_is_not_taken_back(live: LiveRound) -> None:
    move(live, "open", "start")
    rounds.settled(live.pk, at(30))
    with pytest.raises(refusals.NothingLeft):
        move(live, "reopen", now=at(31))


def test_a_round_finished_too_early_goes_back_to_its_board(live: LiveRound, bob: User, charlie: User) -> None:
    live = move(live, "open", "start", "close", "reveal", "finish")
    assert live.finished_at is not None
    with pytest.raises(refusals.RoundOver):
        player(live, bob)
    live = move(live, "return")
    assert (live.state, live.finished_at) == ("board", None)
    player(live, bob)
    assert move(live, "open").position == 2


def test_every_step_of_a_round_is_on_record_with_who_pressed_it(live: LiveRound, alice: User) -> None:
    for name in ("open", "start"):
        live.refresh_from_db()
        rounds.command(live=live, name=name, expected=live.version, now=NOON, by=alice)
    rounds.settled(live.pk, at(30))
    told = live.moves.order_by("version").values_list("version", "move", "by", "before", "after", "position")
    assert list(told) == [
        (2, "open", alice.pk, "lobby", "question", 1),
        (3, "start", alice.pk, "question", "answering", 1),
        (4, "clock", None, "answering", "closed", 1),
    ]


def test_a_phone_says_that_it_shows_a_question_only_when_all_of_it_has_left(live: LiveRound, bob: User) -> None:
    bobs = player(live, bob)
    live = move(live, "open", "choice")
    phones.say_reached(live_id=live.pk, players=[(bobs.pk, 1, 1)], now=NOON)
    assert not bobs.reached.exists()
    move(live, "start")
    phones.say_reached(live_id=live.pk, players=[(bobs.pk, 1, 1)], now=NOON)
    assert bobs.reached.count() == 1


def test_a_reveal_counts_the_answers_of_those_who_play(live: LiveRound, bob: User, charlie: User) -> None:
    players = [player(live, user) for user in (bob, charlie)]
    live = move(live, "open", "start")
    for one in players:
        say(one, live, right=True)
    live = move(live, "close", "reveal", now=at(5))
    remove(player=players[1], ban=True, now=at(6))
    assert snapshots.host_frame(live, at(6))["reveal"]["answered"] == 1
