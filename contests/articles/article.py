"""What a published text of rules is made of: articles of numbered sentences, and tables."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """number: figures stand at the right edge. width: share of the text width, in any unit."""

    title: str
    number: bool = False
    width: float = 1


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def labelled(self) -> list[list[tuple[str, Column]]]:
        """Return the rows with each cell beside its column, for a phone that shows them one under another."""
        return [list(zip(row, self.columns, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Article:
    """name: for addresses on the page, and for whoever wants this article alone."""

    name: str
    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...] = ()
