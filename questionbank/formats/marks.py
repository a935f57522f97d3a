"""Which choice the look of a document sets apart: bold, underlined, coloured or highlighted among plain ones."""

from collections import Counter
from collections.abc import Callable, Sequence

from questionbank.formats.lines import BOLD, UNDERLINED, Line


class MarksDisagree(Exception):
    """One look sets one choice apart, another look another. `places`: of the choices, each look's in turn."""

    def __init__(self, places: tuple[frozenset[int], ...]) -> None:
        super().__init__(str(places))
        self.places = places


def set_apart(heads: Sequence[Line], bodies: Sequence[Line]) -> frozenset[int]:
    """Return the places of the choices that a look sets apart from the rest; none where all look alike.

    heads: the letters before the choices. bodies: their words. A look counts where it covers the whole of either.
    Raises MarksDisagree.
    """
    found: list[frozenset[int]] = []
    for lines in (heads, bodies):
        for value in (_flag(BOLD), _flag(UNDERLINED), _shade("colour"), _shade("highlight")):
            places = _different([value(line) for line in lines])
            if places and places not in found:
                found.append(places)
    if len(found) > 1:
        raise MarksDisagree(tuple(found))
    return found[0] if found else frozenset()


def _flag(mark: str) -> Callable[[Line], str]:
    return lambda line: mark if mark in line.look else ""


def _shade(family: str) -> Callable[[Line], str]:
    return lambda line: next((mark for mark in sorted(line.look) if mark.startswith(family)), "")


def _different(values: Sequence[str]) -> frozenset[int]:
    """Return where a value stands among empty ones, or the only one of its colour where all have one."""
    marked = frozenset(place for place, value in enumerate(values) if value)
    if len(marked) < len(values):
        return marked
    counts = Counter(values)
    alone = [place for place, value in enumerate(values) if counts[value] == 1]
    return frozenset(alone) if len(counts) == 2 and len(alone) == 1 else frozenset()
