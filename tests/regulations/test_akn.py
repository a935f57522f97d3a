"""The Akoma Ntoso export: valid by the schema, and not a word less than the source."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from regulations.akn import NAMESPACE, About, to_akn
from regulations.cleaning import clean
from regulations.parsing import NotARegulation, parse, source_of, walk
from tests.regulations.texts import COLLECTION, SHIPPED, parsed

SCHEMA = Path(__file__).resolve().parents[1] / "vendor/akn/akomantoso30.xsd"
ABOUT = About("61/2018/NĐ-CP", "Nghị định", "Về cơ chế một cửa", "Chính phủ", date(2018, 4, 23))
TODAY = date(2026, 11, 24)
TEXTS = sorted(SHIPPED.glob("*.txt")) + sorted(COLLECTION.glob("*.txt"))


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


def check(raw: bytes) -> etree._Element:
    root = etree.fromstring(raw)
    assert schema().validate(root), schema().error_log.last_error
    return root


def words_of(root: etree._Element) -> str:
    """The text of everything but what is said about the document, without spaces."""
    parts = [root.find(f".//{{{NAMESPACE}}}{name}") for name in ("preamble", "body", "conclusions")]
    return "".join("".join("".join(part.itertext()).split()) for part in parts if part is not None)


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_every_text_is_valid_and_whole(path: Path) -> None:
    document = parsed(path)
    root = check(to_akn(ABOUT, document.nodes, today=TODAY))
    # Closings inside an attached document go to the end of the act, so that words are counted, not their order.
    assert sorted(words_of(root)) == sorted("".join(source_of(document.nodes).split()))
    held = {element.get("eId") for element in root.iter() if element.get("eId")}
    assert {n.eid for n, _, _ in walk(document.nodes) if n.kind not in ("preamble", "closing")} <= held


def test_levels_numbers_and_headings_stand_in_their_elements() -> None:
    root = check(to_akn(ABOUT, parsed(SHIPPED / "61-2018-NĐ-CP.txt").nodes, today=TODAY))
    names = {"a": NAMESPACE}
    article = root.find(".//a:article[@eId='art_5']", names)
    assert article is not None
    assert article.findtext("a:num", namespaces=names) == "Điều 5."
    assert article.findtext("a:heading", namespaces=names)
    clause = article.find("a:paragraph", names)
    assert clause is not None
    assert clause.findtext("a:num", namespaces=names) == "1."
    assert root.find(".//a:FRBRWork/a:FRBRthis", names).get("value") == "/akn/vn/act/2018-04-23/61-2018-nd-cp"  # type: ignore[union-attr]


lines = st.one_of(
    st.sampled_from(["Chương I", "CHUNG", "Mục 1. Chung", "I. PHẦN MỘT", "- ý", "Nơi nhận:", "TM. CHÍNH PHỦ"]),
    st.integers(1, 4).map(lambda n: f"Điều {n}. Tiêu đề"),
    st.integers(1, 4).map(lambda n: f"{n}. Khoản"),
    st.sampled_from("abcd").map(lambda c: f"{c}) Điểm;"),
    st.text(st.characters(codec="utf-8"), max_size=30),
)


@given(st.lists(lines, max_size=25))
def test_any_text_makes_a_valid_document(text: list[str]) -> None:
    try:
        document = parse(clean("Điều 1. Một\n" + "\n".join(text)).text)
    except NotARegulation:
        return
    check(to_akn(About("", "", "", "", None), document.nodes, today=TODAY))
