"""A PDF with a text layer → its text, page by page as it was set."""

import json
import os
import subprocess
import sys
from pathlib import Path

from regulations.faults import Fault
from regulations.readers import pdf_pages
from regulations.readers.refusals import DamagedFile, EncryptedFile, NotRead, ScannedPdf, TooMuchInside

MOST_PAGES = 1500
MOST_CHARACTERS = 10_000_000
MOST_SECONDS = 60  # by the clock
_FEWEST_LETTERS = 25  # on a page that has text, not a stamp or a page number
_SCANNED = 0.8  # of the pages without text: then it is a scan
_REFUSALS: dict[int, type[NotRead]] = {
    pdf_pages.DAMAGED: DamagedFile,
    pdf_pages.TOO_MUCH: TooMuchInside,
    pdf_pages.ENCRYPTED: EncryptedFile,
}
_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})  # what the library writes for a hyphen at a line's end


def to_text(raw: bytes) -> tuple[str, tuple[Fault, ...]]:
    """Return the text and which pages had none.

    Raises DamagedFile, EncryptedFile, TooMuchInside, or ScannedPdf where the pages are pictures.
    """
    pages = _pages(raw)
    empty = [number for number, words in enumerate(pages, 1) if sum(map(str.isalpha, words)) < _FEWEST_LETTERS]
    if len(empty) >= _SCANNED * len(pages):
        raise ScannedPdf
    text = "\n".join(words.replace("\r\n", "\n").translate(_HYPHENS) for words in pages) + "\n"
    faults = (Fault("pages_without_text", None, ", ".join(map(str, empty))[:200]),) if empty else ()
    return text, faults


def _pages(raw: bytes) -> list[str]:
    here = Path(pdf_pages.__file__)
    environment = {name: value for name in ("PATH", "SYSTEMROOT", "LANG") if (value := os.environ.get(name))}
    try:
        done = subprocess.run(  # noqa: S603 – a program of this repository, nothing from outside on its line
            [sys.executable, "-I", str(here), str(MOST_PAGES), str(MOST_CHARACTERS)],
            input=raw,
            capture_output=True,
            timeout=MOST_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooMuchInside from error
    if done.returncode == 0:
        pages: list[str] = json.loads(done.stdout)
        return pages
    if done.returncode < 0:  # ended by the limits on memory or time, or by the library itself
        raise TooMuchInside
    raise _REFUSALS.get(done.returncode, DamagedFile)
