"""A question is corrected: everybody is marked again, once, and the record says why."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from contests.marking import Ruling
from contests.models import Contest, KeyEdition, Paper, PaperQuestion
from contests.papers.answering import save_answer
from contests.papers.sitting import start_paper, submit
from contests.record.ledger import broken_link
from contests.review.keys import correct, preview
from contests.review.refusals import NoSuchAnswer, NotAsked, ReasonMissing
from contests.review.remarking import remark
from contests.standings import standings
from people.models import Unit, User
from questionbank.models import Question, QuestionVersion
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import (
    enter,
    make_contest,
    make_papers,
    make_question,
    make_topic,
    make_user,
    right_choices,
)

AFTER = NOON + timedelta(hours=3)


@pytest.fixture
def contest(tam: User, alice: User, province: Unit) -> Contest:
    """Two questions for everybody, in one order; ten minutes."""
    for _ in range(2):
        make_question(make_topic("a"), tam)
    papers = make_papers(blueprint={"a": 2}, shuffle_questions=False, shuffle_choices=False)
    return make_contest(alice, province, NOON, papers=papers)


def sat(contest: Contest, name: str, unit: Unit, letters: str, seconds: int = 60) -> Paper:
    """A paper with the choice of that letter for each question; "-" answers nothing."""
    paper = start_paper(entrant=enter(contest, make_user(name, unit), NOON), now=NOON)
    for question, letter in zip(ordered(paper), letters, strict=True):
        if letter != "-":
            chosen = [choices(question.version)["ABCD".index(letter)]]
            save_answer(paper=paper, position=question.position, chosen=chosen, now=NOON + timedelta(seconds=seconds))
    return submit(paper=paper, now=NOON + timedelta(seconds=seconds))


def ordered(paper: Paper) -> list[PaperQuestion]:
    return sorted(paper.questions.select_related("version__question"), key=lambda q: q.version.question.code)


def choices(version: QuestionVersion) -> list[int]:
    return list(version.choices.order_by("position").values_list("pk", flat=True))


def first() -> QuestionVersion:
    return Question.objects.order_by("code").first().latest_version  # type: ignore[union-attr,return-value]


def scores(contest: Contest) -> dict[str, str]:
    return {p.entrant.full_name.split()[-1]: str(p.score) for p in contest.papers.select_related("entrant")}


def rule(contest: Contest, alice: User, what: str, accepted: Sequence[Sequence[int]] = (), **given: Any) -> Any:
    return correct(
        contest=contest, version=first(), ruling=Ruling(what, accepted),  # type: ignore[arg-type]
        reason="Đáp án in nhầm.", by=alice, now=AFTER, **given,
    )  # fmt: skip


@pytest.fixture
def four(contest: Contest, commune: Unit) -> Contest:
    """an: both right. bình: C and right. chi: nothing and right. dũng: A and wrong. (B is the key.)"""
    for name, letters, seconds in (("an", "BB", 90), ("binh", "CB", 60), ("chi", "-B", 70), ("dung", "AA", 50)):
        sat(contest, name, commune, letters, seconds)
    assert scores(contest) == {"an": "2.00", "binh": "1.00", "chi": "1.00", "dung": "0.00"}
    return contest


def test_another_key(four: Contest, alice: User) -> None:
    found = rule(four, alice, "key", [[choices(first())[2]]])
    assert scores(four) == {"an": "1.00", "binh": "2.00", "chi": "1.00", "dung": "0.00"}
    assert (found.papers, found.changed) == (4, 2)
    assert {(m.score, m.place) for m in found.moves} == {
        ((200, 100), (1, 3)),
        ((100, 200), (2, 1)),
        ((100, 100), (3, 2)),
    }


def test_several_keys(four: Contest, alice: User) -> None:
    rule(four, alice, "key", [[choices(first())[1]], [choices(first())[2]]])
    assert scores(four) == {"an": "2.00", "binh": "2.00", "chi": "1.00", "dung": "0.00"}


def test_void_takes_the_question_from_everybody(four: Contest, alice: User) -> None:
    rule(four, alice, "void")
    assert scores(four) == {"an": "1.00", "binh": "1.00", "chi": "1.00", "dung": "0.00"}
    assert set(four.papers.values_list("max_score", flat=True)) == {Decimal(1)}


def test_full_marks_reach_those_too_who_answered_nothing(four: Contest, alice: User) -> None:
    rule(four, alice, "full")
    assert scores(four) == {"an": "2.00", "binh": "2.00", "chi": "2.00", "dung": "1.00"}


def test_a_correction_is_corrected_in_turn(four: Contest, alice: User) -> None:
    before = list(four.papers.order_by("pk").values())
    rule(four, alice, "void")
    rule(four, alice, "as_written")
    assert list(four.papers.order_by("pk").values()) == before
    assert list(KeyEdition.objects.values_list("number", "ruling")) == [(1, "void"), (2, "as_written")]


def test_marking_again_twice_is_once(four: Contest, alice: User) -> None:
    rule(four, alice, "full")
    once = list(four.papers.order_by("pk").values())
    assert remark(contest=four, version=first()) == (4, 0)
    assert list(four.papers.order_by("pk").values()) == once


def test_the_preview_shows_what_will_happen_and_does_nothing(four: Contest, alice: User) -> None:
    ruling = Ruling("key", [[choices(first())[2]]])
    foreseen = preview(contest=four, version=first(), ruling=ruling, by=alice, now=AFTER)
    assert scores(four) == {"an": "2.00", "binh": "1.00", "chi": "1.00", "dung": "0.00"}
    assert (KeyEdition.objects.count(), four.record.filter(kind="question_corrected").count()) == (0, 0)
    assert rule(four, alice, "key", ruling.accepted) == foreseen


def test_the_record_says_what_why_and_who_moved(four: Contest, alice: User) -> None:
    rule(four, alice, "full")
    entry = four.record.get(kind="question_corrected")
    assert "Đáp án in nhầm." in entry.content
    assert '"ruling":"full"' in entry.content
    assert broken_link(four) is None


def test_a_paper_open_meanwhile_is_marked_by_the_new_key_when_it_closes(
    contest: Contest, alice: User, bob: User
) -> None:
    paper = start_paper(entrant=enter(contest, bob, NOON), now=NOON)
    question = ordered(paper)[0]
    save_answer(paper=paper, position=question.position, chosen=right_choices(question), now=NOON)
    rule(contest, alice, "key", [[choices(first())[2]]])
    assert submit(paper=paper, now=NOON + timedelta(seconds=9)).score == 0


def test_other_contests_keep_the_key(four: Contest, alice: User, province: Unit, commune: Unit) -> None:
    other = make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": 2}))
    sat(other, "em", commune, "BB")
    rule(four, alice, "void")
    assert scores(other) == {"em": "2.00"}


def test_progress_is_told_up_to_the_last_paper(four: Contest, alice: User) -> None:
    heard: list[tuple[int, int]] = []
    rule(four, alice, "full", told=lambda done, of: heard.append((done, of)))
    assert heard == [(4, 4)]


class TestRefused:
    def test_without_a_reason(self, four: Contest, alice: User) -> None:
        with pytest.raises(ReasonMissing):
            correct(contest=four, version=first(), ruling=Ruling("void"), reason=" ", by=alice, now=AFTER)

    def test_a_question_on_no_paper(self, contest: Contest, alice: User) -> None:
        with pytest.raises(NotAsked):
            rule(contest, alice, "void")

    @pytest.mark.parametrize("accepted", [[], [[]], [[999999]]])
    def test_a_key_that_nobody_could_give(self, four: Contest, alice: User, accepted: list[list[int]]) -> None:
        with pytest.raises(NoSuchAnswer):
            rule(four, alice, "key", accepted)

    def test_two_choices_where_one_is_taken(self, four: Contest, alice: User) -> None:
        with pytest.raises(NoSuchAnswer):
            rule(four, alice, "key", [choices(first())[:2]])


def test_places_follow(four: Contest, alice: User, clock: Moving) -> None:
    rule(four, alice, "key", [[choices(first())[2]]])
    names = dict(four.entrants.values_list("pk", "full_name"))
    assert [names[line.entrant].split()[-1] for line in standings(four, AFTER)] == ["binh", "chi", "an", "dung"]
