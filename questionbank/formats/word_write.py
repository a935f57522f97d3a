"""Records → a Word document as a person would write it, which `word.read_docx` and `prose.read` read back."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping

from docx import Document
from docx.document import Document as Open
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from questionbank.formats.media import SHOWN, left_out
from questionbank.formats.prose_write import Written, file_line, written_lines
from questionbank.formats.record import Fault, Media, Record

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDEST = Cm(14)


def write_docx(records: Iterable[Record], files: Mapping[str, bytes]) -> tuple[bytes, tuple[Fault, ...]]:
    """Return `records` as a .docx file, and a fault for what it cannot hold. files: bytes of media by their sha256.

    Sounds, films and pictures that are missing or that Word cannot show are named in brackets where they belong.
    """
    document = Document()
    look = document.styles["Normal"]
    look.font.name, look.font.size = "Times New Roman", Pt(13)
    look.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    look.paragraph_format.space_after = Pt(3)
    faults: list[Fault] = []
    for number, record in enumerate(records, start=1):
        if number > 1:
            document.add_paragraph()
        for written in written_lines(record, str(number)):
            faults += left_out(number, _write(document, written, files))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue(), tuple(faults)


def _write(document: Open, written: Written, files: Mapping[str, bytes]) -> Iterator[Media]:
    """Write a line and yield what it could only name."""
    paragraph = document.add_paragraph()
    if written.label:
        paragraph.add_run(f"{written.label} ").bold = len(written.label) > 2  # not the letters of choices
    _add(paragraph, written.words)
    for medium in written.media:
        if not _shown(paragraph, medium, files.get(medium.sha256)):
            _add(document.add_paragraph(), file_line(medium))
            yield medium


def _add(paragraph: Paragraph, words: str) -> Run:
    return paragraph.add_run(_NOT_IN_XML.sub("", words))


def _shown(paragraph: Paragraph, medium: Media, raw: bytes | None) -> bool:
    """Set the picture at the end of the paragraph; False where that cannot be done."""
    if not raw or medium.content_type not in SHOWN:
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
