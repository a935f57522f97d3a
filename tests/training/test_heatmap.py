"""The map: its order, what it leaves out, and that nothing unknown looks weak."""

from datetime import datetime
from urllib.parse import parse_qs

import pytest

from tests.conftest import NOON
from training.analysis import LatentFigures, ScaleFigures
from training.charts import item_map
from training.findings import Cell, Coverage, Estimate, Group, HardQuestion, Header, Report, Rule, State, TopicRow
from training.heatmap import MOST_COLUMNS, heat_map

NEED = Cell(40, 10, Estimate(0.5, 0.4, 0.6), 0.97, State.NEED)
SURE = Cell(400, 100, Estimate(0.5, 0.48, 0.52), 0.999, State.NEED)
OK = Cell(40, 10, Estimate(0.9, 0.8, 0.95), 0.001, State.OK)
UNSURE = Cell(40, 10, Estimate(0.7, 0.5, 0.8), 0.5, State.UNSURE)
HIDDEN = Cell(4, 2, None, None, State.HIDDEN)
NONE = Cell(0, 0, None, None, State.NONE)


def report(*rows: tuple[Cell, ...], people: tuple[int, ...] = (10, 100, 12)) -> Report:
    """rows: the cells of a part for each unit."""
    at: datetime = NOON
    groups = tuple(Group(str(n), f"Đơn vị {n}", "", people[n]) for n in range(len(rows[0])))
    parts = tuple(
        TopicRow(n, "abcdefghijklmnopqrstuvwxyz"[n], f"Chuyên đề {n}", 5, 0, 0, UNSURE, row)
        for n, row in enumerate(rows)
    )
    header = Header("s", "Cuộc thi", "Sở", at, at, at, ())
    return Report(header, Rule(), Coverage(0, 0, 0, 0, (), (), 0), groups, parts, (), (), ())


def test_rows_are_ordered_by_people_times_gap_or_as_asked() -> None:
    made = report((NEED, SURE, OK))
    assert [r.key for r in heat_map(made, sort="need", needs=False, address=()).rows] == ["1", "0", "2"]
    assert [r.key for r in heat_map(made, sort="name", needs=False, address=()).rows] == ["0", "1", "2"]
    assert [r.key for r in heat_map(made, sort="people", needs=False, address=()).rows] == ["1", "2", "0"]


def test_only_needs_leaves_out_rows_and_columns_without_one() -> None:
    made = heat_map(report((NEED, OK, NONE), (OK, UNSURE, HIDDEN)), sort="need", needs=True, address=())
    assert ([c.topic for c in made.columns], [r.key for r in made.rows]) == ([0], ["0"])


@pytest.mark.parametrize("cell", [UNSURE, HIDDEN, NONE])
def test_what_is_not_known_has_a_look_of_its_own_and_never_that_of_a_need(cell: Cell) -> None:
    shown = heat_map(report((cell,)), sort="need", needs=False, address=()).rows[0].cells[0]
    assert "need" not in shown.style
    assert shown.style.endswith(f"heat--{cell.state.value}")
    assert shown.mark not in ("▼", "✓")
    assert bool(shown.query) == (cell is UNSURE)
    assert bool(shown.figure) == (cell is UNSURE)


def test_lightness_says_how_sure_it_is() -> None:
    shown = heat_map(report((NEED, SURE, OK)), sort="name", needs=False, address=()).rows
    assert [row.cells[0].style for row in shown] == [
        "heat heat--need heat--2",
        "heat heat--need heat--3",
        "heat heat--ok heat--3",
    ]


def test_the_address_of_the_evidence_keeps_what_was_asked_for_and_names_the_cell_anew() -> None:
    address = [("parts", "document"), ("more", "4"), ("more", "5"), ("group", "99"), ("part", "98")]
    shown = heat_map(report((NEED,)), sort="name", needs=False, address=address)
    asked = parse_qs(shown.rows[0].cells[0].query)
    assert asked == {"group": ["0"], "part": ["0"], "parts": ["document"], "more": ["4", "5"]}
    assert parse_qs(shown.everybody.cells[0].query)["group"] == ["all"]


def test_too_many_columns_keep_those_with_the_largest_needs_and_say_so() -> None:
    rows = [(OK,)] * MOST_COLUMNS + [(SURE,), (NEED,)]
    made = heat_map(report(*rows), sort="need", needs=False, address=())
    assert (len(made.columns), made.left_out) == (MOST_COLUMNS, 2)
    assert [c.topic for c in made.columns][-2:] == [MOST_COLUMNS, MOST_COLUMNS + 1]


def question(code: str, difficulty: float) -> HardQuestion:
    latent = LatentFigures(difficulty, 0.1, 1.0, 1.0, 0.0, None, None)
    return HardQuestion(code, "?", "a", 100, 0, Estimate(0.5, 0.4, 0.6), None, (), (), (), 1, (), latent)


def test_the_item_map_puts_the_hard_above_the_easy_and_all_within_its_frame() -> None:
    scale = ScaleFigures(100, 1.0, ((-1.0, 20.0), (0.0, 60.0), (1.0, 18.0), (2.0, 2.0)), 1.0, 2.0, 0.5)
    shown = item_map(scale, [question("KHO", 2.6), question("DE", -3.1), *[question("VUA", 0.0)] * 80], 5)
    at = {dot.question.code: float(dot.y) for dot in shown.dots}
    assert at["KHO"] < at["VUA"] < at["DE"]
    assert all(0 < float(dot.x) < 360 and 0 < float(dot.y) < 440 for dot in shown.dots)
    assert sum(len(band.questions) for band in shown.bands) == 82
    by_share = [band.hardest for band in shown.bands]
    assert by_share == sorted(by_share)
    assert [band.people for band in shown.bands if band.hardest < 0.12][-1] is None  # two people are too few to tell of
