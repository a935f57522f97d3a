"""The numbers and letters that Word sets before paragraphs by itself, as the reader of the page sees them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Element: TypeAlias = Any  # lxml names its type only in its stubs
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_LARGEST = 3999


def _letter(number: int) -> str:
    """Return A … Z, AA, BB …, as Word counts."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
}


@dataclass(frozen=True)
class Level:
    format: str
    text: str  # "%1." stands for the number of the first level and a full stop
    start: int


@dataclass
class Counter:
    """The lists of one document, counted while its paragraphs pass.

    lists: number of a list → its kind of list and the levels where it begins anew. kinds: levels of a kind of list.
    """

    lists: Mapping[str, tuple[str, Mapping[int, int]]] = field(default_factory=dict)
    kinds: Mapping[str, Mapping[int, Level]] = field(default_factory=dict)
    _at: dict[str, dict[int, int]] = field(default_factory=dict)
    _seen: set[tuple[str, int]] = field(default_factory=set)

    def next(self, number: str, depth: int) -> tuple[str, str]:
        """Return what stands before the next paragraph of the list at this depth, and a format that is not known.

        Both are "" where there is none; a bullet is "-".
        """
        kind, anew = self.lists.get(number, ("", {}))
        levels = self.kinds.get(kind, {})
        level = levels.get(depth)
        if level is None or level.format == "none":
            return "", ""
        at = self._at.setdefault(kind, {})
        if depth in anew and (number, depth) not in self._seen:
            at[depth] = anew[depth]
        else:
            at[depth] = at[depth] + 1 if depth in at else level.start
        self._seen.add((number, depth))
        for deeper in [other for other in at if other > depth]:
            del at[deeper]
        if level.format == "bullet":
            return "-", ""
        unknown = "" if level.format in _FORMATS else level.format
        return re.sub("%([1-9])", lambda found: self._number(levels, at, int(found[1]) - 1), level.text), unknown

    def _number(self, levels: Mapping[int, Level], at: Mapping[int, int], depth: int) -> str:
        level = levels.get(depth)
        if level is None:
            return ""
        number = min(max(at.get(depth, level.start), 0), _LARGEST)
        return _FORMATS.get(level.format, str)(number) if number else "0"


def read_numbering(root: Element | None) -> Counter:
    """Return the counter for a document with this numbering part, or none."""
    if root is None:
        return Counter()
    kinds = {
        _value(kind, "abstractNumId"): dict(map(_level, kind.findall(f"{W}lvl")))
        for kind in root.iter(f"{W}abstractNum")
    }
    lists: dict[str, tuple[str, Mapping[int, int]]] = {}
    for entry in root.iter(f"{W}num"):
        kind = entry.find(f"{W}abstractNumId")
        anew = {}
        for override in entry.iter(f"{W}lvlOverride"):
            start = override.find(f"{W}startOverride")
            if start is not None:
                anew[whole(_value(override, "ilvl"))] = whole(_value(start, "val"), 1)
        lists[_value(entry, "numId")] = (_value(kind, "val") if kind is not None else "", anew)
    return Counter(lists, kinds)


def _level(element: Element) -> tuple[int, Level]:
    def of(name: str, usual: str) -> str:
        child = element.find(f"{W}{name}")
        return usual if child is None else _value(child, "val")

    level = Level(of("numFmt", "decimal"), of("lvlText", "")[:50], whole(of("start", "0")))
    return whole(_value(element, "ilvl")), level


def _value(element: Element, name: str) -> str:
    return str(element.get(f"{W}{name}", ""))


def whole(text: str, usual: int = 0) -> int:
    """Return the whole number that an attribute states, or `usual`."""
    return int(text) if re.fullmatch(r"\d{1,6}", text) else usual
