"""Words in quotation marks inside an amending clause, told apart from the clause's own words.

Quotations are “…” or "…". A straight mark opens where a space or nothing stands before it, and
closes otherwise, so that a quotation may hold another one.
"""

from dataclasses import dataclass

MARK = "⟦{}⟧"


@dataclass(frozen=True)
class Told:
    """words: the clause's own words, one space apart, with ⟦0⟧, ⟦1⟧ … where quotations stood; quotes: these."""

    words: str
    quotes: tuple[str, ...]


def tell_apart(text: str) -> Told:
    """Return the own words of `text` and what it quotes. A quotation that is never closed runs to the end."""
    own: list[str] = []
    quotes: list[str] = []
    depth, start = 0, 0
    for place, sign in enumerate(text):
        if _opens(text, place, sign):
            if depth == 0:
                start = place + 1
            depth += 1
        elif depth and _closes(sign):
            depth -= 1
            if depth == 0:
                own.append(MARK.format(len(quotes)))
                quotes.append(text[start:place].strip())
        elif depth == 0:
            own.append(sign)
    if depth:
        own.append(MARK.format(len(quotes)))
        quotes.append(text[start:].strip())
    return Told(" ".join("".join(own).split()), tuple(quotes))


def _opens(text: str, place: int, sign: str) -> bool:
    if sign == "“":
        return True
    if sign != '"':
        return False
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return (not before or before.isspace() or before in "(“") and bool(after) and not after.isspace()


def _closes(sign: str) -> bool:
    return sign in '”"'
