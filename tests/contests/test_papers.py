import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections

from contests.drafts.opening import close_contest
from contests.models import Contest, Entrant, Paper
from contests.papers import sitting
from contests.papers.answering import save_answer
from contests.papers.sitting import GRACE, close_overdue, start_paper, submit
from contests.refusals import (
    AlreadySubmitted,
    AttemptsUsed,
    DeadlinePassed,
    NothingToDraw,
    NotOnPaper,
    NotOpen,
    NotRunning,
    TooManyChosen,
)
from leaderboard.boards import boards
from people.models import Unit, User
from questionbank.models import Kind, Question
from tests.conftest import NOON
from tests.contests.builders import (
    enter,
    make_bank,
    make_contest,
    make_document,
    make_papers,
    make_question,
    make_topic,
    right_choices,
    sit,
    wrong_choice,
)

MS = timedelta(milliseconds=1)


@pytest.fixture
def entrant(contest: Contest, bob: User) -> Entrant:
    return enter(contest, bob, NOON)


@pytest.fixture
def paper(entrant: Entrant) -> Paper:
    return start_paper(entrant=entrant, now=NOON)


def first(paper: Paper) -> Any:
    return paper.questions.get(position=1)


class TestStart:
    def test_the_paper_is_what_the_blueprint_asks(self, paper: Paper) -> None:
        topics = paper.questions.order_by("version__question__topic__code")
        assert list(topics.values_list("version__question__topic__code", flat=True)) == ["a", "a", "c"]
        assert sorted(paper.questions.values_list("position", flat=True)) == [1, 2, 3]

    def test_the_deadline_is_the_minutes_of_the_rules(self, paper: Paper) -> None:
        assert paper.deadline_at == NOON + timedelta(minutes=10)

    def test_the_deadline_is_the_end_of_the_contest_when_that_is_sooner(self, entrant: Entrant) -> None:
        late = NOON + timedelta(minutes=115)
        assert start_paper(entrant=entrant, now=late).deadline_at == NOON + timedelta(hours=2)

    def test_a_second_start_continues_the_open_paper(self, entrant: Entrant, paper: Paper) -> None:
        assert start_paper(entrant=entrant, now=NOON + timedelta(minutes=3)) == paper

    def test_no_attempt_is_left_after_the_last(self, entrant: Entrant, paper: Paper) -> None:
        submit(paper=paper, now=NOON)
        with pytest.raises(AttemptsUsed):
            start_paper(entrant=entrant, now=NOON)

    def test_a_paper_that_ran_out_is_an_attempt_used(self, entrant: Entrant, paper: Paper) -> None:
        with pytest.raises(AttemptsUsed):
            start_paper(entrant=entrant, now=paper.deadline_at + GRACE + MS)

    def test_further_attempts_are_numbered(self, bank: None, alice: User, province: Unit, bob: User) -> None:
        contest = make_contest(alice, province, NOON, papers=make_papers(attempts=2))
        entrant = enter(contest, bob, NOON)
        submit(paper=start_paper(entrant=entrant, now=NOON), now=NOON)
        assert start_paper(entrant=entrant, now=NOON).number == 2

    @pytest.mark.parametrize(("offset", "runs"), [(-MS, False), (0 * MS, True)])
    def test_nobody_starts_before_the_window(
        self, bank: None, alice: User, province: Unit, bob: User, offset: timedelta, runs: bool
    ) -> None:
        opens = NOON + timedelta(hours=1)
        contest = make_contest(alice, province, NOON, opens_at=opens)
        assert _starts(enter(contest, bob, NOON), opens + offset) is runs

    @pytest.mark.parametrize(("offset", "runs"), [(-MS, True), (0 * MS, False)])
    def test_nobody_starts_after_the_window(self, entrant: Entrant, offset: timedelta, runs: bool) -> None:
        assert _starts(entrant, NOON + timedelta(hours=2) + offset) is runs

    def test_nobody_starts_in_a_contest_that_was_closed(self, contest: Contest, entrant: Entrant) -> None:
        close_contest(contest=contest, now=NOON)
        with pytest.raises(NotOpen):
            start_paper(entrant=entrant, now=NOON)

    def test_questions_that_lost_force_since_the_opening_are_not_drawn(
        self, contest: Contest, entrant: Entrant
    ) -> None:
        Question.objects.filter(topic__code="c").update(flag="văn bản đã sửa đổi")
        with pytest.raises(NothingToDraw):
            start_paper(entrant=entrant, now=NOON)

    def test_a_document_counts_on_the_day_the_paper_starts(
        self, tam: User, alice: User, province: Unit, bob: User
    ) -> None:
        make_bank(tam, per_topic=1, topics="a")
        ends_today = make_document("61/2018/NĐ-CP", expired_on=date(2026, 11, 3))
        make_question(make_topic("a"), tam, document=ends_today)
        contest = make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": 2}))
        contest.rounds.update(closes_at=NOON + timedelta(days=3))
        entrant = enter(contest, bob, NOON)
        with pytest.raises(NothingToDraw):
            start_paper(entrant=entrant, now=NOON + timedelta(days=1))
        assert start_paper(entrant=entrant, now=NOON).questions.count() == 2


def _starts(entrant: Entrant, now: Any) -> bool:
    try:
        start_paper(entrant=entrant, now=now)
    except NotRunning:
        return False
    return True


class TestSave:
    def test_a_receipt_says_when_and_which(self, paper: Paper) -> None:
        question = first(paper)
        receipts = [
            save_answer(paper=paper, position=1, chosen=[choice], now=NOON + timedelta(seconds=i))
            for i, choice in enumerate(question.choice_order[:3])
        ]
        assert [r.revision for r in receipts] == [1, 2, 3]
        assert receipts[-1].saved_at == NOON + timedelta(seconds=2)

    def test_the_last_answer_stands(self, paper: Paper) -> None:
        question = first(paper)
        for choice in question.choice_order:
            save_answer(paper=paper, position=1, chosen=[choice], now=NOON)
        question.refresh_from_db()
        assert question.answer.chosen == [question.choice_order[-1]]

    def test_an_answer_can_be_taken_back(self, paper: Paper) -> None:
        save_answer(paper=paper, position=1, chosen=right_choices(first(paper)), now=NOON)
        save_answer(paper=paper, position=1, chosen=[], now=NOON)
        assert first(paper).answer.chosen == []

    @pytest.mark.parametrize(("offset", "taken"), [(0 * MS, True), (GRACE, True), (GRACE + MS, False)])
    def test_the_deadline_holds_to_the_millisecond(self, paper: Paper, offset: timedelta, taken: bool) -> None:
        try:
            save_answer(paper=paper, position=1, chosen=[], now=paper.deadline_at + offset)
        except DeadlinePassed:
            assert not taken
        assert Paper.objects.filter(questions__answer__isnull=False).exists() is taken

    def test_nothing_changes_after_handing_in(self, paper: Paper) -> None:
        submit(paper=paper, now=NOON)
        with pytest.raises(AlreadySubmitted):
            save_answer(paper=paper, position=1, chosen=right_choices(first(paper)), now=NOON)

    def test_nothing_changes_once_the_contest_is_closed(self, contest: Contest, paper: Paper) -> None:
        Contest.objects.update(state=Contest.State.CLOSED, closed_at=NOON)  # as if the paper began at that moment
        with pytest.raises(DeadlinePassed):
            save_answer(paper=paper, position=1, chosen=[], now=NOON)

    def test_a_choice_of_another_question_is_refused(self, paper: Paper) -> None:
        other = paper.questions.get(position=2)
        with pytest.raises(NotOnPaper):
            save_answer(paper=paper, position=1, chosen=other.choice_order[:1], now=NOON)

    @pytest.mark.parametrize("position", [0, 4, -1])
    def test_a_place_that_is_not_on_the_paper_is_refused(self, paper: Paper, position: int) -> None:
        with pytest.raises(NotOnPaper):
            save_answer(paper=paper, position=position, chosen=[], now=NOON)

    def test_two_answers_to_a_question_with_one_are_refused(self, paper: Paper) -> None:
        with pytest.raises(TooManyChosen):
            save_answer(paper=paper, position=1, chosen=first(paper).choice_order[:2], now=NOON)


class TestSubmit:
    def test_right_answers_are_counted(self, contest: Contest, bob: User) -> None:
        paper = sit(contest, bob, right=2, start=NOON, seconds=61.5)
        assert (paper.score, paper.max_score, paper.correct_count) == (2, 3, 2)
        assert (paper.time_used_ms, paper.closed_by) == (61_500, Paper.ClosedBy.ENTRANT)

    def test_unanswered_questions_earn_nothing(self, paper: Paper) -> None:
        save_answer(paper=paper, position=1, chosen=right_choices(first(paper)), now=NOON)
        assert submit(paper=paper, now=NOON).correct_count == 1

    def test_several_right_choices_must_all_be_chosen(self, tam: User, alice: User, province: Unit, bob: User) -> None:
        make_question(make_topic("a"), tam, kind=Kind.MULTIPLE, right=(1, 3))
        contest = make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": 1}, attempts=2))
        entrant = enter(contest, bob, NOON)
        correct = []
        for take in (1, 2):
            paper = start_paper(entrant=entrant, now=NOON)
            save_answer(paper=paper, position=1, chosen=right_choices(first(paper))[:take], now=NOON)
            correct.append(submit(paper=paper, now=NOON).correct_count)
        assert correct == [0, 1]

    def test_handing_in_twice_changes_nothing(self, paper: Paper) -> None:
        once = submit(paper=paper, now=NOON + timedelta(seconds=5))
        twice = submit(paper=paper, now=NOON + timedelta(minutes=5))
        assert (twice.submitted_at, twice.score) == (once.submitted_at, once.score) == (NOON + timedelta(seconds=5), 0)

    def test_the_grace_is_for_the_way_and_not_for_thinking(self, paper: Paper) -> None:
        late = submit(paper=paper, now=paper.deadline_at + GRACE)
        assert (late.submitted_at, late.time_used_ms) == (paper.deadline_at, 600_000)
        assert late.closed_by == Paper.ClosedBy.ENTRANT

    def test_after_the_grace_the_paper_is_closed_as_the_deadline_left_it(self, paper: Paper) -> None:
        save_answer(paper=paper, position=1, chosen=right_choices(first(paper)), now=NOON)
        late = submit(paper=paper, now=paper.deadline_at + GRACE + MS)
        assert (late.closed_by, late.correct_count) == (Paper.ClosedBy.DEADLINE, 1)

    def test_the_board_moves_after_the_commit(
        self, contest: Contest, bob: User, django_capture_on_commit_callbacks: Callable[..., Any]
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            paper = sit(contest, bob, right=3, start=NOON)
            assert boards().size(f"contest-people.{contest.pk}") == 0
        (standing,) = boards().top(f"contest-people.{contest.pk}", 5)
        assert (standing.place, standing.entry.id) == (1, str(paper.entrant_id))


class TestAbandoned:
    @pytest.mark.parametrize(("offset", "closed"), [(GRACE, 0), (GRACE + MS, 1)])
    def test_papers_are_closed_once_nothing_can_arrive(self, paper: Paper, offset: timedelta, closed: int) -> None:
        assert close_overdue(now=paper.deadline_at + offset) == closed

    def test_the_answers_saved_last_are_marked(self, paper: Paper) -> None:
        save_answer(paper=paper, position=1, chosen=wrong_choice(first(paper)), now=NOON)
        save_answer(paper=paper, position=1, chosen=right_choices(first(paper)), now=NOON)
        close_overdue(now=paper.deadline_at + timedelta(hours=3))
        paper.refresh_from_db()
        assert (paper.correct_count, paper.closed_by) == (1, Paper.ClosedBy.DEADLINE)
        assert (paper.submitted_at, paper.time_used_ms) == (paper.deadline_at, 600_000)
        assert first(paper).answer.fraction == 1.0

    def test_other_contests_are_left_alone_when_one_is_named(
        self, paper: Paper, bank: None, alice: User, province: Unit
    ) -> None:
        other = make_contest(alice, province, NOON)
        assert close_overdue(now=NOON + timedelta(days=1), contest=other) == 0

    def test_the_command_closes_them_too(self, paper: Paper, clock: Any, capsys: pytest.CaptureFixture[str]) -> None:
        clock.on(hours=1)
        call_command("close_papers")
        assert capsys.readouterr().out == "1\n"

    def test_closing_a_contest_marks_the_papers_that_are_open(self, contest: Contest, paper: Paper) -> None:
        save_answer(paper=paper, position=1, chosen=right_choices(first(paper)), now=NOON)
        close_contest(contest=contest, now=NOON + timedelta(minutes=4))
        paper.refresh_from_db()
        assert (paper.correct_count, paper.time_used_ms) == (1, 240_000)


@pytest.mark.django_db(transaction=True)
class TestTwoTabs:
    @pytest.fixture
    def entrant(self, contest: Contest, bob: User) -> Entrant:
        return enter(contest, bob, NOON)

    @pytest.fixture
    def together(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Both tabs have found no open paper before either writes one."""
        meeting, draw = threading.Barrier(2), sitting.draw_for
        waited = threading.local()

        def draw_together(*given: Any, **named: Any) -> Any:
            if not getattr(waited, "once", False):
                waited.once = True
                meeting.wait(timeout=10)
            return draw(*given, **named)

        monkeypatch.setattr(sitting, "draw_for", draw_together)

    @pytest.fixture
    def without_constraints(self) -> Iterator[None]:
        meta, kept = Paper._meta, list(Paper._meta.constraints)  # SQLite rebuilds the table from what stands in Meta
        meta.constraints = []
        with connection.schema_editor() as editor:
            for constraint in reversed(kept):
                editor.remove_constraint(Paper, constraint)
        yield
        Paper.objects.all().delete()
        for constraint in kept:
            meta.constraints = [*meta.constraints, constraint]
            with connection.schema_editor() as editor:
                editor.add_constraint(Paper, constraint)

    def test_two_starts_at_once_make_one_paper(self, entrant: Entrant, together: None) -> None:
        made = _in_two_threads(lambda: start_paper(entrant=entrant, now=NOON).pk)
        assert (len(set(made)), Paper.objects.count()) == (1, 1)

    def test_without_the_constraints_the_race_is_lost(
        self, entrant: Entrant, together: None, without_constraints: None
    ) -> None:
        made = _in_two_threads(lambda: start_paper(entrant=entrant, now=NOON).pk)
        assert (len(set(made)), Paper.objects.count()) == (2, 2)

    def test_saves_at_once_leave_one_answer_and_every_receipt_its_own_number(self, entrant: Entrant) -> None:
        paper = start_paper(entrant=entrant, now=NOON)
        choice = first(paper).choice_order[:1]
        made = _in_two_threads(
            lambda: [save_answer(paper=paper, position=1, chosen=choice, now=NOON).revision for _ in range(5)]
        )
        assert sorted(r for receipts in made for r in receipts) == list(range(1, 11))

    def test_a_paper_handed_in_twice_at_once_has_one_result(self, entrant: Entrant) -> None:
        paper = start_paper(entrant=entrant, now=NOON)
        made = _in_two_threads(lambda: submit(paper=paper, now=NOON).submitted_at)
        assert made == [NOON, NOON]


def _in_two_threads(work: Callable[[], Any]) -> list[Any]:
    done: list[Any] = []

    def run() -> None:
        try:
            done.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return done


def test_a_start_that_another_tab_overtakes_has_the_paper_of_that_tab(
    contest: Contest, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    entrant, plain, quicker = enter(contest, bob, NOON), sitting.round_at, list[Any]()

    def meanwhile(*given: Any) -> Any:
        if not quicker:
            quicker.append(None)
            quicker.append(start_paper(entrant=entrant, now=NOON))
        return plain(*given)

    monkeypatch.setattr(sitting, "round_at", meanwhile)
    assert start_paper(entrant=entrant, now=NOON) == quicker[1]
