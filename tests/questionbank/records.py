"""Questions made up by Hypothesis, of every kind, for the readers and writers of every format."""

import unicodedata
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from questionbank.formats.choices import speaks_of_others
from questionbank.formats.record import LETTERS, Record

TOPICS = "abcdđeghi"
words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@st.composite
def chosen(draw: st.DrawFn) -> Record:
    choices = draw(st.lists(words, min_size=2, max_size=6, unique_by=lambda t: " ".join(t.casefold().split())))
    key = draw(st.sets(st.sampled_from(LETTERS[: len(choices)]), min_size=1, max_size=len(choices) - 1))
    kind = "multiple" if len(key) > 1 else draw(st.sampled_from(["single", "multiple"]))
    pinned = draw(st.booleans()) or any(speaks_of_others(unicodedata.normalize("NFC", c)) for c in choices)
    remarks = tuple(draw(st.just([]) | st.lists(parted, min_size=len(choices), max_size=len(choices))))
    return Record(2, "", "", kind, 2, draw(words), tuple(choices), tuple(sorted(key)), keep_order=pinned,
                  remarks=remarks)  # fmt: skip


parted = words.filter(lambda text: "|" not in text)
groups = st.lists(parted, min_size=1, max_size=3, unique=True).map(tuple)
distinct = st.lists(words, min_size=3, max_size=6, unique_by=lambda t: " ".join(t.casefold().split()))
sides = st.lists(parted, min_size=6, max_size=6, unique=True).map(tuple)


def of_kind(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Record]:
    blank = Record(row=2, code="", topic="", kind=kind, difficulty=2, stem="")
    return st.fixed_dictionaries({"stem": words, **fields}).map(lambda given: replace(blank, **given))


numbers = st.integers(0, 99).map(lambda number: ((str(number),),))
gapped = words.map(lambda text: f"{text} [[1]] và [[2]]")
rubrics = st.lists(st.tuples(parted, st.integers(1, 9)), min_size=1, max_size=3).map(tuple)
answered = st.one_of(
    of_kind("order", choices=distinct.map(tuple)),
    of_kind("match", choices=distinct.map(tuple), partners=sides),
    of_kind("short", accepted=groups.map(lambda group: (group,))),
    of_kind("number", accepted=numbers, tolerance=st.sampled_from(["", "0,5", "2"])),
    of_kind("gap", stem=gapped, accepted=st.tuples(groups, groups)),
)
alone = of_kind("essay", rubric=rubrics) | of_kind("prediction")
situations = of_kind("situation", parts=st.lists(chosen() | answered, min_size=1, max_size=4).map(tuple))


@st.composite
def records(draw: st.DrawFn) -> Record:
    return replace(
        draw(chosen() | answered | alone | situations),
        code=draw(words),
        topic=draw(st.sampled_from(TOPICS)),
        difficulty=draw(st.integers(1, 3)),
        explanation=draw(st.just("") | words),
        document=draw(words),
        address=draw(words),
        quote=draw(st.just("") | words),
    )


def without_rows(given: Any) -> Any:
    if isinstance(given, dict):
        return {name: without_rows(value) for name, value in given.items() if name != "row"}
    return [without_rows(value) for value in given] if isinstance(given, list | tuple) else given


def normal(given: Any) -> Any:
    """What any cell is read as: NFC."""
    if isinstance(given, str):
        return unicodedata.normalize("NFC", given)
    if isinstance(given, dict):
        return {name: normal(value) for name, value in given.items()}
    return [normal(value) for value in given] if isinstance(given, list | tuple) else given
