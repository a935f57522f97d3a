"""Rounds: windows, attempts, results over one and over all of them, predictions, and what is sealed meanwhile."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from contests.drafts.opening import RoundDraft, check_ready, close_contest, create_contest, edit_contest, open_contest
from contests.models import Contest, Paper, Round
from contests.papers.answering import save_answer, save_prediction
from contests.papers.sitting import attempts_left, start_paper, submit
from contests.refusals import (
    AlreadySubmitted,
    AttemptsUsed,
    DeadlinePassed,
    NotForetold,
    NotOnPaper,
    NotRunning,
    TodaysAttemptsUsed,
)
from contests.sealing import sealed
from contests.tally import came_true
from leaderboard.frames import frame
from people.models import Unit, User
from tests.conftest import NOON, Moving
from tests.contests.builders import enter, make_draft, make_papers, make_rules, make_user, right_choices

WEEK = timedelta(days=7)
pytestmark = pytest.mark.usefixtures("bank", "clock")


def weekly(count: int, **papers: Any) -> list[RoundDraft]:
    return [
        RoundDraft(NOON + n * WEEK, NOON + n * WEEK + timedelta(days=5), make_papers(**papers)) for n in range(count)
    ]


def held(by: User, unit: Unit, rounds: list[RoundDraft], **rules: Any) -> Contest:
    draft = make_draft(unit, NOON, rounds=rounds, rules=make_rules(**rules))
    return open_contest(contest=create_contest(draft=draft, by=by, now=NOON), now=NOON)


def sit(
    contest: Contest, user: User, at: datetime, *, right: int, seconds: int = 60, foretold: int | None = None
) -> Paper:
    paper = start_paper(entrant=enter(contest, user, at), now=at)
    for question in paper.questions.filter(position__lte=right):
        save_answer(paper=paper, position=question.position, chosen=right_choices(question), now=at)
    if foretold is not None:
        save_prediction(paper=paper, foretold=foretold, now=at)
    return submit(paper=paper, now=at + timedelta(seconds=seconds))


def names(board: str) -> list[tuple[int, str]]:
    return [(row["place"], row["name"].split()[-1]) for row in frame(board)["rows"]]


@pytest.fixture
def people(commune: Unit) -> list[User]:
    return [make_user(name, commune) for name in ("an", "binh", "cuc", "dung")]


class TestWindows:
    def test_a_paper_belongs_to_the_round_that_runs(self, alice: User, province: Unit, bob: User) -> None:
        contest = held(alice, province, weekly(2))
        entrant = enter(contest, bob, NOON)
        first = sit(contest, bob, NOON, right=1)
        with pytest.raises(NotRunning) as between:
            start_paper(entrant=entrant, now=NOON + timedelta(days=6))
        assert between.value.facts["opens"] == "12:00 09/11/2026"
        second = sit(contest, bob, NOON + WEEK, right=1)
        assert [(p.round.position, p.number) for p in (first, second)] == [(1, 1), (2, 1)]
        with pytest.raises(NotRunning):
            start_paper(entrant=entrant, now=NOON + 3 * WEEK)

    def test_the_round_ends_a_paper_that_began_late(self, alice: User, province: Unit, bob: User) -> None:
        contest = held(alice, province, weekly(2))
        late = NOON + timedelta(days=5) - timedelta(minutes=3)
        paper = start_paper(entrant=enter(contest, bob, NOON), now=late)
        assert paper.deadline_at == NOON + timedelta(days=5)

    def test_rounds_that_overlap_stand_in_the_way(self, alice: User, province: Unit) -> None:
        rounds = [RoundDraft(NOON, NOON + 2 * WEEK, make_papers()), *weekly(2)[1:]]
        contest = create_contest(draft=make_draft(province, NOON, rounds=rounds), by=alice, now=NOON)
        assert len(check_ready(contest=contest, now=NOON)) == 1

    def test_the_contest_reaches_from_the_first_round_to_the_last(self, alice: User, province: Unit) -> None:
        contest = create_contest(draft=make_draft(province, NOON, rounds=weekly(3)[::-1]), by=alice, now=NOON)
        assert (contest.opens_at, contest.closes_at) == (NOON, NOON + 2 * WEEK + timedelta(days=5))
        assert [one.opens_at for one in contest.rounds.all()] == [NOON, NOON + WEEK, NOON + 2 * WEEK]
        edit_contest(contest=contest, draft=make_draft(province, NOON, rounds=weekly(1)), by=alice)
        assert contest.rounds.get().closes_at == contest.closes_at == NOON + timedelta(days=5)


class TestAttempts:
    def test_a_day_has_its_own_limit(self, alice: User, province: Unit, bob: User) -> None:
        contest = held(alice, province, weekly(1, attempts=3, per_day=2))
        for _ in range(2):
            sit(contest, bob, NOON, right=0)
        entrant = enter(contest, bob, NOON)
        with pytest.raises(TodaysAttemptsUsed):
            start_paper(entrant=entrant, now=NOON)
        tomorrow = NOON + timedelta(days=1)
        assert attempts_left(entrant, contest.rounds.get(), tomorrow) == 1
        sit(contest, bob, tomorrow, right=0)
        with pytest.raises(AttemptsUsed):
            start_paper(entrant=entrant, now=tomorrow)

    def test_each_round_counts_its_own(self, alice: User, province: Unit, bob: User) -> None:
        contest = held(alice, province, weekly(2))
        sit(contest, bob, NOON, right=0)
        with pytest.raises(AttemptsUsed):
            sit(contest, bob, NOON, right=0)
        assert sit(contest, bob, NOON + WEEK, right=0).number == 1

    def test_without_a_limit_nobody_is_refused(self, alice: User, province: Unit, bob: User) -> None:
        contest = held(alice, province, weekly(1, attempts=0))
        assert [sit(contest, bob, NOON, right=n).number for n in range(3)] == [1, 2, 3]
        assert attempts_left(enter(contest, bob, NOON), contest.rounds.get(), NOON) is None


class TestPlaces:
    def test_of_each_round_and_over_all(self, alice: User, province: Unit, people: list[User], clock: Moving) -> None:
        contest = held(alice, province, weekly(2))
        for week, scores in enumerate([(3, 2, 1), (1, 3, 1)]):
            for user, right in zip(people, scores, strict=False):
                sit(contest, user, NOON + week * WEEK, right=right)
        sit(contest, people[3], NOON + WEEK, right=3, seconds=30)
        clock.on(days=14)
        first, second = contest.rounds.all()
        assert names(f"round-people.{first.pk}") == [(1, "an"), (2, "binh"), (3, "cuc")]
        assert names(f"round-people.{second.pk}") == [(1, "dung"), (2, "binh"), (3, "an"), (3, "cuc")]
        assert names(f"contest-people.{contest.pk}") == [(1, "binh"), (2, "an"), (3, "dung"), (4, "cuc")]
        (unit,) = frame(f"contest-units.{contest.pk}")["rows"]
        assert (unit["people"], unit["mean"]) == (4, 3.5)  # 4, 5, 2 and 3 points

    def test_lots_decide_at_last_and_their_seed_was_fixed_at_opening(
        self, alice: User, province: Unit, people: list[User], clock: Moving
    ) -> None:
        contest = held(alice, province, weekly(1), ranking=["score", "lots"])
        assert len(contest.lots_seed) == 32
        for user in people:
            sit(contest, user, NOON, right=2)
        assert [place for place, _name in names(f"contest-people.{contest.pk}")] == [1, 2, 3, 4]


class TestPrediction:
    def test_it_is_kept_till_the_end_and_sealed_with_the_paper(self, alice: User, province: Unit, bob: User) -> None:
        contest = held(alice, province, weekly(1, predicts="participants"))
        paper = start_paper(entrant=enter(contest, bob, NOON), now=NOON)
        save_prediction(paper=paper, foretold=5, now=NOON)
        save_prediction(paper=paper, foretold=7, now=NOON)
        with pytest.raises(NotForetold):
            save_prediction(paper=paper, foretold=-1, now=NOON)
        with pytest.raises(DeadlinePassed):
            save_prediction(paper=paper, foretold=8, now=NOON + timedelta(minutes=10, seconds=2, milliseconds=1))
        submit(paper=paper, now=NOON)
        with pytest.raises(AlreadySubmitted):
            save_prediction(paper=paper, foretold=8, now=NOON)
        paper.refresh_from_db()
        assert paper.prediction == 7

    def test_a_round_that_asks_none_takes_none(self, contest: Contest, bob: User) -> None:
        paper = start_paper(entrant=enter(contest, bob, NOON), now=NOON)
        with pytest.raises(NotOnPaper):
            save_prediction(paper=paper, foretold=1, now=NOON)

    @pytest.mark.parametrize(("target", "figure"), [("participants", 3), ("entries", 4), ("all_correct", 2)])
    def test_what_came_true(self, target: str, figure: int, alice: User, province: Unit, people: list[User]) -> None:
        contest = held(alice, province, weekly(1, predicts=target, attempts=2))
        for user, right in zip([*people[:3], people[0]], (3, 3, 2, 1), strict=True):
            sit(contest, user, NOON, right=right)
        one = contest.rounds.get()
        assert came_true(one, NOON + timedelta(days=5)) is None
        assert came_true(one, NOON + timedelta(days=5, seconds=3)) == figure

    def test_the_nearest_wins_once_the_round_is_over(
        self, alice: User, province: Unit, people: list[User], clock: Moving
    ) -> None:
        rounds = weekly(1, predicts="participants")
        contest = held(alice, province, rounds, ranking=["score", "prediction", "time_used"])
        for user, foretold, seconds in zip(people, (9, 3, None, 4), (10, 50, 5, 70), strict=True):
            sit(contest, user, NOON, right=2, seconds=seconds, foretold=foretold)
        board = f"contest-people.{contest.pk}"
        assert names(board) == []
        clock.on(days=5, seconds=3)
        assert names(board) == [(1, "dung"), (2, "binh"), (3, "an"), (4, "cuc")]

    def test_a_paper_that_time_closes_after_the_end_still_counts_in_the_figure(
        self, alice: User, province: Unit, people: list[User], clock: Moving
    ) -> None:
        contest = held(alice, province, weekly(1, predicts="participants"), ranking=["score", "prediction"])
        sit(contest, people[0], NOON, right=2, foretold=1)
        sit(contest, people[1], NOON, right=2, foretold=3)
        start_paper(entrant=enter(contest, people[2], NOON), now=NOON + timedelta(days=5, minutes=-1))
        clock.on(days=5, seconds=3)
        assert names(f"contest-people.{contest.pk}") == [(1, "binh"), (2, "an"), (3, "cuc")]

    def test_no_round_that_asks_stands_in_the_way_of_the_key(self, alice: User, province: Unit) -> None:
        rules = make_rules(ranking=["score", "prediction"])
        contest = create_contest(draft=make_draft(province, NOON, rules=rules), by=alice, now=NOON)
        assert len(check_ready(contest=contest, now=NOON)) == 1


class TestSealing:
    @pytest.fixture
    def contest(self, alice: User, province: Unit, people: list[User]) -> Contest:
        contest = held(alice, province, weekly(2, predicts="participants"))
        for user in people:
            sit(contest, user, NOON, right=2)
        return contest

    def test_boards_show_nothing_while_the_round_runs(self, contest: Contest, client: Client, clock: Moving) -> None:
        page, api = f"/cuoc-thi/{contest.slug}/bang-xep-hang/", f"/api/contests/{contest.slug}/leaderboard/"
        for query in ("", "?theo=don-vi", "?dot=1"):
            shown = client.get(page + query)
            assert (shown.context["board"]["size"], shown.context["board"]["rows"]) == (0, [])
            assert "Bảng này mở khi đợt thi kết thúc" in shown.content.decode()
        assert client.get(api).json()["size"] == client.get(api + "?by=units").json()["size"] == 0
        clock.on(days=5, seconds=3)
        assert client.get(page + "?dot=1").context["board"]["size"] == client.get(api).json()["size"] == 4

    def test_a_round_that_is_over_stays_open_to_see_while_the_next_runs(
        self, contest: Contest, clock: Moving, bob: User
    ) -> None:
        clock.on(days=7)
        sit(contest, bob, NOON + WEEK, right=2)
        first, second = contest.rounds.all()
        assert [frame(f"round-people.{one.pk}")["size"] for one in (first, second)] == [4, 0]
        assert frame(f"contest-people.{contest.pk}")["size"] == 0

    def test_one_s_own_result_names_no_place(self, contest: Contest, people: list[User], client: Client) -> None:
        client.force_login(people[0])
        own = contest.papers.filter(entrant__user=people[0]).earliest("started_at")
        shown = client.get(f"/bai-thi/{own.pk}/ket-qua/")
        assert (shown.context["standing"], shown.context["size"]) == (None, 0)

    def test_closing_early_opens_the_boards(self, contest: Contest) -> None:
        one: Round = contest.rounds.all()[0]
        assert sealed(one, NOON) is True
        close_contest(contest=contest, now=NOON + timedelta(days=1))
        later = NOON + timedelta(days=1, seconds=3)
        assert (sealed(contest.rounds.all()[0], later), sealed(contest, later)) == (False, False)
