"""A document of blocks as a Word file in the form of Decree 30/2020/NĐ-CP."""

from collections.abc import Callable
from typing import BinaryIO

from official import decree30
from official.blocks import Block, Grid, Heading, Paper, Quote, Text
from official.charts import parts_of, picture
from official.figures import printable

Told = Callable[[int, int], None]


def write_word(target: BinaryIO, paper: Paper, *, told: Told = lambda done, total: None) -> None:
    """Write `paper` to `target`. told: called with blocks done and in all; may raise to stop."""
    document = decree30.new_document()
    document.core_properties.title = printable(f"{paper.kind} {paper.about}")[:255]
    document.core_properties.author = printable(paper.head.issuer)[:255]
    decree30.add_head(document, paper.head)
    decree30.add_title(document, paper.kind, paper.about)
    for done, block in enumerate(paper.blocks):
        told(done, len(paper.blocks))
        _add(document, block)
    decree30.add_closing(document, paper.recipients, paper.signers)
    document.save(target)
    told(len(paper.blocks), len(paper.blocks))


def _add(document: decree30.Document, block: Block) -> None:
    match block:
        case Heading(text, level):
            decree30.add_heading(document, text, level)
        case Text(text, italic):
            decree30.add_text(document, text, italic=italic)
        case Quote(text):
            decree30.add_quote(document, text)
        case Grid(caption, columns, rows):
            decree30.add_table(document, caption, columns, rows)
        case chart:
            points = decree30.TEXT_WIDTH_MM / 25.4 * 72
            for part in parts_of(chart):
                decree30.add_picture(document, part.caption, picture(part, points), part.described)
