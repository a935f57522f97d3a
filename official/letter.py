"""A letter of an office (thư cảm ơn, thư ghi nhận) as a PDF, a page of A4 upright or more for each.

Nothing here knows what a contest is: callers hand over finished sentences.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from official.decree30 import LINE_MOTTO, LINE_STATE, Head, Signature
from official.lettering import BOLD, ITALIC, PLAIN, draw_centred, load_fonts

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 30 * mm, WIDTH - 15 * mm, HEIGHT - 20 * mm, 20 * mm
INSIDE = RIGHT - LEFT
SIGNING = 42 * mm  # room for the signatures
BODY = {"fontName": PLAIN, "fontSize": 13.5, "leading": 19, "firstLineIndent": 10 * mm, "spaceAfter": 6}


@dataclass(frozen=True)
class Letter:
    """One letter. to: the line below its title."""

    head: Head
    kind: str
    to: str
    paragraphs: Sequence[str]
    signatures: Sequence[Signature]


def write_letters(target: BinaryIO, letters: Iterable[Letter], *, title: str) -> None:
    """Write a PDF of all `letters` to `target`, each beginning on a page of its own."""
    load_fonts()
    page = Canvas(target, pagesize=A4, pageCompression=1, lang="vi", initialFontName=PLAIN)
    page.setTitle(title)
    page.setCreator("Hội Thi")
    for letter in letters:
        _draw(page, letter)
        page.showPage()
    page.save()


def _draw(page: Canvas, letter: Letter) -> None:
    top = _head(page, letter.head)
    middle = LEFT + INSIDE / 2
    top = draw_centred(page, letter.kind, middle=middle, top=top - 12 * mm, width=INSIDE, font=BOLD, size=16)
    top = draw_centred(page, letter.to, middle=middle, top=top - 2 * mm, width=INSIDE, font=BOLD, size=14, most=3)
    top -= 8 * mm
    style = ParagraphStyle("body", alignment=TA_JUSTIFY, **BODY)
    for text in letter.paragraphs:
        paragraph = Paragraph(escape(text), style)
        _width, height = paragraph.wrap(INSIDE, HEIGHT)
        if top - height < BOTTOM:
            page.showPage()
            top = TOP
        paragraph.drawOn(page, LEFT, top - height)
        top -= height + style.spaceAfter
    if top - SIGNING < BOTTOM:
        page.showPage()
        top = TOP
    _sign(page, letter.signatures, top - 4 * mm)


def _to_fill_in(text: str) -> str:
    """Return the words with dots where the office writes by hand: blanks in a row would be drawn as one."""
    return re.sub(" {2,}", " …… ", text)


def _head(page: Canvas, head: Head) -> float:
    left, right = LEFT + 0.2 * INSIDE, LEFT + 0.7 * INSIDE
    narrow, wide = 0.4 * INSIDE, 0.58 * INSIDE
    top = TOP
    if head.parent:
        top = draw_centred(page, head.parent, middle=left, top=top, width=narrow, font=PLAIN, size=12, most=2)
    top = draw_centred(page, head.issuer, middle=left, top=top, width=narrow, font=BOLD, size=12, most=3)
    page.setLineWidth(0.6)
    page.line(left - 11 * mm, top - 4, left + 11 * mm, top - 4)
    beside = draw_centred(page, LINE_STATE, middle=right, top=TOP, width=wide, font=BOLD, size=12)
    beside = draw_centred(page, LINE_MOTTO, middle=right, top=beside, width=wide, font=BOLD, size=13)
    page.line(right - 28 * mm, beside - 4, right + 28 * mm, beside - 4)
    below = min(top, beside) - 3 * mm
    draw_centred(page, _to_fill_in(head.number), middle=left, top=below, width=narrow, font=PLAIN, size=13)
    return draw_centred(
        page, _to_fill_in(head.place_and_date), middle=right, top=below, width=wide, font=ITALIC, size=13
    )


def _sign(page: Canvas, signatures: Sequence[Signature], top: float) -> None:
    """Draw the signatures: several side by side, a single one at the right."""
    count = max(len(signatures), 2)
    column = INSIDE / count
    for at, one in enumerate(signatures, start=count - len(signatures)):
        middle, below = LEFT + (at + 0.5) * column, top
        for line in filter(None, (one.body, one.title)):
            below = draw_centred(
                page, line, middle=middle, top=below, width=column - 3 * mm, font=BOLD, size=12.5, most=2
            )
        draw_centred(page, one.name, middle=middle, top=below - 22 * mm, width=column - 3 * mm, font=BOLD, size=13)
