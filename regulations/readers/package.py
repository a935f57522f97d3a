"""The parts of a Word file: a zip archive, opened with limits, and XML that may declare nothing of its own."""

import io
import zipfile
import zlib

import lxml.etree

from regulations.readers.refusals import DamagedFile, EncryptedFile, ForbiddenMarkup, HasMacros, TooMuchInside

MOST_PARTS = 1000
MOST_BYTES = 100 * 1024 * 1024  # of all parts unpacked
MOST_BYTES_OF_XML = 40 * 1024 * 1024  # of one part that is read
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError, RuntimeError)


class Package:
    """An open archive of Word's kind. Raises the refusals of `refusals` and nothing else."""

    def __init__(self, raw: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
            infos = self._archive.infolist()
        except _BROKEN as error:
            raise DamagedFile from error
        if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_BYTES:
            raise TooMuchInside
        if any(info.flag_bits & 1 for info in infos):
            raise EncryptedFile
        self.names = frozenset(info.filename for info in infos)

    def refuse_macros(self) -> None:
        types = self.bytes_of("[Content_Types].xml") if "[Content_Types].xml" in self.names else b""
        if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in self.names):
            raise HasMacros

    def bytes_of(self, name: str) -> bytes:
        """Return a part, reading no more than the limit whatever the archive's directory says."""
        try:
            with self._archive.open(name) as part:
                raw = part.read(MOST_BYTES_OF_XML + 1)
        except KeyError as error:
            raise DamagedFile from error
        except _BROKEN as error:
            raise DamagedFile from error
        if len(raw) > MOST_BYTES_OF_XML:
            raise TooMuchInside
        return raw

    def xml(self, name: str) -> lxml.etree._Element | None:
        """Return the root of an XML part, None where the package has no such part."""
        if name not in self.names:
            return None
        return parsed(self.bytes_of(name))


def parsed(raw: bytes) -> lxml.etree._Element:
    """Return the root element of `raw`. Raises ForbiddenMarkup for a DOCTYPE, DamagedFile for broken XML."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = lxml.etree.fromstring(raw, parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise DamagedFile from error
    if root.getroottree().docinfo.doctype:
        raise ForbiddenMarkup
    return root
