"""Placeholders in a Word file become values. Nothing is evaluated: a value that looks like one stays words."""

import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml.etree import _Element

from contests.handouts.office.placeholders import PLACEHOLDER, Row, Value, code_of, codes_in, dotted
from official.decree30 import as_bytes

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BEFORE_NUMBERS = tuple(
    qn(f"w:{name}")
    for name in (
        "headerReference",
        "footerReference",
        "footnotePr",
        "endnotePr",
        "type",
        "pgSz",
        "pgMar",
        "paperSrc",
        "pgBorders",
        "lnNumType",
    )
)  # the order of the standard
_IN_CELL = (qn("w:tc"), qn("w:txbxContent"))


def fill(template: bytes, values: Mapping[str, Value]) -> bytes:
    """Return the template with its placeholders filled in. What is no placeholder of `values` stays as it is.

    The template must have passed `reading.read_template`.
    """
    document = docx.Document(io.BytesIO(template))
    for _part, root in parts_of(document):
        _fill(root, values)
    return as_bytes(document)


def fill_each(template: bytes, many: Sequence[Mapping[str, Value]]) -> bytes:
    """Return one file with the text of the template once for each of `many`, each on a page of its own.

    Head and foot of the page are filled with the first.
    """
    document = docx.Document(io.BytesIO(template))
    body = document.element.body
    for part, root in parts_of(document):
        if part != "body":
            _fill(root, many[0] if many else {})
    ending = body.find(qn("w:sectPr"))
    if ending is not None:
        _count_from_one(ending)
    content = [element for element in body if element is not ending]
    for element in content:
        body.remove(element)
    for at, values in enumerate(many):
        holder = deepcopy(body)
        for element in list(holder):
            holder.remove(element)
        holder.extend(deepcopy(element) for element in content)
        _fill(holder, values)
        made = list(holder)
        if at + 1 < len(many):
            made.append(_section_end(ending))
        for element in made:
            (ending.addprevious if ending is not None else body.append)(element)
    _number_anew(body)
    return as_bytes(document)


def parts_of(document: Document) -> list[tuple[str, _Element]]:
    """Return ("body" or "head", root) of everything with words in it, each once."""
    found: list[tuple[str, _Element]] = [("body", document.element.body)]
    for related in document.part.package.iter_parts():
        element = getattr(related, "element", None)
        if element is not None and element.tag in (qn("w:hdr"), qn("w:ftr")):
            found.append(("head", element))
    return found


def text_of(paragraph: _Element) -> str:
    """Return the words of a paragraph itself, without those of a text box in it."""
    return "".join(piece.text or "" for piece in _pieces(paragraph))


def _pieces(paragraph: _Element) -> list[_Element]:
    return [one for one in paragraph.iter(qn("w:t")) if next(one.iterancestors(qn("w:p")), None) is paragraph]


def _fill(root: _Element, values: Mapping[str, Value]) -> None:
    single = {code: value for code, value in values.items() if isinstance(value, str)}
    filled: set[_Element] = set()  # paragraphs: what stands in them are values, to be read no second time
    for code, value in values.items():
        if not isinstance(value, str):
            for block in _blocks(root, code, filled):
                filled |= _repeat(block, code, value, single)
    for paragraph in list(root.iter(qn("w:p"))):
        if paragraph not in filled:
            _fill_paragraph(paragraph, single)


def _blocks(root: _Element, code: str, filled: Collection[_Element]) -> list[_Element]:
    """Return the rows and paragraphs that are repeated for the list: the innermost row around, else the paragraph."""
    found: list[_Element] = []
    for paragraph in root.iter(qn("w:p")):
        if paragraph not in filled and any(
            one == code or one.startswith(f"{code}.") for one in codes_in(text_of(paragraph))
        ):
            block = next(paragraph.iterancestors(qn("w:tr")), paragraph)
            if block not in found:
                found.append(block)
    return found


def _repeat(block: _Element, code: str, rows: Sequence[Row], single: Mapping[str, str]) -> set[_Element]:
    """Put a copy of the block for each row in its place; return the paragraphs that were filled."""
    filled: set[_Element] = set()
    for row in rows:
        copy = deepcopy(block)
        block.addprevious(copy)
        own = {**single, **{dotted(code, name): value for name, value in row.items()}}
        for paragraph in list(copy.iter(qn("w:p"))):
            _fill_paragraph(paragraph, own)
            filled.add(paragraph)
    _remove(block)
    return filled


def _remove(block: _Element) -> None:
    """Take the block out, and what would be left empty around it: a table needs a row, a cell a paragraph."""
    parent = block.getparent()
    if parent is None:
        return
    parent.remove(block)
    if parent.tag == qn("w:tbl") and parent.find(qn("w:tr")) is None:
        _remove(parent)
    elif parent.tag in _IN_CELL and (not len(parent) or parent[-1].tag != qn("w:p")):
        parent.append(OxmlElement("w:p"))


def _fill_paragraph(paragraph: _Element, values: Mapping[str, str]) -> None:
    pieces = _pieces(paragraph)
    texts = [piece.text or "" for piece in pieces]
    whole = "".join(texts)
    if "{{" not in whole:
        return
    alone = PLACEHOLDER.fullmatch(whole.strip())
    if alone and values.get(code_of(alone.group(1))) == "" and not _holds_more(paragraph):
        _remove(paragraph)  # a line that would say nothing
        return
    ends = list(_ends(texts))
    for match in reversed(list(PLACEHOLDER.finditer(whole))):
        value = values.get(code_of(match.group(1)))
        if value is None:
            continue
        first = next(at for at, end in enumerate(ends) if match.start() < end)
        last = next(at for at, end in enumerate(ends) if match.end() <= end)
        begin = match.start() - (ends[first - 1] if first else 0)
        after = match.end() - (ends[last - 1] if last else 0)
        tail = texts[last][after:]
        texts[first] = texts[first][:begin] + _NOT_IN_XML.sub("", value) + (tail if first == last else "")
        if first != last:
            texts[last] = tail
            for between in range(first + 1, last):
                texts[between] = ""
    for piece, text in zip(pieces, texts, strict=True):
        if text != (piece.text or ""):
            _write(piece, text)


def _holds_more(paragraph: _Element) -> bool:
    """Whether there is more in the paragraph than words: a picture, a text box, the end of a section."""
    more = (qn("w:drawing"), qn("w:pict"), qn("w:sectPr"), qn("w:br"))
    return next(paragraph.iter(*more), None) is not None


def _ends(texts: Sequence[str]) -> Iterator[int]:
    end = 0
    for text in texts:
        end += len(text)
        yield end


def _write(piece: _Element, text: str) -> None:
    """Put the words into the piece; a new line becomes a break of the line."""
    first, *further = text.split("\n")
    piece.text = first
    piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    at = piece
    for line in further:
        broken, words = OxmlElement("w:br"), OxmlElement("w:t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        at.addnext(broken)
        broken.addnext(words)
        at = words


def _section_end(ending: _Element | None) -> _Element:
    """Return a paragraph that ends a section like `ending`, so that the next begins on a page numbered 1."""
    paragraph, properties = OxmlElement("w:p"), OxmlElement("w:pPr")
    spacing = OxmlElement("w:spacing")  # a line of one point: it must not need a page of its own
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(qn(f"w:{name}"), value)
    section = deepcopy(ending) if ending is not None else OxmlElement("w:sectPr")
    properties.extend((spacing, section))
    paragraph.append(properties)
    return paragraph


def _count_from_one(section: _Element) -> None:
    """Have the pages of the section numbered from 1, each letter by itself."""
    for old in section.findall(qn("w:pgNumType")):
        section.remove(old)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    after = [one for one in section if one.tag in _BEFORE_NUMBERS]
    (after[-1].addnext if after else section.append)(numbering)


def _number_anew(body: _Element) -> None:
    """Give pictures numbers of their own, and drop bookmarks of copies: Word asks that no two are alike."""
    for number, picture in enumerate(body.iter(qn("wp:docPr")), start=1):
        picture.set("id", str(number))
    seen: set[str] = set()
    for mark in list(body.iter(qn("w:bookmarkStart"))):
        name = mark.get(qn("w:name"), "")
        if name in seen:
            own = mark.get(qn("w:id"))
            end = next((one for one in mark.itersiblings(qn("w:bookmarkEnd")) if one.get(qn("w:id")) == own), None)
            for one in filter(lambda found: found is not None, (mark, end)):
                one.getparent().remove(one)  # type: ignore[union-attr]
        seen.add(name)
