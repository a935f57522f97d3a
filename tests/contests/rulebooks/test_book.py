"""What every rulebook on the shelf has, and how one makes the rounds and papers of a contest."""

import itertools
import json
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.rulebooks.book import Rulebook, read_rulebook, spread
from contests.rulebooks.shelf import FOLDER, PLAIN, shelf
from contests.settings import RulesError
from questionbank.blueprint import Slot
from tests.conftest import NOON

ON_THE_SHELF = {
    "mot_dot", "hue_2025", "hoa_binh_2023", "hai_duong_2024", "thanh_khe_2026", "lang_son", "bo_gtvt_2020",
}  # fmt: skip


def kept(code: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8")))


def test_the_shelf_holds_the_contests_named_by_the_issue_the_plain_one_first() -> None:
    assert (set(shelf()), next(iter(shelf()))) == (ON_THE_SHELF, PLAIN)


@pytest.mark.parametrize("book", shelf().values(), ids=lambda book: book.code)
def test_a_rulebook_names_its_source_and_makes_rules(book: Rulebook) -> None:
    assert book.source
    assert book.told
    assert book.paper_rules((), ()).questions == book.questions
    assert not book.shares or sum(book.shares) == book.questions
    windows = book.rounds_from(NOON)
    assert windows[0][1] == NOON
    assert all(before[2] <= later[1] for before, later in itertools.pairwise(windows))


def test_the_settings_that_the_published_rules_name_are_those_of_the_rulebook() -> None:
    books = shelf()
    papers = {code: book.paper_rules((), ()) for code, book in books.items()}
    told = {
        code: (len(books[code].windows), one.questions, one.minutes, one.attempts, one.counted, one.predicts, one.sets)
        for code, one in papers.items()
    }
    assert told == {
        "mot_dot": (1, 20, 20, 1, "best", "", 0),
        "hue_2025": (4, 15, 15, 1, "best", "participants", 0),
        "hoa_binh_2023": (3, 10, 10, 1, "best", "all_correct", 0),
        "hai_duong_2024": (4, 20, 20, 3, "best", "all_correct", 0),
        "thanh_khe_2026": (1, 40, 40, 1, "best", "participants", 3),
        "lang_son": (1, 20, 20, 0, "best", "entries", 0),
        "bo_gtvt_2020": (1, 15, 20, 1, "best", "participants", 0),
    }
    assert books["hue_2025"].rules.prizes[0].amount == 800_000
    assert books["thanh_khe_2026"].rules.ranking == ("score", "time_used", "prediction")


@pytest.mark.parametrize("name", [field.name for field in fields(Rulebook) if field.name not in ("code", "windows")])
def test_a_rulebook_that_lacks_something_is_refused_by_its_name(name: str) -> None:
    given = kept("hue_2025")
    del given[name]
    with pytest.raises(RulesError) as refused:
        read_rulebook("x", given)
    assert refused.value.field == name


def test_shares_fall_on_the_sources_in_their_order_and_else_evenly() -> None:
    book = shelf()["thanh_khe_2026"]
    four = [Slot(1, document=n) for n in (7, 8, 9, 10)]
    assert [slot.count for slot in book.paper_rules(four, [40] * 4).blueprint] == [18, 8, 8, 6]
    assert [slot.count for slot in book.paper_rules(four[:3], [40] * 3).blueprint] == [14, 13, 13]


def test_a_round_of_its_own_end_closes_then_and_many_keep_theirs() -> None:
    end = NOON + timedelta(days=3)
    assert shelf()["mot_dot"].rounds_from(NOON, end)[0][2] == end
    assert shelf()["hue_2025"].rounds_from(NOON, end)[3][1:] == (NOON + timedelta(days=21), NOON + timedelta(days=28))


@given(total=st.integers(0, 200), have=st.lists(st.integers(0, 100), min_size=1, max_size=12))
def test_questions_are_spread_as_evenly_as_the_sources_allow(total: int, have: list[int]) -> None:
    counts = spread(total, have)
    assert sum(counts) == total
    if total <= sum(have):
        assert all(count <= held for count, held in zip(counts, have, strict=True))
        with_more = [count for count, held in zip(counts, have, strict=True) if count < held]
        assert not with_more or min(with_more) >= max(counts) - 1
