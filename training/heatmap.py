"""Topics × units as a map to look at: how weak by colour and mark, how sure by lightness, what is unknown by hatching.

Nothing stands in a colour alone: every cell has its figure, a mark, and words for whoever hears the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from training.findings import Cell, Report, State, TopicRow

MOST_COLUMNS = 20
EVERYBODY = "all"
MARKS = {State.NEED: "▼", State.OK: "✓", State.UNSURE: "?", State.HIDDEN: "<5", State.NONE: "–"}
STATES = {
    State.NEED: gettext_noop("need"),
    State.OK: gettext_noop("no need"),
    State.UNSURE: gettext_noop("not enough evidence"),
    State.HIDDEN: gettext_noop("too few people"),
    State.NONE: gettext_noop("not measured"),
}
_SHADES = ((0.99, 3), (0.95, 2))  # how sure; otherwise the lightest


@dataclass(frozen=True)
class HeatCell:
    """style: of the cell. figure: percent, "" where none is shown. words: what mark and lightness say, with the
    interval. query: of the address of the evidence, "" where there is none to show. cell: the figures themselves.
    """

    style: str
    mark: str
    figure: str
    words: str
    query: str
    cell: Cell


@dataclass(frozen=True)
class HeatRow:
    """weight: people reached × gap, summed over the row's needs."""

    key: str
    label: str
    merged: bool
    people: int
    cells: tuple[HeatCell, ...]
    weight: float


@dataclass(frozen=True)
class HeatMap:
    """left_out: parts of the questions that have no column because there are too many of them."""

    columns: tuple[TopicRow, ...]
    everybody: HeatRow
    rows: tuple[HeatRow, ...]
    left_out: int


def heat_map(report: Report, *, sort: str, needs: bool, address: Iterable[tuple[str, str]]) -> HeatMap:
    """Return the map of `report`. sort: "need", "name" or "people". needs: leave out rows and columns without a need.

    address: what the report was asked for, which the addresses of evidence keep.
    """
    state = [(name, value) for name, value in address if name not in ("group", "part")]
    columns = list(report.topics)
    if needs:
        columns = [c for c in columns if any(cell.state is State.NEED for cell in (c.total, *c.cells))]
    left_out = max(len(columns) - MOST_COLUMNS, 0)
    if left_out:
        kept = {c.topic for c in sorted(columns, key=lambda c: -_weight(report, c.cells))[:MOST_COLUMNS]}
        columns = [c for c in columns if c.topic in kept]
    rows = [_row(report, index, columns, state) for index in range(len(report.groups))]
    if needs:
        rows = [row for row in rows if any(cell.cell.state is State.NEED for cell in row.cells)]
    if sort == "need":
        rows.sort(key=lambda row: -row.weight)
    elif sort == "people":
        rows.sort(key=lambda row: -row.people)
    people = max((c.total.people for c in report.topics), default=0)
    all_cells = tuple(_cell(c.total, EVERYBODY, c.topic, state) for c in columns)
    return HeatMap(tuple(columns), HeatRow(EVERYBODY, "", False, people, all_cells, 0.0), tuple(rows), left_out)


def _row(report: Report, index: int, columns: Sequence[TopicRow], state: list[tuple[str, str]]) -> HeatRow:
    group = report.groups[index]
    cells = tuple(_cell(c.cells[index], group.key, c.topic, state) for c in columns)
    weight = _weight(report, [c.cells[index] for c in report.topics])
    return HeatRow(group.key, group.label, group.merged, group.people, cells, weight)


def _weight(report: Report, cells: Iterable[Cell]) -> float:
    target = report.rule.target
    found = (c for c in cells if c.state is State.NEED)
    return sum(c.people * max(target - c.estimate.value, 0.0) for c in found if c.estimate)


def _cell(cell: Cell, group: str, part: int, state: list[tuple[str, str]]) -> HeatCell:
    shown = cell.estimate is not None
    return HeatCell(
        _style(cell),
        MARKS[cell.state],
        str(round(cell.estimate.value * 100)) if cell.estimate else "",
        _words(cell),
        urlencode([("group", group), ("part", part), *state]) if shown else "",
        cell,
    )


def _style(cell: Cell) -> str:
    if cell.state not in (State.NEED, State.OK) or cell.below is None:
        return f"heat heat--{cell.state.value}"
    sure = cell.below if cell.state is State.NEED else 1 - cell.below
    shade = next((shade for least, shade in _SHADES if sure >= least), 1)
    return f"heat heat--{cell.state.value} heat--{shade}"


def _words(cell: Cell) -> str:
    said = _(STATES[cell.state])
    if cell.estimate is None:
        return said
    return f"{said} ({cell.estimate.low * 100:.0f}–{cell.estimate.high * 100:.0f})"
