from hypothesis import given
from hypothesis import strategies as st

from contests.papers.versions import ANY, Version, version_from

holds, edits = st.integers(0, 5), st.integers(0, 9)


@given(holds, edits, holds, edits)
def test_of_two_copies_at_most_one_is_the_older(hold: int, edit: int, kept: int, revision: int) -> None:
    first, second = Version(hold, edit), Version(kept, revision)
    assert not (first.is_older_than(kept, revision) and second.is_older_than(hold, edit))


@given(holds, edits)
def test_a_copy_is_neither_older_than_itself_nor_another(hold: int, edit: int) -> None:
    assert not Version(hold, edit).is_older_than(hold, edit)
    assert Version(hold, edit).repeats(hold, edit)


@given(holds, edits, edits)
def test_what_another_device_answered_since_is_newer_whatever_was_counted(hold: int, edit: int, revision: int) -> None:
    assert Version(hold, edit).is_older_than(hold + 1, revision)
    assert not Version(hold + 1, edit).is_older_than(hold, revision)


def test_a_copy_that_says_nothing_of_itself_is_never_older() -> None:
    assert not ANY.is_older_than(9, 9)


def test_what_is_no_such_number_says_nothing() -> None:
    for sent in ("", "x", "-1", "1.5", "²", "9" * 40, "1000001", "NaN", "1e308"):
        assert version_from(sent, sent) == ANY
    assert version_from("2", "7") == Version(2, 7)
