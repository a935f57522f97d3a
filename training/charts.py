"""Where the marks of a chart lie, in the units of its SVG picture; numbers as text, which no language's comma may
change.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import expit

from training.analysis import ScaleFigures
from training.findings import HardQuestion

WIDTH, HEIGHT = 360, 440  # of the item map; fits a narrow phone
_TOP, _BOTTOM, _AXIS, _LEFT, _RIGHT = 24, 424, 150, 8, 352
_STEP = 0.25  # logits in a band of the picture
_BAND = 0.5  # logits in a line of the table
_TICKS = (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)


@dataclass(frozen=True)
class Dot:
    """A question on the map. suspect: drawn hollow."""

    x: str
    y: str
    question: HardQuestion
    suspect: bool


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Tick:
    """label: percent of right answers that an average person gives to a question that lies here."""

    y: str
    label: str


@dataclass(frozen=True)
class Band:
    """A line of the map's table, hardest first. easiest, hardest: share of right answers of an average person at its
    ends.

    people: share of them whose ability lies here; None where fewer than five people would.
    """

    hardest: float
    easiest: float
    people: float | None
    questions: tuple[HardQuestion, ...]


@dataclass(frozen=True)
class ItemMap:
    """People's abilities beside the difficulty of questions on one scale, the strong and the hard above (B. Wright's
    map).

    radius: of the dots.
    """

    dots: tuple[Dot, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    bands: tuple[Band, ...]
    radius: str


def item_map(scale: ScaleFigures, questions: Sequence[HardQuestion], fewest: int) -> ItemMap:
    """Return the map. fewest: of a band with fewer people nothing is said."""
    placed = [(q, q.latent.difficulty) for q in questions if q.latent]
    lows = [b for _, b in placed] + [-2 * scale.ability_sd]
    highs = [b for _, b in placed] + [2 * scale.ability_sd]
    low, high = min(lows) - _STEP, max(highs) + _STEP

    def y(logit: float) -> float:
        return _BOTTOM - (logit - low) / (high - low) * (_BOTTOM - _TOP)

    dots, radius = _dots(placed, y)
    ticks = [Tick(_n(y(t)), f"{expit(-t) * 100:.0f}") for t in _TICKS if low <= t <= high]
    return ItemMap(dots, _bars(scale, low, high, y), tuple(ticks), _bands(scale, placed, low, high, fewest), _n(radius))


def _dots(placed: list[tuple[HardQuestion, float]], y) -> tuple[tuple[Dot, ...], float]:  # type: ignore[no-untyped-def]
    """Questions of one band stand side by side, as close as the fullest band asks."""
    bands = Counter(round(b / _STEP) for _, b in placed)
    apart = min(11.0, (_RIGHT - _AXIS - 10) / max(bands.values(), default=1))
    seen: Counter[int] = Counter()
    dots = []
    for question, b in sorted(placed, key=lambda pair: pair[1]):
        band = round(b / _STEP)
        dots.append(Dot(_n(_AXIS + 8 + apart * seen[band]), _n(y(band * _STEP)), question, bool(question.suspect)))
        seen[band] += 1
    return tuple(dots), max(min(4.5, apart / 2.2), 1.2)


def _bars(scale: ScaleFigures, low: float, high: float, y) -> tuple[Bar, ...]:  # type: ignore[no-untyped-def]
    """People expected around each ability, to the left of the axis."""
    most = max((people for _, people in scale.spread), default=1.0)
    wide = (scale.spread[1][0] - scale.spread[0][0]) if len(scale.spread) > 1 else _STEP
    bars = []
    for at, people in scale.spread:
        if low <= at <= high:
            length = people / most * (_AXIS - _LEFT - 40)
            top, bottom = y(min(at + wide / 2, high)), y(max(at - wide / 2, low))
            bars.append(Bar(_n(_AXIS - length), _n(top), _n(length), _n(max(bottom - top - 0.8, 0.5))))
    return tuple(bars)


def _bands(
    scale: ScaleFigures, placed: list[tuple[HardQuestion, float]], low: float, high: float, fewest: int
) -> tuple[Band, ...]:
    total = sum(people for _, people in scale.spread)
    first, last = int(low // _BAND), int(high // _BAND)
    found = []
    for at in range(last, first - 1, -1):
        bottom, top = at * _BAND, (at + 1) * _BAND
        here = sum(
            p
            for a, p in scale.spread
            if (bottom <= a < top) or (at == last and a >= top) or (at == first and a < bottom)
        )
        inside = tuple(q for q, b in placed if bottom <= b < top)
        share = here / total if here >= fewest else None
        if inside or share is not None:
            found.append(Band(float(expit(-top)), float(expit(-bottom)), share, inside))
    return tuple(found)


def _n(value: float) -> str:
    return f"{value:.1f}"


T_WIDTH, T_HEIGHT = 640, 300  # of the trend
_T_LEFT, _T_RIGHT, _T_TOP, _T_BOTTOM = 68, 628, 12, 262


@dataclass(frozen=True)
class Mark:
    """A figure with its interval: a point, and a line from low to high. label: short name under it."""

    x: str
    y: str
    low: str
    high: str
    label: str


@dataclass(frozen=True)
class Trace:
    """line: points of the polyline through the marks. target: height of the target's line."""

    marks: tuple[Mark, ...]
    line: str
    ticks: tuple[Tick, ...]
    target: str


def trace(points: Sequence[tuple[float, float, float, str]], target: float) -> Trace:
    """Return the picture of shares over time: (share, low, high, label) of each, all of the scale from 0 to 1.

    The scale is cut to where something lies, in whole tenths, as intervals could not be seen otherwise.
    """
    least = min([target, *(low for _, low, _, _ in points)])
    most = max([target, *(high for _, _, high, _ in points)])
    bottom, top = max(int(least * 10 - 0.5), 0), min(int(most * 10 + 1.5), 10)

    def y(share: float) -> str:
        return _n(_T_BOTTOM - (share * 10 - bottom) / (top - bottom) * (_T_BOTTOM - _T_TOP))

    step = (_T_RIGHT - _T_LEFT) / max(len(points), 1)
    marks = tuple(
        Mark(_n(_T_LEFT + step * (n + 0.5)), y(share), y(low), y(high), label)
        for n, (share, low, high, label) in enumerate(points)
    )
    ticks = tuple(Tick(y(at / 10), str(at * 10)) for at in range(bottom, top + 1))
    return Trace(marks, " ".join(f"{m.x},{m.y}" for m in marks), ticks, y(target))
