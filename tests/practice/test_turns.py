"""A question is put, answered once however often the answer comes, and comes back; what is set aside is not told."""

from datetime import date, timedelta

import pytest

from contests.models import Contest
from contests.papers.sitting import start_paper, submit
from people.models import Unit, User
from practice.models import Card, Turn
from practice.opening import open_contest_for_practice
from practice.refusals import NotAnswered, NotReadable, SittingAPaper, Withdrawn
from practice.turns import Scope, answer, next_turn, tell_feel
from practice.weak import weak_topics_of
from questionbank.models import Kind, Question, QuestionVersion, Topic
from tests.conftest import NOON
from tests.contests.builders import enter, make_contest, make_document, make_papers, make_question, make_topic, sit
from tests.practice.builders import ANY, places, practise, practise_all, put

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank", "clock")]


@pytest.fixture
def bank(tam: User) -> None:
    """Three questions each of topics a and c."""
    for topic in "aaaccc":
        make_question(make_topic(topic), tam)


def reword(question: Question) -> QuestionVersion:
    """Approve a second wording of `question`, with the choices and the citation of the first."""
    newer = QuestionVersion.objects.get(pk=question.approved_version_id)
    choices, citations = list(newer.choices.all()), list(newer.citations.all())
    newer.pk, newer.number, newer._state.adding = None, newer.number + 1, True
    newer.save()
    for each in (*choices, *citations):
        each.pk, each.version, each._state.adding = None, newer, True
        each.save()
    question.approved_version = question.latest_version = newer
    question.save()
    return newer


class TestNext:
    def test_asked_again_it_is_the_same_question(self, bob: User) -> None:
        assert put(bob) == put(bob, NOON + HOUR)
        assert Turn.objects.count() == 1

    def test_each_person_has_their_own(self, bob: User, tam: User) -> None:
        assert put(bob) != put(tam)

    def test_everything_new_comes_once_then_nothing_is_left(self, bob: User) -> None:
        turns = practise_all(bob)
        assert len({turn.question_id for turn in turns}) == len(turns) == 6
        assert next_turn(user=bob, scope=ANY, now=NOON + HOUR) is None

    def test_what_was_wrong_comes_back_before_anything_new(self, bob: User) -> None:
        wrong = practise(bob, right=False)
        assert put(bob, NOON + MINUTE).question_id != wrong.question_id
        again = practise(bob, NOON + MINUTE)
        assert again.question_id != wrong.question_id
        assert put(bob, NOON + 11 * MINUTE).question_id == wrong.question_id

    def test_what_was_right_comes_back_on_its_day(self, bob: User) -> None:
        practise_all(bob)
        due = min(Card.objects.values_list("due_at", flat=True))
        assert due >= NOON + DAY
        morning = due.replace(hour=0, minute=0)  # 7:00 in Vietnam, before the hour of the answer
        assert not put(bob, morning).is_new

    def test_a_chosen_topic_and_all_under_it(self, bob: User, tam: User) -> None:
        above, below = make_topic("a"), make_topic("aa")
        Topic.objects.filter(pk=below.pk).update(parent=above)
        under = make_question(below, tam)
        scope = Scope(topic=Topic.objects.get(pk=above.pk))
        asked = set()
        while (turn := next_turn(user=bob, scope=scope, now=NOON)) is not None:
            asked.add(turn.question_id)
            answer(turn=turn, given=places(turn, right=True), now=NOON)
        assert asked == {*Question.objects.filter(topic=above).values_list("pk", flat=True), under.pk}

    def test_a_chosen_regulation(self, bob: User, tam: User) -> None:
        other = make_document("30/2020/NĐ-CP")
        question = make_question(make_topic("a"), tam, document=other)
        assert put(bob, scope=Scope(document=other)).question_id == question.pk

    def test_another_choice_takes_the_open_question_along(self, bob: User) -> None:
        first = put(bob, scope=Scope(topic=make_topic("a")))
        Question.objects.exclude(pk=first.question_id).update(flag="x")
        assert put(bob) == first

    def test_new_questions_come_from_the_weakest_topic(self, bob: User, alice: User, province: Unit) -> None:
        """As a contest that is over has shown; before it is over it says nothing."""
        contest = make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": 3, "c": 3}, attempts=1))
        paper = sit(contest, bob, right=0, start=NOON)
        right = [q for q in paper.questions.select_related("answer") if q.version.question.topic.code == "a"]
        for question in right:
            question.answer.fraction = 1.0
            question.answer.save()
        assert weak_topics_of(bob, now=NOON + HOUR) == []
        weak = weak_topics_of(bob, now=NOON + DAY)
        assert [Topic.objects.get(pk=one.topic_id).code for one in weak] == ["c", "a"]
        assert put(bob, NOON + DAY).question.topic.code == "c"


class TestAnswer:
    def test_it_is_marked_kept_and_comes_back(self, bob: User) -> None:
        turn = practise(bob, NOON)
        card = Card.objects.get()
        assert (turn.fraction, turn.day, turn.is_new) == (1.0, date(2026, 11, 2), True)
        assert (card.user, card.question_id, card.last_at) == (bob, turn.question_id, NOON)

    def test_sent_twice_it_counts_once(self, bob: User) -> None:
        turn = put(bob)
        stale = Turn.objects.get(pk=turn.pk)  # as a second request read it before the first had committed
        first = answer(turn=turn, given=places(turn, right=True), now=NOON)
        card = Card.objects.get()
        for again in (stale, Turn.objects.get(pk=turn.pk)):
            second = answer(turn=again, given=places(turn, right=False), now=NOON + MINUTE)
            assert (second.fraction, second.answered_at) == (first.fraction, NOON)
        assert Card.objects.get().memory == card.memory
        assert Turn.objects.count() == 1

    def test_nothing_is_no_answer_and_nonsense_is_refused(self, bob: User) -> None:
        turn = put(bob)
        with pytest.raises(NotAnswered):
            answer(turn=turn, given=[], now=NOON)
        for nonsense in ([9], ["a"], "0", [0, 1]):
            with pytest.raises(NotReadable):
                answer(turn=turn, given=nonsense, now=NOON)
        assert not Card.objects.exists()

    @pytest.mark.parametrize(
        ("kind", "body", "given", "fraction"),
        [
            (Kind.SHORT, {"accepted": [["Công khai"]]}, ["cong khai."], 1.0),
            (Kind.NUMBER, {"accepted": [["15"]]}, ["15"], 1.0),
            (Kind.NUMBER, {"accepted": [["15"]]}, ["16"], 0.0),
            (Kind.MATCH, {"partners": ["A", "B", "C", "D"]}, [0, 0, 0, 0], 0.25),
        ],
    )
    def test_other_kinds_are_marked_by_the_banks_own_rule(
        self, bob: User, tam: User, kind: str, body: dict[str, object], given: list[object], fraction: float
    ) -> None:
        question = make_question(make_topic("k"), tam, kind=kind, body=body)
        turn = put(bob, scope=Scope(topic=question.topic))
        assert answer(turn=turn, given=given, now=NOON).fraction == fraction

    def test_a_new_wording_goes_on_where_the_old_one_was_and_says_so(self, bob: User) -> None:
        turn = practise(bob)
        newer = reword(turn.question)
        Question.objects.exclude(pk=turn.question_id).update(flag="x")
        due = Card.objects.get().due_at
        again = put(bob, due)
        assert (again.reworded, again.version_id, again.is_new) == (True, newer.pk, False)
        before = Card.objects.get().stability
        answer(turn=again, given=places(again, right=True), now=due)
        card = Card.objects.get()
        assert card.version_id == newer.pk
        assert card.stability > before

    def test_a_question_reworded_while_it_is_open_is_put_anew(self, bob: User) -> None:
        turn = put(bob)
        newer = reword(turn.question)
        with pytest.raises(Withdrawn):
            answer(turn=turn, given=places(turn, right=True), now=NOON)
        Question.objects.exclude(pk=turn.question_id).update(flag="x")
        assert put(bob).version_id == newer.pk
        assert not Card.objects.exists()


class TestFeel:
    def test_hard_and_easy_move_the_day_whenever_they_are_said(self, bob: User) -> None:
        turn = practise(bob)
        fair = Card.objects.get().due_at
        tell_feel(turn=turn, feel="easy")
        easy = Card.objects.get().due_at
        tell_feel(turn=turn, feel="hard")
        hard = Card.objects.get().due_at
        tell_feel(turn=turn, feel="good")
        assert hard < fair < easy
        assert Card.objects.get().due_at == fair

    def test_of_a_wrong_answer_and_after_a_later_one_it_changes_nothing(self, bob: User) -> None:
        wrong = practise(bob, right=False)
        memory = Card.objects.get().memory
        tell_feel(turn=wrong, feel="easy")
        assert Card.objects.get().memory == memory
        Question.objects.exclude(pk=wrong.question_id).update(flag="x")
        right = practise(bob, NOON + 10 * MINUTE)
        practise(bob, NOON + 400 * DAY)
        memory = Card.objects.get().memory
        tell_feel(turn=right, feel="easy")
        assert Card.objects.get().memory == memory


class TestSetAside:
    def draws_everything(self, alice: User, unit: Unit) -> Contest:
        return make_contest(alice, unit, NOON, papers=make_papers(blueprint={"a": 3, "c": 3}))

    def test_an_open_question_of_a_contest_begun_since_is_neither_marked_nor_put(
        self, bob: User, alice: User, province: Unit
    ) -> None:
        turn = put(bob)
        self.draws_everything(alice, province)
        with pytest.raises(Withdrawn):
            answer(turn=turn, given=places(turn, right=True), now=NOON)
        assert next_turn(user=bob, scope=ANY, now=NOON) is None
        assert not Card.objects.exists()
        assert put(bob, NOON + DAY) is not None

    def test_what_is_due_waits_until_the_contest_is_over(self, bob: User, alice: User, province: Unit) -> None:
        practise(bob, right=False)
        self.draws_everything(alice, province)
        assert next_turn(user=bob, scope=ANY, now=NOON + HOUR) is None
        assert put(bob, NOON + 3 * HOUR).question_id == Card.objects.get().question_id

    def test_nobody_practises_while_sitting_a_paper(self, bob: User, tam: User, alice: User, province: Unit) -> None:
        contest = self.draws_everything(alice, province)
        open_contest_for_practice(contest=contest, by=alice, now=NOON)
        turn = put(bob)
        entrant = enter(contest, bob, NOON)
        paper = start_paper(entrant=entrant, now=NOON)
        with pytest.raises(SittingAPaper):
            next_turn(user=bob, scope=ANY, now=NOON)
        with pytest.raises(SittingAPaper):
            answer(turn=turn, given=places(turn, right=True), now=NOON)
        with pytest.raises(SittingAPaper):  # nor in the browser in which somebody without an account sits
            next_turn(user=tam, scope=ANY, now=NOON, guests={entrant.pk})
        assert put(tam) is not None
        submit(paper=paper, now=NOON + MINUTE)
        assert put(bob, NOON + MINUTE) == turn


def test_practice_counts_nowhere_else(bob: User, alice: User, province: Unit) -> None:
    """Not a row of it is read by what ranks people: nothing of contests changes with it."""
    contest = make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": 1}))
    open_contest_for_practice(contest=contest, by=alice, now=NOON)
    practise_all(bob)
    assert contest.papers.count() == contest.entrants.count() == 0
