"""How Vietnamese legal texts count: letters without f, j, w and z, articles such as 6a, Roman sections."""

import re

LETTERS = "abcdđeghiklmnopqrstuvxy"  # Law 64/2025/QH15 and long practice; đ follows d
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_PARTS = re.compile(r"(\d+)([a-zđ]?)")
_POINT = re.compile(r"([a-zđ])(\d*)")


def roman(numeral: str) -> int:
    """Return the value of a Roman numeral up to the hundreds; raises KeyError for other letters."""
    values = [_ROMAN[c] for c in numeral.upper()]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def number_key(number: str) -> tuple[int, int]:
    """Return the sort key of an article's or clause's number: 6 < 6a < 6b < 7. Raises ValueError."""
    match = _PARTS.fullmatch(number)
    if not match:
        raise ValueError(number)
    return int(match[1]), LETTERS.index(match[2]) + 1 if match[2] else 0


def point_key(letter: str) -> tuple[int, int]:
    """Return the sort key of a point's letter: a < a1 < b … d < đ < e < g. Raises ValueError."""
    match = _POINT.fullmatch(letter)
    if not match:
        raise ValueError(letter)
    return LETTERS.index(match[1]), int(match[2] or 0)


def follows(number: str, before: str | None, *, slack: int = 0) -> bool:
    """Say whether `number` may come after `before` (None: opens the list) with at most `slack` numbers left out."""
    whole, suffix = number_key(number)
    if before is None:
        return whole == 1 and suffix == 0
    last, last_suffix = number_key(before)
    if whole == last:
        return suffix == last_suffix + 1
    return 1 <= whole - last <= 1 + slack and suffix <= 1


def point_follows(letter: str, before: str | None, *, slack: int = 0) -> bool:
    """The same for points: a) opens; a1) may follow a); đ) follows d)."""
    whole, suffix = point_key(letter)
    if before is None:
        return whole == 0 and suffix == 0
    last, last_suffix = point_key(before)
    if whole == last:
        return suffix == last_suffix + 1
    return 1 <= whole - last <= 1 + slack and suffix <= 1
