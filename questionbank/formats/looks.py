"""How text in a Word document looks: its own properties, those of its style, and of its paragraph's style."""

from collections.abc import Iterator, Mapping

from questionbank.formats.lines import BOLD, UNDERLINED
from questionbank.formats.numbering import Element, W

_OFF = ("0", "false", "off", "none")
_DEEPEST = 20  # styles that rest on one another
_PLAIN = ("", "auto", "000000", "FFFFFF", "none", "text1", "dark1", "tx1", "dk1", "background1", "light1", "clear")


class Styles:
    """The styles of a document."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        for style in root.iter(f"{W}style") if root is not None else ():
            self._styles[style.get(f"{W}styleId", "")] = style
        usual = [s for s in self._styles.values() if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default") == "1"]
        self._usual = usual[0].get(f"{W}styleId", "") if usual else ""

    def chain(self, name: str) -> Iterator[Element]:
        """Yield the style with this name and those it rests on, nearest first."""
        for _step in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            below = style.find(f"{W}basedOn")
            name = "" if below is None else below.get(f"{W}val", "")

    def of_paragraph(self, properties: Element | None) -> list[Element]:
        """Return the styles of a paragraph, nearest first."""
        return list(self.chain(_named(properties, "pStyle") or self._usual))

    def marks(self, own: Element | None, above: list[Element]) -> frozenset[str]:
        """Return the marks (see `lines.Run`) of text with these properties in a paragraph with these styles."""
        layers = [own] if own is not None else []
        for style in (*self.chain(_named(own, "rStyle")), *above):
            properties = style.find(f"{W}rPr")
            if properties is not None:
                layers.append(properties)
        return frozenset(_marks({name: _first(layers, name) for name in ("b", "u", "color", "highlight", "shd")}))


def _first(layers: list[Element], name: str) -> Element | None:
    return next((found for layer in layers if (found := layer.find(f"{W}{name}")) is not None), None)


def _marks(found: Mapping[str, Element | None]) -> Iterator[str]:
    bold, line, colour, pen, shade = (found[name] for name in ("b", "u", "color", "highlight", "shd"))
    if bold is not None and bold.get(f"{W}val", "1") not in _OFF:
        yield BOLD
    if line is not None and line.get(f"{W}val", "single") not in _OFF:
        yield UNDERLINED
    if colour is not None:
        value = colour.get(f"{W}themeColor") or colour.get(f"{W}val", "")
        if value not in _PLAIN:
            yield f"colour {value.upper()}"
    value = pen.get(f"{W}val", "") if pen is not None else shade.get(f"{W}fill", "") if shade is not None else ""
    if value not in _PLAIN:
        yield f"highlight {value}"


def _named(properties: Element | None, name: str) -> str:
    found = None if properties is None else properties.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val", ""))
