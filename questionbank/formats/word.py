"""A Word document (.docx) → the lines that a person sees, with their look.

Numbers that Word sets by itself stand in the text; what was struck out with changes tracked does not.
What no text can say (equations, drawings, text boxes) is named in `Line.unread`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from questionbank.formats.files import FileTooLarge
from questionbank.formats.lines import MOST_LINES, PICTURE, Line, Picture, Run, joined
from questionbank.formats.looks import Styles
from questionbank.formats.media import SHOWN
from questionbank.formats.numbering import Counter, Element, W, read_numbering, whole
from questionbank.formats.package import MAIN, NotAWordFile, Package

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_EITHER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML = "{urn:schemas-microsoft-com:vml}"
_GONE = {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "sdtPr")}
_AROUND = {
    f"{W}{name}"
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo")
}
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NOTES = {f"{W}footnoteReference", f"{W}endnoteReference"}
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_LARGEST_PICTURE, _MOST_PICTURES = 5 * 1024 * 1024, 500  # bytes; in one document


def read_docx(raw: bytes) -> list[Line]:
    """Return the lines of a Word document. Raises files.FileTooLarge or a package.NotAWordFile, which see."""
    package = Package(raw)
    root = package.xml(MAIN)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise NotAWordFile
    reader = _Reader(package)
    lines: list[Line] = []
    for line in reader.lines(body):
        lines.append(line)
        if len(lines) > MOST_LINES:
            raise FileTooLarge
    return lines


@dataclass
class _Paragraph:
    """What has been read of a paragraph."""

    runs: list[Run] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    styles: list[Element] = field(default_factory=list)

    def lines(self, row: int) -> Iterator[Line]:
        """Yield a line for each piece between line breaks."""
        pieces: list[list[Run]] = [[]]
        for run in self.runs:
            first, *others = run.text.split("\n")
            pieces[-1].append(Run(first, run.marks))
            pieces.extend([Run(text, run.marks)] for text in others)
        at = 0
        for place, runs in enumerate(pieces):
            count = sum(run.text.count(PICTURE) for run in runs)
            unread = () if place else tuple(self.unread)
            yield Line(row, tuple(run for run in runs if run.text), tuple(self.pictures[at : at + count]), unread)
            at += count


class _Reader:
    """Goes through a document once, top to bottom. row: paragraphs so far."""

    def __init__(self, package: Package) -> None:
        self.package, self.row = package, 0
        self.styles = Styles(package.xml("word/styles.xml"))
        self.counter: Counter = read_numbering(package.xml("word/numbering.xml"))
        self.related = package.related()
        self.pictures = 0

    def lines(self, parent: Element) -> Iterator[Line]:
        """Yield the lines of what stands in a document or in a cell of a table."""
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield from self._table(element)
            elif element.tag in _AROUND:
                yield from self.lines(element)
            elif element.tag == f"{W}altChunk":
                self.row += 1
                yield Line(self.row, unread=(("drawing_not_read", "altChunk"),))

    def _table(self, table: Element) -> Iterator[Line]:
        """Yield a line for each row, cells parted by tabs; each cell's own lines where one holds several."""
        for row in _within(table, f"{W}tr"):
            cells = [list(self.lines(cell)) for cell in _within(row, f"{W}tc")]
            full = [[line for line in cell if line or line.unread] for cell in cells]
            if all(len(cell) <= 1 for cell in full):
                singles = [cell[0] if cell else Line(self.row) for cell in full]
                if any(full):
                    yield joined(singles)
            else:
                for lines in full:
                    yield from lines

    def _paragraph(self, element: Element) -> Iterator[Line]:
        self.row += 1
        properties = element.find(f"{W}pPr")
        held = _Paragraph(styles=self.styles.of_paragraph(properties))
        self._number(properties, held)
        self._inside(element, held)
        yield from held.lines(self.row)

    def _number(self, properties: Element | None, held: _Paragraph) -> None:
        """Set the number before a paragraph that is an item of a list."""
        layers = [] if properties is None else [properties]
        layers += [found for style in held.styles if (found := style.find(f"{W}pPr")) is not None]
        listed = next((found for layer in layers if (found := layer.find(f"{W}numPr")) is not None), None)
        if listed is None:
            return
        number, depth = listed.find(f"{W}numId"), listed.find(f"{W}ilvl")
        if number is None or number.get(f"{W}val") == "0":
            return
        level = 0 if depth is None else whole(depth.get(f"{W}val", "0"))
        text, unknown = self.counter.next(number.get(f"{W}val", ""), level)
        if unknown:
            held.unread.append(("numbering_unknown", f"{unknown}: {text}"))
        if text:
            own = None if properties is None else properties.find(f"{W}rPr")
            held.runs.append(Run(f"{text} ", self.styles.marks(own, held.styles)))

    def _inside(self, parent: Element, held: _Paragraph) -> None:
        for element in parent:
            tag = element.tag
            if tag == f"{W}r":
                self._run(element, held)
            elif tag in _AROUND:
                self._inside(element, held)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                held.unread.append(("equation_not_read", "".join(element.itertext())[:60]))
            elif tag == f"{_EITHER}AlternateContent":
                self._drawn(element, held)

    def _run(self, run: Element, held: _Paragraph) -> None:
        own = run.find(f"{W}rPr")
        marks = self.styles.marks(own, held.styles)
        for element in run:
            tag = element.tag
            if tag in _GONE or not isinstance(tag, str):
                continue
            if tag == f"{W}t":
                held.runs.append(Run(self._text(element.text or "", own, held), marks))
            elif tag in _SIGNS:
                held.runs.append(Run(_SIGNS[tag], marks))
            elif tag in _NOTES:
                held.unread.append(("footnote_not_read", ""))
            elif tag == f"{W}sym":
                held.unread.append(("symbol_not_read", element.get(f"{W}char", "")))
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object", f"{_EITHER}AlternateContent"):
                self._drawn(element, held)

    def _text(self, text: str, own: Element | None, held: _Paragraph) -> str:
        """Return text as it is seen: raised and lowered figures by their own signs, hidden text not at all."""
        text = text.replace(PICTURE, " ").replace("\n", " ")
        if own is None or not text.strip():
            return text
        hidden, raised = own.find(f"{W}vanish"), own.find(f"{W}vertAlign")
        if hidden is not None and hidden.get(f"{W}val", "1") not in ("0", "false"):
            held.unread.append(("hidden_text", text.strip()[:60]))
            return ""
        how = "" if raised is None else raised.get(f"{W}val", "")
        if how not in ("superscript", "subscript"):
            return text
        shown = text.translate(_RAISED if how == "superscript" else _LOWERED)
        if any(before == after and not before.isspace() for before, after in zip(text, shown, strict=True)):
            held.unread.append(("raised_text", text.strip()[:60]))
        return shown

    def _drawn(self, element: Element, held: _Paragraph) -> None:
        """Take the picture of a drawing; anything else that is drawn cannot be read."""
        if element.tag == f"{_EITHER}AlternateContent":  # the same drawing for new programs and for old
            choices = element.findall(f"{_EITHER}Choice") or element.findall(f"{_EITHER}Fallback")
            for inner in choices[0] if choices else ():
                self._drawn(inner, held)
            return
        if element.find(f".//{W}txbxContent") is not None:
            held.unread.append(("text_box_not_read", " ".join("".join(element.itertext()).split())[:60]))
            return
        names = [e.get(f"{_REL}embed", "") for e in element.iter(f"{_A}blip")]
        names += [e.get(f"{_REL}id", "") for e in element.iter(f"{_VML}imagedata")]
        if element.tag == f"{W}object" or len(names) != 1:  # an equation of an old editor, a chart, a shape
            what = "equation_not_read" if element.tag == f"{W}object" else "drawing_not_read"
            held.unread.append((what, ""))
            return
        described = next(element.iter(f"{_DRAWN}docPr"), None)
        found = self._picture(names[0], described)
        if isinstance(found, str):
            held.unread.append(("picture_not_read", found))
        else:
            held.pictures.append(found)
            held.runs.append(Run(PICTURE))

    def _picture(self, name: str, described: Element | None) -> Picture | str:
        """Return the picture of a relation, or the name of what browsers cannot show."""
        part = self.related.get(name, "")
        kind = self.package.types.get(part, "")
        if kind not in SHOWN:
            return part.rpartition("/")[2] or name
        self.pictures += 1
        if self.pictures > _MOST_PICTURES:
            raise FileTooLarge
        raw = self.package.bytes_of(part)
        if len(raw) > _LARGEST_PICTURE:
            return part.rpartition("/")[2]
        title = described.get("name", "") if described is not None else ""
        alt = described.get("descr", "") if described is not None else ""
        return Picture(" ".join(title.split()) or part.rpartition("/")[2], kind, " ".join(alt.split()), raw)


def _within(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, also those in controls for filling in."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _AROUND:
            yield from _within(element, tag)
