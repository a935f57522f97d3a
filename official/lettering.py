"""Letters, lines and QR codes on a page of a PDF: what certificates and posters are drawn with.

The fonts lie beside the code, because a bare server has none: Liberation Serif has the widths of Times New Roman and
every Vietnamese letter. Lengths are in points (1/72 inch) from the lower left corner.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import segno
from reportlab import rl_config
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

rl_config.useA85 = 0  # pages as bytes: a quarter smaller than as text, and faster made
FONTS = Path(__file__).resolve().parent / "fonts"
PLAIN, BOLD, ITALIC = "LiberationSerif-Regular", "LiberationSerif-Bold", "LiberationSerif-Italic"
BOLD_ITALIC = "LiberationSerif-BoldItalic"
LEADING = 1.25  # of the size of the letters, from one line to the next
SMALLEST = 0.6  # of the size asked for: words that are longer still take further lines
QUIET = 4  # modules of white around a QR code (ISO/IEC 18004)


@cache
def load_fonts() -> None:
    """Make the four fonts known; the first call reads them."""
    for name in (PLAIN, BOLD, ITALIC, BOLD_ITALIC):
        pdfmetrics.registerFont(TTFont(name, FONTS / f"{name}.ttf"))


def lines_of(text: str, font: str, size: float, width: float, most: int) -> tuple[list[str], float]:
    """Return `text` in at most `most` lines of `width`, and the size of letters at which they fit.

    Letters shrink to SMALLEST of `size` and no further: what does not fit even so takes more lines than `most`.
    """
    text = unicodedata.normalize("NFC", text)
    smaller = size
    while True:
        lines = simpleSplit(text, font, smaller, width)
        if len(lines) <= most or smaller <= size * SMALLEST:
            return lines, smaller
        smaller -= 0.5


def draw_centred(
    page: Canvas, text: str, *, middle: float, top: float, width: float, font: str, size: float, most: int = 1
) -> float:
    """Draw `text` below `top` around the upright line `middle`; return where its last line ends."""
    lines, fitted = lines_of(text, font, size, width, most)
    page.setFont(font, fitted)
    for line in lines:
        top -= fitted * LEADING
        page.drawCentredString(middle, top, line)
    return top


def draw_left(
    page: Canvas, text: str, *, left: float, top: float, width: float, font: str, size: float, most: int = 1
) -> float:
    """Draw `text` below `top` from `left` on; return where its last line ends."""
    lines, fitted = lines_of(text, font, size, width, most)
    page.setFont(font, fitted)
    for line in lines:
        top -= fitted * LEADING
        page.drawString(left, top, line)
    return top


def draw_qr(page: Canvas, address: str, *, left: float, bottom: float, side: float) -> None:
    """Draw the QR code of `address` (level M: a sixth of it may be soiled) with its white edge into a square."""
    rows: Sequence[bytearray] = segno.make(address, error="m", micro=False).matrix  # type: ignore[assignment]
    module = side / (len(rows) + 2 * QUIET)
    page.saveState()
    page.translate(left, bottom)
    page.scale(module, module)  # whole numbers from here on: a third of the time of fractions
    path = page.beginPath()
    for at, row in enumerate(rows):
        y = len(rows) + QUIET - at - 1
        start = None
        for column, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                path.rect(QUIET + start, y, column - start, 1)
                start = None
    page.setFillGray(0)
    page.drawPath(path, stroke=0, fill=1)
    page.restoreState()
