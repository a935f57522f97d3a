"""An old Word file (.doc) or rich text (.rtf) → the same as .docx, by LibreOffice where the server has it."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from regulations.faults import Fault
from regulations.readers import docx
from regulations.readers.refusals import DamagedFile, NeedsLibreOffice, TooMuchInside

MOST_SECONDS = 90


def to_text(raw: bytes, ending: str = "doc") -> tuple[str, tuple[Fault, ...]]:
    """Return what `docx.to_text` returns for the converted file.

    Raises NeedsLibreOffice, TooMuchInside when it takes too long, DamagedFile when nothing comes out.
    """
    return docx.to_text(_as_docx(raw, ending))


def _as_docx(raw: bytes, ending: str) -> bytes:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise NeedsLibreOffice
    with tempfile.TemporaryDirectory(prefix="hoithi-doc-") as scratch:
        folder = Path(scratch)
        source = folder / f"source.{ending}"
        source.write_bytes(raw)
        # A profile of its own: two conversions at once would wait for each other, and no setting is taken over.
        program = [
            office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--convert-to", "docx", "--outdir", str(folder), str(source),
        ]  # fmt: skip
        _run(program, folder)
        made = folder / "source.docx"
        if not made.exists():
            raise DamagedFile
        return made.read_bytes()


def _run(program: list[str], folder: Path) -> None:
    """Run LibreOffice, and end it with all it started when its time is over."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"}
    running = subprocess.Popen(  # noqa: S603 – a program of the server, nothing from outside on its line
        program, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
        env=environment, start_new_session=True,
    )  # fmt: skip
    try:
        running.wait(timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired as error:
        if hasattr(os, "killpg"):
            os.killpg(running.pid, signal.SIGKILL)
        running.kill()
        running.wait()
        raise TooMuchInside from error
