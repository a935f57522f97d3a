"""A Word file that somebody hands in as a template: looked at as hostile until every part of it has been read.

What a template may not have: programs, embedded files, anything that is fetched from elsewhere, fields that fetch or
run something. What it may: words, tables, pictures, styles, and the placeholders of its kind.
"""

import io
import zipfile
from collections import Counter
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import LxmlError, _Element

from contests.handouts.office import refusals
from contests.handouts.office.filling import parts_of, text_of
from contests.handouts.office.placeholders import LONGEST, PLACEHOLDER, Kind, code_of, codes_in, likely
from regulations.readers.package import Package
from regulations.readers.refusals import NotRead

MOST_BYTES = 5 * 1024 * 1024  # of the file
MOST_UNPACKED = 30 * 1024 * 1024
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
FORBIDDEN_FOLDERS = ("word/embeddings/", "word/activex/", "word/vba", "customui/", "userCustomization/")
FETCHING = ("INCLUDETEXT", "INCLUDEPICTURE", "DDE", "DDEAUTO", "LINK", "IMPORT", "DATABASE", "MACROBUTTON", "RD")
_UNREADABLE = (KeyError, ValueError, AttributeError, IndexError, zipfile.BadZipFile, OSError, OpcError, LxmlError)
FETCHED = frozenset((qn("w:altChunk"), qn("w:subDoc"), qn("w:control"), qn("w:object"), qn("w:mailMerge")))


@dataclass(frozen=True, slots=True)
class Found:
    """What a template asks for. unused: placeholders of its kind that it leaves out."""

    codes: tuple[str, ...]
    unused: tuple[str, ...]


def read_template(raw: bytes, kind: Kind) -> Found:
    """Look through the file, and return what it asks for.

    Raises the refusals of `office.refusals`: each says what is wrong and what to do.
    """
    document = opened(raw)
    where = parts_of(document)
    paragraphs = [(part, text_of(each)) for part, root in where for each in root.iter(qn("w:p"))]
    for part, text in paragraphs:
        _check_written(text)
        _check_known(text, kind)
        if kind.each and part != "body":
            _check_common(text, kind)
    for _part, root in where:
        for row in root.iter(qn("w:tr")):
            _check_one_list(" ".join(text_of(each) for each in row.iter(qn("w:p"))), kind)
    for _part, text in paragraphs:
        _check_one_list(text, kind)
    found = frozenset(code for _part, text in paragraphs for code in codes_in(text))
    lacking = kind.lacking(found)
    if lacking:
        raise refusals.PlaceholderMissing(names=", ".join(f"{{{{{code}}}}}" for code in lacking))
    return Found(tuple(sorted(found)), tuple(sorted(kind.known - found)))


def opened(raw: bytes) -> Document:
    """Return the document in the file. Raises a refusal for what is no harmless .docx file."""
    if len(raw) > MOST_BYTES:
        raise refusals.TemplateTooLarge(most=MOST_BYTES // 1024 // 1024)
    try:
        package = Package(raw)
        package.refuse_macros()
        _check_package(package, raw)
    except NotRead as error:
        raise refusals.of_reading(error) from error
    try:
        return docx.Document(io.BytesIO(raw))
    except _UNREADABLE as error:
        raise refusals.NoWordFile from error


def _check_package(package: Package, raw: bytes) -> None:
    infos = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    if sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise refusals.TemplateTooLarge(most=MOST_UNPACKED // 1024 // 1024)
    if any(count > 1 for count in Counter(info.filename.lower() for info in infos).values()):
        raise refusals.NoWordFile  # one program would read another part than the next
    types = package.xml("[Content_Types].xml")
    kinds = {one.get("ContentType", "") for one in types.iter(f"{TYPES}Override")} if types is not None else set()
    if MAIN not in kinds:
        raise refusals.NoWordFile
    for name in sorted(package.names):
        low = name.lower()
        if low.startswith(FORBIDDEN_FOLDERS):
            raise refusals.EmbeddedFile
        if low.endswith((".xml", ".rels", ".vml")):
            root = package.xml(name)
            if root is not None:
                _check_part(root, low)
        else:
            package.bytes_of(name)  # reads it whole, within the limits


def _check_part(root: _Element, name: str) -> None:
    if name.endswith(".rels"):
        for one in root.iter(RELATED):
            if one.get("TargetMode", "").lower() == "external":
                raise refusals.ExternalLink(target=(one.get("Target") or "?")[:80])
        return
    for element in root.iter():
        if element.tag in FETCHED:
            raise refusals.EmbeddedFile
        if element.tag in (qn("w:fldSimple"), qn("w:instrText")):
            words = (element.get(qn("w:instr")) or element.text or "").upper().split()
            if words and words[0] in FETCHING:
                raise refusals.FetchingField(field=words[0])


def _check_written(text: str) -> None:
    """Raise where braces are not those of a whole placeholder."""
    if "{%" in text or "{#" in text:
        raise refusals.NoProgramming(around=_around(text, text.index("{%" if "{%" in text else "{#")))
    rest = PLACEHOLDER.sub("", text)
    for sign in ("{{", "}}"):
        if sign in rest:
            raise refusals.NotClosed(around=_around(rest, rest.index(sign)))
    for match in PLACEHOLDER.finditer(text):
        if not match.group(1).strip() or len(match.group(1)) > LONGEST:
            raise refusals.NotClosed(around=_around(text, match.start()))


def _check_known(text: str, kind: Kind) -> None:
    for match in PLACEHOLDER.finditer(text):
        code = code_of(match.group(1))
        if code not in kind.known:
            near = likely(code, kind.known)
            written = f"{{{{{match.group(1).strip()}}}}}"
            if near:
                raise refusals.PlaceholderMeant(name=written, near=f"{{{{{near}}}}}")
            raise refusals.PlaceholderUnknown(name=written)


def _check_common(text: str, kind: Kind) -> None:
    for code in codes_in(text):
        if code not in kind.common:
            raise refusals.NotInTheHead(name=f"{{{{{code}}}}}")


def _check_one_list(text: str, kind: Kind) -> None:
    lists = {kind.listed[code] for code in codes_in(text) if code in kind.listed}
    if len(lists) > 1:
        raise refusals.TwoLists(names=", ".join(sorted(lists)))


def _around(text: str, at: int) -> str:
    return text[max(at - 20, 0) : at + 30].strip()
