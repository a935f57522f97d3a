"""What is proposed of real regulations: always sound, always the same, never more than two to a clause."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from questionbank.drafting import Source, propose
from questionbank.drafting.checks import faults
from questionbank.drafting.evaluation import CHECKS, results
from questionbank.drafting.proposing import PER_CLAUSE, clause_of
from questionbank.drafting.reading import collapse, read
from regulations.parsing import walk
from tests.questionbank.drafting.laws import real_sources, shipped_sources
from tests.regulations.texts import SHIPPED, parsed

JUDGED = Path(__file__).resolve().parents[2] / "data/drafting_judged.csv"
SOURCES = real_sources()


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.number or source.doc_type)
def test_every_draft_of_a_real_text_is_sound(source: Source) -> None:
    text, whole = read(source), _words(source)
    drafts = propose(source, shipped_sources())
    for draft in drafts:
        assert collapse(draft.quote) in whole[draft.eid], draft.stem
        assert faults(draft, whole[draft.eid]) == ()
        assert draft.stem.startswith("Theo ")
        assert draft.document == source.number
        assert results(draft, text) == dict.fromkeys(CHECKS, True), draft.stem
    assert max(Counter(clause_of(draft.eid) for draft in drafts).values(), default=0) <= PER_CLAUSE
    assert len({draft.stem for draft in drafts}) == len(drafts)


def _words(source: Source) -> dict[str, str]:
    def full(node) -> str:  # type: ignore[no-untyped-def]
        return node.text + "".join(full(child) for child in node.children)

    return {node.eid: collapse(full(node)) for node, _parent, _depth in walk(source.nodes)}


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
    made = {(d.stem, " | ".join(d.choices)) for source in SOURCES for d in propose(source, corpus)}
    assert not wrong & made
