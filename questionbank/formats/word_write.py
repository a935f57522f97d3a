"""Records → a Word document as a person would write it, which `word.read_docx` and `prose.read` read back."""

import io
import re
from collections.abc import Iterable, Mapping

from docx import Document
from docx.document import Document as Open
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from questionbank.formats.media import SHOWN
from questionbank.formats.prose_write import Written, file_line, written_lines
from questionbank.formats.record import Media, Record

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDEST = Cm(14)


def write_docx(records: Iterable[Record], files: Mapping[str, bytes]) -> bytes:
    """Return `records` as a .docx file. files: bytes of media by their sha256.

    What the document cannot hold (sounds, films, pictures that are missing or that Word cannot show) is named in
    brackets where it belongs.
    """
    document = Document()
    look = document.styles["Normal"]
    look.font.name, look.font.size = "Times New Roman", Pt(13)
    look.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    look.paragraph_format.space_after = Pt(3)
    for number, record in enumerate(records, start=1):
        if number > 1:
            document.add_paragraph()
        for written in written_lines(record, str(number)):
            _write(document, written, files)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _write(document: Open, written: Written, files: Mapping[str, bytes]) -> None:
    paragraph = document.add_paragraph()
    if written.label:
        paragraph.add_run(f"{written.label} ").bold = len(written.label) > 2  # not the letters of choices
    _add(paragraph, written.words)
    for medium in written.media:
        if not _shown(paragraph, medium, files.get(medium.sha256)):
            _add(document.add_paragraph(), file_line(medium))


def _add(paragraph: Paragraph, words: str) -> Run:
    return paragraph.add_run(_NOT_IN_XML.sub("", words))


def _shown(paragraph: Paragraph, medium: Media, raw: bytes | None) -> bool:
    """Set the picture at the end of the paragraph; False where that cannot be done."""
    if raw is None or medium.content_type not in SHOWN:
        return False
    run = paragraph.add_run(" ")
    try:
        shape = run.add_picture(io.BytesIO(raw))
    except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, ZeroDivisionError):
        return False
    if shape.width > _WIDEST:
        shape.width, shape.height = _WIDEST, Emu(int(shape.height * _WIDEST / shape.width))
    described = shape._inline.docPr
    described.set("name", _NOT_IN_XML.sub("", medium.name))
    described.set("descr", _NOT_IN_XML.sub("", medium.alt))
    return True
