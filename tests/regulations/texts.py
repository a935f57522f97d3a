"""Real texts for the tests: those that the demonstration ships, and a larger collection beside them."""

from functools import cache
from pathlib import Path

from regulations.cleaning import CleanText, clean, decode
from regulations.parsing import Parsed, parse

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "demo/regulations"
COLLECTION = ROOT / "tests/data/regulations"
"""Further regulations with their sources in SOURCES.md; official texts are not under copyright."""


@cache
def cleaned(path: Path) -> CleanText:
    return clean(decode(path.read_bytes()))


@cache
def parsed(path: Path) -> Parsed:
    text = cleaned(path)
    return parse(text.text, text.source_note)


def real(name: str) -> Path:
    """The text of that name, wherever it lies."""
    return next(p for p in (SHIPPED / f"{name}.txt", COLLECTION / f"{name}.txt") if p.exists())


def shipped(name: str) -> Parsed:
    return parsed(SHIPPED / f"{name}.txt")
