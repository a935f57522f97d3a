"""A Word file (.docx) → its lines as Word shows them: automatic numbers, tables, footnotes.

The parts are read here and not through python-docx, which knows neither limits nor automatic numbers.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

import lxml.etree

from regulations.faults import Fault
from regulations.readers.docx_styles import Lists, Styles, W, font_of, in_unicode
from regulations.readers.html import SIDE_BY_SIDE
from regulations.readers.package import Package
from regulations.readers.refusals import DamagedFile, TooMuchInside, UnknownKind

MAIN = "word/document.xml"
MOST_NESTED = 200  # elements inside one another
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset((f"{W}del", f"{W}moveFrom", _FALLBACK))
_CHARACTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_PICTURES = frozenset((f"{W}drawing", f"{W}pict", f"{W}object"))


def to_text(raw: bytes) -> tuple[str, tuple[Fault, ...]]:
    """Return the text, footnotes last as "[n] …", and what of the file the text cannot hold.

    Raises UnknownKind for another archive, and what `package.Package` raises.
    """
    package = Package(raw)
    package.refuse_macros()
    if MAIN not in package.names:
        raise UnknownKind
    return _Reader(package).read()


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles.read(package.xml("word/styles.xml"))
        self._lists = Lists.read(package.xml("word/numbering.xml"))
        self._notes: list[tuple[str, str]] = []  # (part, id) in the order of their marks
        self._left_out: Counter[str] = Counter()

    def read(self) -> tuple[str, tuple[Fault, ...]]:
        root = self._package.xml(MAIN)
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise DamagedFile
        if _depth(body) > MOST_NESTED:
            raise TooMuchInside
        lines = list(self._blocks(body))
        lines += self._footnotes()
        faults = tuple(Fault(code, None, str(count)) for code, count in sorted(self._left_out.items()))
        return "\n".join(lines) + "\n", faults

    def _blocks(self, parent: lxml.etree._Element) -> Iterator[str]:
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield from self._table(element)
            elif element.tag in _LEFT_OUT:
                self._left_out["deleted_left_out"] += 1
            elif isinstance(element.tag, str):
                yield from self._blocks(element)  # a content control, an insertion

    def _paragraph(self, paragraph: lxml.etree._Element) -> Iterator[str]:
        style = self._style_of(paragraph)
        boxes: list[lxml.etree._Element] = []
        pieces = list(self._pieces(paragraph, style, boxes))
        # Letters of one font are converted together: VNI writes one letter in two, which Word may part.
        shown = "".join(
            in_unicode("".join(words for _font, words in run), font)
            for font, run in groupby(pieces, key=lambda piece: piece[0])
        )
        label = self._label(paragraph, style)
        words = f"{label} {shown.lstrip()}" if label and shown.strip() else shown
        yield from words.split("\n")
        for box in boxes:
            yield from self._blocks(box)

    def _pieces(
        self, parent: lxml.etree._Element, style: str, boxes: list[lxml.etree._Element]
    ) -> Iterator[tuple[str, str]]:
        """Yield (font, words) of the paragraph's runs; the text boxes in it go to `boxes`."""
        for element in parent:
            if element.tag == f"{W}r":
                font = self._font(element, style)
                for words in self._words(element, boxes):
                    yield font, words
            elif element.tag in _LEFT_OUT:
                self._left_out["deleted_left_out"] += 1
            elif element.tag != f"{W}pPr" and isinstance(element.tag, str):
                yield from self._pieces(element, style, boxes)

    def _words(self, run: lxml.etree._Element, boxes: list[lxml.etree._Element]) -> Iterator[str]:
        for element in run:
            tag = element.tag
            if tag == f"{W}t":
                yield element.text or ""
            elif tag in _CHARACTERS:
                yield _CHARACTERS[tag]
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                part = "footnotes" if tag == f"{W}footnoteReference" else "endnotes"
                self._notes.append((part, element.get(f"{W}id", "")))
                yield f"[{len(self._notes)}]"
            elif tag == f"{W}sym":
                self._left_out["symbols_left_out"] += 1
            elif isinstance(tag, str) and tag not in (f"{W}rPr", f"{W}instrText", f"{W}delText"):
                found = [box for box in element.iter(f"{W}txbxContent") if not _within(box, _FALLBACK, element)]
                boxes.extend(found)
                if not found and (tag in _PICTURES or element.find(f".//{W}drawing") is not None):
                    self._left_out["pictures_left_out"] += 1

    def _font(self, run: lxml.etree._Element, style: str) -> str:
        properties = run.find(f"{W}rPr")
        named = properties.find(f"{W}rStyle") if properties is not None else None
        own = str(named.get(f"{W}val", "")) if named is not None else ""
        return font_of(properties) or self._styles.font(own, style, self._styles.default_paragraph)

    def _style_of(self, paragraph: lxml.etree._Element) -> str:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        return str(named.get(f"{W}val", "")) if named is not None else self._styles.default_paragraph

    def _label(self, paragraph: lxml.etree._Element, style: str) -> str:
        list_id, level = self._styles.list_of(style)
        numbered = paragraph.find(f"{W}pPr/{W}numPr")
        if numbered is not None:
            own, deep = numbered.find(f"{W}numId"), numbered.find(f"{W}ilvl")
            list_id = str(own.get(f"{W}val", "")) if own is not None else list_id
            depth = str(deep.get(f"{W}val", "")) if deep is not None else ""
            level = int(depth) if depth.isdecimal() and len(depth) < 3 else level
        return self._lists.label(list_id, level) if list_id not in ("", "0") else ""

    def _table(self, table: lxml.etree._Element) -> Iterator[str]:
        rows = [[list(self._blocks(cell)) for cell in _cells(row)] for row in _children(table, f"{W}tr")]
        words = " ".join(line for row in rows for cell in row for line in cell).upper()
        if any(sign in words for sign in SIDE_BY_SIDE) and all(len(row) <= 3 for row in rows):
            for row in rows:
                for cell in row:
                    yield from cell
            return
        for row in rows:
            if len(row) == 1:
                yield from row[0]  # a frame around text
                continue
            made = [" ".join(" ".join(cell).split()) for cell in row]
            if any(made):
                yield " | ".join(made)

    def _footnotes(self) -> Iterator[str]:
        texts: dict[tuple[str, str], str] = {}
        for part, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
            root = self._package.xml(f"word/{part}.xml") if any(p == part for p, _ in self._notes) else None
            for note in root.findall(f"{W}{tag}") if root is not None else ():
                texts[part, note.get(f"{W}id", "")] = " ".join(" ".join(self._blocks(note)).split())
        for number, key in enumerate(self._notes[:], 1):
            yield f"[{number}] {texts.get(key, '')}".rstrip()


def _children(parent: lxml.etree._Element, tag: str) -> Iterator[lxml.etree._Element]:
    """Yield the children of that name, also those inside a content control or an insertion."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _children(element, tag)


def _cells(row: lxml.etree._Element) -> Iterator[lxml.etree._Element]:
    yield from _children(row, f"{W}tc")


def _within(element: lxml.etree._Element, tag: str, top: lxml.etree._Element) -> bool:
    for above in element.iterancestors():
        if above.tag == tag:
            return True
        if above is top:
            return False
    return False


def _depth(root: lxml.etree._Element) -> int:
    deepest = depth = 0
    for event, _element in lxml.etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
