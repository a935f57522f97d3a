"""Fixed papers: drawn once at opening, one of them for each person, and mended where the law takes a question away."""

from typing import Any

import pytest

from contests.models import Contest, FixedPaper
from contests.papers.sitting import start_paper
from people.models import Unit, User
from questionbank.models import Question
from tests.conftest import NOON
from tests.contests.builders import enter, make_contest, make_papers, make_question, make_topic, make_user


def held(alice: User, unit: Unit, **rules: Any) -> Contest:
    return make_contest(alice, unit, NOON, papers=make_papers(**{"blueprint": {"a": 2, "c": 2}, "sets": 3} | rules))


def versions(contest: Contest, people: int, unit: Unit) -> list[frozenset[int]]:
    begun = [start_paper(entrant=enter(contest, make_user(f"u{n}", unit), NOON), now=NOON) for n in range(people)]
    return [frozenset(paper.questions.values_list("version_id", flat=True)) for paper in begun]


def test_everybody_has_one_of_the_papers_drawn_at_opening(bank: None, alice: User, commune: Unit) -> None:
    contest = held(alice, commune.parent)  # type: ignore[arg-type]
    fixed = {frozenset(v for v, _points in each.questions) for each in FixedPaper.objects.all()}
    assert FixedPaper.objects.count() == 3
    seen = versions(contest, 12, commune)
    assert set(seen) <= fixed
    assert len(set(seen)) > 1


def test_a_question_approved_later_changes_no_fixed_paper(bank: None, tam: User, alice: User, commune: Unit) -> None:
    contest = held(alice, commune.parent, sets=1)  # type: ignore[arg-type]
    before = versions(contest, 1, commune)
    for _ in range(20):
        make_question(make_topic("a"), tam)
    again = start_paper(entrant=enter(contest, make_user("sau", commune), NOON), now=NOON)
    assert frozenset(again.questions.values_list("version_id", flat=True)) == before[0]


def test_a_paper_with_a_question_that_may_no_longer_be_drawn_is_mended_once_for_all(
    bank: None, alice: User, commune: Unit
) -> None:
    contest = held(alice, commune.parent, sets=1)  # type: ignore[arg-type]
    lost = FixedPaper.objects.get().questions[0][0]
    Question.objects.filter(approved_version=lost).update(flag="rà soát")
    seen = versions(contest, 3, commune)
    assert len(set(seen)) == 1
    assert (len(seen[0]), lost in seen[0]) == (4, False)


def test_order_is_shuffled_only_where_the_rules_say_so(bank: None, alice: User, commune: Unit) -> None:
    plain = held(alice, commune.parent, sets=1, shuffle_questions=False, shuffle_choices=False)  # type: ignore[arg-type]
    papers = [start_paper(entrant=enter(plain, make_user(f"x{n}", commune), NOON), now=NOON) for n in range(3)]
    orders = {tuple(p.questions.order_by("position").values_list("version_id", flat=True)) for p in papers}
    assert len(orders) == 1


@pytest.mark.parametrize("sets", [0, 2])
def test_an_opened_contest_keeps_as_many_papers_as_its_rules_say(
    bank: None, alice: User, province: Unit, sets: int
) -> None:
    held(alice, province, sets=sets)
    assert FixedPaper.objects.count() == sets
