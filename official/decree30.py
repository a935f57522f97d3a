"""The form of an office document under Decree 30/2020/NĐ-CP (Article 8 and Annex I), for Word.

Nothing here knows what a report says: callers hand over finished sentences and rows.
A4; margins 20 mm top and bottom, 30 left, 15 right; Times New Roman 13; page number
at the top centre from the second page on.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from official.figures import printable

FONT = "Times New Roman"
PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
TEXT_WIDTH_MM = 165
WIDE_MM = 252  # of the text on a page that lies on its side
LINE_STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
DRAFT = "DỰ THẢO"
LINE_MOTTO = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True)
class Column:
    """width: share of the text width, in any unit. right: numbers stand at the right edge."""

    title: str
    width: float
    right: bool = False
    centre: bool = False


@dataclass(frozen=True)
class Head:
    """parent may be empty where the issuing body has none above it in the heading."""

    parent: str
    issuer: str
    number: str
    place_and_date: str


@dataclass(frozen=True)
class Signature:
    """Who signs for which body, and as what; left empty what is not known yet."""

    body: str
    title: str
    name: str


def new_document(*, wide: bool = False) -> Document:
    """Return an empty document with the decree's page, fonts and page numbers. wide: the page lies on its side."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = (PAGE_HEIGHT, PAGE_WIDTH) if wide else (PAGE_WIDTH, PAGE_HEIGHT)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = TOP, BOTTOM, LEFT, RIGHT
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)  # noqa: S101  # the library's own template has it
    normal.font.name, normal.font.size = FONT, Pt(13)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(0)
    _number_pages(section.header.paragraphs[0])
    return document


def as_bytes(document: Document) -> bytes:
    """Return the document as a .docx file."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def width_of(document: Document) -> int:
    """Return how wide the text is, in mm."""
    return WIDE_MM if document.sections[0].orientation == WD_ORIENT.LANDSCAPE else TEXT_WIDTH_MM


def add_draft_mark(document: Document) -> None:
    """Write above the head that this is a draft: what it says is not settled."""
    _paragraph(document, DRAFT, bold=True, align=ALIGN.LEFT, size=14)


def add_head(document: Document, head: Head) -> None:
    """Write the two-column head: bodies and number at the left, the state's name, motto and date at the right."""
    table = document.add_table(rows=2, cols=2)
    _fix_widths(table, [share * width_of(document) / TEXT_WIDTH_MM for share in (67, 98)])
    left, right = table.rows[0].cells
    if head.parent:
        _line(left, head.parent, size=12)
    _line(left, head.issuer, size=12, bold=True)
    _rule_below(left, indent=22)
    _line(right, LINE_STATE, size=12, bold=True)
    _line(right, LINE_MOTTO, size=13, bold=True)
    _rule_below(right, indent=20)
    number, place = table.rows[1].cells
    _line(number, head.number, size=13)
    _line(place, head.place_and_date, size=13, italic=True)


def add_title(document: Document, kind: str, about: str) -> None:
    """Write the name of the document's type in capitals and, below it, what it is about."""
    title = _paragraph(document, kind, bold=True, align=ALIGN.CENTER, size=14)
    title.paragraph_format.space_before = Pt(14)
    _paragraph(document, about, bold=True, align=ALIGN.CENTER, size=14)
    rule = document.add_paragraph()
    _border(rule, indent=58)
    rule.paragraph_format.space_after = Pt(8)


def add_resolved(document: Document, words: str) -> None:
    """Write the words that part the grounds of a decision from what it orders: by themselves, in the middle."""
    paragraph = _paragraph(document, words, bold=True, align=ALIGN.CENTER)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(10), Pt(6)
    paragraph.paragraph_format.keep_with_next = True


def add_heading(document: Document, text: str, level: int = 1) -> None:
    """Write a numbered heading of the body, and keep it with what follows."""
    paragraph = document.add_heading("", level=level)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(10), Pt(4)
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, text, bold=True, italic=level > 1, size=13)
    paragraph.runs[0].font.color.rgb = RGBColor(0, 0, 0)  # the library's heading style is blue


def add_text(document: Document, text: str, *, italic: bool = False) -> Paragraph:
    """Write a justified paragraph of the body, its first line drawn in by 10 mm."""
    paragraph = _paragraph(document, text, italic=italic, align=ALIGN.JUSTIFY)
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_after, form.line_spacing = Mm(10), Pt(6), 1.1
    return paragraph


def add_quote(document: Document, text: str) -> None:
    """Write words of a regulation, drawn in and set smaller."""
    paragraph = _paragraph(document, text, italic=True, align=ALIGN.JUSTIFY, size=12)
    form = paragraph.paragraph_format
    form.left_indent, form.space_after = Mm(10), Pt(6)


def add_table(document: Document, caption: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Table:
    """Write a captioned table whose heading repeats on each page and whose rows stay whole. caption: "" for none."""
    if caption:
        above = _paragraph(document, caption, bold=True, align=ALIGN.CENTER, size=12)
        above.paragraph_format.space_before, above.paragraph_format.space_after = Pt(8), Pt(4)
        above.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    _repeat(table.rows[0])
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        _fill(cell, column.title, bold=True, align=ALIGN.CENTER)
        _shade(cell)
    for row in rows:
        added = table.add_row()
        _keep_whole(added)
        for cell, column, text in zip(added.cells, columns, row, strict=True):
            _fill(cell, text, align=ALIGN.RIGHT if column.right else ALIGN.CENTER if column.centre else ALIGN.LEFT)
    total = sum(c.width for c in columns)
    _fix_widths(table, [c.width * width_of(document) / total for c in columns])
    after = document.add_paragraph()
    after.paragraph_format.space_after = Pt(2)
    return table


def add_picture(document: Document, caption: str, png: bytes, described: str) -> None:
    """Write a captioned picture across the text, with the words that stand for it where it cannot be seen."""
    above = _paragraph(document, caption, bold=True, align=ALIGN.CENTER, size=12)
    above.paragraph_format.space_before, above.paragraph_format.space_after = Pt(8), Pt(4)
    above.paragraph_format.keep_with_next = True
    holder = document.add_paragraph()
    holder.alignment = ALIGN.CENTER
    holder.paragraph_format.space_after = Pt(6)
    shown = holder.add_run().add_picture(io.BytesIO(png), width=Mm(TEXT_WIDTH_MM))
    shown._inline.docPr.set("descr", printable(described))


def add_signatures(document: Document, blocks: Sequence[Signature]) -> None:
    """Write the blocks of bodies that sign one document together, side by side on one page, as each names itself."""
    _keep_with_last(document)
    table = document.add_table(rows=2, cols=len(blocks))
    _fix_widths(table, [width_of(document) / len(blocks)] * len(blocks))
    for above, below, block in zip(table.rows[0].cells, table.rows[1].cells, blocks, strict=True):
        for line in filter(None, (block.body, block.title)):
            _line(above, line, size=13, bold=True)
        above.paragraphs[0].paragraph_format.space_before = Pt(12)
        for _ in range(4):
            _line(above, "", size=13)
        for paragraph in above.paragraphs:
            paragraph.paragraph_format.keep_with_next = True
        _line(below, block.name, size=13, bold=True)
    for row in table.rows:
        _keep_whole(row)


def add_recipients(document: Document, recipients: Sequence[str]) -> None:
    """Write the recipients by themselves, below the signatures of several bodies."""
    table = document.add_table(rows=1, cols=1)
    _fix_widths(table, (width_of(document),))
    _keep_whole(table.rows[0])
    _recipients(table.rows[0].cells[0], recipients)


def add_closing(document: Document, recipients: Sequence[str], signers: Sequence[str]) -> None:
    """Write the recipients at the left and the block for the signature at the right, on one page."""
    _keep_with_last(document)
    table = document.add_table(rows=1, cols=2)
    _fix_widths(table, (85, 80))
    _keep_whole(table.rows[0])
    left, right = table.rows[0].cells
    _recipients(left, recipients)
    for signer in signers:
        _line(right, signer, size=13, bold=True)
    for _ in range(5):
        _line(right, "", size=13)


def _keep_with_last(document: Document) -> None:
    """Keep what comes next on the page of the last paragraph: signatures never stand on a page by themselves."""
    if document.paragraphs:
        document.paragraphs[-1].paragraph_format.keep_with_next = True


def _recipients(cell: _Cell, recipients: Sequence[str]) -> None:
    _line(cell, "Nơi nhận:", size=12, bold=True, italic=True, align=ALIGN.LEFT)
    for recipient in recipients:
        _line(cell, recipient, size=11, align=ALIGN.LEFT)


def _paragraph(
    document: Document, text: str, *, bold: bool = False, italic: bool = False, align: ALIGN, size: float = 13
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    _run(paragraph, text, bold=bold, italic=italic, size=size)
    return paragraph


def _run(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: float) -> None:
    run = paragraph.add_run(printable(text))
    run.bold, run.italic, run.font.size, run.font.name = bold, italic, Pt(size), FONT
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def _line(
    cell: _Cell, text: str, *, size: float, bold: bool = False, italic: bool = False, align: ALIGN = ALIGN.CENTER
) -> None:
    first = cell.paragraphs[0]
    paragraph = first if not first.runs and len(cell.paragraphs) == 1 else cell.add_paragraph()
    paragraph.alignment = align
    _run(paragraph, text, bold=bold, italic=italic, size=size)


def _fill(cell: _Cell, text: str, *, bold: bool = False, align: ALIGN) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    _run(paragraph, text, bold=bold, size=11)


def _rule_below(cell: _Cell, *, indent: float) -> None:
    _border(cell.add_paragraph(), indent=indent)


def _border(paragraph: Paragraph, *, indent: float) -> None:
    """Draw a thin line across `paragraph`, drawn in by `indent` mm at both ends."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent)
    paragraph.paragraph_format.line_spacing = Pt(6)
    edges, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    edges.append(top)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        edges, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _fix_widths(table: Table, widths: Sequence[float]) -> None:
    """Set the columns to `widths` mm; LibreOffice reads the grid, Word the cells."""
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _mark(row: _Row, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))


def _repeat(row: _Row) -> None:
    _keep_whole(row)
    _mark(row, "w:tblHeader")


def _keep_whole(row: _Row) -> None:
    _mark(row, "w:cantSplit")


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E8EDF2")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = ALIGN.CENTER
    for kind, instruction in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size, run.font.name = Pt(13), FONT
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = instruction
        run._r.append(mark)
