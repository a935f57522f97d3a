"""The figures of a stage contest as an Excel file: teams, people, each part, and the answers of each quiz.

An office document, Vietnamese whoever asks for it. Figures are figures, so that an office can add them up again.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from django.utils import translation

from contests.record.spreadsheet import Cell, sheet_name, write_row
from contests.review.asked import LETTERS
from contests.stage.combining import figure
from contests.stage.papers.answers import NONE, RIGHT, WRONG, Quiz, quiz_of
from contests.stage.papers.facts import Hall, Part
from contests.stage.papers.sentences import change, events_of, parting
from questionbank.formats.files import new_workbook

Rows = Iterable[Sequence[Cell]]
SHOWN_LETTERS = LETTERS[:4]


def write_stage_workbook(target: BinaryIO, hall: Hall) -> None:
    """Write the file to `target`."""
    with translation.override("vi"):
        book = new_workbook(target)
        look = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        taken: set[str] = set()

        def sheet(name: str, head: Sequence[str], rows: Rows) -> None:
            _sheet(book.add_worksheet(sheet_name(name, taken)), head, rows, look)

        quizzes = {part.position: found for part in hall.parts if part.live and (found := quiz_of(part.live))}
        sheet("Đội", _team_head(hall), _teams(hall))
        sheet("Cá nhân", ("Phần thi", "Hạng", "Họ và tên", "Đơn vị", "Điểm"), _people(hall, quizzes))
        for part in hall.parts:
            name = f"{part.position}. {part.rules.title}"
            if part.rules.kind == "judged":
                sheet(name, _marks_head(hall), _marks(hall, part))
            else:
                sheet(name, ("Thứ tự", "Đội thi", "Điểm đạt được", "Điểm trừ", "Điểm phần thi"), _points(hall, part))
            if part.position in quizzes:
                quiz = quizzes[part.position]
                sheet(f"{part.position}. Câu hỏi", _asked_head(hall), _asked(hall, quiz))
                questions = [f"Câu {each.position}" for each in quiz.asked]
                sheet(f"{part.position}. Bài làm", ("Họ và tên", "Đơn vị", *questions), _matrix(quiz))
        sheet("Diễn biến, điều chỉnh", ("Mục", "Nội dung"), _told(hall))
        book.close()


def _sheet(page: Any, head: Sequence[str], rows: Rows, look: Any) -> None:
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 34)
    page.set_column(2, 60, 15)
    page.freeze_panes(1, 0)
    write_row(page, 0, head, look)
    for at, row in enumerate(rows, start=1):
        write_row(page, at, row)


def _team_head(hall: Hall) -> Sequence[str]:
    parts = [f"{part.rules.title} (hệ số {part.rules.weight} %)" for part in hall.parts]
    return "Hạng", "Đội thi", "Đơn vị", *parts, "Tổng điểm", "Ghi chú"


def _teams(hall: Hall) -> Iterator[Sequence[Cell]]:
    for one in hall.standings:
        team, line = hall.teams[one.line.team], one.line
        cells = [_number(line.weighted.get(part.position)) for part in hall.parts]
        note = "chờ phân định" if one.undecided else "" if hall.settled else "tạm tính"
        yield one.place, team.name, team.unit, *cells, float(line.total), note


def _people(hall: Hall, quizzes: dict[int, Quiz]) -> Iterator[Sequence[Cell]]:
    """Yield who stands on the stage, and what everybody has in each quiz that was played on phones."""
    for team in hall.teams.values():
        for name in team.members:
            yield "Thành viên đội", "", name + (" (đội trưởng)" if name == team.captain else ""), team.unit, ""
    for position, quiz in quizzes.items():
        for one in quiz.people:
            yield hall.parts[position - 1].rules.title, one.place, one.name, one.unit, one.points


def _marks_head(hall: Hall) -> Sequence[str]:
    jurors = [f"GK {juror.seat}: {juror.name}" for juror in hall.jury]
    return "Đội thi", "Tiêu chí", "Tối đa", *jurors, "Bình quân", "Điểm trừ", "Thời gian (giây)", "Điểm phần thi"


def _marks(hall: Hall, part: Part) -> Iterator[Sequence[Cell]]:
    """Yield of each team a row for each criterion and one for the whole sheet."""
    decimals = hall.programme.combining.decimals
    for key in part.order:
        name, sheet = hall.teams[key].name, part.sheets[key]
        means = sheet.combined.by_criterion if sheet.combined else {}
        for place, one in enumerate(part.rules.criteria, start=1):
            given = [_hundredths(part.marks.get((juror.key, key, place))) for juror in hall.jury]
            mean = float(figure(means[place], decimals)) if place in means else ""
            yield name, one.title, one.maximum / 100, *given, mean
        whole = sheet.combined.by_juror if sheet.combined else {}
        totals = [_hundredths(whole.get(juror.key)) for juror in hall.jury]
        mean = float(figure(sheet.combined.total, decimals)) if sheet.combined else ""
        yield (
            name, "Cả phiếu", part.rules.maximum / 100, *totals, mean, (sheet.deduction or 0) / 100,
            "" if sheet.seconds is None else sheet.seconds, _number(sheet.score.points if sheet.score else None),
        )  # fmt: skip


def _points(hall: Hall, part: Part) -> Iterator[Sequence[Cell]]:
    for at, key in enumerate(part.order, start=1):
        sheet = part.sheets[key]
        score = _number(sheet.score.points if sheet.score else None)
        yield at, hall.teams[key].name, _hundredths(part.earned.get(key)), (sheet.deduction or 0) / 100, score


def _asked_head(hall: Hall) -> Sequence[str]:
    by_team = [f"{team.name}: {what}" for team in hall.teams.values() for what in (RIGHT, WRONG, NONE)]
    return "Mã câu hỏi", "Nội dung", "Thứ tự", *(f"Chọn {letter}" for letter in SHOWN_LETTERS), "Tình trạng", *by_team


def _asked(hall: Hall, quiz: Quiz) -> Iterator[Sequence[Cell]]:
    for each in quiz.asked:
        letters = [each.chosen.get(letter, 0) for letter in SHOWN_LETTERS]
        told = [
            each.by_unit.get(team.unit_key, {}).get(what, 0)
            for team in hall.teams.values()
            for what in (RIGHT, WRONG, NONE)
        ]
        yield each.code, each.stem, each.position, *letters, each.state, *told


def _matrix(quiz: Quiz) -> Iterator[Sequence[Cell]]:
    for one in quiz.people:
        yield one.name, one.unit, *(one.cells.get(each.position, "–") for each in quiz.asked)


def _told(hall: Hall) -> Iterator[Sequence[Cell]]:
    for part in hall.parts:
        for said in events_of(hall, part):
            yield f"Phần thi {part.position}", said
    for each in hall.partings:
        yield "Bằng điểm", parting(hall, each)
    for one in hall.changes:
        yield "Điều chỉnh", change(hall, one)


def _hundredths(value: int | None) -> Cell:
    return "" if value is None else value / 100


def _number(value: Any) -> Cell:
    return "" if value is None else float(value)
