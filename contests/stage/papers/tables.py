"""The figures of a stage contest as tables of words, for Word files."""

from collections.abc import Sequence

from contests.stage.combining import figure
from contests.stage.papers.facts import Hall, Juror, Part
from contests.stage.papers.sentences import shown
from official.decree30 import Column
from official.figures import points

Row = tuple[str, ...]
MOST_TITLED = 6  # columns whose titles are written out; more of them are numbered, and told below the table
DASH = "–"


def teams(hall: Hall) -> tuple[list[Column], list[Row]]:
    """Return who competes: team, unit, head of the delegation, members with their captain."""
    columns = [
        Column("TT", 10, centre=True), Column("Đội thi", 36), Column("Đơn vị", 40), Column("Trưởng đoàn", 30),
        Column("Thành viên", 49),
    ]  # fmt: skip
    rows = []
    for at, team in enumerate(hall.teams.values(), start=1):
        members = [f"{name} (đội trưởng)" if name == team.captain else name for name in team.members]
        rows.append((str(at), team.name, team.unit, team.leader or DASH, ", ".join(members) or DASH))
    return columns, rows


def summary(hall: Hall, part: Part, *, most_jurors: int = 99) -> tuple[list[Column], list[Row]]:
    """Return a part team by team, in the order drawn: each juror's whole sheet, their mean, deduction and score.

    A sheet that was left out of the mean stands in brackets; a sheet with a gap is a dash. most_jurors: of a larger
    jury the sheets are left out, where the page has no room for them.
    """
    judged = part.rules.kind == "judged"
    columns = [Column("TT", 10, centre=True), Column("Đội thi", 40)]
    jury = hall.jury if len(hall.jury) <= most_jurors else ()
    if judged:
        columns += [Column(f"GK {juror.seat}", 18, right=True) for juror in jury]
        columns.append(Column("Điểm bình quân", 20, right=True))
    else:
        of = f" (trên {points(part.rules.out_of)})" if part.rules.out_of else ""
        columns.append(Column(f"Điểm đạt được{of}", 24, right=True))
    columns += [Column("Điểm trừ", 16, right=True), Column("Điểm phần thi", 20, right=True)]
    return columns, [_summary_row(hall, part, jury, at, key) for at, key in enumerate(part.order, start=1)]


def _summary_row(hall: Hall, part: Part, jury: Sequence[Juror], at: int, key: int) -> Row:
    sheet = part.sheets[key]
    cells = [str(at), hall.teams[key].name]
    if part.rules.kind == "judged":
        combined = sheet.combined
        by_juror = combined.by_juror if combined else {}
        for juror in jury:
            total = points(by_juror[juror.key]) if juror.key in by_juror else DASH
            cells.append(f"({total})" if combined and juror.key in combined.dropped else total)
        cells.append(shown(figure(combined.total, hall.programme.combining.decimals)) if combined else DASH)
    else:
        cells.append(points(part.earned[key]) if key in part.earned else DASH)
    return (
        *cells,
        points(sheet.deduction) if sheet.deduction else "0",
        shown(sheet.score.points if sheet.score else None),
    )


def criteria_means(hall: Hall, part: Part) -> tuple[list[Column], list[Row]]:
    """Return the figure of each criterion of a judged part; none for a quiz."""
    criteria = part.rules.criteria
    columns = [Column("TT", 10, centre=True), Column("Đội thi", 44), *criterion_columns(part)]
    decimals = hall.programme.combining.decimals
    rows = []
    for at, key in enumerate(part.order, start=1):
        combined = part.sheets[key].combined
        means = combined.by_criterion if combined else {}
        cells = [shown(figure(means[n], decimals)) if n in means else DASH for n in range(1, len(criteria) + 1)]
        rows.append((str(at), hall.teams[key].name, *cells))
    return columns, rows


def criterion_columns(part: Part) -> list[Column]:
    criteria = part.rules.criteria
    titled = len(criteria) <= MOST_TITLED
    width = 150 / max(len(criteria), 4)
    return [
        Column(f"{one.title} (tối đa {points(one.maximum)})" if titled else f"TC {n}", width, right=True)
        for n, one in enumerate(criteria, start=1)
    ]


def legend(part: Part) -> str:
    """Return what the numbered columns are; "" where they have their titles."""
    if len(part.rules.criteria) <= MOST_TITLED:
        return ""
    told = (f"TC {n}: {one.title} (tối đa {points(one.maximum)})" for n, one in enumerate(part.rules.criteria, start=1))
    return "; ".join(told) + "."


def totals(hall: Hall) -> tuple[list[Column], list[Row]]:
    """Return the places: what each part counts in the total, and the total."""
    counted = [part for part in hall.parts if part.rules.weight]
    numbered = len(counted) > MOST_TITLED
    columns = [Column("Hạng", 20, centre=True), Column("Đội thi", 46)]
    columns += [
        Column(f"PT {part.position}" if numbered else part.rules.title, 120 / max(len(counted), 3), right=True)
        for part in counted
    ]
    columns.append(Column("Tổng điểm", 20, right=True))
    rows = []
    for one in hall.standings:
        cells = [shown(one.line.weighted.get(part.position)) for part in counted]
        place = f"{one.place}*" if one.undecided else str(one.place)
        rows.append((place, hall.teams[one.line.team].name, *cells, shown(one.line.total)))
    return columns, rows


def parts_in_numbers(parts: Sequence[Part]) -> str:
    """Return what PT 1, PT 2 … are; "" where the columns have their titles."""
    counted = [part for part in parts if part.rules.weight]
    if len(counted) <= MOST_TITLED:
        return ""
    return "; ".join(f"PT {part.position}: {part.rules.title}" for part in counted) + "."
