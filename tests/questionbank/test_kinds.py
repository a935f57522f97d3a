"""Kinds of questions: what a response is, and what it earns, whatever order a paper shows."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.askable import fault
from questionbank.kinds import (
    KINDS,
    Body,
    NotAResponse,
    around_gaps,
    as_number,
    choice_share,
    fraction,
    read,
    settled,
    shown,
    shown_count,
    shuffled,
)

SINGLE = Body("single", "Hỏi?", ("Một", "Hai", "Ba"), frozenset({1}))
MULTIPLE = Body("multiple", "Hỏi?", ("Một", "Hai", "Ba", "Bốn"), frozenset({0, 2}))
TRUE_FALSE = Body("true_false", "Hỏi?", ("Đúng", "Sai"), frozenset({0}), keep_order=True)
ORDER = Body("order", "Xếp?", ("Trước", "Giữa", "Sau"))
MATCH = Body("match", "Ghép?", ("Thủ đô", "Tỉnh"), partners=("Hà Nội", "Cà Mau", "Paris"))
SHORT = Body("short", "Ai ký?", accepted=(("Chủ tịch Ủy ban nhân dân", "Chủ tịch UBND"),))
NUMBER = Body("number", "Bao nhiêu ngày?", accepted=(("15", "3 000"),), tolerance="0,5")
GAP = Body("gap", "Trong [[1]] ngày, [[2]] trả lời.", accepted=(("15", "mười lăm"), ("Sở Nội vụ",)))
ESSAY = Body("essay", "Trình bày", rubric=(("Đủ ý", 3), ("Rõ ràng", 1)))
PREDICTION = Body("prediction", "Bao nhiêu người đúng hết?")
SITUATION = Body("situation", "Ông A nộp hồ sơ.", parts=(SINGLE, SHORT))
BODIES = (SINGLE, MULTIPLE, TRUE_FALSE, ORDER, MATCH, SHORT, NUMBER, GAP, ESSAY, PREDICTION, SITUATION)


def test_every_kind_is_tried_here() -> None:
    assert sorted({body.kind for body in BODIES}) == sorted(KINDS)
    assert [fault(body) for body in BODIES] == [None] * len(BODIES)


@pytest.mark.parametrize(
    ("body", "kept", "earned"),
    [
        (SINGLE, [1], 1.0), (SINGLE, [0], 0.0), (SINGLE, [], 0.0),
        (MULTIPLE, [0, 2], 1.0), (MULTIPLE, [0], 0.0), (MULTIPLE, [0, 1, 2], 0.0),
        (ORDER, [0, 1, 2], 1.0), (ORDER, [0, 2, 1], 0.0), (ORDER, [0, 1, -1], 0.0),
        (MATCH, [0, 1], 1.0), (MATCH, [0, 2], 0.5), (MATCH, [-1, -1], 0.0), (MATCH, [1, 0], 0.0),
        (SHORT, ["chu tich  ubnd."], 1.0), (SHORT, ["Giám đốc sở"], 0.0),
        (NUMBER, ["15"], 1.0), (NUMBER, ["14,5"], 1.0), (NUMBER, ["14.4"], 0.0), (NUMBER, ["3.000"], 1.0),
        (NUMBER, ["mười lăm"], 0.0),
        (GAP, ["Mười lăm", "sở nội vụ"], 1.0), (GAP, ["15", ""], 0.0),
        (ESSAY, ["Bài viết"], None), (ESSAY, [], 0.0), (PREDICTION, ["120"], 0.0),
        (SITUATION, [[1], ["Chủ tịch UBND"]], 1.0), (SITUATION, [[1], []], 0.5), (SITUATION, [], 0.0),
    ],
)  # fmt: skip
def test_share_of_the_marks(body: Body, kept: list[Any], earned: float | None) -> None:
    assert fraction(body, kept) == earned


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        (SINGLE, [3]), (SINGLE, [0, 1]), (SINGLE, ["0"]), (SINGLE, [True]), (SINGLE, "0"), (SINGLE, {"0": 0}),
        (MULTIPLE, [-1]), (ORDER, [0, 1]), (ORDER, [0, 0, 1]), (ORDER, [0, 1, 3]), (MATCH, [0]), (MATCH, [0, 3]),
        (MATCH, [-2, 0]), (SHORT, ["a", "b"]), (SHORT, [1]), (SHORT, ["x" * 301]), (GAP, ["15"]),
        (PREDICTION, ["nhiều"]), (PREDICTION, ["-1"]), (ESSAY, ["x" * 20_001]), (SITUATION, [[1]]),
        (SITUATION, [[1], ["a", "b"]]), (SITUATION, [1, 2]),
    ],
)  # fmt: skip
def test_what_is_no_response_is_refused(body: Body, sent: Any) -> None:
    with pytest.raises(NotAResponse):
        read(body, sent)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.kind)
def test_nothing_sent_takes_the_answer_back(body: Body) -> None:
    assert read(body, []) == []


@pytest.mark.parametrize(
    ("body", "sent"),
    [(ORDER, [-1, -1, -1]), (MATCH, [-1, -1]), (SHORT, [" "]), (GAP, ["", " "]), (SITUATION, [[], [""]])],
)
def test_empty_boxes_are_no_answer(body: Body, sent: list[Any]) -> None:
    assert read(body, sent) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 5) | st.text(max_size=5), lambda inner: st.lists(inner, max_size=4)
)


@given(st.sampled_from(BODIES), JSON, st.integers())
def test_whatever_is_sent_is_refused_or_marked(body: Body, sent: Any, seed: int) -> None:
    order = shuffled(body, Random(seed))
    try:
        response = read(body, sent)
    except NotAResponse:
        return
    kept = settled(body, response, order)
    share = fraction(body, kept)
    assert share is None or 0.0 <= share <= 1.0
    assert sorted(map(str, shown(body, kept, order))) == sorted(map(str, response))


@given(st.sampled_from(BODIES), st.integers())
def test_the_right_answer_is_right_in_every_order(body: Body, seed: int) -> None:
    order = shuffled(body, Random(seed))
    assert sorted(order) == list(range(shown_count(body)))
    rights: dict[str, list[Any]] = {
        "single": [1], "multiple": [0, 2], "true_false": [0], "order": [0, 1, 2], "match": [0, 1],
        "short": ["Chủ tịch UBND"], "number": ["15"], "gap": ["15", "Sở Nội vụ"],
        "situation": [[1], ["Chủ tịch UBND"]],
    }  # fmt: skip
    if body.kind in rights:
        sent = shown(body, rights[body.kind], order)
        assert fraction(body, settled(body, read(body, sent), order)) == 1.0


@given(st.integers())
def test_an_order_is_never_shown_solved_and_a_true_or_false_never_shuffled(seed: int) -> None:
    assert shuffled(ORDER, Random(seed)) != [0, 1, 2]
    assert shuffled(TRUE_FALSE, Random(seed)) == [0, 1]


@given(st.frozensets(st.integers(1, 6)), st.frozensets(st.integers(1, 6), min_size=1))
def test_choices_are_all_or_nothing(chosen: frozenset[int], right: frozenset[int]) -> None:
    assert choice_share(chosen, right) == float(chosen == right)


def test_a_question_without_a_key_cannot_be_marked() -> None:
    with pytest.raises(ValueError, match="right choice"):
        choice_share([1], [])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("15", "15"), (" 1.500 ", "1500"), ("1,500", "1500"), ("1.500.000", "1500000"), ("1,5", "1.5"),
        ("0,125", "0.125"),
        ("1.234,56", "1234.56"), ("1,234.5", "1234.5"), ("-3", "-3"), ("30 %", "30"), ("2 000", "2000"),
        ("0.500", "0.5"),
    ],
)  # fmt: skip
def test_numbers_are_read_in_both_ways_of_writing(text: str, number: str) -> None:
    assert as_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "mười", "1.2.x", "--1", "1e5", "½", "٣"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert as_number(text) is None


@given(st.text(max_size=30))
def test_reading_a_number_never_fails(text: str) -> None:
    assert as_number(text) is None or isinstance(as_number(text), Decimal)


def test_words_around_gaps() -> None:
    assert around_gaps(GAP.stem) == ["Trong ", " ngày, ", " trả lời."]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.kind)
def test_body_comes_back_from_what_is_kept(body: Body) -> None:
    again = Body.from_json(
        body.to_json(), kind=body.kind, stem=body.stem, choices=body.choices, right=body.right,
        keep_order=body.keep_order,
    )  # fmt: skip
    assert again == body


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (Body("short", " "), ("stem", "empty")),
        (Body("order", "X", ("a", "b")), ("choices", "too_few")),
        (Body("match", "X", ("a", "b"), partners=("1",)), ("partners", "too_few")),
        (Body("match", "X", ("a", "b"), partners=("1", "1")), ("partners", "same")),
        (Body("short", "X"), ("accepted", "none")),
        (Body("number", "X", accepted=(("mười",),)), ("accepted", "no_number")),
        (Body("number", "X", accepted=(("10",),), tolerance="ít"), ("tolerance", "no_number")),
        (Body("gap", "X", accepted=(("a",),)), ("stem", "gaps")),
        (Body("gap", "[[1]] [[3]]", accepted=(("a",), ("b",))), ("stem", "gaps")),
        (Body("gap", "[[1]] [[2]]", accepted=(("a",),)), ("accepted", "gaps")),
        (Body("situation", "X"), ("parts", "none")),
        (Body("situation", "X", parts=(SITUATION,)), ("parts", "1:kind:nested")),
        (Body("situation", "X", parts=(SINGLE, ESSAY)), ("parts", "2:kind:nested")),
        (Body("situation", "X", parts=(SINGLE, Body("short", "Y"))), ("parts", "2:accepted:none")),
        (Body("essay", "X"), ("rubric", "none")),
        (Body("essay", "X", rubric=(("Ý", 0),)), ("rubric", "none")),
    ],
)
def test_what_cannot_be_asked_is_named(body: Body, wrong: tuple[str, str]) -> None:
    assert fault(body) == wrong
