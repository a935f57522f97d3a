import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.addresses import (
    Address,
    BadAddress,
    ProvisionNotFound,
    addresses,
    find,
    format_address,
    parse_address,
)
from regulations.numbering import LETTERS, follows, number_key, point_follows, point_key, roman
from regulations.parsing import Kind, Node, walk
from tests.regulations.texts import SHIPPED, parsed, shipped

QUESTIONS = sorted((SHIPPED.parent / "questions").glob("*.csv"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("điểm b khoản 2 Điều 5", Address(article="5", clause="2", point="b")),
        ("Điểm  Đ  khoản 2 ĐIỀU 35a", Address(article="35a", clause="2", point="đ")),
        ("khoản 2 Điều 5 Nghị định số 61/2018/NĐ-CP", Address(article="5", clause="2", document="61/2018/NĐ-CP")),
        ("Điều 3", Address(article="3")),
        ("điểm a khoản 2 Mục III", Address(section="III", clause="2", point="a")),
        ("Mục i", Address(section="I")),
        (
            "khoản 1 Mục II văn bản kèm theo 47/QĐ-UBND",
            Address(section="II", clause="1", attached=True, document="47/QĐ-UBND"),
        ),
    ],
)  # fmt: skip
def test_an_address_is_read(text: str, expected: Address) -> None:
    assert parse_address(text) == expected


@pytest.mark.parametrize("text", ["", "trang 5", "Chương II", "điều năm", "Mục 2"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(BadAddress):
        parse_address(text)


numbers = st.integers(1, 200).map(str)
made_addresses = st.one_of(
    st.builds(Address, article=numbers, clause=numbers, point=st.none() | st.sampled_from(LETTERS)),
    st.builds(Address, article=numbers),
    st.builds(Address, section=st.sampled_from(["I", "IV", "XII"]), clause=numbers, attached=st.booleans()),
)


@given(made_addresses)
def test_an_address_comes_back_from_its_official_form(address: Address) -> None:
    assert parse_address(format_address(address)) == address


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.txt")), ids=lambda p: p.stem)
def test_every_provision_is_found_at_its_own_address(path: Path) -> None:
    nodes = parsed(path).nodes
    named = addresses(nodes)
    for node, _, _ in walk(nodes):
        if node.kind in (Kind.ARTICLE, Kind.CLAUSE, Kind.POINT):
            assert find(nodes, parse_address(named[node.eid])).eid == node.eid


def test_a_missing_provision_names_the_nearest_above_it() -> None:
    with pytest.raises(ProvisionNotFound) as refused:
        find(shipped("61-2018-NĐ-CP").nodes, parse_address("điểm x khoản 1 Điều 5"))
    assert refused.value.nearest == Address(article="5", clause="1")


def _text(node: Node) -> str:
    return node.text + "".join(_text(child) for child in node.children)


def _rows() -> list[dict[str, str]]:
    return [row for path in QUESTIONS for row in csv.DictReader(path.open(encoding="utf-8"))]


def test_every_demonstration_question_cites_a_clause_that_holds_the_quoted_words() -> None:
    documents = {d.header.number: d for d in (parsed(p) for p in SHIPPED.glob("*.txt"))}
    rows = _rows()
    for row in rows:
        provision = find(documents[row["Văn bản"]].nodes, parse_address(row["Căn cứ"]))
        assert " ".join(row["Trích dẫn"].split()) in " ".join(_text(provision).split()), row["Mã"]
    assert len(rows) >= 90
    assert len({row["Chuyên đề"] for row in rows}) >= 6


@given(st.permutations(list(LETTERS)))
def test_letters_sort_as_the_law_counts(shuffled: list[str]) -> None:
    assert "".join(sorted(shuffled, key=point_key)) == LETTERS


def test_numbers_with_letters_stand_between_whole_numbers() -> None:
    assert sorted(["7", "6b", "6", "6a", "10"], key=number_key) == ["6", "6a", "6b", "7", "10"]


@pytest.mark.parametrize(("numeral", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XIV", 14), ("XL", 40)])
def test_roman_numerals(numeral: str, value: int) -> None:
    assert roman(numeral) == value


@pytest.mark.parametrize(
    ("number", "before", "due"),
    [("1", None, True), ("2", None, False), ("2", "1", True), ("3", "1", False), ("1a", "1", True), ("2", "1b", True)],
)
def test_which_number_is_due(number: str, before: str | None, due: bool) -> None:
    assert follows(number, before) is due


def test_which_letter_is_due() -> None:
    assert [point_follows(x, "d") for x in ("đ", "e", "d1", "d")] == [True, False, True, False]
    assert point_follows("e", "d", slack=1)
