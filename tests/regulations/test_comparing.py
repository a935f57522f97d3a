"""Two states of a text side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.comparing import Clause, Pieces, compare, compare_documents, words_compared


def marked(pieces: Pieces) -> list[str]:
    return [words for words, is_marked in pieces if is_marked]


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("trong 05 ngày", "trong 03 ngày", ["05"], ["03"]),
        ("cấp huyện, cấp xã", "cấp xã", ["cấp huyện, "], []),
        ("như  nhau\n", "như nhau", [], []),
        ("", "mới", [], ["mới"]),
    ],
)
def test_only_the_words_that_differ_are_marked(before: str, after: str, left: list[str], right: list[str]) -> None:
    old, new = words_compared(before, after)
    assert (marked(old), marked(new)) == (left, right)


words = st.lists(st.sampled_from(["a", "b", "c", "điều", "khoản", "5", ",", "."]), max_size=12).map(" ".join)


@given(words, words)
def test_the_pieces_joined_are_the_texts_and_what_is_unmarked_is_common(before: str, after: str) -> None:
    old, new = words_compared(before, after)
    assert "".join(w for w, _ in old) == before
    assert "".join(w for w, _ in new) == after
    assert "".join(w for w, m in old if not m) == "".join(w for w, m in new if not m)


def clauses(**texts: str) -> list[Clause]:
    return [Clause(key, key, text) for key, text in texts.items()]


def states(rows: list) -> list[tuple[str, str]]:
    return [((row.after or row.before).key, row.state.value) for row in rows]


def test_clauses_are_unchanged_changed_added_or_removed_at_their_place() -> None:
    before = clauses(k0="bỏ đầu", k1="một", k2="hai", k3="ba")
    after = clauses(k1="một", k1a="chen", k3="ba bốn")
    assert states(compare(before, after)) == [
        ("k0", "removed"), ("k1", "unchanged"), ("k2", "removed"), ("k1a", "added"), ("k3", "changed"),
    ]  # fmt: skip


def test_two_documents_are_matched_by_words_then_by_address_then_by_likeness() -> None:
    before = clauses(k1="lấy sự hài lòng làm thước đo", k2="công khai kết quả giải quyết", k3="hoàn toàn khác hẳn")
    after = clauses(k1="mở đầu mới", k2="lấy sự hài lòng làm thước đo", k4="công khai mọi kết quả giải quyết")
    found = {
        (r.before.key if r.before else None, r.after.key if r.after else None) for r in compare_documents(before, after)
    }
    assert found == {("k1", "k2"), ("k2", "k4"), ("k3", None), (None, "k1")}


@given(
    st.lists(st.tuples(st.integers(0, 9), words), max_size=8), st.lists(st.tuples(st.integers(0, 9), words), max_size=8)
)
def test_no_clause_of_either_side_is_lost_or_doubled(first: list, second: list) -> None:
    before = [Clause(str(k), "", t) for k, t in dict(first).items()]
    after = [Clause(str(k), "", t) for k, t in dict(second).items()]
    for rows in (compare(before, after), compare_documents(before, after)):
        assert sorted(r.before.key for r in rows if r.before) == sorted(c.key for c in before)
        assert [r.after.key for r in rows if r.after] == [c.key for c in after]
