"""Charts of shares for office documents: bars with their intervals.

Drawn once, for a PDF as lines and for Word as a picture of the same. Readable in black and white: what a bar is said
to be stands in words beside it. Lengths are in points.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from official.lettering import BOLD, PLAIN, load_fonts

LABEL, NOTE = 0.36, 0.17  # shares of the width, left and right of the bars
ROW, AXIS, SIZE = 25, 26, 9.5
MOST_BARS = 20  # to a page
_FILL, _INK, _GRID, _LINE = (0.62, 0.72, 0.83), (0.1, 0.1, 0.1), (0.8, 0.8, 0.8), (0.65, 0.09, 0.09)
_SCALE = 3  # pixels of the picture to a point: 216 dpi


@dataclass(frozen=True)
class Bar:
    """value, low, high: shares of 0 to 1; low and high None where there is no interval. note: said beside it."""

    label: str
    value: float
    low: float | None
    high: float | None
    note: str


@dataclass(frozen=True)
class Chart:
    """caption: above it. described: the same in words, for who cannot see it. line: a share to compare with, named."""

    caption: str
    described: str
    bars: Sequence[Bar]
    line: float | None = None
    line_name: str = ""


def parts_of(chart: Chart) -> list[Chart]:
    """Return the chart in pieces that each fit on a page."""
    if len(chart.bars) <= MOST_BARS:
        return [chart]
    pieces = [chart.bars[at : at + MOST_BARS] for at in range(0, len(chart.bars), MOST_BARS)]
    named = [chart.caption, *[f"{chart.caption} (tiếp theo)"] * (len(pieces) - 1)]
    return [replace(chart, caption=name, bars=bars) for name, bars in zip(named, pieces, strict=True)]


def height_of(chart: Chart) -> float:
    return ROW * len(chart.bars) + AXIS + (14 if chart.line is not None else 0)


def draw(page: Canvas, chart: Chart, *, left: float, bottom: float, width: float) -> None:
    """Draw the chart without its caption, `height_of(chart)` high."""
    load_fonts()
    begin, end = left + LABEL * width, left + (1 - NOTE) * width
    floor, top = bottom + AXIS, bottom + AXIS + ROW * len(chart.bars)
    page.saveState()
    page.setLineWidth(0.5)
    for tenth in range(0, 11, 2):
        x = begin + (end - begin) * tenth / 10
        page.setStrokeColorRGB(*_GRID)
        page.line(x, floor, x, top)
        page.setFillColorRGB(*_INK)
        page.setFont(PLAIN, SIZE - 1)
        page.drawCentredString(x, floor - 11, f"{tenth * 10} %")
    for place, bar in enumerate(chart.bars):
        _bar(page, bar, begin=begin, end=end, left=left, middle=top - ROW * (place + 0.5))
    if chart.line is not None:
        x = begin + (end - begin) * chart.line
        page.setStrokeColorRGB(*_LINE)
        page.setDash(4, 2)
        page.setLineWidth(1.2)
        page.line(x, floor, x, top + 2)
        page.setFillColorRGB(*_LINE)
        page.setFont(BOLD, SIZE - 0.5)
        page.drawCentredString(x, top + 5, chart.line_name)
    page.restoreState()


def picture(chart: Chart, width: float) -> bytes:
    """Return the chart as a PNG, `width` points wide."""
    target = io.BytesIO()
    page = Canvas(target, pagesize=(width, height_of(chart)))
    draw(page, chart, left=0, bottom=0, width=width)
    page.save()
    with pypdfium2.PdfDocument(target.getvalue()) as read:
        image = read[0].render(scale=_SCALE).to_pil()
    made = io.BytesIO()
    image.convert("P", palette=1, colors=64).save(made, "PNG", optimize=True)
    return made.getvalue()


def _bar(page: Canvas, bar: Bar, *, begin: float, end: float, left: float, middle: float) -> None:
    page.setFillColorRGB(*_FILL)
    page.setStrokeColorRGB(*_INK)
    page.setLineWidth(0.4)
    page.rect(begin, middle - 6, (end - begin) * bar.value, 12, stroke=1, fill=1)
    if bar.low is not None and bar.high is not None:
        page.setLineWidth(1.1)
        low, high = (begin + (end - begin) * at for at in (bar.low, bar.high))
        page.line(low, middle, high, middle)
        for x in (low, high):
            page.line(x, middle - 3.5, x, middle + 3.5)
    page.setFillColorRGB(*_INK)
    page.setFont(PLAIN, SIZE)
    lines = simpleSplit(bar.label, PLAIN, SIZE, begin - left - 8)
    shown = lines if len(lines) < 3 else [lines[0], lines[1][:-2] + "…"]
    for at, line in enumerate(shown):
        page.drawRightString(begin - 6, middle - 3 + (len(shown) - 1) * 5.5 - at * 11, line)
    page.drawString(end + 6, middle - 3, bar.note)
