"""No question of a contest that is not over is practised: what it could draw, has drawn, names, or nearly asks."""

from datetime import date, timedelta
from typing import Any

import pytest

from contests.drafts.opening import close_contest, create_contest, open_contest
from contests.live.composing import create_round
from contests.models import Contest, FixedPaper, LiveRound, LiveStep, Paper, PaperQuestion
from contests.papers.answering import save_answer
from contests.papers.sitting import start_paper, submit
from people.models import Unit, User
from practice.crowds import LEAST
from practice.models import OpenContest, OpenQuestion
from practice.opening import open_contest_for_practice, open_questions
from practice.refusals import AlreadyOver, NamesQuestions
from questionbank import likeness, twins
from questionbank.models import CitationGap, Kind, Question
from tests.conftest import NOON
from tests.contests.builders import (
    enter,
    make_contest,
    make_document,
    make_draft,
    make_papers,
    make_question,
    make_topic,
    make_user,
    right_choices,
)
from tests.practice.builders import code, offered

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank", "clock")]
ONLY_A = {"blueprint": {"a": 2}}


@pytest.fixture
def bank(tam: User) -> None:
    """Four questions each of topics a and c."""
    for topic in "aaaacccc":
        make_question(make_topic(topic), tam)


def held(by: User, unit: Unit, *, papers: dict[str, Any] = ONLY_A, **draft: Any) -> Contest:
    return make_contest(by, unit, NOON, papers=make_papers(**papers), **draft)


def mark(by: User, *questions: Question) -> None:
    open_questions(questions=questions, by=by, now=NOON)


def test_without_a_contest_everything_is_practised() -> None:
    assert offered() == code("a") | code("c")


class TestCouldDraw:
    def test_a_running_contest_sets_its_topics_aside_until_it_is_over(self, alice: User, province: Unit) -> None:
        held(alice, province)
        assert offered() == code("c")
        assert offered(NOON + 2 * HOUR) == code("c")  # what was sent at the last moment still counts
        assert offered(NOON + 2 * HOUR + timedelta(seconds=3)) == code("a") | code("c")

    def test_so_does_one_that_begins_next_week(self, alice: User, province: Unit) -> None:
        held(alice, province, opens_at=NOON + 7 * DAY, closes_at=NOON + 9 * DAY)
        assert offered() == code("c")

    def test_and_a_draft_whose_time_has_not_passed(self, alice: User, province: Unit) -> None:
        draft = make_draft(province, NOON, papers=make_papers(**ONLY_A), opens_at=NOON + DAY, closes_at=NOON + 2 * DAY)
        create_contest(draft=draft, by=alice, now=NOON)
        assert offered() == code("c")
        assert offered(NOON + 3 * DAY) == code("a") | code("c")

    def test_a_draft_that_is_not_settled_yet_draws_nothing(self, alice: User, province: Unit) -> None:
        draft = make_draft(province, NOON, papers=make_papers(**ONLY_A), opens_at=NOON + DAY, closes_at=NOON + 2 * DAY)
        create_contest(draft=draft, by=alice, now=NOON).rounds.update(rules={"minutes": 10})
        assert offered() == code("a") | code("c")

    def test_a_later_round_counts_and_so_does_what_the_public_is_asked(self, alice: User, province: Unit) -> None:
        held(alice, province, papers={"blueprint": {"a": 2}, "public_blueprint": {"c": 2}})
        assert offered() == set()

    def test_a_slot_of_a_regulation_sets_what_cites_it_aside(self, alice: User, tam: User, province: Unit) -> None:
        other = make_question(make_topic("a"), tam, document=make_document("30/2020/NĐ-CP"))
        slot = {"count": 1, "document": make_document("30/2020/NĐ-CP").pk}
        held(alice, province, papers={"blueprint": [slot]})
        assert offered() == (code("a") | code("c")) - {other.code}

    def test_a_slot_that_names_nothing_sets_the_whole_bank_aside(self, alice: User, province: Unit) -> None:
        held(alice, province, papers={"blueprint": [{"count": 3}]})
        assert offered() == set()

    def test_however_hard_a_slot_asks_the_whole_topic_is_set_aside(self, alice: User, province: Unit) -> None:
        held(alice, province, papers={"blueprint": [{"count": 1, "topic": "a", "difficulty": 2, "kind": "single"}]})
        assert offered() == code("c")

    def test_a_contest_closed_early_gives_its_questions_back(self, alice: User, province: Unit) -> None:
        close_contest(contest=held(alice, province), now=NOON + HOUR)
        assert offered(NOON + HOUR) == code("a") | code("c")

    def test_not_while_somebody_still_sits(self, alice: User, bob: User, province: Unit) -> None:
        contest = held(alice, province)
        start_paper(entrant=enter(contest, bob, NOON), now=NOON)
        Contest.objects.update(state=Contest.State.CLOSED, closed_at=NOON)  # as if a process had died half way
        assert offered(NOON + DAY) == code("c")
        Paper.objects.update(submitted_at=NOON + DAY)
        assert offered(NOON + DAY) == code("a") | code("c")


class TestDrawn:
    def test_what_stands_on_a_paper_is_set_aside_even_where_its_topic_is_another_now(
        self, alice: User, bob: User, province: Unit
    ) -> None:
        paper = start_paper(entrant=enter(held(alice, province), bob, NOON), now=NOON)
        drawn = set(paper.questions.values_list("version__question__code", flat=True))
        Question.objects.filter(code__in=drawn).update(topic=make_topic("c"))
        assert offered() == code("c") - drawn

    def test_a_trainers_mark_opens_what_could_be_drawn_and_not_what_was(
        self, alice: User, bob: User, tam: User, province: Unit
    ) -> None:
        contest = held(alice, province)
        mark(tam, *Question.objects.filter(topic__code="a"))
        assert offered() == code("a") | code("c")
        paper = start_paper(entrant=enter(contest, bob, NOON), now=NOON)
        drawn = set(paper.questions.values_list("version__question__code", flat=True))
        assert len(drawn) == 2
        assert offered() == (code("a") | code("c")) - drawn
        for question in paper.questions.order_by("position"):
            save_answer(paper=paper, position=question.position, chosen=right_choices(question), now=NOON)
        submit(paper=paper, now=NOON + timedelta(minutes=1))
        assert offered() == (code("a") | code("c")) - drawn  # others may still be asked it

    def test_a_new_wording_of_a_drawn_question_is_the_same_question(
        self, alice: User, bob: User, tam: User, province: Unit
    ) -> None:
        contest = held(alice, province)
        mark(tam, *Question.objects.filter(topic__code="a"))
        paper = start_paper(entrant=enter(contest, bob, NOON), now=NOON)
        drawn = paper.questions.select_related("version__question").first()
        assert drawn is not None
        question = drawn.version.question
        make_question(make_topic("zz"), tam)
        newer = Question.objects.get(topic__code="zz").approved_version
        assert newer is not None
        newer.question, newer.number = question, 2
        newer.save()
        Question.objects.filter(topic__code="zz").delete()
        question.approved_version = question.latest_version = newer
        question.save()
        assert question.code not in offered()

    def test_an_organisers_mark_opens_all_that_is_drawn_by_chance(self, alice: User, bob: User, province: Unit) -> None:
        contest = held(alice, province)
        open_contest_for_practice(contest=contest, by=alice, now=NOON)
        start_paper(entrant=enter(contest, bob, NOON), now=NOON)
        assert offered() == code("a") | code("c")

    def test_the_mark_of_one_contest_opens_nothing_of_another(self, alice: User, province: Unit) -> None:
        open_contest_for_practice(contest=held(alice, province), by=alice, now=NOON)
        held(alice, province, title="Cuộc thi khác")
        assert offered() == code("c")


class TestNamed:
    def test_fixed_papers_are_set_aside_from_the_opening_on_whatever_is_marked(
        self, alice: User, tam: User, province: Unit
    ) -> None:
        held(alice, province, papers={"blueprint": {"a": 2}, "sets": 1}, opens_at=NOON + DAY, closes_at=NOON + 2 * DAY)
        (fixed,) = FixedPaper.objects.all()
        named = set(
            Question.objects.filter(versions__in=[v for v, _points in fixed.questions]).values_list("code", flat=True)
        )
        mark(tam, *Question.objects.all())
        assert len(named) == 2
        assert offered() == code("c")  # so few that the whole topic goes with them

    def test_the_mark_of_a_contest_with_fixed_papers_is_refused_and_void(self, alice: User, province: Unit) -> None:
        contest = held(alice, province, papers={"blueprint": {"a": 2}, "sets": 1})
        with pytest.raises(NamesQuestions):
            open_contest_for_practice(contest=contest, by=alice, now=NOON)
        OpenContest.objects.create(contest=contest, by=alice, at=NOON)  # marked before they were drawn
        assert offered() == code("c")

    def test_the_steps_of_a_live_round_are_set_aside_until_it_is_finished(
        self, alice: User, tam: User, province: Unit
    ) -> None:
        contest = held(alice, province)
        live = create_round(contest=contest, title="Vòng", questions=3, seconds=20, by=alice, now=NOON)
        mark(tam, *Question.objects.all())
        assert offered() == set()  # three of eight are named; nobody learns which
        close_contest(contest=contest, now=NOON + HOUR)  # its final is yet to be played
        assert offered(NOON + DAY) == set()
        LiveRound.objects.filter(pk=live.pk).update(state=LiveRound.State.FINISHED)
        assert offered(NOON + DAY) == code("a") | code("c")

    def test_what_is_missing_does_not_tell_what_is_named(self, alice: User, tam: User, province: Unit) -> None:
        """Of a larger bank the others stay, and so many are missing also when it has grown."""
        for _ in range(60):
            make_question(make_topic("c"), tam)
        before = offered()
        past = make_draft(province, NOON, opens_at=NOON - 2 * DAY, closes_at=NOON - DAY)
        contest = create_contest(draft=past, by=alice, now=NOON)  # its papers set nothing aside
        create_round(contest=contest, title="Vòng", questions=2, seconds=20, by=alice, now=NOON)
        (named,) = LiveStep.objects.filter(version__question__topic__code="c").values_list(
            "version__question__code", flat=True
        )
        missing = (before - offered()) & code("c")
        assert named in missing
        assert LEAST <= len(missing) < 40
        assert offered() == before - missing - code("a")
        for _ in range(30):
            make_question(make_topic("c"), tam)
        assert named in (code("c") - offered()) & missing
        assert len(code("c") - offered()) >= LEAST

    def test_a_contest_with_a_live_round_cannot_be_opened(self, alice: User, province: Unit) -> None:
        contest = held(alice, province)
        create_round(contest=contest, title="Vòng", questions=1, seconds=20, by=alice, now=NOON)
        with pytest.raises(NamesQuestions):
            open_contest_for_practice(contest=contest, by=alice, now=NOON)

    def test_while_a_live_round_is_in_play_nothing_that_a_hall_answers_is_practised(
        self, alice: User, tam: User, province: Unit
    ) -> None:
        past = make_draft(province, NOON, opens_at=NOON - 2 * DAY, closes_at=NOON - DAY)
        contest = create_contest(draft=past, by=alice, now=NOON)  # its papers set nothing aside
        live = create_round(contest=contest, title="Vòng", questions=1, seconds=20, by=alice, now=NOON)
        typed = make_question(make_topic("c"), tam, kind=Kind.SHORT, body={"accepted": [["Công khai"]]})
        in_play = LiveRound.objects.filter(pk=live.pk)
        in_play.update(state=LiveRound.State.ANSWERING, started_at=NOON)
        assert offered() == {typed.code}
        in_play.update(started_at=NOON - DAY)  # left open by mistake
        assert offered() > {typed.code}


class TestTwins:
    STEM = "Thời hạn giải quyết thủ tục hành chính tại bộ phận một cửa là bao nhiêu ngày làm việc kể từ ngày nhận đủ"

    def twin(self, topic: str, by: User, words: str = "") -> Question:
        question = make_question(make_topic(topic), by, stem=self.STEM + words)
        twins.remember([(question.pk, likeness.keys(self.STEM + words))])
        return question

    def test_what_asks_nearly_the_same_goes_with_it(self, alice: User, tam: User, province: Unit) -> None:
        set_aside, near = self.twin("a", tam), self.twin("c", tam, " hồ sơ?")
        assert {set_aside.code, near.code} <= offered()
        held(alice, province)
        assert offered() == code("c") - {near.code}

    def test_a_mark_on_both_opens_both(self, alice: User, tam: User, province: Unit) -> None:
        one, other = self.twin("a", tam), self.twin("c", tam, " hồ sơ?")
        held(alice, province)
        mark(tam, one)
        assert {one.code, other.code} <= offered()

    def test_a_twin_of_what_stands_on_a_paper_goes_with_it(
        self, alice: User, bob: User, tam: User, province: Unit
    ) -> None:
        one, other = self.twin("a", tam), self.twin("c", tam, " hồ sơ?")
        contest = held(alice, province)
        mark(tam, one, other)
        paper = start_paper(entrant=enter(contest, bob, NOON), now=NOON)
        if not paper.questions.filter(version=one.approved_version_id).exists():
            PaperQuestion.objects.filter(paper=paper, position=1).update(version=one.approved_version)
        assert not {one.code, other.code} & offered()


class TestInLaw:
    def test_a_flagged_or_retired_question_and_one_without_effect_are_not_practised(self, tam: User) -> None:
        flagged, retired, lapsed = Question.objects.order_by("pk")[:3]
        Question.objects.filter(pk=flagged.pk).update(flag="Xem lại")
        Question.objects.filter(pk=retired.pk).update(state=Question.State.RETIRED)
        citation = lapsed.approved_version.citations.get()  # type: ignore[union-attr]
        CitationGap.objects.create(citation=citation, since=date(2026, 11, 1), reason="repealed")
        assert offered() == (code("a") | code("c")) - {flagged.code, retired.code, lapsed.code}

    def test_nor_is_one_whose_clause_will_change(self) -> None:
        question = Question.objects.first()
        assert question is not None
        citation = question.approved_version.citations.get()  # type: ignore[union-attr]
        gap = CitationGap.objects.create(citation=citation, since=date(2027, 1, 1), reason="reworded")
        assert question.code not in offered()
        gap.delete()  # a trainer has said that it is still right
        assert question.code in offered()

    def test_essays_and_predictions_are_not_practised(self, tam: User) -> None:
        make_question(make_topic("e"), tam, kind=Kind.ESSAY, body={"rubric": [["Đủ ý", 4]]})
        make_question(make_topic("e"), tam, kind=Kind.PREDICTION)
        assert not code("e") & offered()

    def test_a_draft_question_is_not_practised(self) -> None:
        Question.objects.filter(topic__code="a").update(state=Question.State.DRAFT, approved_version=None)
        assert offered() == code("c")


def test_marks_are_kept_once_with_who_and_when(tam: User, thao: User) -> None:
    questions = list(Question.objects.filter(topic__code="a"))
    assert open_questions(questions=questions, by=tam, now=NOON) == 4
    assert open_questions(questions=questions, by=thao, now=NOON + DAY) == 0
    assert set(OpenQuestion.objects.values_list("by__username", "at")) == {("tam", NOON)}


def test_a_contest_that_is_over_needs_no_mark(alice: User, province: Unit) -> None:
    contest = held(alice, province)
    with pytest.raises(AlreadyOver):
        open_contest_for_practice(contest=contest, by=alice, now=NOON + DAY)


def test_the_rule_asks_as_much_of_a_large_bank_as_of_a_small_one(
    tam: User, alice: User, province: Unit, django_assert_max_num_queries: Any
) -> None:
    held(alice, province)
    for _ in range(12):
        make_question(make_topic("c"), tam)
    make_user("ai", province)
    with django_assert_max_num_queries(12):
        assert len(offered()) == 16


def test_a_contest_opened_after_the_draft_was_marked_keeps_its_mark(alice: User, province: Unit) -> None:
    draft = make_draft(province, NOON, papers=make_papers(**ONLY_A))
    contest = create_contest(draft=draft, by=alice, now=NOON)
    open_contest_for_practice(contest=contest, by=alice, now=NOON)
    assert offered() == code("a") | code("c")
    open_contest(contest=contest, now=NOON)
    assert offered() == code("a") | code("c")
