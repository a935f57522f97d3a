"""Word documents: read as a person sees them, written as a person would write them."""

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from docx import Document
from docx.document import Document as Open
from docx.enum.text import WD_COLOR_INDEX, WD_UNDERLINE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.faults import in_words
from questionbank.formats.lines import Picture
from questionbank.formats.media import media_of
from questionbank.formats.prose import read
from questionbank.formats.record import Record, Sheet
from questionbank.formats.word import read_docx
from questionbank.formats.word_write import write_docx
from tests.questionbank.drawn import records, without_rows


def png(shade: int = 0) -> bytes:
    """A picture of one point."""

    def chunk(name: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    points = chunk(b"IDAT", zlib.compress(bytes([0, shade])))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + points + chunk(b"IEND", b"")


def saved(document: Open) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def document(*paragraphs: str) -> Open:
    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    return made


def sheet_of(made: Open) -> Sheet:
    return read(read_docx(saved(made)))


def one(made: Open) -> Record:
    sheet = sheet_of(made)
    assert [f for f in sheet.faults if not f.note] == []
    assert len(sheet.records) == 1
    return sheet.records[0]


def texts(made: Open) -> list[str]:
    return [line.text for line in read_docx(saved(made))]


QUESTION = ("Câu 1. Ai ký?", "A. Bộ", "B. Tỉnh", "C. Xã")


@pytest.mark.parametrize(
    "mark",
    [
        lambda run: setattr(run, "bold", True),
        lambda run: setattr(run, "underline", True),
        lambda run: setattr(run, "underline", WD_UNDERLINE.WAVY),
        lambda run: setattr(run.font.color, "rgb", RGBColor(255, 0, 0)),
        lambda run: setattr(run.font, "highlight_color", WD_COLOR_INDEX.YELLOW),
        lambda run: setattr(run, "style", "Strong"),
    ],
)
def test_look_of_the_right_choice_marks_it(mark: Callable[[object], None]) -> None:
    made = document(*QUESTION)
    mark(made.paragraphs[2].runs[0])
    assert one(made).key == ("B",)


def test_bold_style_of_a_paragraph_marks_it() -> None:
    made = document(*QUESTION)
    made.styles.add_style("Right", 1).font.bold = True
    made.paragraphs[3].style = "Right"
    assert one(made).key == ("C",)


def test_underlined_letter_marks_its_choice() -> None:
    made = document("Câu 1. Ai ký?", "A. Bộ")
    line = made.add_paragraph()
    line.add_run("B").underline = True
    line.add_run(". Tỉnh")
    assert one(made).key == ("B",)


def test_marks_on_one_line() -> None:
    made = document("Câu 1. 1 + 1 = ?")
    line = made.add_paragraph("A. 1\t")
    line.add_run("B. 2").bold = True
    line.add_run("\tC. 3")
    record = one(made)
    assert (record.choices, record.key) == (("1", "2", "3"), ("B",))


def test_black_and_automatic_colours_mark_nothing() -> None:
    made = document(*QUESTION)
    made.paragraphs[2].runs[0].font.color.rgb = RGBColor(0, 0, 0)
    assert [f.code for f in sheet_of(made).faults] == ["no_answer"]


def test_lines_within_a_paragraph() -> None:
    record = one(document("Câu 1. Ai ký?\nA. Bộ\nB. Tỉnh\nĐáp án: B"))
    assert (record.choices, record.key) == (("Bộ", "Tỉnh"), ("B",))


def listed(made: Open, *levels: tuple[str, str], start: int = 1) -> str:
    """Add a list with these (format, text) levels; return its number."""
    part = made.part.numbering_part.element
    number = str(900 + len(part))
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(levels)
    )
    kind = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inner}</w:abstractNum>')
    part.insert(0, kind)
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    return number


def item(made: Open, text: str, number: str, level: int = 0) -> Paragraph:
    paragraph = made.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )
    return paragraph


@pytest.mark.parametrize(
    ("kind", "pattern", "shown"),
    [("decimal", "Câu %1.", ["Câu 1. x", "Câu 2. x"]), ("upperLetter", "%1.", ["A. x", "B. x"]),
     ("lowerLetter", "%1)", ["a) x", "b) x"]), ("upperRoman", "%1.", ["I. x", "II. x"]),
     ("lowerRoman", "%1.", ["i. x", "ii. x"]), ("decimalZero", "%1.", ["01. x", "02. x"]),
     ("bullet", "", ["- x", "- x"]), ("none", "", ["x", "x"])],
)  # fmt: skip
def test_numbers_that_word_sets_are_read_as_seen(kind: str, pattern: str, shown: list[str]) -> None:
    made = Document()
    number = listed(made, (kind, pattern))
    for _ in range(2):
        item(made, "x", number)
    assert texts(made) == shown


def test_lists_within_lists_begin_anew() -> None:
    made = Document()
    number = listed(made, ("decimal", "Câu %1."), ("upperLetter", "%2."))
    for _ in range(2):
        item(made, "Ai ký việc này?", number)
        for text in ("Bộ", "Tỉnh"):
            item(made, text, number, level=1)
        made.add_paragraph("Đáp án: B")
    sheet = sheet_of(made)
    assert [(r.choices, r.key) for r in sheet.records] == [(("Bộ", "Tỉnh"), ("B",))] * 2


def test_list_that_is_begun_anew_and_one_with_a_style() -> None:
    made = Document()
    number = listed(made, ("decimal", "%1."), start=3)
    part = made.part.numbering_part.element
    part.append(parse_xml(
        f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="{number}"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    ))  # fmt: skip
    for name in (number, number, "77", "77"):
        item(made, "x", name)
    made.add_paragraph("y", style="List Number")
    assert texts(made) == ["3. x", "4. x", "1. x", "2. x", "1. y"]


def test_number_in_a_form_that_is_not_known_is_told() -> None:
    made = Document()
    item(made, "x", listed(made, ("chineseCounting", "%1.")))
    assert read_docx(saved(made))[0].unread == (("numbering_unknown", "chineseCounting: 1."),)


def test_choices_in_the_cells_of_a_table() -> None:
    made = document("Câu 1. Ai ký?")
    table = made.add_table(2, 2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("A. Bộ", "B. Tỉnh", "C. Xã", "D. Ấp"), strict=True
    ):
        cell.text = text
    made.add_paragraph("Đáp án: C")
    assert one(made).choices == ("Bộ", "Tỉnh", "Xã", "Ấp")


def test_question_in_one_cell_with_its_choices() -> None:
    made = Document()
    cell = made.add_table(1, 1).rows[0].cells[0]
    cell.text = "Câu 1. Ai ký?"
    for text in ("A. Bộ", "B. Tỉnh", "Đáp án: A"):
        cell.add_paragraph(text)
    assert one(made).key == ("A",)


@pytest.mark.parametrize(
    "rows",
    [[["Câu", "1", "2"], ["Đáp án", "A", "B"]], [["Câu", "Đáp án"], ["1", "A"], ["2", "B"]], [["1", "2"], ["A", "B"]]],
)
def test_table_of_keys(rows: list[list[str]]) -> None:
    made = document(*QUESTION, "Câu 2. Ai đọc?", "A. Bộ", "B. Tỉnh", "BẢNG ĐÁP ÁN")
    table = made.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    sheet = sheet_of(made)
    assert ([r.key for r in sheet.records], sheet.faults) == ([("A",), ("B",)], ())


def test_pictures_belong_to_the_question_or_its_choice() -> None:
    made = document("Câu 1. Đây là gì?")
    made.add_paragraph().add_run().add_picture(io.BytesIO(png(1)))
    for letter, shade in (("A", 2), ("B", 3)):
        made.add_paragraph(f"{letter}. Hình {letter} ").add_run().add_picture(io.BytesIO(png(shade)))
    made.add_paragraph("Đáp án: B")
    sheet = sheet_of(made)
    assert [m.place for m in sheet.records[0].media] == [-1, 0, 1]
    assert [sheet.files[m.sha256] for m in sheet.records[0].media] == [png(1), png(2), png(3)]
    assert {m.content_type for m in sheet.records[0].media} == {"image/png"}


def inner(paragraph: Paragraph, xml: str) -> None:
    paragraph._p.append(parse_xml(xml))


MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (f"<m:oMath {MATH}><m:r><m:t>x=2</m:t></m:r></m:oMath>", "equation_not_read"),
        (f"<w:r {nsdecls('w')}><w:object/></w:r>", "equation_not_read"),
        (f"<w:r {nsdecls('w')}><w:drawing/></w:r>", "drawing_not_read"),
        (f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r>", "text_box_not_read"),
        (f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "symbol_not_read"),
        (f'<w:r {nsdecls("w")}><w:footnoteReference w:id="1"/></w:r>', "footnote_not_read"),
        (f"<w:r {nsdecls('w')}><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>", "hidden_text"),
        (f'<w:r {nsdecls("w")}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>ab</w:t></w:r>', "raised_text"),
    ],
)
@pytest.mark.parametrize("at", [0, 1])
def test_what_no_text_can_say_is_told(xml: str, code: str, at: int) -> None:
    made = document(*QUESTION, "Đáp án: A")
    inner(made.paragraphs[at], xml)
    told = sheet_of(made).faults
    assert [(f.row, f.code) for f in told] == [(at + 1, code)]
    assert len(in_words(told[0])) > 10


def test_equation_alone_in_its_paragraph_is_told() -> None:
    made = document("Câu 1. Tính:", "", "A. 1", "B. 2", "Đáp án: A")
    inner(made.paragraphs[1], f"<m:oMathPara {MATH}><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></m:oMathPara>")
    assert [(f.row, f.code) for f in sheet_of(made).faults] == [(2, "equation_not_read")]


def test_figures_above_the_line_keep_their_meaning() -> None:
    made = document("Câu 1. 10 m")
    made.paragraphs[0].add_run("2").font.superscript = True
    assert texts(made) == ["Câu 1. 10 m²"]


def test_changes_tracked_are_read_as_if_accepted() -> None:
    made = document("Câu 1. Ai ")
    for xml in (
        "<w:del {0}><w:r><w:delText>bỏ</w:delText></w:r></w:del>",
        "<w:ins {0}><w:r><w:t>ký</w:t></w:r></w:ins>",
        "<w:moveFrom {0}><w:r><w:t>cũ</w:t></w:r></w:moveFrom>",
        "<w:hyperlink {0}><w:r><w:t>?</w:t></w:r></w:hyperlink>",
    ):
        inner(made.paragraphs[0], xml.format(nsdecls("w")))
    assert texts(made) == ["Câu 1. Ai ký?"]


@given(st.lists(records(), min_size=1, max_size=2))
@settings(max_examples=40)
def test_document_that_was_written_reads_back_equal(given_records: list[Record]) -> None:
    sheet = read(read_docx(write_docx(given_records, {})[0]))
    assert [f for f in sheet.faults if not f.code.endswith("_repeated")] == []
    assert [without_rows(r.to_json()) for r in sheet.records] == [without_rows(r.to_json()) for r in given_records]


def test_pictures_are_written_and_read_back() -> None:
    held = [Picture(f"hinh {at}.png", "image/png", f"Sơ đồ {at}", png(at)) for at in range(3)]
    media = tuple(media_of(picture, place) for place, picture in zip((-1, 0, 1), held, strict=True))
    part = Record(1, "", "", "single", 2, "Ai?", ("Bộ", "Xã"), ("A",), media=media[:1])
    record = Record(1, "", "c", "single", 2, "Ai?\nỞ đâu?", ("Bộ", "Xã"), ("A",), media=media)
    whole = Record(1, "", "c", "situation", 2, "Ông A nộp hồ sơ.", parts=(part,), media=media[1:1])
    files = {m.sha256: p.raw for m, p in zip(media, held, strict=True)}
    sheet = read(read_docx(write_docx([record, whole], files)[0]))
    assert sheet.faults == ()
    assert sheet.files == files
    assert [without_rows(r.to_json()) for r in sheet.records] == [without_rows(r.to_json()) for r in (record, whole)]


def test_file_that_a_document_cannot_hold_is_named() -> None:
    medium = media_of(Picture("loi-noi.mp3", "audio/mpeg", "", b"x"), -1)
    broken = replace(medium, content_type="image/png", name="hong.png")
    record = Record(1, "", "c", "single", 2, "Ai?", ("Bộ", "Xã"), ("A",), media=(medium, broken))
    sheet = read(read_docx(write_docx([record], {medium.sha256: b"x"})[0]))
    assert [(f.code, f.value) for f in sheet.faults] == [("file_missing", "loi-noi.mp3"), ("file_missing", "hong.png")]
