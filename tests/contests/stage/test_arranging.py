"""A programme changed part by part keeps what parts equals pointing at the same parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.settings import RulesError
from contests.stage.arranging import moved_up, with_segment, without_segment
from contests.stage.programme import Programme, Segment, TieKey
from tests.contests.stage.cast import GREETING, PROGRAMME, QUIZ, SKIT


def programmes() -> st.SearchStrategy[Programme]:
    def of(count: int) -> st.SearchStrategy[Programme]:
        parts = tuple(Segment(f"Phần {at}", "other", "quiz", 100) for at in range(count))
        keys = st.lists(st.integers(1, count).map(TieKey), max_size=4, unique=True)
        return keys.map(lambda ties: Programme(parts, ties=tuple(ties)))

    return st.integers(1, 6).flatmap(of)


def tied(programme: Programme) -> list[str]:
    return [programme.segments[key.segment - 1].title for key in programme.ties]


@given(programmes(), st.data())
def test_parts_change_places_and_ties_name_the_same_parts(programme: Programme, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(programme.segments)))
    moved = moved_up(programme, place)
    assert sorted(one.title for one in moved.segments) == sorted(one.title for one in programme.segments)
    assert moved.segments[max(place - 2, 0)] == programme.segments[place - 1]
    assert tied(moved) == tied(programme)


@given(programmes(), st.data())
def test_a_part_that_goes_takes_its_keys_along_and_no_other(programme: Programme, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(programme.segments)))
    gone = programme.segments[place - 1].title
    if len(programme.segments) == 1:
        with pytest.raises(RulesError):
            without_segment(programme, place)
        return
    left = without_segment(programme, place)
    assert [one.title for one in left.segments] == [one.title for one in programme.segments if one.title != gone]
    assert tied(left) == [title for title in tied(programme) if title != gone]


def test_a_part_is_put_in_place_or_added_at_the_end() -> None:
    assert with_segment(PROGRAMME, 4, QUIZ).segments == (GREETING, QUIZ, SKIT, QUIZ)
    by_form = Programme((GREETING, SKIT), ties=(TieKey(2, 2), TieKey(1)))
    assert with_segment(by_form, 2, QUIZ).ties == (TieKey(1),)  # the sheet is gone, and its criterion with it
