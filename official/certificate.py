"""Certificates (giấy chứng nhận) as a PDF, a page of A4 across for each.

Nothing here knows what a contest is: callers hand over finished sentences.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from official.decree30 import LINE_MOTTO, LINE_STATE, Signature
from official.lettering import BOLD, ITALIC, PLAIN, draw_centred, draw_left, draw_qr, load_fonts

WIDTH, HEIGHT = landscape(A4)
MIDDLE, INSIDE = WIDTH / 2, WIDTH - 56 * mm
QR_SIDE = 31 * mm
INK, RED = (0.1, 0.1, 0.1), (0.65, 0.09, 0.09)


@dataclass(frozen=True)
class Sheet:
    """One certificate. bodies: who gives it. said: what it says below the name, line by line, the first in bold.

    address: of the page that verifies it. to_verify: the sentence beside the QR code.
    """

    bodies: Sequence[str]
    kind: str
    name: str
    of: str
    said: Sequence[str]
    place_and_date: str
    signatures: Sequence[Signature]
    number: str
    code: str
    address: str
    to_verify: str


def write_certificates(
    target: BinaryIO, sheets: Iterable[Sheet], *, title: str, told: Callable[[int], None] = lambda done: None
) -> None:
    """Write a PDF of all `sheets` to `target`. told: is called after each with how many are done; it may raise."""
    load_fonts()
    page = Canvas(target, pagesize=(WIDTH, HEIGHT), pageCompression=1, lang="vi", initialFontName=PLAIN)
    page.setTitle(title)
    page.setCreator("Hội Thi")
    for done, sheet in enumerate(sheets, start=1):
        _draw(page, sheet)
        page.showPage()
        told(done)
    page.save()


def _draw(page: Canvas, sheet: Sheet) -> None:
    _frame(page)
    page.setFillColorRGB(*INK)
    top = draw_centred(page, LINE_STATE, middle=MIDDLE, top=HEIGHT - 17 * mm, width=INSIDE, font=BOLD, size=13)
    top = draw_centred(page, LINE_MOTTO, middle=MIDDLE, top=top, width=INSIDE, font=BOLD, size=13)
    page.setLineWidth(0.6)
    page.line(MIDDLE - 28 * mm, top - 4, MIDDLE + 28 * mm, top - 4)
    top -= 6 * mm
    for body in sheet.bodies:
        top = draw_centred(page, body.upper(), middle=MIDDLE, top=top, width=INSIDE, font=BOLD, size=12, most=2)
    page.setFillColorRGB(*RED)
    top = draw_centred(page, sheet.kind, middle=MIDDLE, top=top - 4 * mm, width=INSIDE, font=BOLD, size=34)
    page.setFillColorRGB(*INK)
    top = draw_centred(page, sheet.name, middle=MIDDLE, top=top - 5 * mm, width=INSIDE, font=BOLD, size=26, most=2)
    if sheet.of:
        top = draw_centred(page, sheet.of, middle=MIDDLE, top=top, width=INSIDE, font=PLAIN, size=14, most=2)
    top -= 3 * mm
    for font, line in zip((BOLD, *[PLAIN] * len(sheet.said)), sheet.said, strict=False):
        top = draw_centred(page, line, middle=MIDDLE, top=top, width=INSIDE, font=font, size=15, most=2)
    _sign(page, sheet)
    _proof(page, sheet)


def _frame(page: Canvas) -> None:
    page.setStrokeColorRGB(*RED)
    for edge, width in ((9 * mm, 2.4), (11.5 * mm, 0.6)):
        page.setLineWidth(width)
        page.rect(edge, edge, WIDTH - 2 * edge, HEIGHT - 2 * edge)
    page.setStrokeColorRGB(*INK)


def _sign(page: Canvas, sheet: Sheet) -> None:
    """Draw date and signatures at the lower right, a column for each body, with room to sign by hand."""
    left, right = 96 * mm, WIDTH - 18 * mm
    top = draw_centred(
        page, sheet.place_and_date, middle=(left + right) / 2, top=74 * mm, width=right - left, font=ITALIC, size=13
    )
    column = (right - left) / max(len(sheet.signatures), 1)
    for at, one in enumerate(sheet.signatures):
        middle, width = left + (at + 0.5) * column, column - 3 * mm
        below = top
        for line in filter(None, (one.body, one.title)):
            below = draw_centred(page, line, middle=middle, top=below, width=width, font=BOLD, size=12, most=2)
        draw_centred(page, one.name, middle=middle, top=26 * mm, width=width, font=BOLD, size=13)


def _proof(page: Canvas, sheet: Sheet) -> None:
    """Draw at the lower left the number, and the code by which the certificate is verified."""
    left, bottom = 19 * mm, 24 * mm
    draw_qr(page, sheet.address, left=left - 2 * mm, bottom=bottom, side=QR_SIDE)
    top = draw_left(page, sheet.number, left=left, top=bottom + QR_SIDE + 8 * mm, width=75 * mm, font=PLAIN, size=12)
    beside = left + QR_SIDE
    top = draw_left(page, sheet.to_verify, left=beside, top=top - 3 * mm, width=42 * mm, font=PLAIN, size=9, most=4)
    draw_left(page, sheet.code, left=beside, top=top - 1 * mm, width=42 * mm, font=BOLD, size=10.5)
