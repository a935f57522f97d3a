"""Two things at once on one paper, on PostgreSQL, each with a twin that loses the race once its guard is away."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.db.models import QuerySet

from contests.models import Answer, Contest, Paper
from contests.papers import answering, receipts, sitting
from contests.papers.answering import save_answer
from contests.papers.sitting import close_overdue, start_paper, submit
from contests.refusals import AlreadySubmitted
from people.models import User
from tests.conftest import NOON
from tests.contests.builders import enter, right_choices

pytestmark = [
    pytest.mark.needs_postgres,  # SQLite lets one writer in at a time: the races cannot happen there
    pytest.mark.django_db(transaction=True),
]
LONG_ENOUGH = 0.4  # seconds in which the second does all it can


@pytest.fixture
def paper(contest: Contest, bob: User) -> Paper:
    return start_paper(entrant=enter(contest, bob, NOON), now=NOON)


@pytest.fixture
def pause(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], threading.Event]:
    """pause("mark"): the first that gets to that step sets the event and stands still for a while."""

    def make(step: str) -> threading.Event:
        room = answering if hasattr(answering, step) else sitting
        reached, real = threading.Event(), getattr(room, step)

        def slowly(*given: Any, **named: Any) -> Any:
            if not reached.is_set():
                reached.set()
                threading.Event().wait(LONG_ENOUGH)
            return real(*given, **named)

        monkeypatch.setattr(room, step, slowly)
        return reached

    return make


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **named: self)


def in_turn(first: Callable[[], Any], at: threading.Event, second: Callable[[], Any]) -> list[Any]:
    """Run `second` once `first` has got to the step; return what came of each, an exception as it is."""
    came: list[Any] = [None, None]

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            if place:
                at.wait(5)
            came[place] = work()
        except Exception as error:
            came[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=given) for given in enumerate((first, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return came


def save(paper: Paper, place: int = 0) -> Any:
    question = paper.questions.get(position=1)
    return save_answer(paper=paper, position=1, chosen=question.choice_order[place : place + 1], now=NOON)


class TestSaveAgainstSave:
    def test_both_are_kept_one_after_the_other(self, paper: Paper, pause: Any) -> None:
        came = in_turn(lambda: save(paper), pause("wanted_of"), lambda: save(paper, 1))
        assert [saved.revision for saved in came] == [1, 2]
        assert Answer.objects.get().chosen == paper.questions.get(position=1).choice_order[1:2]

    def test_without_the_lock_the_later_one_is_acknowledged_and_lost(
        self, paper: Paper, without_lock: None, pause: Any
    ) -> None:
        came = in_turn(lambda: save(paper), pause("wanted_of"), lambda: save(paper, 1))
        assert [saved.revision for saved in came] == [1, 1]
        assert Answer.objects.get().chosen == paper.questions.get(position=1).choice_order[:1]


class TestSaveAgainstSubmit:
    def save_right(self, paper: Paper) -> Any:
        return save_answer(paper=paper, position=1, chosen=right_choices(paper.questions.get(position=1)), now=NOON)

    def test_a_save_that_was_let_in_is_marked(self, paper: Paper, pause: Any) -> None:
        came = in_turn(lambda: self.save_right(paper), pause("wanted_of"), lambda: submit(paper=paper, now=NOON))
        assert (came[0].revision, came[1].correct_count) == (1, 1)
        assert receipts.agrees(came[1])

    def test_a_save_that_comes_during_the_marking_is_refused(self, paper: Paper, pause: Any) -> None:
        came = in_turn(lambda: submit(paper=paper, now=NOON), pause("mark"), lambda: self.save_right(paper))
        assert isinstance(came[1], AlreadySubmitted)
        assert receipts.agrees(Paper.objects.get())

    def test_without_the_lock_an_answer_is_acknowledged_and_never_marked(
        self, paper: Paper, without_lock: None, pause: Any
    ) -> None:
        came = in_turn(lambda: self.save_right(paper), pause("wanted_of"), lambda: submit(paper=paper, now=NOON))
        assert (came[0].revision, came[1].correct_count) == (1, 0)
        assert not receipts.agrees(Paper.objects.get())


class TestSubmitAgainstDeadline:
    @pytest.fixture
    def noted(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        told: list[int] = []
        monkeypatch.setattr(sitting.boards, "note_closed", told.append)
        return told

    def race(self, paper: Paper, pause: Any) -> list[Any]:
        late = paper.deadline_at + timedelta(seconds=3)
        return in_turn(
            lambda: submit(paper=paper, now=paper.deadline_at), pause("mark"), lambda: close_overdue(now=late)
        )

    def test_a_paper_has_one_result(self, paper: Paper, noted: list[int], pause: Any) -> None:
        self.race(paper, pause)
        assert (noted, Paper.objects.get().closed_by) == ([paper.pk], Paper.ClosedBy.ENTRANT)

    def test_without_lock_and_compare_and_set_it_has_two(
        self, paper: Paper, noted: list[int], without_lock: None, pause: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = QuerySet.update

        def careless(self: Any, **changes: Any) -> int:
            closing = self.model is Paper and "submitted_at" in changes
            return real(Paper.objects.filter(pk=paper.pk) if closing else self, **changes)

        monkeypatch.setattr(QuerySet, "update", careless)
        self.race(paper, pause)
        assert noted == [paper.pk, paper.pk]


class TestManyAtOnce:
    def test_a_hundred_posts_of_one_answer_are_one_row(self, paper: Paper) -> None:
        refused: list[Exception] = []

        def post() -> None:
            try:
                save(paper)
            except Exception as error:
                refused.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=post) for _ in range(100)]
        for batch in range(0, 100, 20):
            for thread in threads[batch : batch + 20]:
                thread.start()
            for thread in threads[batch : batch + 20]:
                thread.join(timeout=30)
        assert (refused, Answer.objects.count(), Answer.objects.get().revision) == ([], 1, 100)

    def test_twenty_starts_at_once_are_one_paper(self, contest: Contest, bob: User) -> None:
        entrant, made = enter(contest, bob, NOON), list[int]()

        def start(moment: datetime = NOON) -> None:
            try:
                made.append(start_paper(entrant=entrant, now=moment).pk)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=start) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        assert (len(made), len(set(made)), Paper.objects.count()) == (20, 1, 1)
