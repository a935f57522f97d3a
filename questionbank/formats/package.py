"""The parts of a Word file, within limits and without anything that an XML parser could be made to fetch."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from questionbank.formats.files import LARGEST_PACKAGE, LARGEST_UNPACKED, MOST_PARTS, FileTooLarge
from questionbank.formats.numbering import Element

LARGEST_XML = 16 * 1024 * 1024  # bytes of one part
MOST_TAGS = 1_500_000
MAIN = "word/document.xml"
_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_OLD = bytes.fromhex("d0cf11e0a1b11ae1")  # OLE: what Word wrote before 2007, and what it wraps around a locked file


class NotAWordFile(Exception):
    """No Word document (.docx), or a damaged one."""


class OldWordFile(NotAWordFile):
    """A document in the form of Word 97–2003 (.doc)."""


class LockedWordFile(NotAWordFile):
    """A document that asks for a password."""


class HasMacros(NotAWordFile):
    """A document with programs in it (.docm)."""


class UnsafeWordFile(NotAWordFile):
    """A document whose XML declares entities or a document type, which no Word writes."""


class Package:
    """A Word file, its parts read as they are asked for. Raises NotAWordFile, its kinds, or FileTooLarge."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) > LARGEST_PACKAGE:
            raise FileTooLarge
        if raw.startswith(_OLD):
            raise LockedWordFile if "EncryptedPackage".encode("utf-16-le") in raw else OldWordFile
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
            parts = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise NotAWordFile from error
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise FileTooLarge
        if any(part.flag_bits & 1 for part in parts):
            raise LockedWordFile
        self._parts = {part.filename: part for part in parts}
        self.types = self._content_types()
        if "macroEnabled" in self.types.get(MAIN, "") or any(n.endswith("vbaProject.bin") for n in self._parts):
            raise HasMacros
        if MAIN not in self._parts:
            raise NotAWordFile

    def bytes_of(self, name: str) -> bytes:
        """Return a part. Raises NotAWordFile where there is none or it is damaged."""
        part = self._parts.get(name)
        if part is None:
            raise NotAWordFile
        try:
            with self._archive.open(part) as stream:
                return stream.read(part.file_size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise NotAWordFile from error

    def xml(self, name: str) -> Element | None:
        """Return the root of a part, None where there is no such part."""
        part = self._parts.get(name)
        if part is None:
            return None
        if part.file_size > LARGEST_XML:
            raise FileTooLarge
        raw = self.bytes_of(name)
        if raw.count(b"<") > MOST_TAGS:
            raise FileTooLarge
        if b"<!" in raw.replace(b"<!--", b"").replace(b"<![CDATA[", b""):
            raise UnsafeWordFile
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(raw, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise NotAWordFile from error
        if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that hid it
            raise UnsafeWordFile
        return root

    def related(self) -> Mapping[str, str]:
        """Return id → name of each part that the document uses; what lies outside the file is left out."""
        root = self.xml("word/_rels/document.xml.rels")
        if root is None:
            return {}
        return {
            entry.get("Id", ""): posixpath.normpath(posixpath.join("/word", entry.get("Target", ""))).lstrip("/")
            for entry in root.iter(_RELATED)
            if entry.get("TargetMode") != "External"
        }

    def _content_types(self) -> Mapping[str, str]:
        """Return name of a part → its content type."""
        root = self.xml("[Content_Types].xml")
        if root is None:
            raise NotAWordFile
        by_end = {e.get("Extension", "").lower(): e.get("ContentType", "") for e in root.iter(f"{_TYPES}Default")}
        by_name = {e.get("PartName", "").lstrip("/"): e.get("ContentType", "") for e in root.iter(f"{_TYPES}Override")}
        return {name: by_name.get(name) or by_end.get(name.rpartition(".")[2].lower(), "") for name in self._parts}
