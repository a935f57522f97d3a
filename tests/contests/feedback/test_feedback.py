"""Feedback on a question: who may send it and when, how often; who answers; what becomes of the question."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from contests.feedback import seen
from contests.feedback.answering import Finding, answer
from contests.feedback.reading import answers_for_all, contests_that_asked, of_board
from contests.feedback.refusals import EnoughForToday, NotSeenYet, SaidAlready, TooManyWait
from contests.feedback.sending import MOST_A_DAY, MOST_WAITING, Said, send_about, send_about_paper
from contests.models import Contest, Feedback, Paper
from contests.review.appeals import file_appeal
from contests.review.refusals import AboutYourself, AlreadySo, NotAQuestion, ReasonMissing, TooManyWords
from people.models import Unit, User
from questionbank.models import Question, QuestionVersion
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_contest, make_papers, make_question, make_rules, make_topic, make_user, sit
from tests.contests.signed import AFTER, page, post

pytestmark = pytest.mark.usefixtures("clock")
KEY = Said(Feedback.About.KEY, "Khoản 2 Điều 5 nói khác.")


@pytest.fixture
def contest(tam: User, alice: User, province: Unit) -> Contest:
    for _ in range(7):
        make_question(make_topic("a"), tam)
    papers = make_papers(blueprint={"a": 7})
    return make_contest(alice, province, NOON, papers=papers, rules=make_rules(appeal_days=3))


@pytest.fixture
def paper(contest: Contest, bob: User) -> Paper:
    """Bob's, handed in; its explanations show when the round is over."""
    return sit(contest, bob, right=3, start=NOON)


def send(paper: Paper, position: int = 1, said: Said = KEY, hours: float = 3) -> Feedback:
    return send_about_paper(paper=paper, position=position, said=said, now=NOON + timedelta(hours=hours))


def answered(feedback: Feedback, by: User, finding: Finding = Finding.RIGHT, *, shown: bool = False) -> Feedback:
    return answer(feedback=feedback, finding=finding, words="Đã xem lại.", shown_to_all=shown, by=by, now=AFTER)


class TestSending:
    def test_only_when_the_right_answer_shows(self, paper: Paper) -> None:
        with pytest.raises(NotSeenYet):
            send(paper, hours=1)
        made = send(paper)
        assert (made.version, made.entrant) == (paper.questions.get(position=1).version, paper.entrant)

    def test_not_about_an_open_paper(self, contest: Contest, paper: Paper) -> None:
        Paper.objects.update(submitted_at=None)
        with pytest.raises(NotSeenYet):
            send(Paper.objects.get())

    def test_about_a_question_of_the_paper(self, paper: Paper) -> None:
        with pytest.raises(NotAQuestion):
            send(paper, 8)

    @pytest.mark.parametrize(("words", "refusal"), [(" \n", ReasonMissing), ("x" * 1001, TooManyWords)])
    def test_with_words_that_can_be_read(self, paper: Paper, words: str, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            send(paper, said=Said(Feedback.About.OTHER, words))
        assert not Feedback.objects.exists()

    def test_once_until_it_is_answered(self, paper: Paper, tam: User) -> None:
        first = send(paper)
        with pytest.raises(SaidAlready):
            send(paper)
        answered(first, tam)
        send(paper)

    def test_no_more_than_can_be_answered(self, paper: Paper) -> None:
        for position in range(1, MOST_WAITING + 1):
            send(paper, position)
        with pytest.raises(TooManyWait):
            send(paper, MOST_WAITING + 1)

    def test_no_more_than_so_many_a_day(self, paper: Paper, tam: User) -> None:
        for n in range(MOST_A_DAY):
            answered(send(paper, 1 + n % 7), tam)
        with pytest.raises(EnoughForToday):
            send(paper)
        send(paper, hours=3 + 24)

    def test_one_persons_pace_holds_up_nobody_else(self, contest: Contest, paper: Paper, commune: Unit) -> None:
        other = sit(contest, make_user("khac", commune), right=0, start=NOON)
        for position in range(1, MOST_WAITING + 1):
            send(paper, position)
        made = send(other)
        assert Feedback.objects.filter(paper=paper).count() == MOST_WAITING
        assert Feedback.objects.get(paper=other) == made

    def test_no_result_moves_and_no_line_is_recorded(self, contest: Contest, paper: Paper, tam: User) -> None:
        before = list(contest.record.values_list("digest")), Paper.objects.values().get()
        answered(send(paper), tam, Finding.KEY_WRONG)
        assert (list(contest.record.values_list("digest")), Paper.objects.values().get()) == before

    def test_the_database_keeps_one_open_word_and_one_sender(self, paper: Paper, bob: User) -> None:
        made = send(paper)
        for twin in (
            {"entrant": paper.entrant, "paper": paper},
            {"entrant": paper.entrant, "paper": paper, "user": bob},
            {},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Feedback.objects.create(version=made.version, about="key", words="x", sent_at=AFTER, **twin)


class TestSeenInPractice:
    @pytest.fixture
    def version(self, contest: Contest) -> QuestionVersion:
        return QuestionVersion.objects.all()[0]

    @pytest.fixture
    def practised(self, monkeypatch: pytest.MonkeyPatch, version: QuestionVersion) -> None:
        monkeypatch.setattr(seen, "_known", [])
        seen.register(lambda user, about: user.username == "bob" and about == version)

    def test_by_who_saw_it_there_and_nobody_else(
        self, practised: None, version: QuestionVersion, bob: User, charlie: User
    ) -> None:
        send_about(version=version, by=bob, said=KEY, now=NOON)
        other = QuestionVersion.objects.exclude(pk=version.pk)[0]
        for who, what in ((charlie, version), (bob, other)):
            with pytest.raises(NotSeenYet):
                send_about(version=what, by=who, said=KEY, now=NOON)
            page(who, "feedback-question", what.pk, status=403)

    def test_on_a_page_with_the_answer(self, practised: None, version: QuestionVersion, bob: User, tam: User) -> None:
        said = post(bob, "feedback-question", version.pk, about="unclear", words="Hai nghĩa.")
        assert "Hai nghĩa." in said
        answered(Feedback.objects.get(), tam)
        assert "Đã xem lại." in page(bob, "feedback-question", version.pk)

    def test_nowhere_where_no_room_knows(
        self, version: QuestionVersion, bob: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(seen, "_known", [])
        page(bob, "feedback-question", version.pk, status=403)


class TestAnswering:
    def test_once(self, paper: Paper, tam: User, thao: User) -> None:
        made = answered(send(paper), tam)
        with pytest.raises(AlreadySo):
            answered(made, thao)
        assert (made.answered_by, made.answered_at) == (tam, AFTER)

    def test_by_somebody_else_than_who_wrote(self, contest: Contest, thao: User) -> None:
        own = sit(contest, thao, right=1, start=NOON)
        with pytest.raises(AboutYourself):
            answered(send(own), thao)

    @pytest.mark.parametrize(
        ("finding", "drawn"),
        [(Finding.RIGHT, True), (Finding.NOTED, True), (Finding.KEY_WRONG, False), (Finding.TO_REWRITE, False)],
    )
    def test_a_question_found_wrong_is_drawn_no_more_and_says_why(
        self, paper: Paper, tam: User, finding: Finding, drawn: bool
    ) -> None:
        made = answered(send(paper), tam, finding)
        question = made.version.question
        assert Question.objects.drawable_on(AFTER.date()).filter(pk=question.pk).exists() == drawn
        question.refresh_from_db()
        assert question.flag == ("" if drawn else "Đã xem lại.")
        assert question.events.filter(actor=tam, comment="Đã xem lại.").exists() == (not drawn)

    def test_it_tells_the_board_where_the_question_was_asked(self, contest: Contest, paper: Paper, tam: User) -> None:
        file_appeal(paper=paper, position=1, words="Xin xem lại.", now=AFTER)
        made = send(paper)
        (asked,) = contests_that_asked(made)
        assert (asked.contest, asked.papers, asked.appeals) == (contest, 1, 1)
        answered(made, tam, Finding.KEY_WRONG)
        assert of_board(contest, made.version_id) == [made]


class TestPages:
    def test_the_sender_reads_the_answer_and_so_do_all_where_it_is_of_use(
        self, contest: Contest, paper: Paper, bob: User, tam: User, commune: Unit, clock: Moving
    ) -> None:
        other = sit(contest, make_user("khac", commune), right=0, start=NOON)
        clock.on(hours=3)
        said = post(bob, "feedback-paper", paper.pk, position=1, about="key", words="Khoản 2 nói khác.")
        assert "Khoản 2 nói khác." in said
        made = Feedback.objects.get()
        post(tam, "feedback", made.pk, finding="right", words="Khoản 3 mới đúng.")
        assert "Khoản 3 mới đúng." in page(bob, "feedback-paper", paper.pk)
        assert "Khoản 3 mới đúng." not in page(other.entrant.user, "result", other.pk)

        Feedback.objects.update(shown_to_all=True)
        assert "Khoản 3 mới đúng." in page(other.entrant.user, "result", other.pk)
        assert set(answers_for_all([made.version_id])) == {made.version_id}

    def test_before_the_explanations_show_it_says_from_when(self, paper: Paper, bob: User) -> None:
        said = page(bob, "feedback-paper", paper.pk)
        assert "<textarea" not in said
        refused = post(bob, "feedback-paper", paper.pk, status=422, position=1, about="key", words="Sớm.")
        assert not Feedback.objects.exists()
        assert "Sớm." not in refused or "<textarea" not in refused

    def test_the_keeper_is_not_told_who_wrote(self, paper: Paper, bob: User, tam: User) -> None:
        said = page(tam, "feedback", send(paper).pk) + page(tam, "feedback-inbox")
        assert KEY.words in said
        assert bob.full_name not in said
        assert bob.username not in said

    def test_what_waits_stands_first_and_a_code_narrows(self, paper: Paper, tam: User) -> None:
        done = answered(send(paper, 1), tam)
        waits = send(paper, 2)
        first, second = waits.version.question.code, done.version.question.code
        said = page(tam, "feedback-inbox")
        assert said.index(first) < said.index(second)
        assert second not in page(tam, "feedback-inbox", query=f"?ma={first}")

    def test_no_stranger_reads_or_writes(self, paper: Paper, charlie: User, alice: User) -> None:
        made = send(paper)
        page(charlie, "feedback-paper", paper.pk, status=403)
        page(None, "feedback-paper", paper.pk, status=302)
        page(alice, "feedback", made.pk, status=403)

    def test_the_board_reads_it_beside_the_question(
        self, contest: Contest, paper: Paper, alice: User, tam: User
    ) -> None:
        made = answered(send(paper), tam, Finding.KEY_WRONG)
        said = page(alice, "question", contest.slug, made.version_id)
        assert KEY.words in said
        assert "đáp án sai" in said


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_two_sent_at_once_never_pass_the_pace(paper: Paper, guarded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the lock on who sends, both would count four and both be kept."""
    for position in range(1, MOST_WAITING):
        send(paper, position)
    if not guarded:
        monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda self, **_given: self)
    both, refused = threading.Barrier(2, timeout=10), list[Exception]()
    real: Callable[..., None] = Feedback.save

    def slow(self: Feedback, **given: object) -> None:
        if not guarded:
            both.wait()
        real(self, **given)

    monkeypatch.setattr(Feedback, "save", slow)

    def one(position: int) -> None:
        try:
            send(paper, position)
        except TooManyWait as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(position,)) for position in (MOST_WAITING, MOST_WAITING + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Feedback.objects.count() == (MOST_WAITING if guarded else MOST_WAITING + 1)
    assert len(refused) == (1 if guarded else 0)
