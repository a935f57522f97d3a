"""What is proposed of real regulations: always sound, always the same, never more than two to a clause."""

import csv
from collections import Counter
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


def test_a_law_of_forty_articles_gives_twenty_drafts_of_several_patterns() -> None:
    drafts = propose(Source.of(parsed(SHIPPED / "129-2025-QH15.txt")), shipped_sources())
    assert len(drafts) >= 20
    assert len({draft.pattern for draft in drafts}) >= 5


def test_only_the_articles_asked_for() -> None:
    law = Source.of(parsed(SHIPPED / "129-2025-QH15.txt"))
    drafts = propose(law, articles=["4"])
    assert drafts
    assert all("Điều 4 " in draft.stem for draft in drafts)
    assert propose(law, articles=["999"]) == []


def test_no_amending_text_is_taken_for_the_law_itself() -> None:
    drafts = propose(Source.of(parsed(SHIPPED / "06-2026-TT-BNV.txt")))
    assert all("“" not in draft.quote for draft in drafts)


def test_no_draft_that_a_person_judged_wrong_comes_back() -> None:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = {(row["stem"], row["choices"]) for row in rows if row["verdict"] == "wrong key"}
    assert len(rows) == 370
    assert len(wrong) == 16
    corpus = shipped_sources()
    made = {(d.stem, " | ".join(d.choices)) for real in SOURCES for d in propose(real, corpus)}
    assert not wrong & made
