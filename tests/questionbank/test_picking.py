"""The quoted words of a clause, marked where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.picking import marked
from regulations.citing import plain

CLAUSE = "2. Nguyên tắc bao gồm:\na) Công khai;\nb) Đúng hạn.\n"


@pytest.mark.parametrize(
    ("quote", "pieces"),
    [
        ("Công khai", [["2. Nguyên tắc bao gồm:"], ["a) ", "[Công khai]", ";"], ["b) Đúng hạn."]]),
        ("bao gồm: a) Công", [["2. Nguyên tắc ", "[bao gồm:]"], ["[a) Công]", " khai;"], ["b) Đúng hạn."]]),
        (" bao\n gồm: ", [["2. Nguyên tắc ", "[bao gồm:]"], ["a) Công khai;"], ["b) Đúng hạn."]]),
        ("Không có", [["2. Nguyên tắc bao gồm:"], ["a) Công khai;"], ["b) Đúng hạn."]]),
        ("", [["2. Nguyên tắc bao gồm:"], ["a) Công khai;"], ["b) Đúng hạn."]]),
    ],
)
def test_quoted_words_are_marked_over_paragraphs_too(quote: str, pieces: list[list[str]]) -> None:
    found = [[f"[{piece}]" if is_quoted else piece for piece, is_quoted in line] for line in marked(CLAUSE, quote)]
    assert found == pieces


@given(st.data())
def test_nothing_is_lost_and_exactly_the_quoted_words_are_marked(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(["một", "hai", "ba", "một\n", "hai\n"]), min_size=1, max_size=12))
    start = data.draw(st.integers(0, len(words) - 1))
    quote = plain(" ".join(words[start : data.draw(st.integers(start + 1, len(words)))]))
    lines = marked(" ".join(words), quote)
    assert plain(" ".join("".join(piece for piece, _q in line) for line in lines)) == plain(" ".join(words))
    assert " ".join("".join(piece for piece, is_quoted in line if is_quoted) for line in lines).strip() == quote
