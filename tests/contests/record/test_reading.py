"""Editions read back, and told apart line by line."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contests.record.reading import Difference, differences, reading_of

FIRST = ["first", "", 1_000_000]


def content(*lines: list[Any], of: str = "contest", **more: Any) -> dict[str, Any]:
    listed = [{"of": of, "title": "Cả cuộc thi", "lines": list(lines), **more}]
    return {
        "lists": listed, "papers": len(lines), "rules": "0" * 64, "lots_seed": "", "disqualified": [], "came_true": {},
        "corrections": [["CH001", 1, "key", [[3]], "Đáp án sai."]],
    }  # fmt: skip


def line(place: int, entrant: int, score: int = 100, prize: list[Any] | None = None) -> list[Any]:
    return [place, entrant, f"Người {entrant}", "Sở Nội vụ", score, 300, 60_000, prize]


def test_everything_that_an_edition_keeps_is_read() -> None:
    unit = [1, 7, "Sở Nội vụ", "", "", 12, 20, 6000, 215, 0, FIRST]
    read = reading_of(content(line(1, 4, 250, FIRST), line(2, 5), units=[unit]))
    shown = read.list_of("contest")
    assert (shown.by_entrant[4].prize, shown.by_entrant[5].prize) == (("first", "", 1_000_000), None)
    assert (shown.lines[0].score, shown.lines[0].used, shown.lines[0].unit) == (250, 60_000, "Sở Nội vụ")
    assert (shown.units[0].took_part, shown.units[0].rate, shown.units[0].prize) == (12, 6000, ("first", "", 1_000_000))
    assert read.corrections == (("CH001", 1, "key", [[3]], "Đáp án sai."),)


def test_a_list_that_is_not_there_gives_the_first() -> None:
    assert reading_of(content(line(1, 4))).list_of("round 9").of == "contest"


def test_differences_are_told_from_both_sides_the_best_place_first() -> None:
    before = reading_of(content(line(1, 4, 300, FIRST), line(2, 5, 200), line(3, 6)))
    after = reading_of(content(line(1, 5, 300, FIRST), line(2, 7, 200), line(3, 6)))
    found = differences(before, after)
    told = [(one.before.place if one.before else 0, one.after.place if one.after else 0) for one in found]
    assert told == [(1, 0), (2, 1), (0, 2)]
    assert all(isinstance(one, Difference) and one.title == "Cả cuộc thi" for one in found)


people = st.dictionaries(st.integers(1, 30), st.tuples(st.integers(1, 9), st.integers(0, 300)), max_size=12)


@given(people, people)
def test_nothing_differs_only_where_nothing_does(one: dict[int, Any], two: dict[int, Any]) -> None:
    first, second = (
        reading_of(content(*(line(place, who, score) for who, (place, score) in each.items()))) for each in (one, two)
    )
    different = {who for who in {**one, **two} if one.get(who) != two.get(who)}
    found = differences(first, second)
    assert {(each.after or each.before).entrant for each in found} == different  # type: ignore[union-attr]
    assert differences(first, first) == []
    assert len(differences(second, first)) == len(found)
