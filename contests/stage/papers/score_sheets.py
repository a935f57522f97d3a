"""The score sheets of jurors (phiếu chấm điểm) and the summary of a stage contest (bảng tổng hợp điểm), for Word."""

from collections.abc import Sequence

from django.utils import translation

from contests.letterhead import head_of, titled
from contests.stage.papers import tables
from contests.stage.papers.facts import Hall, Juror, Part
from contests.stage.papers.minutes import signed_by_three, year_of
from contests.stage.papers.sentences import called, conditions, overtime, parting
from official.decree30 import (
    Column,
    Document,
    Signature,
    add_draft_mark,
    add_head,
    add_heading,
    add_signatures,
    add_table,
    add_text,
    add_title,
    as_bytes,
    new_document,
)
from official.figures import blank_day, points


def write_score_sheets(hall: Hall, part: Part, jury: Sequence[Juror], *, blank: bool = False) -> bytes:
    """Return a page for each of `jury` as one .docx file. blank: to be filled in by hand, whatever was given already.

    A juror who is absent from the part has no page. The part must be judged.
    """
    with translation.override("vi"):
        document, absent = new_document(wide=True), {each.juror.key for each in part.absent}
        here = [juror for juror in jury if juror.key not in absent]
        for at, juror in enumerate(here):
            if at:
                document.add_page_break()
            _sheet(document, hall, part, juror, blank=blank)
        if not here:
            add_text(document, "Không có giám khảo nào chấm phần thi này.")
    return as_bytes(document)


def _sheet(document: Document, hall: Hall, part: Part, juror: Juror, *, blank: bool) -> None:
    contest = hall.stage.contest
    add_head(document, head_of(contest, f"Giám khảo số {juror.seat}", blank_day(year_of(hall))))
    add_title(document, "PHIẾU CHẤM ĐIỂM", f"Phần thi {called(part)} – {titled(contest, 'Hội thi')}")
    add_text(document, f"Họ và tên giám khảo: {juror.name}.")
    add_text(document, f"Phần thi: {conditions(part.rules)}; điểm cho theo bước {points(part.rules.step)}.")
    columns = [Column("TT", 10, centre=True), Column("Đội thi", 44), *tables.criterion_columns(part)]
    columns += [Column("Tổng điểm", 20, right=True), Column("Ghi chú", 26)]
    add_table(
        document, "", columns, [_row(hall, part, juror, at, key, blank=blank) for at, key in enumerate(part.order, 1)]
    )
    if told := tables.legend(part):
        add_text(document, told, italic=True)
    add_signatures(document, [Signature("", "", ""), Signature("", "GIÁM KHẢO", juror.name)])


def _row(hall: Hall, part: Part, juror: Juror, at: int, key: int, *, blank: bool) -> tuple[str, ...]:
    places = range(1, len(part.rules.criteria) + 1)
    given = [None if blank else part.marks.get((juror.key, key, place)) for place in places]
    whole = [value for value in given if value is not None]
    total = points(sum(whole)) if len(whole) == len(given) else ""
    return str(at), hall.teams[key].name, *("" if v is None else points(v) for v in given), total, ""


def write_summary(hall: Hall) -> bytes:
    """Return all parts, and the totals of what is locked, as a .docx file signed by three."""
    with translation.override("vi"):
        document, contest = new_document(wide=True), hall.stage.contest
        if not hall.settled:
            add_draft_mark(document)
        add_head(document, head_of(contest, "Số:        /BTH-BGK", blank_day(year_of(hall))))
        add_title(document, "BẢNG TỔNG HỢP ĐIỂM", titled(contest, "Hội thi"))
        for part in hall.parts:
            _part(document, hall, part)
        add_heading(document, "Tổng hợp toàn Hội thi")
        add_table(document, "", *tables.totals(hall))
        if told := tables.parts_in_numbers(hall.parts):
            add_text(document, told, italic=True)
        if any(one.undecided for one in hall.standings):
            add_text(document, "* Đồng hạng, chờ phân định.", italic=True)
        for each in hall.partings:
            add_text(document, parting(hall, each))
        add_signatures(document, signed_by_three(hall))
    return as_bytes(document)


def _part(document: Document, hall: Hall, part: Part) -> None:
    state = "" if part.locked else " – chưa khóa điểm"
    add_heading(document, f"{part.position}. Phần thi {called(part)} ({conditions(part.rules)}){state}")
    add_table(
        document, "Tổng hợp theo giám khảo" if part.rules.kind == "judged" else "Kết quả", *tables.summary(hall, part)
    )
    if any(sheet.combined and sheet.combined.dropped for sheet in part.sheets.values()):
        add_text(
            document,
            "Phiếu trong ngoặc là phiếu cao nhất và phiếu thấp nhất, không tính vào điểm bình quân.",
            italic=True,
        )
    if any(sheet.combined for sheet in part.sheets.values()):
        add_table(document, "Điểm bình quân theo tiêu chí", *tables.criteria_means(hall, part))
        if told := tables.legend(part):
            add_text(document, told, italic=True)
    for each in part.absent:
        add_text(document, f"Giám khảo {each.juror.seat} vắng mặt: {each.reason.rstrip('. ')}.")
    for said in overtime(hall, part):
        add_text(document, said)
