"""Lines of a document with what they look like: what Word and plain text have in common."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from questionbank.formats.files import LARGEST_FILE, FileTooLarge

PICTURE = "\ufffc"  # stands in a line's text where a picture stands
BOLD, UNDERLINED = "bold", "underlined"
MOST_LINES = 50_000


class NotPlainText(Exception):
    """The bytes are no text in UTF-8 or UTF-16."""


@dataclass(frozen=True)
class Run:
    """Text of one look. marks: BOLD, UNDERLINED, "colour FF0000", "highlight yellow": what sets it off, if anything."""

    text: str
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Picture:
    name: str
    content_type: str
    alt: str
    raw: bytes


@dataclass(frozen=True)
class Line:
    """One line as a person sees it, without the end of the line.

    row: from 1, line of a text or paragraph of a document. runs: in reading order; PICTURE stands for each of
    `pictures` in turn. Cells of a table are parted by tabs. unread: (code, value) of what the line holds and no text
    can say, such as ("equation_not_read", …).
    """

    row: int
    runs: tuple[Run, ...] = ()
    pictures: tuple[Picture, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()

    @cached_property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @cached_property
    def words(self) -> str:
        """The text as a record holds it: without pictures, single spaces, NFC."""
        bare = "".join(c for c in self.text.replace(PICTURE, " ") if c.isspace() or unicodedata.category(c) != "Cc")
        return unicodedata.normalize("NFC", " ".join(bare.split()))

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    def part(self, start: int, end: int | None = None) -> "Line":
        """Return what stands from character `start` to before `end`, without the space around it."""
        end = len(self.text) if end is None else end
        piece, unread = self.text[start:end], self.unread if start == 0 else ()
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        runs, at = [], 0
        for run in self.runs:
            kept = run.text[max(start - at, 0) : max(end - at, 0)]
            if kept:
                runs.append(Run(kept, run.marks))
            at += len(run.text)
        before, within = self.text[:start].count(PICTURE), self.text[start:end].count(PICTURE) if start < end else 0
        return Line(self.row, tuple(runs), self.pictures[before : before + within], unread)

    @cached_property
    def look(self) -> frozenset[str]:
        """What all of the text has: the marks that every run with a visible letter shares."""
        looks = [run.marks for run in self.runs if any(c.isalnum() for c in run.text)]
        return frozenset.intersection(*looks) if looks else frozenset()


def plain_lines(text: str) -> list[Line]:
    """Return the lines of `text`."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [_plain_line(number, row) for number, row in enumerate(rows, start=1)]


def read_text(raw: bytes) -> list[Line]:
    """Return the lines of a text file. Raises FileTooLarge or NotPlainText."""
    if len(raw) > LARGEST_FILE:
        raise FileTooLarge
    wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotPlainText from error
    if "\x00" in text:
        raise NotPlainText
    if text.count("\n") + text.count("\r") > MOST_LINES:
        raise FileTooLarge
    return plain_lines(text)


def joined(lines: Iterable[Line], between: str = "\t") -> Line:
    """Return `lines`, at least one, as one line: the cells of a row of a table."""
    cells = list(lines)
    runs: list[Run] = []
    for cell in cells:
        runs.extend([Run(between), *cell.runs] if cell is not cells[0] else cell.runs)
    pictures = tuple(picture for cell in cells for picture in cell.pictures)
    return Line(cells[0].row, tuple(runs), pictures, tuple(thing for cell in cells for thing in cell.unread))


def _plain_line(number: int, text: str) -> Line:
    lost = text.count(PICTURE)  # Word leaves this character where a picture stood
    unread = (("picture_not_read", ""),) if lost else ()
    return Line(number, (Run(text.replace(PICTURE, " ")),), (), unread)
