"""One door for every file: what it is, is seen from its first bytes and never from its name."""

from dataclasses import dataclass
from enum import StrEnum

from regulations.cleaning import UnreadableText, decode
from regulations.faults import Fault
from regulations.readers import doc, docx, html, pdf, phapdien
from regulations.readers.refusals import EncryptedFile, NotRead, UnknownKind

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
_OTHER = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF")


class SourceKind(StrEnum):
    TEXT = "text"
    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    PDF = "pdf"
    HTML = "html"
    CODE_PAGE = "code_page"


@dataclass(frozen=True)
class Source:
    """A file as read. text: not cleaned yet. faults: what the text could not take over from the file."""

    kind: SourceKind
    text: str
    faults: tuple[Fault, ...] = ()


def kind_of(raw: bytes) -> SourceKind:
    """Return what kind of file this is. Raises EncryptedFile, UnknownKind."""
    if raw.startswith(b"PK\x03\x04"):
        return SourceKind.DOCX
    if b"%PDF-" in raw[:1024]:
        return SourceKind.PDF
    if raw.startswith(_OLE):
        if _wide("EncryptedPackage") in raw:
            raise EncryptedFile
        if _wide("WordDocument") in raw:
            return SourceKind.DOC
        raise UnknownKind
    if raw.startswith(b"{\\rtf"):
        return SourceKind.RTF
    if raw.startswith(_PICTURES + _OTHER):
        raise UnknownKind
    if html.is_html(raw):
        return SourceKind.CODE_PAGE if phapdien.is_code_page(raw) else SourceKind.HTML
    return SourceKind.TEXT


def read(raw: bytes) -> Source:
    """Return the text of a file that holds one document, with what it is.

    Raises a refusal of `refusals`, and cleaning.UnreadableText for bytes that are no text.
    """
    kind = kind_of(raw)
    if kind is SourceKind.TEXT:
        return Source(kind, decode(raw))
    if kind in (SourceKind.HTML, SourceKind.CODE_PAGE):
        return Source(kind, html.to_text(raw))
    readers = {SourceKind.DOCX: docx.to_text, SourceKind.PDF: pdf.to_text}
    text, faults = readers[kind](raw) if kind in readers else doc.to_text(raw, kind.value)
    return Source(kind, text, faults)


def to_text(raw: bytes, file_name: str) -> str:
    """Return the text of a file. `file_name` only goes into the error of a file that nobody can read.

    Raises what `read` raises.
    """
    try:
        return read(raw).text
    except (NotRead, UnreadableText) as refusal:
        refusal.add_note(file_name)
        raise


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")
