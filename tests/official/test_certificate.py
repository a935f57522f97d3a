"""Certificates and their QR codes, looked at as a printer would draw them."""

import io
from collections.abc import Callable
from dataclasses import replace

import pypdfium2
import pytest
import segno
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from official.certificate import Sheet, write_certificates
from official.decree30 import Signature
from official.lettering import FONTS, PLAIN, QUIET, SMALLEST, draw_qr, lines_of, load_fonts

ADDRESS = "https://hoithi.example.vn/chung-nhan/ABCDEFGHJKMNPQRS/"
VIETNAMESE = "ạảãàáăằắẳẵặâầấẩẫậđẹẻẽèéêềếểễệịỉĩìíọỏõòóôồốổỗộơờớởỡợụủũùúưừứửữựỵỷỹỳý"
SHEET = Sheet(
    bodies=("Sở Nội vụ",),
    kind="GIẤY CHỨNG NHẬN",
    name="Nguyễn Thị Quỳnh Như",
    of="UBND xã Đất Mũi",
    said=("Đã đạt Giải nhất", "Tìm hiểu cải cách hành chính"),
    place_and_date="Cà Mau, ngày 05 tháng 11 năm 2026",
    signatures=(Signature("SỞ NỘI VỤ", "GIÁM ĐỐC", "Phan Văn Đốc"),),
    number="Số: 01/GCN-5",
    code="ABCD-EFGH-JKMN-PQRS",
    address=ADDRESS,
    to_verify="Quét mã để kiểm tra:",
)


def written(*sheets: Sheet, told: Callable[[int], None] = lambda done: None) -> PdfReader:
    target = io.BytesIO()
    write_certificates(target, sheets, title="Thử", told=told)
    return PdfReader(target)


def test_the_drawn_code_is_the_address_module_by_module() -> None:
    side, rows = 300.0, segno.make(ADDRESS, error="m", micro=False).matrix
    target = io.BytesIO()
    page = Canvas(target, pagesize=(side, side))
    draw_qr(page, ADDRESS, left=0, bottom=0, side=side)
    page.save()
    drawn = pypdfium2.PdfDocument(target.getvalue())[0].render(scale=4).to_pil().convert("L")
    module = drawn.width / (len(rows) + 2 * QUIET)
    seen = [
        [
            drawn.getpixel((int((QUIET + x + 0.5) * module), int((QUIET + y + 0.5) * module))) < 128
            for x in range(len(rows))
        ]
        for y in range(len(rows))
    ]
    assert seen == [[bool(dark) for dark in row] for row in rows]


def test_the_fonts_have_every_vietnamese_letter() -> None:
    said = (
        written(replace(SHEET, name=VIETNAMESE[:35], of=VIETNAMESE[35:], said=(VIETNAMESE.upper(),)))
        .pages[0]
        .extract_text()
    )
    assert set(VIETNAMESE + VIETNAMESE.upper()) <= set(said)
    assert (FONTS / "OFL.txt").exists()


def test_tells_after_each_page_and_stops_where_it_is_told_to() -> None:
    done: list[int] = []
    assert len(written(SHEET, SHEET, SHEET, told=done.append).pages) == 3
    assert done == [1, 2, 3]

    def enough(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        written(SHEET, SHEET, told=enough)


@pytest.mark.parametrize("words", [3, 30, 300])
def test_long_words_shrink_and_then_take_more_lines_and_lose_nothing(words: int) -> None:
    load_fonts()
    text = " ".join(f"chữ{n}" for n in range(words))
    lines, size = lines_of(text, PLAIN, 20, 400, 1)
    assert " ".join(lines) == text
    assert size <= 20
    assert size >= 20 * SMALLEST - 0.5
    assert len(lines) == 1 or size <= 20 * SMALLEST
