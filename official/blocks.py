"""What an office document says, as finished blocks in their order; `word_paper` and `pdf_paper` give it its form.

One composition, so that the Word file and the PDF of a document can say nothing different.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from official.charts import Chart
from official.decree30 import Column, Head


@dataclass(frozen=True)
class Heading:
    """A numbered heading: level 1 (I., II.) or 2 (1., 2.)."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    text: str
    italic: bool = False


@dataclass(frozen=True)
class Quote:
    """Words of a regulation."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table; every row has a text for every column."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]


Block = Heading | Text | Quote | Grid | Chart


@dataclass(frozen=True)
class Paper:
    """A whole document. kind: its type in capitals, about: what it is about. signers: lines of the block that signs."""

    head: Head
    kind: str
    about: str
    blocks: Sequence[Block]
    recipients: Sequence[str]
    signers: Sequence[str]
