"""What is proposed of real regulations: always sound, always the same, never more than two to a clause."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.drafting import Source, propose
from questionbank.drafting.checks import faults
from questionbank.drafting.evaluation import CHECKS, results
from questionbank.drafting.proposing import PER_CLAUSE, clause_of
from questionbank.drafting.reading import collapse, read
from regulations.parsing import walk
from tests.questionbank.drafting.laws import real_sources, shipped_sources, source
from tests.regulations.texts import SHIPPED, parsed

JUDGED = Path(__file__).resolve().parents[2] / "data/drafting_judged.csv"
CODES = JUDGED.with_name("drafting_texts")
"""Articles of three codes on which a wrong key was proposed, and those that lent them choices."""
SOURCES = real_sources()


@pytest.mark.parametrize("real", SOURCES, ids=lambda real: real.number or real.doc_type)
def test_every_draft_of_a_real_text_is_sound(real: Source) -> None:
    text, whole = read(real), _words(real)
    drafts = propose(real, shipped_sources())
    for draft in drafts:
        assert collapse(draft.quote) in whole[draft.eid], draft.stem
        assert faults(draft, whole[draft.eid]) == ()
        assert draft.stem.startswith("Theo ")
        assert draft.document == real.number
        assert results(draft, text) == dict.fromkeys(CHECKS, True), draft.stem
    assert max(Counter(clause_of(draft.eid) for draft in drafts).values(), default=0) <= PER_CLAUSE
    assert len({draft.stem for draft in drafts}) == len(drafts)


def _words(held: Source) -> dict[str, str]:
    def full(node) -> str:  # type: ignore[no-untyped-def]
        return node.text + "".join(full(child) for child in node.children)

    return {node.eid: collapse(full(node)) for node, _parent, _depth in walk(held.nodes)}


CLAUSES = [
    passage.words
    for text in shipped_sources()[1:4]
    for passage in read(text).passages
    if passage.level == "clause" and 40 < len(passage.words) < 300
]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=12), st.sampled_from(["Nhiệm vụ của Bộ Nội vụ", "Thời hạn"])
)
def test_clauses_thrown_together_give_sound_drafts_or_none(clauses: list[str], heading: str) -> None:
    body = "".join(f"{number}. {words}\n" for number, words in enumerate(clauses, start=1))
    thrown = source(f"Điều 1. {heading}\n{body}")
    whole = _words(thrown)
    drafts = propose(thrown)
    assert drafts == propose(thrown)
    for draft in drafts:
        assert faults(draft, whole[draft.eid]) == ()


def test_the_same_text_gives_the_same_drafts_in_the_same_order() -> None:
    law = Source.of(parsed(SHIPPED / "36-2018-QH14.txt"))
    corpus = shipped_sources()
    assert propose(law, corpus) == propose(law, corpus)


def test_a_law_of_forty_articles_gives_drafts_of_several_patterns() -> None:
    drafts = propose(Source.of(parsed(SHIPPED / "129-2025-QH15.txt")), shipped_sources())
    assert len(drafts) >= 18
    assert len({draft.pattern for draft in drafts}) >= 5


def test_a_plan_gives_a_draft_for_many_of_its_targets() -> None:
    drafts = propose(Source.of(parsed(SHIPPED / "76-NQ-CP.txt")), shipped_sources())
    assert sum(draft.pattern == "amount" and "đến năm 20" in draft.stem for draft in drafts) >= 18


@pytest.mark.parametrize(
    "later",
    [
        "Điều 1. Sửa đổi\n1. Sửa đổi Điều 1 của Nghị định số 9/2024/NĐ-CP như sau: “Thời hạn không quá 45 ngày.”\n",
        "Điều 1. Sửa đổi, bổ sung một số khoản của Điều 1\n1. Sửa đổi đoạn mở đầu như sau: “Thời hạn là 45 ngày.”\n",
    ],
)
def test_an_article_that_a_later_document_amends_is_not_asked_about(later: str) -> None:
    body = (
        "Điều 1. Hạn\nThời hạn nộp bài dự thi không quá 30 ngày.\nĐiều 2. Chấm\nThời hạn chấm bài không quá 15 ngày.\n"
    )
    clauses = source(later).nodes
    changing = Source(
        "9/2025/NĐ-CP", "Nghị định", "Sửa đổi, bổ sung một số điều của Nghị định số 9/2024/NĐ-CP", clauses
    )
    assert {draft.address for draft in propose(source(body))} == {"Điều 1", "Điều 2"}
    assert {draft.address for draft in propose(source(body), [changing])} == {"Điều 2"}


def test_only_the_articles_asked_for() -> None:
    law = Source.of(parsed(SHIPPED / "129-2025-QH15.txt"))
    drafts = propose(law, articles=["4"])
    assert drafts
    assert all("Điều 4 " in draft.stem for draft in drafts)
    assert propose(law, articles=["999"]) == []


def test_no_amending_text_is_taken_for_the_law_itself() -> None:
    drafts = propose(Source.of(parsed(SHIPPED / "06-2026-TT-BNV.txt")))
    assert all("“" not in draft.quote for draft in drafts)


def judged() -> list[dict[str, str]]:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_draft_that_a_person_judged_wrong_comes_back() -> None:
    wrong = {(row["stem"], row["choices"]) for row in judged() if row["verdict"] == "wrong key"}
    corpus = shipped_sources()
    made = {(d.stem, " | ".join(d.choices)) for real in SOURCES for d in propose(real, corpus)}
    assert len(wrong) == 24
    assert not wrong & made


def test_nor_with_other_choices_of_the_codes_whose_articles_are_kept() -> None:
    read_there: dict[str, set[str]] = defaultdict(set)
    for row in judged():
        if row["verdict"] == "wrong key":
            read_there[row["document"]].add(row["stem"])
    codes = [Source.of(parsed(path)) for path in sorted(CODES.glob("*.txt"))]
    assert sum(len(read_there[code.number]) for code in codes) == 8
    for code in codes:
        assert not read_there[code.number] & {draft.stem for draft in propose(code, shipped_sources())}


def test_every_verdict_is_one_of_three_and_every_fault_has_its_reason() -> None:
    rows = judged()
    assert {row["verdict"] for row in rows} == {"usable", "needs an edit", "wrong key"}
    assert all(row["why"] for row in rows if row["verdict"] != "usable")
    assert all(row["key"] and row["stem"].startswith("Theo ") for row in rows)
    assert Counter(row["sample"] for row in rows) == {
        "1": 100, "2": 100, "3": 100, "4": 70, "5": 100, "6": 100, "7": 82, "8": 11,
    }  # fmt: skip
