"""What Word shows but does not write into the text: automatic numbers, and the font that decides what letters mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.etree

from regulations.encodings import Encoding, convert

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_MOST = 30_000  # a number beyond it is written in figures, whatever its format
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""


@dataclass
class Lists:
    """The automatic numbers of a document, counted on paragraph by paragraph."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)  # by abstract list
    lists: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)  # list → (abstract, starts overridden)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, root: lxml.etree._Element | None) -> "Lists":
        made = cls()
        if root is None:
            return made
        for abstract in root.iter(f"{W}abstractNum"):
            levels = {_int(level.get(f"{W}ilvl")): _level(level) for level in abstract.findall(f"{W}lvl")}
            made.levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for number in root.iter(f"{W}num"):
            of = _value(number, "abstractNumId")
            starts = {
                _int(override.get(f"{W}ilvl")): _int(_value(override, "startOverride"), 1)
                for override in number.findall(f"{W}lvlOverride")
                if override.find(f"{W}startOverride") is not None
            }
            made.lists[number.get(f"{W}numId", "")] = (of, starts)
        return made

    def label(self, list_id: str, level: int) -> str:
        """Count the next paragraph of this list and level, and return what Word shows before it ("" for nothing)."""
        if list_id not in self.lists or not 0 <= level < _LEVELS:
            return ""
        abstract, starts = self.lists[list_id]
        levels = self.levels.get(abstract, {})
        counts = self._counts.setdefault(abstract, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for above, start in starts.items():
                counts[above] = start - 1
        own = levels.get(level, _Level())
        counts[level] = counts.get(level, own.start - 1) + 1
        for below in [other for other in counts if other > level]:
            del counts[below]
        if own.format == "bullet":
            return "-"
        if own.format == "none":
            return ""

        def shown(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            wanted = levels.get(at, _Level())
            return in_figures(counts.get(at, wanted.start), wanted.format)

        return re.sub(r"%([1-9])", shown, own.text)


@dataclass(frozen=True)
class _Style:
    based_on: str
    font: str
    list_id: str
    level: int


@dataclass
class Styles:
    styles: dict[str, _Style] = field(default_factory=dict)
    default_font: str = ""
    default_paragraph: str = ""

    @classmethod
    def read(cls, root: lxml.etree._Element | None) -> "Styles":
        made = cls()
        if root is None:
            return made
        made.default_font = font_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for style in root.findall(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                made.default_paragraph = name
            numbered = style.find(f"{W}pPr/{W}numPr")
            made.styles[name] = _Style(
                based_on=_value(style, "basedOn"),
                font=font_of(style.find(f"{W}rPr")),
                list_id=_value(numbered, "numId"),
                level=_int(_value(numbered, "ilvl")),
            )
        return made

    def font(self, *names: str) -> str:
        """Return the font of the first of these styles, or of what they are based on, that has one."""
        fonts = (style.font for name in names for style in self._line(name) if style.font)
        return next(fonts, self.default_font)

    def list_of(self, name: str) -> tuple[str, int]:
        """Return (list, level) that the paragraph style numbers by; ("", 0) for none."""
        found = (style for style in self._line(name) if style.list_id)
        style = next(found, None)
        return (style.list_id, style.level) if style else ("", 0)

    def _line(self, name: str) -> Iterator[_Style]:
        seen: set[str] = set()
        while name in self.styles and name not in seen:
            seen.add(name)
            yield self.styles[name]
            name = self.styles[name].based_on


def font_of(properties: lxml.etree._Element | None) -> str:
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    if fonts is None:
        return ""
    return str(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "")


def encoding_of(font: str) -> Encoding | None:
    """Return the encoding that a font of the years before Unicode stands for."""
    if font.lower().startswith(".vn"):
        return "tcvn3"
    return "vni" if font.upper().startswith("VNI-") else None


def in_unicode(words: str, font: str) -> str:
    """Return what `words` show in `font`. Words that no old encoding can hold were Unicode all the same."""
    encoding = encoding_of(font)
    if encoding is None or any(c > "\u00ff" and c.isalpha() for c in words):
        return words
    done = convert(words, encoding).text
    return done.upper() if encoding == "tcvn3" and font.upper().endswith("H") else done


def in_figures(number: int, form: str) -> str:
    """Return `number` as Word's number format `form` writes it."""
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("lowerLetter", "upperLetter") and 0 < number <= _MOST:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number <= _MOST:
        made = ""
        for value, letters in _ROMAN:
            made += letters * (number // value)
            number %= value
        return made if form == "lowerRoman" else made.upper()
    return str(number)


def _level(element: lxml.etree._Element) -> _Level:
    return _Level(
        start=_int(_value(element, "start"), 1),
        format=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText")[:50],
    )


def _value(element: lxml.etree._Element | None, name: str) -> str:
    child = element.find(f"{W}{name}") if element is not None else None
    return str(child.get(f"{W}val", "")) if child is not None else ""


def _int(text: str | None, otherwise: int = 0) -> int:
    """Return a number of the file, kept within what a document can have."""
    try:
        return max(0, min(int(text or otherwise), _MOST))
    except ValueError:
        return otherwise
