"""Vietnamese text as people type it when they search: no marks, no capitals."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return `text` without tone marks, capitals and doubled spaces.

    "Lê Thị Hòa" and "le  thi hoa" fold to the same string. NFD leaves đ whole,
    so it is replaced by hand.
    """
    bare = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "d")
    marks_gone = "".join(c for c in bare if not unicodedata.combining(c))
    return _SPACES.sub(" ", marks_gone).strip().casefold()


def clean_name(text: str) -> str:
    """Return a person's or unit's name in NFC with single spaces and without letters that nobody sees.

    Those would make one name two, or turn the line on a screen around.
    """
    seen = (c for c in _SPACES.sub(" ", unicodedata.normalize("NFC", text)) if unicodedata.category(c)[0] != "C")
    return "".join(seen).strip()


def given_name_first(full_name: str) -> str:
    """Return the key by which Vietnamese lists sort people: given name, then the rest."""
    words = fold(full_name).split(" ")
    return " ".join([words[-1], *words[:-1]])
