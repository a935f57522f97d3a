"""Real texts for the tests: those that the demonstration ships, and the larger collection where it is present."""

from functools import cache
from pathlib import Path

from regulations.cleaning import CleanText, clean, decode
from regulations.parsing import Parsed, parse

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "demo/regulations"
COLLECTION = ROOT.parent / "shared/data/regulations"


@cache
def cleaned(path: Path) -> CleanText:
    return clean(decode(path.read_bytes()))


@cache
def parsed(path: Path) -> Parsed:
    text = cleaned(path)
    return parse(text.text, text.source_note)


def shipped(name: str) -> Parsed:
    return parsed(SHIPPED / f"{name}.txt")
