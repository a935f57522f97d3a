"""Text as every format's reader keeps it."""

import unicodedata


def tidy(text: str) -> str:
    """Return `text` in NFC on one line, with single spaces and without NUL."""
    return unicodedata.normalize("NFC", " ".join(text.replace("\x00", "").split()))
