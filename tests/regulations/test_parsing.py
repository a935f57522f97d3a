from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.addresses import addresses, find, parse_address
from regulations.parsing import Kind, Node, NotARegulation, Parsed, parse, source_of, walk
from tests.regulations.texts import COLLECTION, SHIPPED, cleaned, parsed, real, shipped

# article, clause and point counts of the collection's own table; plans count otherwise
SHIPPED_COUNTS = {
    "129-2025-QH15": (43, 165, 75),
    "30-2020-NĐ-CP": (38, 116, 94),
    "36-2018-QH14": (96, 279, 163),
    "61-2018-NĐ-CP": (41, 175, 169),
    "76-NQ-CP": (3, 38, 53),
    "06-2026-TT-BNV": (3, 23, 2),
    "47-QĐ-UBND-2014-CaMau": (2, 7, 25),
}
LAST_ARTICLE = {  # number of the last article, from the collection's table
    "01-2012-UBTVQH13": "20",
    "02-2011-QH13": "70",
    "09-2010-TT-BNV": "26",
    "10-2022-QH15": "91",
    "105-2026-NĐ-CP": "18",
    "11-2020-NĐ-CP": "18",
    "13-2023-NĐ-CP": "44",
    "14-2012-QH13": "41",
    "154-2026-NĐ-CP": "45",
    "20-2008-NĐ-CP": "26",
    "21-VBHN-VPQH": "50",
    "22-VBHN-VPQH": "143",
    "233-2026-NĐ-CP": "21",
    "26-2015-QĐ-TTg": "5",
    "29-2018-QH14": "28",
    "36-2018-QH14_pdf": "96",
}


def counts(document: Parsed) -> Counter[Kind]:
    return Counter(node.kind for node, _, _ in walk(document.nodes))


def node(document: Parsed, eid: str) -> Node:
    return next(n for n, _, _ in walk(document.nodes) if n.eid == eid)


@pytest.mark.parametrize(("name", "expected"), SHIPPED_COUNTS.items())
def test_counts_of_articles_clauses_and_points(name: str, expected: tuple[int, int, int]) -> None:
    found = counts(shipped(name))
    assert (found[Kind.ARTICLE], found[Kind.CLAUSE], found[Kind.POINT]) == expected


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.txt")) + sorted(COLLECTION.glob("*.txt")), ids=lambda p: p.stem)
def test_not_a_letter_is_lost(path: Path) -> None:
    assert source_of(parsed(path).nodes) == cleaned(path).text


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.txt")), ids=lambda p: p.stem)
def test_every_provision_has_an_eid_of_its_own(path: Path) -> None:
    eids = [n.eid for n, _, _ in walk(parsed(path).nodes)]
    assert len(eids) == len(set(eids))


@pytest.mark.parametrize(("name", "last"), LAST_ARTICLE.items())
def test_the_last_article_of_the_collection_is_reached(name: str, last: str) -> None:
    articles = [n.number for n, _, _ in walk(parsed(real(name)).nodes) if n.kind is Kind.ARTICLE]
    assert articles[-1] == last


def test_quoted_amendments_are_words_of_the_clause_that_quotes_them() -> None:
    document = shipped("06-2026-TT-BNV")
    assert [n.number for n, _, _ in walk(document.nodes) if n.kind is Kind.ARTICLE] == ["1", "2", "3"]
    assert counts(document)[Kind.INDENT] == 0  # its dashes all stand in quoted text
    assert "- Chỉ đạo, ban hành, triển khai" in node(document, "art_1__cl_2__pt_a").text


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"')])
def test_a_quoted_article_is_no_article(opening: str, closing: str) -> None:
    document = parse(
        f"Điều 1. Sửa đổi Điều 2 như sau:\n{opening}Điều 2. Mới\n1. Một.\n2. Hai.{closing}\nĐiều 2. Thi hành\n1. Ba.\n"
    )
    assert [n.eid for n, _, _ in walk(document.nodes)] == ["art_1", "art_2", "art_2__cl_1"]


def test_a_plan_inside_an_article_is_read_as_a_plan() -> None:
    article = next(n for n in shipped("76-NQ-CP").nodes if n.eid == "art_1")
    assert [c.number for c in article.children if c.kind is Kind.SECTION] == ["I", "II", "III", "IV", "V"]


def test_an_attached_plan_has_a_numbering_space_of_its_own() -> None:
    document = shipped("47-QĐ-UBND-2014-CaMau")
    annex = next(n for n in document.nodes if n.kind is Kind.ANNEX)
    topics = node(document, "annex_1__sec_II__cl_1")
    assert [c.number for c in annex.children] == ["I", "II", "III"]
    assert [c.number for c in topics.children] == ["a", "b", "c", "d", "đ", "e", "g", "h", "i"]


def test_header_facts_of_the_seed() -> None:
    header = shipped("47-QĐ-UBND-2014-CaMau").header
    assert (header.number, header.doc_type, header.issued_on.isoformat() if header.issued_on else "") == (
        "47/QĐ-UBND", "Quyết định", "2014-01-14",
    )  # fmt: skip


def test_header_facts_of_a_circular() -> None:
    header = shipped("06-2026-TT-BNV").header
    assert (header.number, header.issuer) == ("06/2026/TT-BNV", "Bộ Nội vụ")
    assert (str(header.issued_on), str(header.effective_on)) == ("2026-04-29", "2026-06-15")
    assert len(header.recipients) == 18


@pytest.mark.parametrize("text", ["", "Kính gửi các đơn vị.\nĐề nghị báo cáo trước ngày 15.", "1. Một\n2. Hai\n"])
def test_what_is_no_regulation_is_refused(text: str) -> None:
    with pytest.raises(NotARegulation):
        parse(text)


def test_a_reference_at_a_line_start_is_no_heading() -> None:
    document = parse(
        "Điều 1. Phạm vi\nTheo quy định tại\nĐiều 2 của Luật này và\nĐiều 3.\nĐiều 2. Đối tượng\n1. Một.\n"
    )
    assert [n.eid for n, _, _ in walk(document.nodes)] == ["art_1", "art_2", "art_2__cl_1"]


def test_a_number_that_is_not_due_is_words() -> None:
    document = parse("Điều 1. Biên chế\n1. Có 3 phòng gồm\n2015 người và\n7. bảy phòng khác\n2. Hai.\n")
    assert [n.number for n, _, _ in walk(document.nodes) if n.kind is Kind.CLAUSE] == ["1", "2"]


def test_a_gap_is_reported_and_not_renumbered() -> None:
    document = parse("Điều 1. Một\n1. Một.\n3. Ba.\nĐiều 4. Bốn\nNội dung.\n")
    assert [n.number for n, _, _ in walk(document.nodes)] == ["1", "1", "3", "4"]
    assert [(f.code, f.line) for f in document.faults] == [("clause_gap", 3), ("article_gap", 4)]


def test_points_follow_the_vietnamese_order() -> None:
    letters = "abcdđeghiklmnopqrstuvxy"
    document = parse("Điều 1. Danh mục\n1. Gồm:\n" + "".join(f"{c}) Nội dung;\n" for c in letters))
    assert "".join(n.number for n, _, _ in walk(document.nodes) if n.kind is Kind.POINT) == letters
    assert document.faults == ()


def test_an_opening_mark_that_is_never_closed_does_not_swallow_the_rest() -> None:
    document = parse("Điều 1. Một\n1. Gọi là “thủ tục.\n" + "2. Hai.\nĐiều 2. Hai\n" + "Nội dung.\n" * 250)
    assert [n.number for n, _, _ in walk(document.nodes)] == ["1", "1", "2", "2"]


titles = st.sampled_from(["Phạm vi điều chỉnh", "Đối tượng áp dụng", "Nguyên tắc", "Hiệu lực thi hành"])
sentences = st.sampled_from(["Cơ quan tiếp nhận hồ sơ.", "Thời hạn là 05 ngày làm việc;", "Công khai kết quả."])
points = st.lists(sentences, max_size=6)
clauses = st.lists(st.tuples(sentences, points), max_size=5)
articles = st.lists(st.tuples(titles, clauses), min_size=1, max_size=6)


@given(articles, st.sampled_from(["\n", "\n\n"]))
def test_a_generated_document_comes_back_as_it_was_made(made: list, gap: str) -> None:
    lines, expected = [], []
    for a, (title, inner) in enumerate(made, 1):
        lines.append(f"Điều {a}. {title}")
        expected.append(f"art_{a}")
        for c, (sentence, inner_points) in enumerate(inner, 1):
            lines.append(f"{c}. {sentence}")
            expected.append(f"art_{a}__cl_{c}")
            for letter, words in zip("abcdđe", inner_points, strict=False):
                lines.append(f"{letter}) {words}")
                expected.append(f"art_{a}__cl_{c}__pt_{letter.replace('đ', 'dd')}")
    text = gap.join(lines) + "\n"

    document = parse(text)

    assert [n.eid for n, _, _ in walk(document.nodes)] == expected
    assert source_of(document.nodes) == text
    assert document.faults == ()


@given(st.text(alphabet="Điều 123.ab)\n“”-IVX:;đ", max_size=200))
def test_no_text_breaks_the_reader_or_loses_a_letter(text: str) -> None:
    try:
        document = parse(text)
    except NotARegulation:
        return
    assert source_of(document.nodes) == text


def eids(text: str) -> list[str]:
    return [n.eid for n, _, _ in walk(parse(text).nodes)]


def test_a_part_holds_its_chapters() -> None:
    text = "Phần thứ nhất\nQUY ĐỊNH CHUNG\nChương I\nPHẠM VI\nĐiều 1. Một\n1. Một.\nPHẦN II. THỦ TỤC\nĐiều 2. Hai\n"
    assert eids(text) == [
        "part_thứ-nhất", "part_thứ-nhất__chp_I", "art_1", "art_1__cl_1", "part_II", "art_2",
    ]  # fmt: skip


def test_a_subsection_of_a_law_holds_articles() -> None:
    document = parsed(real("36-2018-QH14_pdf"))
    found = [(n.number, n.heading) for n, _, _ in walk(document.nodes) if n.kind is Kind.SUBSECTION]
    assert [number for number, _heading in found] == ["1", "2", "3", "4"]
    assert found[0][1].startswith("THẨM QUYỀN, TRÁCH NHIỆM")


def test_decimal_numbers_are_points_of_their_clause_and_clauses_of_their_article() -> None:
    text = (
        "I- TÌNH HÌNH\n1- Chung\n2- Nhiệm vụ\n2.1- Đối với Đảng\na) Một;\n- gạch\n2.2- Đối với Nhà nước\na) Một;\n"
        "2.2.1. Trung ương.\n2.5 Địa phương\n3- Ba\n"
    )
    document = parse(text)
    assert [n.eid for n, _, _ in walk(document.nodes)] == [
        "sec_I", "sec_I__cl_1", "sec_I__cl_2", "sec_I__cl_2__pt_2-1", "sec_I__cl_2__pt_2-1__pt_a",
        "sec_I__cl_2__pt_2-1__pt_a__ind_1", "sec_I__cl_2__pt_2-2", "sec_I__cl_2__pt_2-2__pt_a",
        "sec_I__cl_2__pt_2-2__pt_2-2-1", "sec_I__cl_2__pt_2-5", "sec_I__cl_3",
    ]  # fmt: skip
    assert [(f.code, f.detail) for f in document.faults] == [("point_gap", "2.2 → 2.5")]
    assert eids("Điều 5. Năm\n5.1. Một\n5.2. Hai\n") == ["art_5", "art_5__cl_5-1", "art_5__cl_5-2"]


def test_a_decimal_figure_is_no_number_of_a_provision() -> None:
    assert eids("Điều 1. Mức\n1. Một.\n2. Tăng\n2.5 lần so với\n1.1 Hai\n") == ["art_1", "art_1__cl_1", "art_1__cl_2"]


def test_lettered_parts_of_a_plan_count_their_clauses_anew() -> None:
    document = parsed(real("67-QĐ-TCT"))
    assert counts(document)[Kind.CLAUSE] == 18
    assert [n.number for n, _, _ in walk(document.nodes) if n.kind is Kind.SUBSECTION] == list("ABCABC")
    addressed = addresses(document.nodes)
    assert addressed["annex_1__sec_II__subsec_B__cl_2"] == "khoản 2 Tiểu mục B Mục II văn bản kèm theo"
    assert len(set(addressed.values())) == len(addressed)
    for eid, words in addressed.items():
        if eid != "annex_1":
            assert find(document.nodes, parse_address(words)).eid == eid


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("Điều 1. Một\n1. Một.\n9. Chín.\n10. Mười.\n", ("clause_gap", 3, "1 → 9")),
        ("Điều 1. Một\n1. Gồm:\na) Một;\nk) Mười.\n", ("point_gap", 4, "a → k")),
        ("Điều 1. Một\n1. Gồm:\nb) Hai;\nc) Ba.\n", ("point_gap", 3, "0 → b")),
        ("Điều 3. Ba\nĐiều 40. Bốn mươi\n", ("article_gap", 2, "Điều 3 → Điều 40")),
        ("Điều 1. Một\n1. Một.\n1. Một nữa.\n", ("clause_repeated", 3, "1")),
        ("Điều 1. Một\n2. Hai.\n", ("clause_gap", 2, "0 → 2")),
        ("Điều 1. Một\n1. Một.\n90. Chín mươi.\n", ("clause_not_due", 3, "90")),
        ("Điều 1. Một\nĐiều 5f. Năm\n", ("number_unknown", 2, "5f")),
    ],
)
def test_what_is_missing_or_wrong_in_the_numbers_is_said(text: str, gap: tuple[str, int, str]) -> None:
    faults = [(f.code, f.line, f.detail) for f in parse(text).faults]
    assert gap in faults


def test_a_year_or_a_sum_is_no_clause() -> None:
    document = parse("Điều 1. Một\n1. Một.\n500. Đồng.\n25 người.\n21. không hoa\n2. Hai.\n")
    assert [n.number for n, _, _ in walk(document.nodes) if n.kind is Kind.CLAUSE] == ["1", "2"]


def test_rows_of_a_table_are_words_of_their_provision() -> None:
    document = parse("Điều 1. Mức chi\n1. Bảng:\nTT | Nội dung\n2. | Giải nhất\na) | x\n2. Hai.\n")
    assert [n.eid for n, _, _ in walk(document.nodes)] == ["art_1", "art_1__cl_1", "art_1__cl_2"]


def test_appendices_after_the_signature_are_documents_of_their_own() -> None:
    text = (
        "Điều 1. Một\nNơi nhận:\n- A;\nBỘ TRƯỞNG\nPHỤ LỤC I\nDANH MỤC\n1. Một.\n"
        "Mẫu số 02\nĐơn\nPhụ lục II của Luật này\n"
    )
    document = parse(text)
    assert [n.eid for n, _, _ in walk(document.nodes)] == ["art_1", "closing", "annex_1", "annex_1__cl_1", "annex_2"]
    assert source_of(document.nodes) == text


def test_footnote_marks_do_not_hide_numbers_and_notes_are_the_end() -> None:
    text = "Điều 1[1]. Một\n1[2]. Một.\n2.[3] Hai.\na)[4] Điểm;\n[1] Khoản này\n1. Được sửa.\nĐiều 2. Hai\n"
    assert eids(text)[:4] == ["art_1", "art_1__cl_1", "art_1__cl_2", "art_1__cl_2__pt_a"]
    assert [n.eid for n, _, _ in walk(parsed(real("21-VBHN-VPQH")).nodes)][-1] == "closing"
    assert [n.eid for n, _, _ in walk(parsed(real("22-VBHN-VPQH")).nodes)][-1] == "closing"


def test_the_words_of_adoption_are_the_closing_of_a_law() -> None:
    document = parsed(real("36-2018-QH14_pdf"))
    closing = document.nodes[-1].children[-1] if document.nodes[-1].kind is not Kind.CLOSING else document.nodes[-1]
    last = [n for n, _, _ in walk(document.nodes)][-1]
    assert (last.kind, "thông qua ngày 20 tháng 11 năm 2018" in last.text) == (Kind.CLOSING, True)
    assert closing.text.rstrip().endswith("Nguyễn Thị Kim Ngân")


@given(st.text(alphabet="ĐiềuCLI 1234.5fz)-–[]|ABa\nPHỤ.Ẫ/", max_size=200))
def test_no_odd_numbers_break_the_reader(text: str) -> None:
    try:
        document = parse(text)
    except NotARegulation:
        return
    assert source_of(document.nodes) == text
    made = [n.eid for n, _, _ in walk(document.nodes)]
    assert len(made) == len(set(made))
