from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contests import boards as contest_boards
from contests import views
from contests.boards import note_closed
from contests.models import Contest, Paper
from contests.papers.sitting import start_paper
from leaderboard import frames
from leaderboard.boards import boards
from leaderboard.entries import Entry
from leaderboard.frames import frame, render
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import enter, make_contest, make_papers, make_user, sit


def shown(contest: Contest, by: str, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(row[f] for f in fields) for row in frame(f"contest-{by}.{contest.pk}")["rows"]]


def test_people_stand_by_points_then_time(contest: Contest, commune: Unit, clock: Moving) -> None:
    for name, right, seconds in (("cham", 3, 90), ("nhanh", 3, 60.25), ("it", 1, 30)):
        sit(contest, make_user(name, commune), right=right, start=NOON, seconds=seconds)
    assert shown(contest, "people", "place", "name", "score", "max", "time_ms", "group") == [
        (1, "Trần Thị nhanh", 3.0, 3.0, 60_250, "UBND xã Đất Mũi"),
        (2, "Trần Thị cham", 3.0, 3.0, 90_000, "UBND xã Đất Mũi"),
        (3, "Trần Thị it", 1.0, 3.0, 30_000, "UBND xã Đất Mũi"),
    ]


def test_results_are_counted_as_they_are_listed(contest: Contest, commune: Unit, clock: Moving) -> None:
    for name in ("mot", "hai", "ba", "bon"):
        sit(contest, make_user(name, commune), right=1, start=NOON)
    start_paper(entrant=enter(contest, make_user("dang-lam", commune), NOON), now=NOON)
    for name, gone in (("mot", {"disqualified_at": NOON}), ("hai", {"aside_at": NOON, "aside_why": "left"})):
        contest.entrants.filter(user__username=name).update(**gone)
    for of in (contest, contest.rounds.get()):
        counted = contest_boards.count_results(of)
        assert (counted, len(contest_boards.result_keys(of))) == (2, 2)


def test_units_stand_by_mean_then_by_how_many_took_part(
    contest: Contest, commune: Unit, home_affairs: Unit, province: Unit, clock: Moving
) -> None:
    rights = {commune: [3, 2], home_affairs: [2, 3, 2], province: [2, 3, 3, 2]}
    for unit, of_unit in rights.items():
        for n, right in enumerate(of_unit):
            sit(contest, make_user(f"{unit.code}-{n}", unit), right=right, start=NOON)
    assert shown(contest, "units", "place", "name", "mean", "people") == [
        (1, "Tỉnh Cà Mau", 2.5, 4),
        (2, "UBND xã Đất Mũi", 2.5, 2),
        (3, "Sở Nội vụ", 2.33, 3),
    ]


def test_only_the_counted_attempt_stands(bank: None, alice: User, province: Unit, bob: User, clock: Moving) -> None:
    contest = make_contest(alice, province, NOON, papers=make_papers(attempts=3, counted="best"))
    for right in (1, 3, 2):
        sit(contest, bob, right=right, start=NOON)
    assert shown(contest, "people", "score") == [(3.0,)]
    assert shown(contest, "units", "mean", "people") == [(3.0, 1)]


def test_a_paper_that_ran_out_comes_onto_the_board_by_itself(contest: Contest, bob: User, clock: Moving) -> None:
    start_paper(entrant=enter(contest, bob, NOON), now=NOON)
    assert shown(contest, "people", "score") == []
    clock.on(minutes=10, seconds=3)
    assert shown(contest, "people", "score", "time_ms") == [(0.0, 600_000)]


def test_simulated_people_are_marked(contest: Contest, commune: Unit, bob: User, clock: Moving) -> None:
    sit(contest, bob, right=3, start=NOON)
    sit(contest, make_user("sim", commune, is_simulated=True), right=1, start=NOON)
    assert shown(contest, "people", "simulated") == [(False,), (True,)]
    assert shown(contest, "units", "simulated") == [(1,)]


@pytest.mark.parametrize("by", ["people", "units"])
def test_kept_as_papers_close_or_loaded_at_once_is_the_same(
    contest: Contest,
    commune: Unit,
    home_affairs: Unit,
    clock: Moving,
    by: str,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    name = f"contest-{by}.{contest.pk}"
    with django_capture_on_commit_callbacks(execute=True):
        for n in range(6):
            sit(contest, make_user(f"u{n}", (commune, home_affairs)[n % 2]), right=n % 4, start=NOON, seconds=60 + n)
    kept = boards().top(name, 50)
    boards.cache_clear()
    frame(name)
    assert kept == boards().top(name, 50)


@pytest.mark.parametrize(("tries", "shown"), [(contest_boards.MOST_TRIES, (1.5, 2)), (1, (3.0, 1))])
def test_a_paper_that_closes_while_its_unit_is_counted_is_lost_only_without_the_second_look(
    contest: Contest,
    commune: Unit,
    bob: User,
    clock: Moving,
    monkeypatch: pytest.MonkeyPatch,
    tries: int,
    shown: tuple[float, int],
) -> None:
    paper = sit(contest, bob, right=3, start=NOON)
    entry, others = contest_boards.unit_entry, iter([make_user("khac", commune)])

    def interrupted(*facts: Any) -> Any:
        for other in others:
            sit(contest, other, right=0, start=NOON)
        return entry(*facts)

    monkeypatch.setattr(contest_boards, "unit_entry", interrupted)
    monkeypatch.setattr(contest_boards, "MOST_TRIES", tries)
    note_closed(paper.pk)
    (line,) = boards().top(f"contest-units.{contest.pk}", 5)
    assert (line.entry.shown["mean"], line.entry.shown["people"]) == shown


@pytest.mark.parametrize("key", ["0", "x", ""])
def test_a_board_of_no_contest_is_rendered_as_nothing(db: None, key: str) -> None:
    assert render(f"contest-people.{key}") is None


def test_a_draft_has_no_board(contest: Contest) -> None:
    Contest.objects.update(state=Contest.State.DRAFT)
    assert render(f"contest-people.{contest.pk}") is None


@pytest.mark.parametrize(("by", "queries"), [("people", 10), ("units", 12)])
@pytest.mark.parametrize("papers", [1, 3])
def test_loading_takes_the_same_queries_however_many_papers(
    contest: Contest, commune: Unit, clock: Moving, by: str, queries: int, papers: int, django_assert_num_queries: Any
) -> None:
    for n in range(papers):
        sit(contest, make_user(f"u{n}", commune), right=n, start=NOON + timedelta(seconds=n))
    with django_assert_num_queries(queries):
        frame(f"contest-{by}.{contest.pk}")


@pytest.mark.parametrize(("tries", "score"), [(contest_boards.MOST_TRIES, 3.0), (1, 1.0)])
def test_a_paper_that_closes_while_its_person_is_counted_is_lost_only_without_the_second_look(
    bank: None, alice: User, province: Unit, bob: User, clock: Moving, monkeypatch: pytest.MonkeyPatch, tries: int,
    score: float,
) -> None:  # fmt: skip
    contest = make_contest(alice, province, NOON, papers=make_papers(attempts=2, counted="best"))
    paper = sit(contest, bob, right=1, start=NOON)
    entry, rights = contest_boards.person_entry, iter([3])

    def interrupted(*facts: Any) -> Any:
        for right in rights:
            sit(contest, bob, right=right, start=NOON)
        return entry(*facts)

    monkeypatch.setattr(contest_boards, "person_entry", interrupted)
    monkeypatch.setattr(contest_boards, "MOST_TRIES", tries)
    note_closed(paper.pk)
    (line,) = boards().top(f"contest-people.{contest.pk}", 5)
    assert line.entry.shown["score"] == score


@pytest.mark.parametrize(("guarded", "score"), [(True, 2.0), (False, 3.0)])
def test_a_line_counted_before_a_correction_comes_back_only_without_the_guard(
    contest: Contest, bob: User, clock: Moving, monkeypatch: pytest.MonkeyPatch, guarded: bool, score: float
) -> None:
    paper = sit(contest, bob, right=3, start=NOON)
    name = f"contest-people.{contest.pk}"
    frame(name)
    entry, corrections = contest_boards.person_entry, iter([2])

    def interrupted(*facts: Any) -> Any:
        for corrected in corrections:
            Paper.objects.update(score=corrected)
            contest_boards.renew(contest)
            frame(name)
        return entry(*facts)

    def put(board: str, line: Entry, *, result: str, generation: int) -> bool:
        return boards().put(board, line, result=result)

    monkeypatch.setattr(contest_boards, "person_entry", interrupted)
    if not guarded:
        monkeypatch.setattr(contest_boards.sources, "put", put)
    note_closed(paper.pk)
    assert shown(contest, "people", "score") == [(score,)]


@pytest.mark.parametrize("papers", [1, 3])
def test_renewing_reads_no_paper(
    contest: Contest, commune: Unit, clock: Moving, papers: int, django_assert_num_queries: Any
) -> None:
    for n in range(papers):
        sit(contest, make_user(f"u{n}", commune), right=n, start=NOON)
    frame(f"contest-people.{contest.pk}")
    with CaptureQueriesContext(connection) as asked:
        contest_boards.renew(contest)
    assert [one for one in asked.captured_queries if "contests_paper" in one["sql"]] == []
    assert shown(contest, "people", "score") == [(float(n),) for n in reversed(range(papers))]


class TestAround:
    @pytest.fixture
    def crowd(self, contest: Contest, commune: Unit, bob: User, clock: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
        for n in range(5):
            sit(contest, make_user(f"u{n}", commune), right=3, start=NOON, seconds=60 + n)
        sit(contest, bob, right=1, start=NOON)
        monkeypatch.setattr(frames, "ROWS", 2)
        monkeypatch.setattr(views, "ROWS", 2)

    def test_who_stands_far_down_is_shown_their_neighbours_and_the_way_there(
        self, crowd: None, contest: Contest, bob: User, client: Client
    ) -> None:
        client.force_login(bob)
        first = client.get(reverse("contests:board", args=[contest.slug]))
        assert [row["place"] for row in first.context["near"]] == [3, 4, 5, 6]
        assert "Quanh vị trí của bạn" in first.content.decode()
        there = client.get(reverse("contests:board", args=[contest.slug]), {"page": first.context["my_page"]})
        assert first.context["near"][-1] in there.context["board"]["rows"]
        assert there.context["near"] == []

    def test_a_stranger_is_nobodys_neighbour(self, crowd: None, contest: Contest, client: Client) -> None:
        page = client.get(reverse("contests:board", args=[contest.slug]))
        assert (page.context["near"], page.context["mine"]) == ([], None)
