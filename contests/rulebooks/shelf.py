"""The rulebooks that come with the product: a JSON file each, in this folder."""

import json
from functools import cache
from pathlib import Path

from contests.rulebooks.book import Rulebook, read_rulebook

FOLDER = Path(__file__).parent
PLAIN = "mot_dot"  # first on the shelf: a contest of one round


@cache
def shelf() -> dict[str, Rulebook]:
    """Return every rulebook by its code, the plain one first and the others by name. Raises RulesError."""
    read = [read_rulebook(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in FOLDER.glob("*.json")]
    return {book.code: book for book in sorted(read, key=lambda book: (book.code != PLAIN, book.name))}
