"""Files in the shapes that offices really send: a decision as a web page, as Word, made in LibreOffice."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from regulations.forms import FactsForm
from regulations.importing import Draft, read
from tests.regulations.office import line, word

PAGE = """<html><head><meta charset="utf-8"></head><body>
<table><tr><td>ỦY BAN NHÂN DÂN<br>TỈNH CÀ MAU<br>Số: 12/QĐ-UBND</td>
<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc<br>
Cà Mau, ngày 15 tháng 3 năm 2026</td></tr></table>
<h1>QUYẾT ĐỊNH</h1><h2>Ban hành Quy chế phối hợp giải quyết thủ tục hành chính</h2>
<p>Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;</p>
<p><b>Điều 1.</b> Phạm vi</p>
<ol><li>Quyết định này quy định việc phối hợp.</li><li>Các trường hợp sau đây được áp dụng:
<ol type="a"><li>Tiếp nhận hồ sơ;</li><li>Trả kết quả.</li></ol></li></ol>
<p><b>Điều 2.</b> Thời hạn</p>
<table border=1><tr><th>Việc</th><th>Số ngày</th></tr><tr><td><p>Tiếp</p><p>nhận</p></td><td>01</td></tr></table>
<p><b>Điều 3.</b> Hiệu lực</p><p>Quyết định này có hiệu lực từ ngày 01 tháng 4 năm 2026.</p>
<p>Nơi nhận:<br>- Như Điều 3;<br>- Lưu: VT.</p><p>CHỦ TỊCH<br>Nguyễn Văn An</p></body></html>"""


def check_facts(draft: Draft) -> None:
    facts = draft.header
    assert (facts.number, facts.doc_type) == ("12/QĐ-UBND", "Quyết định")
    assert facts.title == "Ban hành Quy chế phối hợp giải quyết thủ tục hành chính"
    assert facts.issuer == "Ủy ban nhân dân tỉnh Cà Mau"
    assert (facts.signer, len(facts.legal_bases), facts.recipients) == ("Nguyễn Văn An", 1, ("Như Điều 3",))
    assert (facts.issued_on, facts.effective_on) == (date(2026, 3, 15), date(2026, 4, 1))
    assert (draft.counts["article"], draft.counts["clause"]) == (3, 2)


def test_a_page_with_columns_lists_and_tables_is_read_as_it_is_seen() -> None:
    draft = read(PAGE.encode(), "quyet-dinh.html")
    check_facts(draft)
    assert draft.counts["point"] == 2
    assert "\n1. Quyết định này quy định" in draft.text
    assert "\na) Tiếp nhận hồ sơ;\nb) Trả kết quả.\n" in draft.text
    assert "\nViệc | Số ngày\nTiếp nhận | 01\n" in draft.text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["docx:MS Word 2007 XML", "doc:MS Word 97", "rtf:Rich Text Format"])
def test_what_libreoffice_makes_of_it_is_read_alike(kind: str, tmp_path: Path) -> None:
    source = tmp_path / "quyet-dinh.html"
    source.write_text(PAGE)
    for start in ("first", "second"):  # its very first start on a machine may fail
        done = subprocess.run(
            [
                "soffice", f"-env:UserInstallation=file://{tmp_path}/{start}", "--headless",
                "--infilter=HTML (StarWriter)", "--convert-to", kind, "--outdir", tmp_path, source,
            ],
            check=False, capture_output=True, timeout=240,
        )  # fmt: skip
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stderr
    made = source.with_suffix(f".{kind.split(':')[0]}")
    check_facts(read(made.read_bytes(), made.name))


@pytest.mark.parametrize(
    ("attributes", "labels"),
    [
        ("", ["1.", "2."]),
        ('start="4"', ["4.", "5."]),
        ('type="I"', ["I.", "II."]),
        ('style="list-style-type: lower-alpha"', ["a)", "b)"]),
        ('start="x"', ["1.", "2."]),
    ],
)
def test_items_are_counted_as_a_browser_counts_them(attributes: str, labels: list[str]) -> None:
    page = f"<html><body><p>Điều 1. Một</p><ol {attributes}><li>Hai</li><li><p>Ba</p></li></ol></body></html>"
    lines = read(page.encode()).text.splitlines()
    assert lines[1:] == [f"{labels[0]} Hai", f"{labels[1]} Ba"]


def test_an_item_that_carries_its_number_gets_no_second_one() -> None:
    page = "<html><body><p>Điều 1. Một</p><ol><li>1. Hai</li><li>a) Ba</li></ol></body></html>"
    assert "\n1. Hai\na) Ba" in read(page.encode()).text


def test_a_page_laid_out_in_one_cell_keeps_its_lines() -> None:
    page = "<html><body><table><tr><td><p>Điều 1. Một</p><p>1. Hai.</p><p>2. Ba.</p></td></tr></table></body></html>"
    assert read(page.encode()).counts == {"article": 1, "clause": 2}


def test_a_frame_around_text_in_word_keeps_its_lines() -> None:
    cell = "".join(map(line, ("Điều 1. Một", "1. Hai.", "2. Ba.")))
    assert read(word(f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>")).counts == {"article": 1, "clause": 2}


def test_a_title_ends_where_the_first_article_begins() -> None:
    text = "NGHỊ ĐỊNH\nQuy định về một cửa số\nĐiều 1. Nguyên tắc\n1. Công khai.\n"
    assert read(text.encode()).header.title == "Quy định về một cửa số"


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        ("UỶ BAN NHÂN DÂN\nTỈNH CÀ MAU", "Ủy ban nhân dân tỉnh Cà Mau"),
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ", "Ủy ban nhân dân thành phố Cần Thơ"),
        ("ỦY BAN NHÂN DÂN\nXÃ ĐẦM DƠI", "Ủy ban nhân dân xã Đầm Dơi"),
    ],
)
def test_a_peoples_committee_is_named_with_its_place(head: str, issuer: str) -> None:
    text = f"{head}\nSố: 5/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc\nĐiều 1. Một\n"
    assert read(text.encode()).header.issuer == issuer


def test_effect_before_the_day_of_issue_is_taken_where_the_text_says_so() -> None:
    facts = {
        "doc_type": "Văn bản hợp nhất", "number": "21/VBHN-VPQH", "title": "Luật",
        "issued_on": "2019-12-16", "effective_on": "2016-01-01",
    }  # fmt: skip
    assert FactsForm(facts, initial={"effective_on": date(2016, 1, 1)}).is_valid()
    assert "effective_on" in FactsForm(facts, initial={"effective_on": None}).errors
