"""A document of blocks as a PDF in the form of Decree 30/2020/NĐ-CP, without an office program on the server."""

from collections.abc import Sequence
from functools import partial
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    LongTable,
    PageTemplate,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus import Paragraph as Line

from official.blocks import Block, Grid, Heading, Paper, Quote, Text
from official.charts import Chart, draw, height_of, parts_of
from official.decree30 import LINE_MOTTO, LINE_STATE, TEXT_WIDTH_MM, Column
from official.figures import printable
from official.lettering import BOLD, BOLD_ITALIC, ITALIC, PLAIN, load_fonts
from official.word_paper import Told

WIDTH = TEXT_WIDTH_MM * mm
_SHADE = Color(0.91, 0.93, 0.95)


def write_pdf(target: BinaryIO, paper: Paper, *, told: Told = lambda done, total: None) -> None:
    """Write `paper` to `target`. told: called with blocks done and in all; may raise to stop."""
    load_fonts()
    total = len(paper.blocks)
    flow = _head(paper)
    for at, block in enumerate(paper.blocks):
        if isinstance(block, Heading):
            flow.append(CondPageBreak(_room(paper.blocks[at + 1 : at + 2])))
        flow += [*_flow(block), _Tell(partial(told, at + 1, total))]
    flow.append(_closing(paper))
    frame = Frame(30 * mm, 20 * mm, WIDTH, 257 * mm, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document = BaseDocTemplate(target, pagesize=A4, title=f"{paper.kind} {paper.about}", author=paper.head.issuer,
                               creator="Hội Thi", lang="vi", initialFontName=PLAIN)  # fmt: skip
    document.addPageTemplates([PageTemplate(frames=[frame], onPage=_number)])
    document.build(flow)
    told(total, total)


class _Tell(Flowable):
    """Takes no room; says that the blocks before it are laid out."""

    def __init__(self, tell: partial[None]) -> None:
        super().__init__()
        self.width = self.height = 0
        self._tell = tell

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self._tell()


class _Drawn(Flowable):
    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self._chart, self.width, self.height = chart, WIDTH, height_of(chart)

    def draw(self) -> None:
        draw(self.canv, self._chart, left=0, bottom=0, width=WIDTH)


def _room(following: Sequence[Block]) -> float:
    """Return the room that a heading needs to stand on one page with the beginning of what follows it."""
    return 25 * mm + sum(height_of(parts_of(block)[0]) for block in following if isinstance(block, Chart))


def _flow(block: Block) -> list[Flowable]:
    match block:
        case Heading(text, level):
            style = _style(BOLD if level == 1 else BOLD_ITALIC, 13, before=10, after=4, first=10 * mm)
            return [_line(text, style)]
        case Text(text, italic):
            return [_line(text, _style(ITALIC if italic else PLAIN, 13, TA_JUSTIFY, after=6, first=10 * mm))]
        case Quote(text):
            return [_line(text, _style(ITALIC, 12, TA_JUSTIFY, after=6, left=10 * mm))]
        case Grid(caption, columns, rows):
            return [CondPageBreak(40 * mm), _caption(caption), _table(columns, rows), Spacer(0, 8)]
        case chart:
            return [KeepTogether([_caption(part.caption), _Drawn(part), Spacer(0, 8)]) for part in parts_of(chart)]


def _head(paper: Paper) -> list[Flowable]:
    centre = partial(_style, align=TA_CENTER)
    head = paper.head
    above = [_line(head.parent, centre(PLAIN, 12))] if head.parent else []
    issuer = [*above, _line(head.issuer, centre(BOLD, 12)), _Rule(26 * mm)]
    state = [_line(LINE_STATE, centre(BOLD, 12)), _line(LINE_MOTTO, centre(BOLD, 13)), _Rule(56 * mm)]
    rows = [
        [issuer, state],
        [[_line(head.number, centre(PLAIN, 13))], [_line(head.place_and_date, centre(ITALIC, 13))]],
    ]
    table = Table(rows, colWidths=[63 * mm, 102 * mm])
    table.setStyle(TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0),
    ]))  # fmt: skip
    title = [_line(paper.kind, centre(BOLD, 14, before=14)), _line(paper.about, centre(BOLD, 14)), _Rule(50 * mm)]
    return [table, *title, Spacer(0, 10)]


class _Rule(Flowable):
    """A thin line in the middle, as below the motto and the title."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self._length, self.height = length, 5

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        return width, 5

    def draw(self) -> None:
        self.canv.setLineWidth(0.7)
        self.canv.line((self.width - self._length) / 2, 2.5, (self.width + self._length) / 2, 2.5)


def _table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Flowable:
    total = sum(column.width for column in columns)
    looks = [TA_RIGHT if c.right else TA_CENTER if c.centre else TA_LEFT for c in columns]
    head = [_line(c.title, _style(BOLD, 11, TA_CENTER)) for c in columns]
    styles = {look: _style(PLAIN, 11, look) for look in looks}
    body = [[_line(text, styles[look]) for text, look in zip(row, looks, strict=True)] for row in rows]
    table = LongTable([head, *body], colWidths=[WIDTH * c.width / total for c in columns], repeatRows=1, splitInRow=1)
    table.setStyle(TableStyle([
        ("GRID", (0, 0), (-1, -1), 0.5, black), ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4), ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]))  # fmt: skip
    return table


def _closing(paper: Paper) -> Flowable:
    left = [_line("Nơi nhận:", _style(BOLD_ITALIC, 12)), *(_line(to, _style(PLAIN, 11)) for to in paper.recipients)]
    right = [_line(signer, _style(BOLD, 13, TA_CENTER)) for signer in paper.signers]
    table = Table([[left, [*right, Spacer(0, 28 * mm)]]], colWidths=[85 * mm, 80 * mm], spaceBefore=12)
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return KeepTogether([table])


def _caption(text: str) -> Flowable:
    return _line(text, _style(BOLD, 12, TA_CENTER, before=6, after=4))


def _line(text: str, style: ParagraphStyle) -> Any:
    return Line(escape(printable(text)).replace("  ", "\u00a0\u00a0"), style)  # blanks to be filled in keep their width


def _style(
    font: str,
    size: float,
    align: int = TA_LEFT,
    *,
    before: float = 0,
    after: float = 0,
    first: float = 0,
    left: float = 0,
) -> ParagraphStyle:
    return ParagraphStyle(
        font, fontName=font, fontSize=size, leading=size * 1.25, alignment=align, spaceBefore=before, spaceAfter=after,
        firstLineIndent=first, leftIndent=left, allowWidows=0, allowOrphans=0,
    )  # fmt: skip


def _number(page: Canvas, document: BaseDocTemplate) -> None:
    """Number pages at the top centre, from the second on."""
    if document.page > 1:
        page.setFont(PLAIN, 13)
        page.drawCentredString(30 * mm + WIDTH / 2, A4[1] - 14 * mm, str(document.page))
