"""Records of every kind, drawn by chance: what a document must give back as it was."""

import unicodedata
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from questionbank.formats.record import LETTERS, Record

ODD = [
    "A. hai", "Câu 2: ba", "1. một", "12 B", "A", "a, c", "Đáp án: B", "đáp án A", "*", "x*", "\\*", "\\A. x",
    "PHẦN II", "II. TỰ LUẬN", "Đúng / Sai", "[Hình: x]", "1 2 3", "|", "a || b", "\\|", "- x", "ĐÁP ÁN", "Cả A và B",
    "Tất cả", "Loại: Nối", "Giải thích: vì A.", "x A. y B. z C. t", "khoản 2 Điều 5", "(a) b", "Nhận xét A: c",
    "....", "# x", "C:\\U", "Điều 5 Nghị định 61/2018/NĐ-CP", "-----", "Câu 1.2. x", "Đ", "S", "=> A", "Thang điểm:",
    "x: 3 điểm", "1.A 2.B", "Phương án G: x", "12 H", "I. AG", "K",
]  # fmt: skip
letters = st.characters(exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufffc\ufffe\uffff")


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", " ".join(text.split())).split())


words = (st.text(letters, min_size=1, max_size=30) | st.sampled_from(ODD)).map(plain).filter(bool)
several = st.lists(words, min_size=1, max_size=3).map("\n".join)
groups = st.lists(words, min_size=1, max_size=3).map(tuple)


def unlike(least: int, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(words, min_size=least, max_size=most, unique_by=lambda text: " ".join(text.casefold().split())).map(
        tuple
    )


@st.composite
def chosen(draw: st.DrawFn) -> Record:
    choices = draw(unlike(2, 10))
    key = draw(st.sets(st.sampled_from(LETTERS[: len(choices)]), min_size=1, max_size=len(choices) - 1))
    kinds = ["multiple"] if len(key) > 1 else ["single", "multiple", *["true_false"][: len(choices) == 2]]
    return _blank(draw, draw(st.sampled_from(kinds)), choices=choices, key=tuple(sorted(key)),
                  keep_order=draw(st.booleans()), remarks=draw(remarks(len(choices))))  # fmt: skip


@st.composite
def remarks(draw: st.DrawFn, count: int) -> tuple[str, ...]:
    told = tuple(draw(st.lists(st.just("") | words, min_size=count, max_size=count)))
    return told if any(told) else ()


def _blank(draw: st.DrawFn, kind: str, **fields: Any) -> Record:
    return Record(row=0, code="", topic="", kind=kind, difficulty=draw(st.integers(1, 3)),
                  **{"stem": draw(several), "explanation": draw(st.just("") | several), **fields})  # fmt: skip


@st.composite
def answered(draw: st.DrawFn) -> Record:
    kind = draw(st.sampled_from(["order", "match", "short", "number", "gap"]))
    if kind == "order":
        choices = draw(unlike(3, 10))
        return _blank(draw, kind, choices=choices, remarks=draw(remarks(len(choices))))
    if kind == "match":
        choices = draw(unlike(2, 6))
        partners = draw(st.lists(words, min_size=len(choices), max_size=10, unique=True).map(tuple))
        return _blank(draw, kind, choices=choices, partners=partners, remarks=draw(remarks(len(choices))))
    if kind == "short":
        return _blank(draw, kind, accepted=(draw(groups),))
    if kind == "number":
        numbers = draw(st.lists(st.integers(-9, 9999).map(str), min_size=1, max_size=2).map(tuple))
        return _blank(draw, kind, accepted=(numbers,), tolerance=draw(st.sampled_from(["", "0,5", "2"])))
    count = draw(st.integers(1, 3))
    stem = "".join(f"{draw(words)} [[{n}]] " for n in range(1, count + 1)) + draw(words)
    return _blank(draw, kind, stem=stem, accepted=tuple(draw(groups) for _ in range(count)))


@st.composite
def alone(draw: st.DrawFn) -> Record:
    kind = draw(st.sampled_from(["essay", "prediction", "situation"]))
    if kind == "essay":
        rubric = draw(st.lists(st.tuples(words, st.integers(1, 9)), min_size=1, max_size=3).map(tuple))
        return _blank(draw, kind, rubric=rubric)
    if kind == "prediction":
        return _blank(draw, kind)
    return _blank(draw, kind, parts=tuple(draw(st.lists(chosen() | answered(), min_size=1, max_size=3))))


@st.composite
def cited(draw: st.DrawFn) -> dict[str, str]:
    if draw(st.booleans()):
        return {"document": draw(st.just("") | words), "address": draw(st.just("") | words),
                "quote": draw(st.just("") | several)}  # fmt: skip
    count = draw(st.integers(1, 2))
    return {
        "document": " || ".join(draw(st.sampled_from(["61/2018/NĐ-CP", "76/NQ-CP"])) for _ in range(count)),
        "address": " || ".join(draw(st.sampled_from(["khoản 2 Điều 5", "Mục III"])) for _ in range(count)),
        "quote": " || ".join(draw(words) for _ in range(count)),
    }


@st.composite
def records(draw: st.DrawFn) -> Record:
    """One question with its code, topic and citation."""
    return replace(
        draw(chosen() | answered() | alone()),
        code=draw(st.just("") | words),
        topic=draw(st.sampled_from("abcdđeghi")),
        **draw(cited()),
    )


def without_rows(given: Any) -> Any:
    """`given` as JSON without the places where it stood."""
    if isinstance(given, dict):
        return {name: without_rows(value) for name, value in given.items() if name != "row"}
    return [without_rows(value) for value in given] if isinstance(given, list | tuple) else given
