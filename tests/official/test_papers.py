"""One composition as Word and as PDF, read back by other programs."""

import io
import re
from collections.abc import Callable
from dataclasses import replace

import docx
import pypdf
import pytest
from PIL import Image
from python_calamine import CalamineWorkbook

from official.blocks import Block, Grid, Heading, Paper, Quote, Text
from official.charts import MOST_BARS, Bar, Chart, parts_of, picture
from official.decree30 import Column, Head
from official.pdf_paper import write_pdf
from official.word_paper import write_word
from official.workbook import Sheet, write_workbook

HEAD = Head("UBND TỈNH CÀ MAU", "SỞ NỘI VỤ", "Số:        /BC-SNV", "Cà Mau, ngày      tháng 11 năm 2026")
PAPER = Paper(HEAD, "BÁO CÁO", "Về một việc", (), ("- Như trên;", "- Lưu: VT."), ("GIÁM ĐỐC",))
CHART = Chart(
    "Hình 1. Hai tỷ lệ",
    "a: 50 %",
    [Bar("Việc a", 0.5, 0.4, 0.6, "Đạt"), Bar("b", 0.0, None, None, "")],
    0.7,
    "Mục tiêu",
)
WIDE = [Column("Tên", 3), Column("Số", 1, right=True)]
Write = Callable[..., None]


def written(write: Write, *blocks: Block) -> bytes:
    target = io.BytesIO()
    write(target, replace(PAPER, blocks=blocks))
    return target.getvalue()


def pages(raw: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(raw)).pages]


def test_a_table_goes_over_pages_under_its_head() -> None:
    rows = [(f"Đơn vị {n}", str(n)) for n in range(120)]
    told = pages(written(write_pdf, Grid("Bảng 1", WIDE, rows)))
    assert len(told) > 2
    assert all("Tên" in page for page in told[:-1])
    assert "Đơn vị 119" in "".join(told)


def test_a_cell_longer_than_a_page_is_still_written() -> None:
    told = "".join(pages(written(write_pdf, Grid("Bảng 1", WIDE, [("từ " * 3000 + "hết", "1")]))))
    assert "hết" in told


def test_a_heading_stands_with_the_chart_below_it() -> None:
    lines = [Text("Câu. " * 30) for _ in range(11)]
    told = pages(written(write_pdf, *lines, Heading("II. MỤC"), CHART))
    (page,) = [page for page in told if "II. MỤC" in page]
    assert "Hình 1" in page


def test_blanks_to_be_filled_in_keep_their_width() -> None:
    assert re.search(r"Số:\s{8}/BC-SNV", pages(written(write_pdf))[0])


@pytest.mark.parametrize("write", [write_word, write_pdf])
def test_signs_that_no_document_holds_do_not_break_one(write: Write) -> None:
    odd = "Dòng một\x0bdòng hai\x01\ufffe"
    blocks = Heading(odd), Text(odd), Quote(odd), Grid(odd, WIDE, [(odd, "1")]), replace(CHART, described=odd)
    assert written(write, *blocks)


@pytest.mark.parametrize("write", [write_word, write_pdf])
def test_telling_may_stop_it(write: Write) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, total: int) -> None:
        assert total == 2
        raise Stopped

    with pytest.raises(Stopped):
        write(io.BytesIO(), replace(PAPER, blocks=(Text("a"), Text("b"))), told=stop)


@pytest.mark.parametrize("write", [write_word, write_pdf])
def test_progress_grows_to_the_whole(write: Write) -> None:
    told: list[tuple[int, int]] = []
    write(io.BytesIO(), replace(PAPER, blocks=(Text("a"), CHART)), told=lambda *step: told.append(step))
    assert told == sorted(told)
    assert told[-1] == (2, 2)


def test_more_bars_than_a_page_takes_go_over_several() -> None:
    many = replace(CHART, bars=[Bar(f"Việc {n}", 0.5, None, None, "") for n in range(2 * MOST_BARS + 1)])
    assert [len(part.bars) for part in parts_of(many)] == [MOST_BARS, MOST_BARS, 1]
    told = "".join(pages(written(write_pdf, many)))
    assert f"Việc {2 * MOST_BARS}" in told
    document = docx.Document(io.BytesIO(written(write_word, many)))
    assert len(document.inline_shapes) == 3


def test_the_picture_shows_bar_and_target() -> None:
    image = Image.open(io.BytesIO(picture(CHART, 480))).convert("RGB")
    colours = {colour for _count, colour in image.getcolors(1 << 20) or []}
    assert any(blue > red + 30 for red, _green, blue in colours)
    assert any(red > green + 80 and red > blue + 80 for red, green, blue in colours)


def test_words_of_a_workbook_stay_words() -> None:
    target = io.BytesIO()
    rows = [("=1+1", 0.25), ("@SUM(A1)", None), ("x" * 40_000, 3)]
    write_workbook(target, [Sheet("Một", (("Tên", 10), ("Tỷ lệ", 8)), rows, frozenset((1,)))])
    target.seek(0)
    read = CalamineWorkbook.from_filelike(target).get_sheet_by_name("Một").to_python()
    assert read[:3] == [["Tên", "Tỷ lệ"], ["=1+1", 0.25], ["@SUM(A1)", ""]]
    assert len(read[3][0]) == 32_767
