"""The star of hope and 50:50: what they add and cost, when they may be played, and who is told."""

from datetime import datetime, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.live import hands, refusals, rounds, snapshots, standings
from contests.live.answers import answer
from contests.live.cards import CardRule, halved, star_points
from contests.live.composing import create_round
from contests.live.rules import LiveRules
from contests.live.scoring import Given, Scoring, points
from contests.models import Contest, LiveCard, LivePlayer, LiveRound, LiveStep
from people.models import User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.live.test_rounds import choice, move, player, together

SCORINGS = st.builds(
    Scoring, st.sampled_from(["flat", "speed"]), st.integers(500, 1000), st.integers(0, 500), st.integers(0, 500)
)


@given(SCORINGS, st.integers(0, 30_000))
def test_a_star_doubles_a_right_answer_and_a_wrong_one_or_silence_loses_a_right_answers_points(
    scoring: Scoring, took: int
) -> None:
    right = points(scoring, Given(1.0, took, 20))
    assert right + star_points(scoring, 1.0, right) == 2 * right
    for fraction, earned in ((0.0, -scoring.wrong), (None, 0)):
        assert star_points(scoring, fraction, earned) == -scoring.points


def test_a_star_weighs_nothing_where_there_are_no_points() -> None:
    assert [star_points(Scoring("none"), fraction, 0) for fraction in (1.0, 0.0, None)] == [0, 0, 0]


@given(st.lists(st.integers(1, 99), min_size=2, max_size=6, unique=True), st.text(max_size=9), st.data())
def test_fifty_fifty_leaves_the_right_choice_and_one_other_and_is_the_same_each_time(
    order: list[int], seed: str, data: st.DataObject
) -> None:
    right = data.draw(st.sampled_from(order))
    gone = halved(order, right, seed=seed)
    assert gone == halved(order, right, seed=seed) == sorted(set(gone))
    assert right not in gone
    assert len(set(order) - set(gone)) == 2


def test_which_choice_is_left_depends_on_the_seed() -> None:
    assert len({tuple(halved([1, 2, 3, 4], 1, seed=f"x/{player}")) for player in range(50)}) == 3


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def live(contest: Contest, alice: User, clock: Moving) -> LiveRound:
    rules = LiveRules(scoring=Scoring("flat", 10, 0, 2), cards=CardRule(star=1, half=1, half_cost=3))
    return create_round(contest=contest, title="Vòng", questions=3, seconds=20, by=alice, now=NOON, rules=rules)


@pytest.fixture
def bobs(live: LiveRound, bob: User) -> LivePlayer:
    return player(live, bob)


def star(one: LivePlayer, live: LiveRound, run: int = 1) -> LiveCard:
    return hands.play_star(player=one, position=live.position, run=run, received_at=NOON)


def half(one: LivePlayer, live: LiveRound, after: float = 1) -> LiveCard:
    return hands.play_half(player=one, position=live.position, run=live.run, received_at=at(after))


def total(live: LiveRound) -> int:
    return standings.scores(live)[0].points


@pytest.mark.django_db
@pytest.mark.parametrize(("right", "worth"), [(True, 20), (False, -12), (None, -10)])
def test_what_a_star_makes_of_a_question(live: LiveRound, bobs: LivePlayer, right: bool | None, worth: int) -> None:
    live = move(live, "open")
    star(bobs, live)
    live = move(live, "start")
    if right is not None:
        answer(player=bobs, position=1, run=1, chosen=choice(live, right=right), received_at=at(1))
    live = move(live, "close", now=at(5))
    assert total(live) == worth
    frame = orjson.loads(snapshots.phone_frame(bobs, at(5)))
    assert frame["me"]["points"] == 0  # not before the reveal
    live = move(live, "reveal", now=at(5))
    assert orjson.loads(snapshots.phone_frame(bobs, at(5)))["me"]["points"] == worth
    live = move(live, "void", now=at(5))
    assert (total(live), hands.left_of(live, bobs.pk)) == (0, {"star": 1, "half": 1})
    assert total(move(live, "restore", now=at(5))) == worth


@pytest.mark.django_db
def test_a_star_is_staked_before_the_first_choice_and_once(live: LiveRound, bobs: LivePlayer) -> None:
    with pytest.raises(refusals.Stale):
        hands.play_star(player=bobs, position=1, run=1, received_at=NOON)
    live = move(live, "open", "choice")
    with pytest.raises(refusals.ChoicesShown):
        star(bobs, live)
    live = move(live, "skip", "open")
    assert star(bobs, live).pk == star(bobs, live).pk
    live = move(live, "start", "close", "reveal", "open")
    with pytest.raises(refusals.NoCard):
        star(bobs, live)


@pytest.mark.django_db
def test_a_question_played_again_gives_the_star_back(live: LiveRound, bobs: LivePlayer) -> None:
    live = move(live, "open")
    star(bobs, live)
    live = move(live, "start", "close", "rerun")
    assert hands.left_of(live, bobs.pk)["star"] == 1
    with pytest.raises(refusals.Stale):
        star(bobs, live)
    live = move(live, "start", "close")
    assert total(live) == 0


@pytest.mark.django_db
def test_fifty_fifty_is_told_to_its_player_alone_and_costs_its_points(
    live: LiveRound, bobs: LivePlayer, charlie: User
) -> None:
    other = player(live, charlie)
    live = move(live, "open")
    with pytest.raises(refusals.NotAnswering):
        half(bobs, live)
    live = move(live, "start")
    gone = half(bobs, live).removed
    step = LiveStep.objects.get(round=live, position=1)
    assert len(gone) == 2
    assert not set(gone) & set(choice(live, right=True))
    assert set(gone) < set(step.choice_order)
    assert half(bobs, live, 2).removed == gone
    mine, others = (orjson.loads(snapshots.phone_frame(one, at(2))) for one in (bobs, other))
    assert mine["me"]["cards"] == {"left": {"star": 1, "half": 0}, "played": {"half": gone}}
    assert others["me"]["cards"]["played"] == {}
    assert "half" not in orjson.dumps(snapshots.host_frame(live, at(2))).decode()
    answer(player=bobs, position=1, run=1, chosen=choice(live, right=True), received_at=at(3))
    live = move(live, "close", now=at(5))
    assert {s.player: s.points for s in standings.scores(live)} == {bobs.pk: 7, other.pk: 0}


@pytest.mark.django_db
def test_neighbours_who_compare_their_fifty_fifty_learn_nothing_more(
    live: LiveRound, bobs: LivePlayer, charlie: User
) -> None:
    other = player(live, charlie)
    for run in (1, 2):
        live = move(live, "open" if run == 1 else "rerun", "start")
        gone = [half(one, live).removed for one in (bobs, other)]
        assert gone[0] == gone[1]
        live = move(live, "close")


@pytest.mark.django_db
def test_fifty_fifty_in_a_pause_or_late_is_refused_and_kept_for_another_question(
    live: LiveRound, bobs: LivePlayer
) -> None:
    live = move(live, "open", "start", "pause")
    with pytest.raises(refusals.NotAnswering):
        half(bobs, live)
    live = move(live, "resume")
    with pytest.raises(refusals.NotAnswering):
        half(bobs, live, 21.5)
    assert hands.left_of(live, bobs.pk)["half"] == 1


@pytest.mark.django_db
def test_cards_are_not_for_those_without_any_nor_for_the_bell(contest: Contest, alice: User, bob: User) -> None:
    plain = create_round(contest=contest, title="", questions=1, seconds=20, by=alice, now=NOON)
    bobs = player(plain, bob)
    live = move(plain, "open")
    with pytest.raises(refusals.NoCard):
        star(bobs, live)
    rung = create_round(
        contest=contest, title="", questions=1, seconds=20, by=alice, now=NOON,
        rules=LiveRules(play="bell", cards=CardRule(star=1)),
    )  # fmt: skip
    bobs = player(rung, bob)
    live = move(rung, "open")
    with pytest.raises(refusals.CardNotHere):
        star(bobs, live)


@pytest.mark.django_db(transaction=True)
def test_the_same_card_from_two_phones_at_once_is_one(live: LiveRound, bobs: LivePlayer) -> None:
    live = move(live, "open")
    assert together(6, lambda: star(bobs, live)) == []
    assert LiveCard.objects.count() == 1


@pytest.mark.django_db
def test_a_star_does_not_cross_a_command(live: LiveRound, bobs: LivePlayer) -> None:
    """Playing a card moves no version: what the host presses meanwhile is not stale."""
    live = move(live, "open")
    star(bobs, live)
    assert rounds.command(live=live, name="start", expected=live.version, now=NOON).state == "answering"
