"""A poster (áp phích) on one page of A4 or A3 upright, with a QR code to what it announces.

Nothing here knows what a contest is: callers hand over finished sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from official.lettering import BOLD, PLAIN, draw_centred, draw_left, draw_qr, lines_of, load_fonts

SCALES = {"a4": 1.0, "a3": 2**0.5}  # everything is drawn for A4
WIDTH, HEIGHT = A4
EDGE, MIDDLE = 18 * mm, WIDTH / 2
INSIDE = WIDTH - 2 * EDGE
HEAD, FOOT, QR_SIDE = 92 * mm, 62 * mm, 48 * mm
LARGEST, SMALLEST = 16.0, 8.0  # letters of the sections: as large as all of them fit
RED, INK, WHITE = (0.65, 0.09, 0.09), (0.1, 0.1, 0.1), (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Section:
    title: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Poster:
    """bodies: who holds it. kind: the line above the title. address: what the QR code leads to, and is printed."""

    bodies: Sequence[str]
    kind: str
    title: str
    sections: Sequence[Section]
    invitation: str
    address: str
    hotline: str = ""


def write_poster(target: BinaryIO, poster: Poster, *, size: str) -> None:
    """Write a PDF of one page to `target`. size: a key of SCALES."""
    load_fonts()
    scale = SCALES[size]
    page = Canvas(
        target, pagesize=(WIDTH * scale, HEIGHT * scale), pageCompression=1, lang="vi", initialFontName=PLAIN,
        invariant=1,  # the same poster is the same bytes: pages that hand it out are kept by caches
    )  # fmt: skip
    page.setTitle(poster.title)
    page.setCreator("Hội Thi")
    page.scale(scale, scale)
    _head(page, poster)
    _sections(page, poster.sections)
    _foot(page, poster)
    page.showPage()
    page.save()


def _head(page: Canvas, poster: Poster) -> None:
    page.setFillColorRGB(*RED)
    page.rect(0, HEIGHT - HEAD, WIDTH, HEAD, stroke=0, fill=1)
    page.setFillColorRGB(*WHITE)
    top = HEIGHT - 12 * mm
    for body in poster.bodies:
        top = draw_centred(page, body.upper(), middle=MIDDLE, top=top, width=INSIDE, font=BOLD, size=13, most=2)
    top = draw_centred(page, poster.kind, middle=MIDDLE, top=top - 7 * mm, width=INSIDE, font=PLAIN, size=20)
    draw_centred(page, poster.title, middle=MIDDLE, top=top - 2 * mm, width=INSIDE, font=BOLD, size=32, most=3)


def _sections(page: Canvas, sections: Sequence[Section]) -> None:
    room = HEIGHT - HEAD - FOOT - 16 * mm
    size = LARGEST
    while size > SMALLEST and _height(sections, size) > room:
        size -= 0.5
    top = HEIGHT - HEAD - 6 * mm
    for section in sections:
        page.setFillColorRGB(*RED)
        top = draw_left(page, section.title, left=EDGE, top=top, width=INSIDE, font=BOLD, size=size * 1.15)
        page.setFillColorRGB(*INK)
        for line in section.lines:
            top = draw_left(page, line, left=EDGE, top=top, width=INSIDE, font=PLAIN, size=size, most=99)
        top -= size * 0.8


def _height(sections: Sequence[Section], size: float) -> float:
    """Return how much of the page the sections take in letters of this size."""
    rows = sum(len(lines_of(line, PLAIN, size, INSIDE, 99)[0]) for section in sections for line in section.lines)
    return size * (1.25 * rows + (1.15 * 1.25 + 0.8) * len(sections))


def _foot(page: Canvas, poster: Poster) -> None:
    page.setStrokeColorRGB(*RED)
    page.setLineWidth(1.2)
    page.line(EDGE, FOOT, WIDTH - EDGE, FOOT)
    draw_qr(page, poster.address, left=EDGE - 4 * mm, bottom=FOOT - QR_SIDE - 4 * mm, side=QR_SIDE)
    left = EDGE + QR_SIDE
    width = WIDTH - EDGE - left
    page.setFillColorRGB(*INK)
    top = draw_left(page, poster.invitation, left=left, top=FOOT - 8 * mm, width=width, font=PLAIN, size=16, most=2)
    top = draw_left(page, poster.address, left=left, top=top - 1 * mm, width=width, font=BOLD, size=15, most=2)
    if poster.hotline:
        draw_left(page, poster.hotline, left=left, top=top - 2 * mm, width=width, font=PLAIN, size=15, most=2)
