"""What pages, crawlers, fonts and scans do to a text: mended where certain, else said."""

from collections import Counter
from pathlib import Path

import pytest

from regulations.cleaning import Fault, clean
from regulations.parsing import Kind, parse, walk
from tests.regulations.texts import COLLECTION, cleaned, real

WIDE = "Cơ quan hành chính nhà nước tiếp nhận hồ sơ của tổ chức, cá nhân và trả kết quả đúng\n"


def codes(text: str) -> list[str]:
    return [fault.code for fault in clean(text).faults]


def page(text: str) -> str:
    """`text` followed by enough lines of a page for its width to be known."""
    return text + "Điều 9. Phụ\n" + (WIDE + "hạn.\n") * 25


def test_a_sentence_that_the_page_broke_is_joined() -> None:
    done = clean(
        page("1. Cơ quan hành chính nhà nước tiếp nhận hồ sơ của tổ chức, cá nhân và trả kết \nquả.\n2. Hai.\n")
    )
    assert done.text.startswith(
        "1. Cơ quan hành chính nhà nước tiếp nhận hồ sơ của tổ chức, cá nhân và trả kết quả.\n2. Hai.\n"
    )
    assert done.faults == (Fault("lines_joined", None, "26"),)


@pytest.mark.parametrize(
    "lines",
    [
        "Điều 1. Phạm vi\nThông tư này quy định chi tiết.\n",  # a title, then its words
        "CHƯƠNG I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n",
        "1. Một và\na) Điểm\n- Gạch\n",
        "Cơ quan hành chính nhà nước tiếp nhận hồ sơ của tổ chức, cá nhân và trả kết quả theo\n5. Năm\n",
        "Điều 5 \nNhà nước bảo đảm.\n",
    ],
)
def test_what_opens_a_provision_is_never_joined(lines: str) -> None:
    assert clean(page(lines)).text.startswith(lines)


def test_text_in_paragraphs_is_left_as_it_is() -> None:
    text = "Điều 1. Phạm vi\nquy định này\n" * 40
    assert clean(text).text == text


def test_page_numbers_go_and_other_numbers_stay() -> None:
    done = clean("Điều 1. Một\n1. Gồm:\n2015\n2\n2. Hai\n3\n3. Ba\n- 4 -\nHết\n")
    assert done.text == "Điều 1. Một\n1. Gồm:\n2015\n2. Hai\n3. Ba\nHết\n"
    assert done.faults == (Fault("page_numbers_removed", None, "3"),)


def test_two_lone_numbers_are_no_pages() -> None:
    assert codes("Điều 1. Một\n2\n3\n") == []


MARKDOWN = """# NGHỊ ĐỊNH
## Chương I
**Điều 1.** Phạm vi *điều chỉnh*
1\\. Một;
* gạch
| Cột một | Cột hai |
|---|:---:|
| a_b | 2 |
"""


def test_markdown_goes() -> None:
    done = clean(MARKDOWN)
    assert done.text == (
        "NGHỊ ĐỊNH\nChương I\nĐiều 1. Phạm vi điều chỉnh\n1. Một;\n- gạch\nCột một | Cột hai\na_b | 2\n"
    )
    assert done.source_note == ""
    assert done.faults == (Fault("markdown_removed", None, "8"),)


def test_a_source_note_above_markdown_stays_a_note() -> None:
    done = clean("# Nguồn: cổng thông tin\n" + MARKDOWN.removeprefix("# NGHỊ ĐỊNH\n") + "## Chương II\n")
    assert done.source_note == "Nguồn: cổng thông tin"
    assert done.text.startswith("Chương I\n")


def test_lookalikes_inside_latin_words_are_mended() -> None:
    done = clean("Сông chức và сán bộ; Điều 1. Phạm νi; хin chào; москва\n")
    assert done.text == "Công chức và cán bộ; Điều 1. Phạm vi; xin chào; москва\n"
    assert done.faults == (Fault("lookalikes_mended", None, "4"), Fault("foreign_letters", 1, "москва"))


def test_a_damaged_heading_is_mended_only_where_its_number_is_due() -> None:
    done = clean("Điều 3. Ba\nĐiề  4. Bốn\nĐi u 5\nĐiề   4\nC ƯƠNG I\nĐIỀU KIỆN\n_ Chương II\n")
    assert done.text == "Điều 3. Ba\nĐiều 4. Bốn\nĐiều 5\nĐiề   4\nCHƯƠNG I\nĐIỀU KIỆN\nChương II\n"
    assert [(f.code, f.line) for f in done.faults] == [
        ("heading_mended", 2), ("heading_mended", 3), ("heading_damaged", 4), ("heading_mended", 5),
        ("heading_mended", 7),
    ]  # fmt: skip


def test_words_that_may_mean_two_things_are_only_reported() -> None:
    text = "CỘNG HÕA XÃ HỘI\nm c phí th m định\n"
    done = clean(text)
    assert done.text == text
    assert done.faults == (Fault("wrong_tone", 1, "HÕA"), Fault("letters_lost", 2, "th"))


def test_footnote_numbers_are_reported() -> None:
    done = clean("Số: 22/VBHN-VPQH\n1.[2] Chính quyền[3] địa phương4 ở huyện\n")
    assert done.faults == (
        Fault("footnote_marks", 2, "2"),
        Fault("footnote_glued", 2, "quyền[3] địa phương4"),
    )


def test_the_damaged_constitution_is_read_and_says_where_it_is_damaged() -> None:
    text = cleaned(real("Hien-phap-2013"))
    document = parse(text.text, text.source_note)
    found = Counter(fault.code for fault in text.faults)
    assert found["heading_damaged"] == 7  # Articles 64 to 68, 115 and 116
    assert [n.number for n, _, _ in walk(document.nodes) if n.kind is Kind.CHAPTER] == [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI",
    ]  # fmt: skip
    assert [f.detail for f in document.faults if f.code == "article_gap"] == [
        "Điều 63 → Điều 69", "Điều 114 → Điều 117",
    ]  # fmt: skip


def test_clean_law_has_nothing_to_report() -> None:
    for name in ("61-2018-NĐ-CP", "02-2011-QH13", "13-2023-NĐ-CP", "129-2025-QH15"):
        assert cleaned(real(name)).faults == ()


@pytest.mark.parametrize("path", sorted(COLLECTION.glob("*.txt")), ids=lambda p: p.stem)
def test_a_real_text_once_cleaned_stays_as_it_is(path: Path) -> None:
    once = cleaned(path).text
    assert clean(once).text == once
