"""JSON in pieces tells what the whole tells."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.record.chain import canonical
from contests.record.scroll import Scroll

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


def in_pieces(text: str, length: int) -> Scroll:
    return Scroll(iter([text[at : at + length] for at in range(0, len(text), length)]))


def walked(scroll: Scroll, whole: Any) -> Any:
    """Read what has the shape of `whole` part by part."""
    if isinstance(whole, dict):
        return {name: walked(scroll, whole[name]) for name in scroll.members()}
    if isinstance(whole, list):
        inner = iter(whole)
        return [walked(scroll, next(inner)) for _element in scroll.elements()]
    return scroll.value()


@given(whole=VALUES, length=st.integers(1, 9))
def test_a_value_is_the_same_read_at_once_or_part_by_part_in_pieces_of_any_length(whole: Any, length: int) -> None:
    text = canonical(whole)
    assert in_pieces(text, length).value() == whole
    assert walked(in_pieces(text, length), whole) == whole


@given(rows=st.lists(st.lists(st.integers(), max_size=3), max_size=5), data=st.data())
def test_what_is_cut_off_is_refused(rows: Any, data: Any) -> None:
    text = canonical({"rows": rows})
    cut = in_pieces(text[: data.draw(st.integers(0, len(text) - 1))], 4)
    with pytest.raises(ValueError, match=r"too early|Expecting|Unterminated|missing"):
        walked(cut, {"rows": rows})


def test_a_number_at_the_very_end_is_read_and_what_should_follow_is_missed() -> None:
    scroll = in_pieces("[[0", 4)
    with pytest.raises(ValueError, match="too early"):
        walked(scroll, [[0]])


def test_only_what_is_looked_at_is_held() -> None:
    text, held = json.dumps(list(range(10_000)), separators=(",", ":")), []
    scroll = in_pieces(text, 100)
    for _element in scroll.elements():
        scroll.value()
        held.append(len(scroll._held))
    assert max(held) <= 110
