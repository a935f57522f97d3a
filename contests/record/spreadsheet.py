"""Results as an Excel file for an office: people list by list, units, and how each question was answered.

An office document: its words are Vietnamese whatever the reader's language. Rows are written as they are read, so that
the memory it takes does not grow with them beyond the list itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from django.utils import translation

from contests.models import Contest, Edition, Round
from contests.record.reading import EditionLine, UnitLine, heads, lines_of, unit_line
from contests.record.unit_lines import row_of
from contests.record.words import prize_in_words
from contests.review.asked import LETTERS, answers_given, asked_in
from contests.review.proposals import prize_plain
from contests.standings import Listing
from contests.templatetags.blocks import block_name
from contests.units.participation import participation
from people.models import Unit
from questionbank.bodies import choices_of
from questionbank.formats.files import new_workbook
from questionbank.kinds import CHOOSING

PEOPLE = ("Hạng", "Họ và tên", "Đơn vị", "Điểm", "Điểm tối đa", "Thời gian (giây)", "Giải")
PLACES = (
    "Hạng", "Đơn vị", "Khối", "Đã dự thi", "Danh sách chốt", "Tỷ lệ tham gia (%)", "Điểm trung bình",
    "Điểm theo công thức (%)", "Giải", "Lý do không xếp hạng",
)  # fmt: skip
UNITS = ("Đơn vị", "Đã đăng ký", "Đã nộp bài", "Đang thi")
QUESTIONS = ("Mã câu hỏi", "Nội dung", "Số bài có câu", "Đã trả lời", "Trả lời đúng", "Điều chỉnh")
Cell = str | int | float


def write_results(target: BinaryIO, contest: Contest, lists: Sequence[Listing] | None, edition: Edition | None) -> None:
    """Write the file to `target`: the results of `edition`, else those of `lists` as they stand now."""
    with translation.override("vi"):
        _write_results(target, contest, lists, edition)


def _write_results(
    target: BinaryIO, contest: Contest, lists: Sequence[Listing] | None, edition: Edition | None
) -> None:
    book = new_workbook(target)
    bold = book.add_format({"bold": True, "text_wrap": True})
    status = f"Bản công bố số {edition.number}" if edition and edition.published_at else "KẾT QUẢ CHƯA CHÍNH THỨC"
    taken: set[str] = set()
    told = (status, f"SHA-256: {edition.digest}" if edition else "")
    for title, lines in _edition_lines(edition) if edition else _lines(contest, lists or []):
        page = book.add_worksheet(_sheet_name(title, taken))
        _list_sheet(page, (f"{contest.title} – {title}", told, PEOPLE), lines, bold)
    for title, ranked in _edition_units(edition) if edition else _units_now(contest, lists or []):
        rows = [_unit_row(line) for line in ranked]
        if rows:
            name = f"Xếp hạng đơn vị {title}".strip()
            page = book.add_worksheet(_sheet_name(name, taken))
            _list_sheet(page, (f"{contest.title} – {name}", told, PLACES), rows, bold)
    _sheet(book, _sheet_name("Đơn vị", taken), UNITS, _units(contest), bold)
    _sheet(book, _sheet_name("Câu hỏi", taken), (*QUESTIONS, *LETTERS[:6]), _questions(contest), bold)
    book.close()


def _list_sheet(
    page: Any, head: tuple[str, Sequence[str], Sequence[str]], rows: Iterable[Sequence[Cell]], bold: Any
) -> None:
    """Write a list with places. head: its title, whether it is official, and the names of its columns."""
    title, told, names = head
    page.set_column(0, 0, 7)
    page.set_column(1, 2, 34)
    page.set_column(3, len(names) - 1, 16)
    _write(page, 0, (title,), bold)
    _write(page, 1, told)
    _write(page, 2, names, bold)
    for at, row in enumerate(rows, start=3):
        _write(page, at, row)


def _sheet(book: Any, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], bold: Any) -> None:
    page = book.add_worksheet(name)
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 50 if head[0] == QUESTIONS[0] else 16)
    page.set_column(2, 12, 14)
    _write(page, 0, head, bold)
    for at, row in enumerate(rows, start=1):
        _write(page, at, row)


def _write(page: Any, at: int, cells: Sequence[Cell], look: Any = None) -> None:
    """Write a row: figures as figures, every word as a word."""
    for place, cell in enumerate(cells):
        if isinstance(cell, str):
            page.write_string(at, place, cell, look)
        else:
            page.write_number(at, place, cell, look)


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return a name that Excel takes: at most 31 letters, none of []:*?/\\, and no other sheet's."""
    plain = "".join(letter for letter in title if letter not in "[]:*?/\\").strip("' ")[:27] or "Kết quả"
    name, number = plain, 2
    while name.lower() in taken:
        name, number = f"{plain} {number}", number + 1
    taken.add(name.lower())
    return name


def _edition_lines(edition: Edition) -> Iterator[tuple[str, Iterator[Sequence[Cell]]]]:
    for number, each in enumerate(heads(edition)):
        yield each.title or _round_name(each.of), map(_row, lines_of(edition, number))


def _round_name(of: str) -> str:
    """Return what an edition calls a list ("contest", "round N") in Vietnamese; "" for the contest."""
    return of.replace("round", "Đợt") if of != "contest" else ""


def _lines(contest: Contest, lists: Sequence[Listing]) -> Iterator[tuple[str, Iterator[Sequence[Cell]]]]:
    people = {key: (name, unit) for key, name, unit in contest.entrants.values_list("pk", "full_name", "unit__name")}
    for each in lists:
        yield str(each.of), (
            _row(EditionLine(
                line.place, line.entrant, *people[line.entrant], line.result.score, int(line.most * 100),
                line.result.time_used, prize_plain(line.award.prize),  # type: ignore[arg-type]
            ))
            for line in each.lines
        )  # fmt: skip


def _row(line: EditionLine) -> Sequence[Cell]:
    prize = prize_in_words(line.prize)
    return line.place, line.name, line.unit, line.score / 100, line.most / 100, line.used / 1000, prize


def _edition_units(edition: Edition) -> Iterator[tuple[str, Iterable[UnitLine]]]:
    for each in heads(edition):
        yield (each.title if each.of != "contest" else "") or _round_name(each.of), each.units


def _units_now(contest: Contest, lists: Sequence[Listing]) -> Iterator[tuple[str, Iterable[UnitLine]]]:
    named = dict(Unit.objects.values_list("pk", "name"))
    for each in lists:
        title = str(each.of) if isinstance(each.of, Round) else ""
        yield title, (unit_line(line, named[line.unit]) for line in each.units)


def _unit_row(line: UnitLine) -> Sequence[Cell]:
    row = row_of(line)
    head = (line.place or "–", line.name, block_name(line.block), line.took_part, line.headcount)
    return *head, row["rate"], row["mean"], row["formula"], row["prize"], row["why"]


def _units(contest: Contest) -> Iterator[Sequence[Cell]]:
    for row in participation(contest, contest.closes_at.date()).rows:
        yield row.unit, row.entrants, row.finished, row.sitting


def _questions(contest: Contest) -> Iterator[Sequence[Cell]]:
    """Yield each question with how often each of its choices was chosen, alone or among others."""
    for each in asked_in(contest):
        row = (each.version.question.code, each.version.stem, each.had, each.answered, each.right, each.ruling)
        if each.version.kind not in CHOOSING:
            yield row
            continue
        given = answers_given(contest, each.version)
        choices = choices_of([each.version.pk])[each.version.pk]
        yield (*row, *(sum(one.times for one in given if choice.pk in one.chosen) for choice in choices))
