"""A rehearsal begins only where it disturbs nobody, and leaves nothing behind but its sheet."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from contests.live import refusals
from contests.live.composing import create_round
from contests.live.players import join
from contests.live.rehearsal import rehearsals
from contests.live.rehearsal.rehearsals import Ending, begin, end, sweep
from contests.models import (
    Contest,
    Entrant,
    LiveAnswer,
    LiveAttendance,
    LivePlayer,
    LiveRehearsal,
    LiveRound,
    LiveStep,
)
from contests.papers.drawing import asked_in_contests
from people.models import User
from questionbank.models import Question
from tests.conftest import NOON
from tests.contests.builders import enter
from tests.contests.live.test_rounds import choice, move
from training.history import history_of
from training.responses import responses_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def made(live: LiveRound, alice: User) -> LiveRehearsal:
    return begin(live=live, phones=12, by=alice, now=NOON)


def test_the_stage_has_the_rules_and_length_of_the_round_and_other_questions(
    live: LiveRound, made: LiveRehearsal
) -> None:
    stage = made.stage
    assert (stage.rules, stage.title, stage.state) == (live.rules, live.title, "lobby")
    assert stage.steps.count() == live.steps.count()
    assert stage.join_code != live.join_code
    both = [set(one.steps.values_list("version_id", flat=True)) for one in (stage, live)]
    assert both[0].isdisjoint(both[1])
    assert stage.players.playing().count() == 12
    assert stage.organised == live.contest


def test_where_the_bank_has_few_other_questions_the_rehearsal_is_shorter(contest: Contest, alice: User) -> None:
    long = create_round(contest=contest, title="", questions=6, seconds=20, by=alice, now=NOON)
    assert begin(live=long, phones=10, by=alice, now=NOON).stage.steps.count() == 2


def test_where_it_has_none_it_is_refused(contest: Contest, alice: User) -> None:
    long = create_round(contest=contest, title="", questions=8, seconds=20, by=alice, now=NOON)
    with pytest.raises(refusals.NoQuestions):
        begin(live=long, phones=10, by=alice, now=NOON)
    assert not LiveRehearsal.objects.exists()


@pytest.mark.parametrize("phones", [0, 9, 5001])
def test_the_number_of_phones_is_bounded(live: LiveRound, alice: User, phones: int) -> None:
    with pytest.raises(refusals.BadNumber) as refused:
        begin(live=live, phones=phones, by=alice, now=NOON)
    assert "10" in str(refused.value)


def test_one_at_a_time(live: LiveRound, made: LiveRehearsal, contest: Contest, alice: User) -> None:
    other = create_round(contest=contest, title="", questions=1, seconds=20, by=alice, now=NOON)
    for one in (live, other):
        with pytest.raises(refusals.RehearsalGoesOn):
            begin(live=one, phones=10, by=alice, now=NOON)
    end(rehearsal=made.pk, ending=Ending.STOPPED, sheet=None, now=NOON)
    begin(live=other, phones=10, by=alice, now=NOON)


def test_the_database_itself_holds_one_at_a_time(live: LiveRound, made: LiveRehearsal, alice: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        LiveRehearsal.objects.create(of=live, phones=10, by=alice, begun_at=NOON, ends_by=NOON, hosted_at=NOON)


def test_none_begins_while_a_round_of_any_contest_is_in_play(live: LiveRound, contest: Contest, alice: User) -> None:
    other = create_round(contest=contest, title="Vòng kia", questions=1, seconds=20, by=alice, now=NOON)
    move(other, "open")
    with pytest.raises(refusals.RoundInPlay) as refused:
        begin(live=live, phones=10, by=alice, now=NOON)
    assert refused.value.facts == {"title": "Vòng kia"}
    move(other, "skip", "finish")
    begin(live=live, phones=10, by=alice, now=NOON)


def test_neither_a_round_that_was_played_nor_a_stage_is_rehearsed(
    live: LiveRound, made: LiveRehearsal, alice: User
) -> None:
    with pytest.raises(refusals.NotInLobby):
        begin(live=made.stage, phones=10, by=alice, now=NOON)
    end(rehearsal=made.pk, ending=Ending.STOPPED, sheet=None, now=NOON)
    move(live, "open", "skip", "finish")
    live.refresh_from_db()
    with pytest.raises(refusals.NotInLobby):
        begin(live=live, phones=10, by=alice, now=NOON)


def test_nobody_joins_a_rehearsal(made: LiveRehearsal, contest: Contest, bob: User) -> None:
    with pytest.raises(refusals.OnlyRehearsed):
        join(live=made.stage, entrant=enter(contest, bob, NOON), now=NOON)


def test_one_process_plays_the_phones(made: LiveRehearsal) -> None:
    claimed = [rehearsals.claim(rehearsal=made.pk, process=uuid4(), now=NOON) for _ in range(3)]
    assert claimed == [True, False, False]


@pytest.mark.parametrize(
    ("minutes", "change", "ending"),
    [
        (0, {}, None),
        (1, {"stop_at": NOON}, Ending.STOPPED),
        (61, {"hosted_at": NOON + 61 * MINUTE}, Ending.TIME),
        (3, {}, Ending.LEFT),
        (1, {}, None),
    ],
)
def test_it_ends_when_it_is_to_end(
    made: LiveRehearsal, minutes: int, change: dict[str, object], ending: Ending | None
) -> None:
    LiveRehearsal.objects.update(**change)
    assert rehearsals.reason_to_end(rehearsal=made.pk, now=NOON + minutes * MINUTE) is ending


def test_it_gives_way_to_a_real_round(live: LiveRound, made: LiveRehearsal) -> None:
    move(live, "open")
    assert rehearsals.reason_to_end(rehearsal=made.pk, now=NOON) is Ending.GAVE_WAY


def test_a_stage_played_to_its_end_ends_the_rehearsal(made: LiveRehearsal) -> None:
    move(made.stage, "open", "skip", "finish")
    assert rehearsals.reason_to_end(rehearsal=made.pk, now=NOON) is Ending.PLAYED


def test_a_dead_process_is_noticed_by_whoever_looks(made: LiveRehearsal) -> None:
    rehearsals.claim(rehearsal=made.pk, process=uuid4(), now=NOON)
    assert rehearsals.hosted(rehearsal=made.pk, now=NOON + rehearsals.DEAD)
    assert not rehearsals.hosted(rehearsal=made.pk, now=NOON + rehearsals.DEAD + timedelta(seconds=1))
    made.refresh_from_db()
    assert (made.ending, made.running, made.sheet) == (Ending.BROKEN, False, None)


def test_one_that_nobody_came_to_lead_is_swept_away(made: LiveRehearsal) -> None:
    sweep(now=NOON + 3 * MINUTE)
    made.refresh_from_db()
    assert made.ending == Ending.LEFT
    sweep(now=NOON + 4 * MINUTE)
    assert not LiveRound.objects.filter(contest=None).exists()


def test_nothing_is_left_but_the_sheet_and_nothing_real_was_touched(live: LiveRound, alice: User, bob: User) -> None:
    join(live=live, entrant=enter(live.contest, bob, NOON), now=NOON)
    live.refresh_from_db()
    before = (
        live.version,
        live.join_code,
        Entrant.objects.count(),
        LivePlayer.objects.count(),
        LiveStep.objects.count(),
    )
    made = begin(live=live, phones=12, by=alice, now=NOON)
    stage = made.stage
    moved = move(stage, "open", "start")
    player = stage.players.first()
    assert player is not None
    LiveAnswer.objects.create(
        step=stage.steps.get(position=1), run=1, player=player, chosen=choice(moved, right=True),
        received_at=NOON, elapsed_ms=1,
    )  # fmt: skip
    LiveAttendance.objects.create(round=stage, process=uuid4(), players=[player.pk], said_at=NOON)
    end(rehearsal=made.pk, ending=Ending.STOPPED, sheet=None, now=NOON)
    stage.refresh_from_db()
    assert stage.state == "finished"  # the screens show that it is over
    sweep(now=NOON + MINUTE)
    live.refresh_from_db()
    after = (
        live.version,
        live.join_code,
        Entrant.objects.count(),
        LivePlayer.objects.count(),
        LiveStep.objects.count(),
    )
    assert after == before
    assert not LiveAnswer.objects.exists()
    assert not LiveAttendance.objects.exists()
    assert list(LiveRound.objects.all()) == [live]


def test_what_was_only_rehearsed_was_not_asked(live: LiveRound, made: LiveRehearsal) -> None:
    asked = Question.objects.filter(asked_in_contests())
    shown = set(made.stage.steps.values_list("version__question_id", flat=True))
    assert shown.isdisjoint(asked.values_list("pk", flat=True))


def test_a_stage_belongs_to_no_contest_and_a_round_to_no_rehearsal(live: LiveRound, made: LiveRehearsal) -> None:
    stages = LiveRound.objects.filter(rehearsal=made)
    for wrong in ({"contest": live.contest}, {"rehearsal": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            stages.update(**wrong)


def test_a_simulated_player_is_nobody(made: LiveRehearsal, contest: Contest, bob: User) -> None:
    one = made.stage.players.first()
    assert one is not None
    assert one.entrant is None
    assert one.is_simulated
    for wrong in ({"entrant": enter(contest, bob, NOON)}, {"stand_in": ""}, {"stand_in_unit": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LivePlayer.objects.filter(pk=one.pk).update(**wrong)


def test_training_reads_nothing_that_was_rehearsed(made: LiveRehearsal) -> None:
    stage = made.stage
    moved = move(stage, "open", "start")
    step, player = stage.steps.get(position=1), stage.players.first()
    assert player is not None
    LiveAnswer.objects.create(
        step=step, run=1, player=player, chosen=choice(moved, right=True), received_at=NOON, elapsed_ms=1
    )
    move(stage, "close", "reveal")
    assert LiveAnswer.objects.get().fraction == 1.0
    assert history_of(step.version.question).uses == ()
    assert responses_of(stage.organised) == []
