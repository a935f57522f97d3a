"""Word files as an office would write them, and as somebody with bad intent would."""

import io
import zipfile
from collections.abc import Callable, Mapping

import docx
from docx.document import Document

RELS = "word/_rels/document.xml.rels"


def word(*paragraphs: str, more: Callable[[Document], None] = lambda document: None) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    more(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def with_parts(raw: bytes, parts: Mapping[str, bytes], *, twice: bool = False) -> bytes:
    """Return the file with these parts put in or in place of its own. twice: put in beside its own."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts or twice:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


def part(raw: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(name)


def edited(raw: bytes, name: str, before: bytes, after: bytes) -> bytes:
    content = part(raw, name)
    assert before in content
    return with_parts(raw, {name: content.replace(before, after)})


def paragraphs_of(raw: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(raw)).paragraphs]


def rows_of(raw: bytes, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(raw)).tables[table].rows]
