"""Several texts in one line, parted by "|" or "||" as in a sheet's cell; a backslash before a bar makes it a bar."""

import re

_BARS = re.compile(r"(?<!\\)\\*\|+")
_KEPT = re.compile(r"(?<!\\)\\(\\*\|+)")


def join_parts(texts: tuple[str, ...], between: str) -> str:
    """Return `texts`, none of them empty, as one line that `parts_of` takes apart again."""
    return f" {between} ".join(_BARS.sub(r"\\\g<0>", text) for text in texts)


def split_parts(text: str, between: str) -> list[str]:
    """Return the pieces between the bars, still with their backslashes; empty ones are left out."""
    bars = rf"(?<![\\|]){re.escape(between)}(?!\|)"
    return [piece.strip() for piece in re.split(bars, text) if piece.strip()]


def parts_of(text: str, between: str) -> tuple[str, ...]:
    """Return the texts that `join_parts` joined."""
    return tuple(_KEPT.sub(r"\1", piece) for piece in split_parts(text, between))
