"""From questions to the articles that they cite."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from training.findings import Clause, Estimate, HardQuestion, Validity
from training.papers.articles import by_article

CLAUSE = Clause(1, "khoản 2 Điều 5", "Luật 1/2026/QH16", "", "", Validity.IN_FORCE, None)
QUESTION = HardQuestion("Q", "?", "a", 10, 0, Estimate(0.5, 0.3, 0.7), None, (), (), (CLAUSE,))


def question(answers: int, share: float, *addresses: str) -> HardQuestion:
    clauses = tuple(replace(CLAUSE, address=address) for address in addresses)
    return replace(QUESTION, answers=answers, facility=Estimate(share, 0, 1), clauses=clauses)


def test_questions_of_one_article_are_taken_together() -> None:
    (row,) = by_article([question(10, 0.5, "khoản 2 Điều 5"), question(30, 0.9, "điểm a khoản 1 Điều 5")])
    assert (row.article, row.questions, row.answers, row.people, row.share) == ("Điều 5", 2, 40, 30, 0.8)


def test_a_question_counts_once_for_an_article_and_for_each_article() -> None:
    rows = by_article([question(10, 0.5, "khoản 1 Điều 5", "khoản 2 Điều 5", "Điều 6a")])
    assert {(row.article, row.questions) for row in rows} == {("Điều 5", 1), ("Điều 6a", 1)}


def test_what_has_no_article_stands_under_its_own_address() -> None:
    (row,) = by_article([question(10, 0.5, "khoản 5 Mục II")])
    assert row.article == "khoản 5 Mục II"


def test_nobody_asked_makes_no_row() -> None:
    assert by_article([question(0, 0.0, "Điều 5")]) == ()


@given(st.lists(st.tuples(st.integers(1, 500), st.floats(0, 1)), min_size=1, max_size=8))
def test_the_interval_holds_the_share_and_is_no_narrower_than_one_questions(asked: list[tuple[int, float]]) -> None:
    (row,) = by_article([question(answers, share, "Điều 5") for answers, share in asked])
    assert row.low - 1e-9 <= row.share <= row.high + 1e-9
    (alone,) = by_article([question(row.people, row.share, "Điều 5")])
    assert abs((row.high - row.low) - (alone.high - alone.low)) < 1e-9
