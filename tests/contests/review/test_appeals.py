"""Appeals: who may file one, until when, and that each is answered once."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from contests.drafts.opening import close_contest
from contests.models import Appeal, Contest, Paper
from contests.papers.sitting import start_paper
from contests.record.ledger import broken_link, content_of
from contests.review import appeals
from contests.review.appeals import answer_appeal, appeals_until, file_appeal
from contests.review.refusals import (
    AboutYourself,
    AlreadyAppealed,
    AlreadySo,
    AppealsOver,
    NoAppeals,
    NotAQuestion,
    ReasonMissing,
    TooManyWords,
)
from contests.rules import GRACE
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import enter, make_contest, make_papers, make_rules, sit

CLOSES = NOON + timedelta(hours=2)
MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
def contest(bank: None, alice: User, province: Unit) -> Contest:
    """Appeals are taken for three days."""
    return make_contest(alice, province, NOON, rules=make_rules(appeal_days=3))


@pytest.fixture
def paper(contest: Contest, bob: User) -> Paper:
    return sit(contest, bob, right=2, start=NOON)


def ask(paper: Paper, now: datetime = CLOSES, **given: Any) -> Appeal:
    return file_appeal(**{"paper": paper, "position": 1, "words": "Phương án C cũng đúng.", "now": now} | given)


class TestFiling:
    def test_it_is_kept_and_noted_word_for_word(self, paper: Paper, contest: Contest) -> None:
        made = ask(paper, words="  Phương án C cũng đúng.  ")
        assert (made.words, made.filed_at, made.answered_at, made.upheld) == (
            "Phương án C cũng đúng.", CLOSES, None, None,
        )  # fmt: skip
        entry = contest.record.get(kind="appeal_filed")
        told = {"appeal": made.pk, "paper": paper.pk, "position": 1, "words": "Phương án C cũng đúng."}
        assert (content_of(entry), entry.actor) == (told, "")
        assert broken_link(contest) is None

    def test_about_each_question_and_the_paper_as_a_whole_once(self, paper: Paper) -> None:
        for position in (0, 1, 2, 3):
            ask(paper, position=position)
        for position in (0, 1):
            with pytest.raises(AlreadyAppealed):
                ask(paper, position=position, words="Lần nữa.")
        assert Appeal.objects.count() == 4

    @pytest.mark.parametrize("position", [4, 99])
    def test_not_about_a_question_that_is_not_on_the_paper(self, paper: Paper, position: int) -> None:
        with pytest.raises(NotAQuestion):
            ask(paper, position=position)

    @pytest.mark.parametrize("words", ["", "  \n "])
    def test_not_without_words(self, paper: Paper, words: str) -> None:
        with pytest.raises(ReasonMissing):
            ask(paper, words=words)

    def test_not_with_more_words_than_are_kept(self, paper: Paper) -> None:
        with pytest.raises(TooManyWords, match="2000"):
            ask(paper, words="x" * 2001)
        assert len(ask(paper, words="x" * 2000).words) == 2000

    def test_not_about_an_open_paper(self, contest: Contest, bob: User) -> None:
        with pytest.raises(NoAppeals):
            ask(start_paper(entrant=enter(contest, bob, NOON), now=NOON), NOON)

    def test_not_where_the_rules_take_none(self, bank: None, alice: User, bob: User, province: Unit) -> None:
        paper = sit(make_contest(alice, province, NOON), bob, right=1, start=NOON)
        assert appeals_until(paper) is None
        with pytest.raises(NoAppeals):
            ask(paper)

    def test_a_refused_one_leaves_nothing_in_the_record(self, paper: Paper, contest: Contest) -> None:
        lines = contest.record.count()
        with pytest.raises(NotAQuestion):
            ask(paper, position=9)
        assert (contest.record.count(), Appeal.objects.count()) == (lines, 0)


class TestDeadline:
    def test_the_days_run_from_when_right_answers_may_be_seen(self, paper: Paper) -> None:
        assert appeals_until(paper) == CLOSES + GRACE + timedelta(days=3)

    def test_a_millisecond_before_is_in_time_and_the_moment_itself_is_not(self, paper: Paper) -> None:
        until = CLOSES + GRACE + timedelta(days=3)
        ask(paper, until - MILLISECOND, position=1)
        with pytest.raises(AppealsOver, match="05/11/2026"):
            ask(paper, until, position=2)
        with pytest.raises(AppealsOver):
            ask(paper, until + MILLISECOND, position=2)

    def test_a_contest_that_ends_early_begins_the_days_early(self, paper: Paper, contest: Contest) -> None:
        early = NOON + timedelta(hours=1)
        close_contest(contest=contest, now=early)
        paper = Paper.objects.get(pk=paper.pk)
        assert appeals_until(paper) == early + timedelta(days=3)
        with pytest.raises(AppealsOver):
            ask(paper, early + timedelta(days=3))

    def test_where_explanations_wait_for_the_whole_contest_so_do_the_days(
        self, bank: None, alice: User, bob: User, province: Unit
    ) -> None:
        contest = make_contest(
            alice, province, NOON, rules=make_rules(appeal_days=1), papers=make_papers(explanations="after_contest")
        )
        assert appeals_until(sit(contest, bob, right=1, start=NOON)) == CLOSES + GRACE + timedelta(days=1)


class TestAnswering:
    def test_it_is_answered_with_a_reason_in_the_record(self, paper: Paper, contest: Contest, alice: User) -> None:
        made = ask(paper)
        answer_appeal(appeal=made, upheld=True, answer=" Đúng: C cũng là đáp án. ", by=alice, now=CLOSES)
        made.refresh_from_db()
        assert (made.upheld, made.answer, made.answered_by, made.answered_at) == (
            True, "Đúng: C cũng là đáp án.", alice, CLOSES,
        )  # fmt: skip
        entry = contest.record.get(kind="appeal_answered")
        assert content_of(entry) == {"appeal": made.pk, "upheld": True, "answer": "Đúng: C cũng là đáp án."}

    def test_not_without_an_answer(self, paper: Paper, alice: User) -> None:
        with pytest.raises(ReasonMissing):
            answer_appeal(appeal=ask(paper), upheld=False, answer=" ", by=alice, now=CLOSES)

    def test_nobody_answers_their_own(self, paper: Paper, bob: User) -> None:
        with pytest.raises(AboutYourself):
            answer_appeal(appeal=ask(paper), upheld=True, answer="Đúng.", by=bob, now=CLOSES)

    def two_at_once(self, paper: Paper, alice: User, tam: User) -> None:
        """Two members of the board have read the same open appeal; both answer."""
        made = ask(paper)
        mine, theirs = Appeal.objects.get(pk=made.pk), Appeal.objects.get(pk=made.pk)
        answer_appeal(appeal=mine, upheld=True, answer="Chấp nhận.", by=alice, now=CLOSES)
        answer_appeal(appeal=theirs, upheld=False, answer="Không chấp nhận.", by=tam, now=CLOSES)

    def test_two_answers_to_one_appeal_answer_once(self, paper: Paper, alice: User, tam: User) -> None:
        with pytest.raises(AlreadySo):
            self.two_at_once(paper, alice, tam)
        assert list(Appeal.objects.values_list("upheld", "answer")) == [(True, "Chấp nhận.")]
        assert paper.contest.record.filter(kind="appeal_answered").count() == 1

    def test_without_the_guard_the_second_would_overturn_the_first(
        self, paper: Paper, alice: User, tam: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        objects = Appeal.objects
        unguarded = {"create": objects.create, "filter": lambda pk, **asked: objects.filter(pk=pk)}
        manager = type("Unguarded", (), {name: staticmethod(do) for name, do in unguarded.items()})()
        monkeypatch.setattr(appeals, "Appeal", type("Appeal", (), {"objects": manager}))
        self.two_at_once(paper, alice, tam)
        assert list(Appeal.objects.values_list("upheld", flat=True)) == [False]
