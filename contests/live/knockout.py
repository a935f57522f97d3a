"""Elimination ("rung chuông vàng"): who is wrong or silent is out from the next question on, until a rescue."""

from collections.abc import Collection, Iterable


def out_after(questions: Iterable[tuple[int, bool]], rescues: Collection[int] = ()) -> int | None:
    """Return the question that put a player out; None where they play on.

    questions: position, and whether the player answered it wholly right, of those that count, in order; one that was
    voided or left out puts nobody out. rescues: positions after which all who were out came back.
    """
    out: int | None = None
    for position, right in questions:
        if out is not None and any(out <= rescue < position for rescue in rescues):
            out = None
        if out is None and not right:
            out = position
    if out is not None and any(rescue >= out for rescue in rescues):
        return None
    return out
