"""Text as every format's reader keeps it."""

import re
import unicodedata

_NEVER = re.compile("[\x00\ud800-\udfff]")  # no database takes them, and no file means them


def tidy(text: str) -> str:
    """Return `text` in NFC on one line, with single spaces, without NUL and halves of characters."""
    return unicodedata.normalize("NFC", " ".join(_NEVER.sub("", text).split()))
